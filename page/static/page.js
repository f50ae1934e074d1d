// What a page does when you act on it. It is small on purpose: nothing here measures or moves the page while it opens,
// and what a reader has not asked for yet costs nothing.

{ // its names are its own: other scripts of a page share the global ones
const page = document.documentElement;

// Scripts that come when they are asked for: each once, from where this one lies.
const own = document.currentScript;
const parts = new Map();
self.nnlibPart = {
  base: new URL(".", own.src),
  version: own.dataset.version,
  load(name) {
    if (!parts.has(name)) parts.set(name, new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL(`${name}?v=${this.version}`, this.base);
      script.onload = resolve;
      script.onerror = () => { parts.delete(name); reject(new Error(`${name} cannot be had`)); };
      document.head.append(script);
    }));
    return parts.get(name);
  },
};

const all = (selector) => document.querySelectorAll(selector);
const one = (selector) => document.querySelector(selector);
const onClick = (selector, act) => {
  addEventListener("click", (event) => {
    const target = event.target.closest?.(selector);
    if (target) act(target, event);
  });
};

// ---- Light and dark. The first choice is made in the page's head, before anything is painted. ----
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

function showMode(mode) {
  page.dataset.mode = mode;
  page.dataset.theme = mode === "auto" ? (systemIsDark.matches ? "dark" : "light") : mode;
  try { localStorage.setItem("mode", mode); } catch { /* a browser that keeps nothing still shows it */ }
}

systemIsDark.addEventListener("change", () => showMode(page.dataset.mode));
onClick(".theme-switch-button", () => {
  const order = systemIsDark.matches ? ["auto", "light", "dark"] : ["auto", "dark", "light"];
  showMode(order[(order.indexOf(page.dataset.mode) + 1) % order.length]);
});

// Paper is white: a page is printed in its light colours, and goes back to the reader's own afterwards.
let shown;
addEventListener("beforeprint", () => { shown = page.dataset.theme; page.dataset.theme = "light"; });
addEventListener("afterprint", () => { page.dataset.theme = shown; });
onClick(".btn-download-pdf-button", () => print());

// ---- The two side bars: beside the text on a desk, in a dialog on a phone ----
function openInDialog(bar, dialog) {
  const move = (from, to) => {
    to.append(...from.childNodes);
    to.classList.add(...from.classList);
    from.removeAttribute("class");
  };
  move(bar, dialog);
  dialog.addEventListener("close", () => move(dialog, bar), { once: true });
  dialog.showModal();
}

onClick(".primary-toggle", () => {
  const bar = one("#pst-primary-sidebar");
  if (matchMedia("(min-width: 992px)").matches) bar.classList.toggle("pst-sidebar-hidden");
  else openInDialog(bar, one("#pst-primary-sidebar-modal"));
});
onClick(".secondary-toggle", () => openInDialog(one("#pst-secondary-sidebar"), one("#pst-secondary-sidebar-modal")));
// A click beside a dialog, or on a link in it, closes it; so does Escape, by itself.
onClick("dialog", (dialog, event) => {
  const box = dialog.getBoundingClientRect();
  const inside = event.clientX >= box.left && event.clientX <= box.right
    && event.clientY >= box.top && event.clientY <= box.bottom;
  // The keyboard clicks at 0, 0.
  if (event.target.closest("a") || (event.target === dialog && !inside)) dialog.close();
});

// ---- Search: its index comes with the first key ----
const search = one("#pst-search-dialog");

function openSearch() {
  const field = one(".bd-search-container input") ?? search.querySelector("input");
  if (search?.contains(field)) search.showModal();
  field.focus();
  field.select();
}

onClick(".search-button__button", openSearch);
addEventListener("keydown", (event) => {
  if (event.key === "Escape") search?.close(); // the field would only be emptied
  if (event.key.toLowerCase() !== "k" || event.shiftKey || event.altKey || event.ctrlKey === event.metaKey) return;
  event.preventDefault();
  if (search?.open) search.close();
  else openSearch();
});
if (/^(Mac|iP)/.test(navigator.platform)) {
  for (const key of all(".kbd-shortcut__modifier")) key.textContent = "⌘";
}
search?.addEventListener("input", () => {
  for (const file of ["searchindex.js", "_static/searchtools.js", "_static/language_data.js"]) {
    const link = document.createElement("link");
    link.rel = "prefetch";
    link.href = page.dataset.content_root + file;
    document.head.append(link);
  }
}, { once: true });
one(".bd-search-container input")?.focus();

// ---- Full screen, and the menu of downloads ----
onClick(".btn-fullscreen-button", () => {
  const [now, enter, leave] = page.requestFullscreen
    ? [document.fullscreenElement, "requestFullscreen", "exitFullscreen"]
    : [document.webkitFullscreenElement, "webkitRequestFullscreen", "webkitExitFullscreen"];
  if (now) document[leave]();
  else page[enter]?.();
});

const downloads = one(".dropdown-download-buttons");
addEventListener("click", (event) => {
  if (downloads?.open && !downloads.querySelector("summary").contains(event.target)) downloads.open = false;
});
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !downloads?.open) return;
  downloads.open = false;
  downloads.querySelector("summary").focus();
});

addEventListener("scroll", () => document.body.classList.toggle("scrolled", scrollY > 0), { passive: true });

// ---- Copying: code, and the TeX of formulas ----
onClick(".copybtn", async (button) => {
  const code = button.parentElement.querySelector("pre").textContent;
  let said = "Copied";
  try {
    await navigator.clipboard.writeText(code.trimEnd());
  } catch {
    said = "Not copied: select the text instead";
  }
  button.dataset.said = said;
  button.setAttribute("aria-label", said);
  setTimeout(() => {
    delete button.dataset.said;
    button.setAttribute("aria-label", "Copy this code");
  }, 2000);
});

addEventListener("copy", (event) => {
  const selection = getSelection();
  if (selection.isCollapsed || event.target.closest?.("input, textarea")) return;
  const part = document.createElement("div");
  for (let i = 0; i < selection.rangeCount; i++) part.append(selection.getRangeAt(i).cloneContents());
  const formulas = part.querySelectorAll("mjx-container");
  if (!formulas.length) return;
  for (const formula of formulas) {
    const mark = formula.closest("div.math") ? "$$" : "$";
    formula.replaceWith(`${mark}${formula.dataset.tex}${mark}`);
  }
  part.style.cssText = "position: absolute; left: -9999px";
  document.body.append(part); // innerText knows lines and paragraphs of what is on the page alone
  event.clipboardData.setData("text/plain", part.innerText);
  part.remove();
  event.preventDefault();
});

// ---- Code that is run in the page: at the first press, or where a reader has left something changed ----
onClick("[data-run]", async (button) => {
  await nnlibPart.load("run.js");
  await nnlibRun.ready;
  nnlibRun.press(button.closest("[data-cell]"));
});
addEventListener("load", () => {
  try {
    const changed = Object.keys(JSON.parse(localStorage.getItem("nnlib.cells")) ?? {});
    if (changed.some((name) => location.pathname.endsWith(`/${name}.html`))) nnlibPart.load("run.js");
  } catch { /* nothing is kept */ }
});

// ---- Where the reader is: the first page offers to go on there ----
function keepPlace(section) {
  const place = location.href.slice(new URL(page.dataset.content_root, location).href.length).replace(/[?#].*/, "");
  if (!/^(chapters|exercises)\//.test(place)) return;
  const words = (heading) => heading.firstChild.textContent;
  const kept = { page: `${place}#${section.id}`, title: words(one("h1")), section: words(section.querySelector("h2, h3")) };
  try { localStorage.setItem("nnlib.place", JSON.stringify(kept)); } catch { /* then it starts at the beginning */ }
}

// ---- What is seen is what is looked after: the place in the contents, and boxes that scroll ----
const links = new Map([...all("#pst-page-toc-nav a, #pst-secondary-sidebar-modal a")]
  .map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
const inView = new Set();
const sections = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) inView[isIntersecting ? "add" : "delete"](target);
  const first = [...all("article section[id]")].findLast((section) => inView.has(section) && links.has(section.id));
  if (!first) return;
  keepPlace(first);
  for (const [name, link] of links) {
    link.classList.toggle("active", name === first.id);
    if (name === first.id) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}, { rootMargin: "0px 0px -70% 0px" });
for (const name of links.keys()) {
  const section = document.getElementById(name);
  if (section) sections.observe(section);
}

// A box that scrolls can be reached by keyboard, and one that does not is no stop for it. Which it is shows once it is
// laid out, near the view; again when a phone is turned, and when what was left out of the layout comes into it.
const boxed = "pre, .cell_output > .output, div.math, .pst-scrollable-table-container";
const look = (box) => { // what is left out of the layout has no width of its own: it keeps what was seen last
  if (!(box.firstElementChild ?? box).checkVisibility({ contentVisibilityAuto: true })) return;
  box.tabIndex = box.scrollWidth > box.clientWidth + 1 ? 0 : -1;
};
const looked = new Set(all(boxed)); // what comes later is a stop from the beginning
const lookInto = (block) => [block, ...block.querySelectorAll(boxed)].forEach((box) => looked.has(box) && look(box));
const sized = new ResizeObserver((entries) => entries.forEach(({ target }) => look(target)));
const boxes = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) sized[isIntersecting ? "observe" : "unobserve"](target);
}, { rootMargin: "100%" });
for (const box of looked) boxes.observe(box);
addEventListener("contentvisibilityautostatechange", ({ target, skipped }) => {
  if (skipped || target.matches("section")) return; // what a section holds comes by itself
  requestAnimationFrame(() => lookInto(target));
});
window.nnlibStops = { lookInto };
}

// ---- Places. On a phone, what is a long way from the view is not laid out (style.css says why), and where it stands is a guess
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
  nnlibStops.lookInto(block); // now it is laid out, and if it stays in view nothing else says so
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
