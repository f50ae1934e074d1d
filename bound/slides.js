// Starts the deck, and makes what stands on a slide as large as it has room for.

const LARGEST = 1.6;

function fit(slide) {
  const box = slide.querySelector(".fit");
  if (!box) return;
  const inner = box.firstElementChild;
  inner.style.zoom = 1;
  const free = 700 - box.offsetTop - 20;
  const scale = Math.min(LARGEST, free / inner.scrollHeight, 1240 / inner.scrollWidth);
  inner.style.zoom = Math.floor(scale * 100) / 100;
}

Reveal.initialize({
  width: 1280, height: 700, margin: 0.02, hash: true, center: false, transition: "none", slideNumber: "c/t",
  plugins: [RevealNotes],
}).then(() => {
  fit(Reveal.getCurrentSlide());
  Reveal.on("slidechanged", ({ currentSlide }) => fit(currentSlide));
});
