// From drawn lines to what the digits of UCI are made of: 64 counts from 0 to 16.
//
// How those were prepared can still be read off them: each fills the 32 rows of its bitmap; the leftmost black pixels
// of the first and of the last row stand below each other, which takes the slant out; and about 310 of the 1,024
// pixels are black, whatever the digit, so the lines were made thicker or thinner. tests/test_digit_pad.py measures all
// three. Here a drawing goes the same way, and since its lines are known as lines, so does the width of the pen.

window.nnlibAsTheData = (() => {
  const SIDE = 32, BLOCK = 4;
  const WIDTH = 20; // pixels: columns 6 to 25
  const STRETCH = 2; // at most: a 1 that is one straight line must not become a block
  const INK = 310; // black pixels
  const PENS = [1, 7]; // pixels: the radius of the pen lies between
  const CENTRE = SIDE / 2;

  const bounds = (values) => [Math.min(...values), Math.max(...values)];
  const all = (strokes, axis) => strokes.flatMap((stroke) => stroke.map((point) => point[axis]));
  const moved = (strokes, f) => strokes.map((stroke) => stroke.map(([x, y]) => f(x, y)));

  // Put the lines into the box, so that a pen of that radius fills it.
  function sized(strokes, radius) {
    const [left, right] = bounds(all(strokes, 0)), [top, bottom] = bounds(all(strokes, 1));
    const wide = right - left, high = bottom - top;
    const down = (SIDE - 2 * radius) / (high || 1);
    const across = Math.min((WIDTH - 2 * radius) / (wide || 1), STRETCH * down);
    const middle = (left + right) / 2, centre = (top + bottom) / 2;
    return moved(strokes, (x, y) => [CENTRE + across * (x - middle), CENTRE + down * (y - centre)]);
  }

  // Shear the lines until the leftmost points at the top and at the bottom stand below each other.
  function upright(strokes, radius) {
    const points = strokes.flat(), [top, bottom] = bounds(points.map(([, y]) => y));
    const near = (edge) => Math.min(...points.filter(([, y]) => Math.abs(y - edge) <= radius / 2).map(([x]) => x));
    const shear = (near(bottom) - near(top)) / (bottom - top || 1);
    const straight = moved(strokes, (x, y) => [x - shear * (y - CENTRE), y]);
    const [left, right] = bounds(all(straight, 0));
    return moved(straight, (x, y) => [x + CENTRE - (left + right) / 2, y]);
  }

  function squaredDistance(x, y, [ax, ay], [bx, by]) {
    const dx = bx - ax, dy = by - ay, length = dx * dx + dy * dy;
    const along = length ? Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length)) : 0;
    return (x - ax - along * dx) ** 2 + (y - ay - along * dy) ** 2;
  }

  // The bitmap of lines drawn with a round pen: a pixel is black where its middle is under the pen.
  function bitmap(strokes, radius) {
    const black = new Uint8Array(SIDE * SIDE);
    for (const stroke of strokes) {
      stroke.forEach((end, n) => {
        const start = stroke[Math.max(n - 1, 0)];
        const [left, right] = bounds([start[0], end[0]]), [top, bottom] = bounds([start[1], end[1]]);
        for (let r = Math.max(0, Math.floor(top - radius)); r < Math.min(SIDE, bottom + radius); r++) {
          for (let c = Math.max(0, Math.floor(left - radius)); c < Math.min(SIDE, right + radius); c++) {
            if (squaredDistance(c + 0.5, r + 0.5, start, end) <= radius ** 2) black[r * SIDE + c] = 1;
          }
        }
      });
    }
    return black;
  }

  const drawn = (strokes, radius) => bitmap(upright(sized(strokes, radius), radius), radius);

  // strokes: lists of points [x, y], y downwards, in any unit. Returns the bitmap, 1,024 of 0 and 1.
  function normalised(strokes) {
    let [thin, thick] = PENS;
    for (let step = 0; step < 8; step++) {
      const pen = (thin + thick) / 2;
      const ink = drawn(strokes, pen).reduce((sum, pixel) => sum + pixel, 0);
      if (ink < INK) thin = pen;
      else thick = pen;
    }
    return drawn(strokes, (thin + thick) / 2);
  }

  function counts(black) {
    const blocks = new Array((SIDE / BLOCK) ** 2).fill(0);
    black.forEach((pixel, n) => {
      const row = Math.floor(n / SIDE / BLOCK), column = Math.floor((n % SIDE) / BLOCK);
      blocks[(row * SIDE) / BLOCK + column] += pixel;
    });
    return blocks;
  }

  return { normalised, counts };
})();
