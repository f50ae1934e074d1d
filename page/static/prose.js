// Text from Python that is Markdown in a notebook, such as the caption of a figure: `code`, **words** and formulas.
//   nnlibProse(text)   returns a list of elements and texts; no HTML in the text is interpreted
// A formula between dollars is the one that this page shows already, typeset while the book was built: whatever the course
// displays, the page displays too. One that a reader has made up stays TeX, and looks like the code that it is.
{
const PARTS = /\$\$?([^$]+)\$\$?|`([^`\n]+)`|\*\*([^*]+)\*\*/;
const make = (tag, textContent) => Object.assign(document.createElement(tag), { textContent });

function formula(tex) {
  const wanted = tex.split(/\s+/).filter(Boolean).join(" ");
  const same = [...document.querySelectorAll("mjx-container[data-tex]")].filter((each) => each.dataset.tex === wanted);
  const found = same.find((each) => !each.closest("div.math")) ?? same[0];
  return found ? found.cloneNode(true) : make("code", tex);
}

self.nnlibProse = (text) => {
  const pieces = text.split(PARTS); // text, formula, code, words, text, …: of the three in the middle one is there
  return pieces.flatMap((piece, i) => {
    if (!piece) return [];
    return [[() => piece, formula, (code) => make("code", code), (words) => make("strong", words)][i % 4](piece)];
  });
};
}
