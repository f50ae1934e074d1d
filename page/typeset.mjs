// Typesets formulas: a list of {tex, display} as JSON on standard input; on standard output, for each, its HTML and
// its MathML or what is wrong with it, and one style sheet for all. page/formulas.py starts it, once for a whole book.

import { text } from "node:stream/consumers";
import { liteAdaptor } from "@mathjax/src/js/adaptors/liteAdaptor.js";
import { SerializedMmlVisitor } from "@mathjax/src/js/core/MmlTree/SerializedMmlVisitor.js";
import { RegisterHTMLHandler } from "@mathjax/src/js/handlers/html.js";
import { TeX } from "@mathjax/src/js/input/tex.js";
import "@mathjax/src/js/input/tex/ams/AmsConfiguration.js";
import "@mathjax/src/js/input/tex/boldsymbol/BoldsymbolConfiguration.js";
import "@mathjax/src/js/input/tex/color/ColorConfiguration.js";
import "@mathjax/src/js/input/tex/textmacros/TextMacrosConfiguration.js";
import { mathjax } from "@mathjax/src/js/mathjax.js";
import { CHTML } from "@mathjax/src/js/output/chtml.js";
import "@mathjax/src/js/util/asyncLoad/esm.js";

const adaptor = liteAdaptor();
RegisterHTMLHandler(adaptor);
const page = mathjax.document("", {
  InputJax: new TeX({
    packages: ["base", "ams", "boldsymbol", "color", "textmacros"],
    formatError(_tex, error) { throw error; },
  }),
  // The font is the one of package.json's override: the tex font, where the package would bring another.
  OutputJax: new CHTML({ fontURL: "fonts", linebreaks: { inline: true }, mtextInheritFont: false }),
});
const mathml = new SerializedMmlVisitor();

// Both forms carry the TeX of each of their parts, which nobody reads and which doubles their size.
const bare = (markup) => markup.replace(/ data-(?:latex|mjx)[\w-]*="[^"]*"/g, "");

async function typeset({ tex, display }) {
  // A display is typeset as a line of text in display style: the browser then breaks it where the line ends, on any
  // screen. What MathJax calls a display has its breaks fixed here, for one width.
  const formula = new page.options.MathItem((display ? "\\displaystyle " : "") + tex, page.inputJax[0], false);
  formula.start.node = adaptor.body(page.document);
  formula.setMetrics(16, 8, 1280, 1);
  await mathjax.handleRetriesFor(() => formula.convert(page));
  return {
    html: bare(adaptor.outerHTML(formula.typesetRoot)),
    mathml: bare(mathml.visitTree(formula.root)).replace(/\n */g, ""),
  };
}

const formulas = [];
for (const formula of JSON.parse(await text(process.stdin))) {
  formulas.push(await typeset(formula).catch((error) => ({ error: error.message })));
}
const css = adaptor.textContent(page.outputJax.styleSheet(page));
process.stdout.write(JSON.stringify({ formulas, css }));
