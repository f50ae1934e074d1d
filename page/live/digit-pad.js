// A pad on which a digit is drawn, and what a trained network answers: its ten shares and its hidden units' activities,
// anew with every movement. Screen readers hear the answer whenever the pen is lifted.

(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const PAPER = 100; // the unit of the lines: a hundredth of the pad
  const STEP = 5; // how far an arrow key moves the pen
  const NEAR = 0.7; // points nearer to the last one than this add nothing
  const FULL = 16; // black pixels of a block
  const KEYS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
  const two = (share) => share.toFixed(2);

  function shape(parent, name, attributes) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    parent.append(made);
    return made;
  }

  class Pad {
    constructor(element, { layers, image }) {
      const part = (name) => element.querySelector(`.nnlib-pad-${name}`);
      Object.assign(this, { layers, image, strokes: [], pen: [PAPER / 2, STEP * 3], down: false });
      this.paper = part("paper").querySelector("svg");
      this.lines = part("lines");
      this.mark = part("pen");
      this.answer = part("answer");
      this.status = element.querySelector("[role=status]");
      this.cells = image.map((_, n) => shape(part("input").querySelector("svg"), "rect", {
        x: n % 8, y: Math.floor(n / 8), width: 1, height: 1,
      }));
      const units = part("hidden").querySelector("svg"), number = layers[0].b.length;
      this.columns = Math.ceil(Math.sqrt(number));
      units.setAttribute("viewBox", `0 0 ${this.columns} ${Math.ceil(number / this.columns)}`);
      this.units = layers[0].b.map(() => shape(units, "rect", {}));
      this.shares = layers.at(-1).b.map((_, digit) => {
        const item = document.createElement("li");
        item.innerHTML = `<span class="nnlib-pad-digit" aria-hidden="true">${digit}</span>
          <span class="nnlib-pad-bar" aria-hidden="true"><span></span></span><span class="nnlib-pad-share"></span>`;
        part("output").querySelector("ol").append(item);
        return item;
      });
      this.listen(element);
      this.show();
    }

    listen(element) {
      const { paper } = this;
      paper.addEventListener("pointerdown", (event) => this.start(event));
      paper.addEventListener("pointermove", (event) => this.move(event));
      for (const end of ["pointerup", "pointercancel"]) paper.addEventListener(end, (event) => this.end(event));
      // Safari scrolls and selects all the same where only touch-action says not to.
      paper.addEventListener("touchmove", (event) => event.preventDefault(), { passive: false });
      paper.addEventListener("keydown", (event) => this.key(event));
      paper.addEventListener("blur", () => this.lift());
      element.querySelector("[data-do=clear]").addEventListener("click", () => this.clear());
      element.querySelector("[data-do=undo]").addEventListener("click", () => {
        this.lift();
        this.strokes.pop();
        this.changed(true);
      });
    }

    at({ clientX, clientY }) {
      const { left, top, width, height } = this.paper.getBoundingClientRect();
      const within = (value) => Math.min(PAPER, Math.max(0, PAPER * value));
      return [within((clientX - left) / width), within((clientY - top) / height)];
    }

    start(event) {
      if (event.button !== 0 || this.pointer !== undefined) return; // a second finger draws nothing
      this.lift();
      this.pointer = event.pointerId;
      this.paper.setPointerCapture(event.pointerId);
      this.strokes.push([this.at(event)]);
      this.changed();
    }

    move(event) {
      if (event.pointerId !== this.pointer) return;
      const between = event.getCoalescedEvents?.() ?? [];
      for (const each of between.length ? between : [event]) this.draw(this.at(each));
      this.changed();
    }

    end(event) {
      if (event.pointerId !== this.pointer) return;
      this.pointer = undefined;
      this.changed(true);
    }

    draw(point) {
      const stroke = this.strokes.at(-1), [x, y] = stroke.at(-1);
      if (Math.hypot(point[0] - x, point[1] - y) >= NEAR) stroke.push(point);
    }

    key(event) {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const step = KEYS[event.key];
      if (step) {
        this.pen = this.pen.map((place, axis) => Math.min(PAPER - STEP, Math.max(STEP, place + step[axis])));
        if (this.down) this.draw(this.pen);
        this.changed();
        this.say(`${this.down ? "Drawing, " : ""}column ${this.pen[0] / STEP}, row ${this.pen[1] / STEP}`);
      } else if (event.key === " " && !event.repeat) {
        if (this.down) this.lift(true);
        else {
          this.down = true;
          this.strokes.push([this.pen]);
          this.changed();
          this.say("Pen down");
        }
      } else if (event.key === "Delete" || event.key === "Backspace") this.clear();
      else if (event.key === "Escape") this.lift(true);
      else if (event.key !== " ") return;
      event.preventDefault();
    }

    lift(say) {
      if (!this.down) return;
      this.down = false;
      this.changed(say);
    }

    clear() {
      this.down = false;
      this.strokes = [];
      this.changed();
      this.say("The pad is empty.");
    }

    say(words) {
      this.status.textContent = words;
    }

    // Many movements come between two pictures of the screen: one answer is enough for them.
    changed(say) {
      this.toSay ||= say;
      this.next ??= requestAnimationFrame(() => {
        this.next = undefined;
        this.show();
        if (this.toSay) this.say(this.answer.textContent);
        this.toSay = false;
      });
    }

    get input() {
      if (!this.strokes.length) return this.image;
      const { counts, normalised } = window.nnlibAsTheData;
      return counts(normalised(this.strokes)).map((count) => count / FULL);
    }

    show() {
      const x = this.input, [hidden, shares] = window.nnlibNetwork.answers(this.layers, x);
      this.lines.replaceChildren();
      for (const stroke of this.strokes) {
        const points = stroke.length > 1 ? stroke : [stroke[0], stroke[0]]; // a dot
        shape(this.lines, "polyline", { points: points.map((point) => point.join()).join(" ") });
      }
      this.mark.setAttribute("cx", this.pen[0]);
      this.mark.setAttribute("cy", this.pen[1]);
      this.mark.toggleAttribute("data-down", this.down);
      x.forEach((value, n) => this.cells[n].setAttribute("fill-opacity", value));
      this.showUnits(hidden);
      const order = shares.map((_, digit) => digit).sort((a, b) => shares[b] - shares[a]);
      shares.forEach((share, digit) => {
        const item = this.shares[digit];
        item.querySelector(".nnlib-pad-bar > span").style.width = `${100 * share}%`;
        item.querySelector(".nnlib-pad-share").textContent = two(share);
        item.toggleAttribute("data-first", digit === order[0]);
      });
      this.answer.textContent = this.words(order, shares);
    }

    // The area of a square is the activity; hollow ones are negative.
    showUnits(hidden) {
      const largest = Math.max(1, ...hidden.map(Math.abs));
      hidden.forEach((activity, n) => {
        const side = 0.9 * Math.sqrt(Math.abs(activity) / largest), unit = this.units[n];
        unit.setAttribute("x", (n % this.columns) + (1 - side) / 2);
        unit.setAttribute("y", Math.floor(n / this.columns) + (1 - side) / 2);
        unit.setAttribute("width", side);
        unit.setAttribute("height", side);
        unit.toggleAttribute("data-negative", activity < 0);
      });
    }

    words([first, second], shares) {
      const whose = this.strokes.length ? "The network reads" : "Nothing is drawn yet. In this image of the data the network reads";
      return `${whose} ${first}, with a share of ${two(shares[first])}; next comes ${second}, with ${two(shares[second])}.`;
    }
  }

  window.nnlibLiveReady("digit-pad", (element, data) => new Pad(element, data));
})();
