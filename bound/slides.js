// Starts the deck, and makes what stands on a slide as large as it has room for.

const WIDTH = 1240, BOTTOM = 672;
const LARGEST = { text: 1.3, cell: 1.8 };
const LAYOUTS = ["", "beside"]; // what a cell prints stands below its code, or a caption below its figure; or beside
const GAIN = 1.1; // how much larger the second has to make it

function fit(slide) {
  const box = slide.querySelector(".fit");
  if (!box) return;
  const inner = box.firstElementChild, free = BOTTOM - box.offsetTop;
  inner.style.zoom = 1;
  const scale = slide.matches(".cell-slide") ? asItIs(inner, free) : broken(inner, free);
  inner.style.zoom = Math.floor(scale * 100) / 100;
}

// Code, figures and tables have a width of their own.
function asItIs(inner, free) {
  const scales = LAYOUTS.map((layout) => {
    inner.className = layout;
    return Math.min(LARGEST.cell, free / inner.scrollHeight, WIDTH / widthOf(inner));
  });
  const best = scales[1] > GAIN * scales[0] ? 1 : 0;
  inner.className = LAYOUTS[best];
  return scales[best];
}

// What is in a box of its own may reach beyond it, and is not counted in scrollWidth.
function widthOf(inner) {
  const { left } = inner.getBoundingClientRect();
  const rights = [...inner.querySelectorAll("img, figcaption, pre, table")].map((one) => one.getBoundingClientRect().right);
  return Math.max(inner.scrollWidth, (Math.max(left, ...rights) - left) / Reveal.getScale());
}

// Text is broken into lines anew at each size.
function broken(inner, free) {
  for (let scale = LARGEST.text; scale > 0.2; scale -= 0.02) {
    inner.style.width = `${WIDTH / scale}px`;
    if (inner.scrollHeight * scale <= free && inner.scrollWidth * scale <= WIDTH + 1) return scale;
  }
  return 0.2;
}

Reveal.initialize({
  width: 1280, height: 700, margin: 0.02, hash: true, center: false, transition: "none", slideNumber: "c/t",
  plugins: [RevealNotes],
}).then(() => {
  fit(Reveal.getCurrentSlide());
  Reveal.on("slidechanged", ({ currentSlide }) => fit(currentSlide));
});
