// Figures that move, on a page: a picture, controls of plain HTML, and words. page/players.py writes them, and the
// frames of each figure into a file of its own, which comes as a script (a page opened from the disk may load no
// other file) when the figure nears the view or is touched.

const NEAR = "1000px";
const STILL = matchMedia("(prefers-reduced-motion: reduce)");
const waiting = new Map(); // by figure: what is to be done with its frames

window.nnlibFrames = (name, frames) => waiting.get(name)(frames);

function parsed(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

class Player {
  constructor(element) {
    this.element = element;
    this.screen = element.querySelector(".nnlib-screen");
    this.words = element.querySelector(".nnlib-now");
    this.status = element.querySelector("[role=status]");
    this.inputs = [...element.querySelectorAll(".nnlib-controls :is(input, select)")];
    this.last = this.inputs.at(-1);
    this.button = element.querySelector(".nnlib-play");
    for (const input of this.inputs) {
      input.addEventListener("input", () => { this.pause(); this.show(input.matches("select")); });
    }
    for (const button of element.querySelectorAll("[data-step]")) {
      const input = button.parentElement.querySelector("input");
      button.addEventListener("click", () => {
        input.value = Number(input.value) + Number(button.dataset.step);
        this.pause();
        this.show(true);
      });
    }
    this.button?.addEventListener("click", () => (this.timer ? this.pause() : this.play()));
    element.addEventListener("pointerenter", () => this.expect(), { once: true });
    element.addEventListener("focusin", () => this.expect(), { once: true });
    this.name(this.words);
  }

  // The frames, brought at most once.
  frames() {
    this.brought ??= new Promise((resolve, reject) => {
      const { dataset } = this.element.querySelector("template[data-src]");
      const script = document.createElement("script");
      waiting.set(dataset.frames, resolve);
      script.src = dataset.src;
      script.onerror = reject;
      document.head.append(script);
    });
    return this.brought;
  }

  // What fails now is asked for again when a control is moved.
  expect() {
    this.frames().catch(() => { this.brought = undefined; });
  }

  get place() {
    const size = (input) => (input.matches("select") ? input.options.length : Number(input.max) + 1);
    const at = (input) => (input.matches("select") ? input.selectedIndex : Number(input.value));
    return this.inputs.reduce((place, input) => place * size(input) + at(input), 0);
  }

  async show(say) {
    const { place } = this;
    try {
      const { ground, frames } = await this.frames();
      const [picture, words] = frames[place];
      const pictures = [...parsed(ground + picture).children];
      // A picture that is put up before it is decoded flickers.
      await Promise.all(pictures.map((image) => image.decode().catch(() => {})));
      if (place !== this.place) return; // the reader has gone on
      this.screen.replaceChildren(...pictures);
      this.words.replaceChildren(parsed(words));
      const said = this.name(this.words);
      if (say && !this.timer) this.status.textContent = said;
    } catch {
      this.brought = undefined;
      this.status.textContent = "The pictures of this figure could not be loaded.";
    }
  }

  // Where a slider stands is a number without meaning; what is seen there is said instead.
  name(words) {
    const note = words.querySelector("p");
    const said = note?.dataset.said ?? note?.textContent ?? "";
    for (const input of this.inputs) {
      if (said && input.matches("input")) input.setAttribute("aria-valuetext", said);
    }
    return said;
  }

  play() {
    if (STILL.matches) return;
    const again = this.last.value === this.last.max;
    const next = () => {
      this.last.value = Number(this.last.value) + 1;
      this.show();
      if (this.last.value === this.last.max) this.pause();
    };
    this.timer = setInterval(next, Number(this.button.dataset.interval));
    this.label("Pause");
    this.status.textContent = "";
    if (again) {
      this.last.value = 0;
      this.show();
    } else next();
  }

  pause() {
    if (!this.timer) return;
    clearInterval(this.timer);
    this.timer = undefined;
    this.label("Play");
    this.show(true);
  }

  label(name) {
    this.button.querySelector("span").textContent = name;
    this.button.toggleAttribute("data-playing", name === "Pause");
  }
}

const players = new Map();
const nearing = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    nearing.unobserve(target);
    const player = players.get(target);
    player.expect();
    if (target.matches("[data-plays]")) player.frames().then(() => player.play(), () => {});
  }
}, { rootMargin: NEAR });

for (const element of document.querySelectorAll(".nnlib-player")) {
  players.set(element, new Player(element));
  nearing.observe(element);
}
