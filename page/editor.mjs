// The editor of answers and of cells: CodeMirror with what Python needs, bundled into _static/editor.js by page/bundle.py.
// It comes at the first focus; until then, and where it cannot be had, a plain text field holds the same text.
//   nnlibEditor.make({ parent, text, selected, label, changed, submit }) → { text(), set(text), focus(), mark(line) }

import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { pythonLanguage } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, drawSelection, keymap, lineNumbers } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";

// The line that a message names, until the reader types.
const markLine = StateEffect.define();
const marked = StateField.define({
  create: () => Decoration.none,
  update(lines, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(markLine)) continue;
      const { doc } = transaction.state;
      if (!(effect.value >= 1 && effect.value <= doc.lines)) return Decoration.none;
      return Decoration.set([Decoration.line({ class: "practise-line" }).range(doc.line(effect.value).from)]);
    }
    return transaction.docChanged ? Decoration.none : lines;
  },
  provide: (field) => EditorView.decorations.from(field),
});

// What the window's edges take: the page's own bar at the top, and below it the keyboard of a phone, at which a line
// would stand so close that it is hard to read.
const covered = () => ({
  top: document.querySelector(".bd-header-article")?.getBoundingClientRect().bottom ?? 0,
  bottom: 48,
});

export function make({ parent, text, selected = [0, 0], label, changed, submit }) {
  const [anchor, head] = selected.map((place) => Math.min(place, text.length));
  const check = { run: () => { submit(); return true; } };
  const view = new EditorView({
    parent,
    doc: text,
    selection: { anchor, head },
    extensions: [
      keymap.of([{ key: "Mod-Enter", ...check }, { key: "Shift-Enter", ...check }]),
      lineNumbers(), history(), drawSelection(), indentOnInput(), bracketMatching(), marked,
      indentUnit.of("    "), EditorState.tabSize.of(4), EditorView.lineWrapping,
      EditorView.scrollMargins.of(covered),
      pythonLanguage, syntaxHighlighting(classHighlighter),
      // Tab indents; Escape and then Tab leaves, as CodeMirror does it everywhere.
      keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
      EditorView.contentAttributes.of({ "aria-label": label, "aria-description": "Tab indents. Escape, then Tab leaves.", autocapitalize: "off", autocorrect: "off", spellcheck: "false" }),
      EditorView.updateListener.of((update) => { if (update.docChanged) changed(); }),
    ],
  });
  return {
    text: () => view.state.doc.toString(),
    set(fresh) {
      if (fresh !== view.state.doc.toString()) {
        view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: fresh } });
      }
    },
    focus: () => view.focus(),
    mark: (line) => view.dispatch({ effects: markLine.of(line) }),
  };
}
