// On a phone, what is a long way from the view is not laid out (style.css says why), and where it stands is a guess
// until it has been laid out once. This does so, from the top, when the page has nothing else to do, a few
// milliseconds at a time, and each block keeps the height that it has: from then on links lead to their place, and nothing moves. Who
// asks for a place before, by a link, by Tab or by scrolling to a figure that moves, gets what lies above it at once.

{ // its names are its own: other scripts of a page share the global ones
const article = document.querySelector(".bd-article") ?? document.createElement("article"); // a page of results has none
const SLICE = 4; // milliseconds, and one block more: a phone is four times as slow, and a finger feels fifty
const idle = window.requestIdleCallback ?? ((act) => setTimeout(act, 50));
let left = []; // what is to be done, [act, block], the next one last
let waiting = false;
let again = false;
let width;

// A section is opened, then what it holds is measured, then it is, and left out again.
function* steps(element) {
  for (const child of element.children) {
    if (child.matches("section")) {
      yield [open, child];
      yield* steps(child);
    }
    yield [measure, child];
  }
}

// Lay a block out as it is when it is seen: contained, so that no margin leaves it.
function open(block) {
  if (getComputedStyle(block).contentVisibility !== "auto") return;
  block.style.contentVisibility = "visible";
  block.style.contain = "layout style paint";
}

function measure(block) {
  open(block);
  if (!block.style.contain) return; // it is never left out
  const style = getComputedStyle(block);
  const around = [style.paddingTop, style.paddingBottom, style.borderTopWidth, style.borderBottomWidth];
  const height = block.getBoundingClientRect().height - around.reduce((sum, part) => sum + parseFloat(part), 0);
  block.style.containIntrinsicHeight = `${height}px`;
  block.style.contentVisibility = block.style.contain = "";
  heights.observe(block);
}

// What is opened or folded, or was typeset in another font, has another height the next time that it is left out.
const heights = new ResizeObserver((entries) => {
  for (const { target, contentRect: { height } } of entries) {
    if (height) target.style.containIntrinsicHeight = `${height}px`; // in what is left out it is 0
  }
});

// Measure blocks while a condition holds; what the reader sees stays where it is.
function measureWhile(condition) {
  const seen = scrollY > 0 ? document.elementFromPoint(innerWidth / 2, innerHeight / 2) : null;
  const before = seen?.getBoundingClientRect().top;
  while (left.length && condition(left.at(-1)[1])) {
    const [act, block] = left.pop();
    act(block);
  }
  const moved = seen ? seen.getBoundingClientRect().top - before : 0;
  if (moved) scrollBy(0, moved);
}

function goOn() {
  waiting = false;
  const end = performance.now() + SLICE;
  measureWhile(() => performance.now() < end);
  soon();
}

function soon() {
  if (!left.length && again && width) return begin();
  if (left.length && !waiting) waiting = idle(goOn);
}

function begin() {
  width = innerWidth;
  again = false;
  for (const [, block] of left) block.style.contentVisibility = block.style.contain = ""; // may be open
  left = matchMedia("(max-width: 62rem)").matches ? [...steps(article)].reverse() : [];
  soon();
}

// All that lies above an element, or all there is, at once.
function reach(element) {
  if (width === undefined) begin();
  measureWhile((block) => !element || element.compareDocumentPosition(block) & Node.DOCUMENT_POSITION_PRECEDING);
}

function named(hash) {
  try { return document.getElementById(decodeURIComponent(hash.slice(1))); } catch { return null; } // no such name
}

addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href*='#']");
  if (link?.pathname === location.pathname) reach(named(link.hash));
}, { capture: true });
addEventListener("hashchange", () => reach(named(location.hash)));
addEventListener("focusin", (event) => { if (article.contains(event.target)) reach(event.target); });
addEventListener("keydown", (event) => { // find in page
  if (event.key === "F3" || ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "f")) reach();
});
const nearing = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) if (isIntersecting) reach(target);
}, { rootMargin: "100%" });

addEventListener("resize", () => { // the height alone changes with a phone's own bars
  if (innerWidth === width) return;
  begin();
  reach();
});
document.fonts.addEventListener("loadingdone", () => { // what was measured before was set in another one
  again = true;
  soon();
});
for (const player of article.querySelectorAll(".nnlib-player")) nearing.observe(player);
if (location.hash) reach(named(location.hash));
window.nnlibPlaces = { get left() { return left.length; } }; // how much is still a guess
addEventListener("load", () => { if (width === undefined) begin(); });
}
