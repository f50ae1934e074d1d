// Predictions: a question before an output. Its options are <details> and need no script. With one, the first option
// that a reader opens is the answer; until then the output of the next cell is covered, unless the reader likes to see
// it at once. What was answered stays in this browser, by the name of the question and the words of the option.

{
const KEPT = "nnlib.predictions";
const NEVER = "never cover"; // beside the answers, which have names like predict-neuron-nudge

function kept() {
  try { return JSON.parse(localStorage.getItem(KEPT)) ?? {}; } catch { return {}; }
}

function keep(name, said) { // where the browser keeps nothing, it is forgotten with the page
  try { localStorage.setItem(KEPT, JSON.stringify({ ...kept(), [name]: said })); } catch { /* private */ }
}

function made(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function button(words, act) {
  const element = made("button", { type: "button", className: "btn btn-sm btn-outline-primary", textContent: words });
  element.addEventListener("click", act);
  return element;
}

// "1,500", "0,25", "−2", "95 %" and "2/3" are numbers, too.
function number(text) {
  const plain = text.replace(/[\s%]/g, "").replace("−", "-");
  const dotted = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain) ? plain.replaceAll(",", "") : plain.replace(",", ".");
  const [above, below = "1", ...rest] = dotted.split("/");
  return rest.length || !above || !below ? NaN : Number(above) / Number(below);
}

class Prediction {
  constructor(box) {
    this.box = box;
    this.question = box.querySelector("p");
    this.options = [...box.querySelectorAll("details")].map((details) => ({
      details,
      says: details.querySelector("summary").textContent.trim(),
      right: details.querySelector("p strong")?.textContent === "Yes.",
    }));
    this.question.id = `${box.id}-question`;
    box.setAttribute("role", "group");
    box.setAttribute("aria-labelledby", this.question.id);
    this.status = made("p", { className: "prediction-status" });
    this.status.setAttribute("role", "status");
    box.append(this.status);
    this.coverOutput();
    for (const option of this.options) {
      // Not "toggle": a search in the page opens an option, too, and is no answer.
      option.details.querySelector("summary").addEventListener("click", () => this.answer(option.says, option));
    }
    if (box.matches(".number")) this.askForNumber();
    this.recall();
  }

  askForNumber() {
    const field = made("input", { type: "text", inputMode: "decimal", autocomplete: "off", size: 8 });
    const label = made("label", {}, "Your number ", field);
    const submit = made("button", { className: "btn btn-sm btn-outline-primary", textContent: "Compare" });
    const form = made("form", { className: "prediction-form" }, label, submit);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const value = number(field.value);
      if (Number.isNaN(value)) this.status.textContent = "Type a number, such as 0.25 or 40.";
      else this.answer(field.value.trim(), this.nearest(value));
    });
    this.question.after(form);
    this.field = field;
    this.box.classList.add("prediction-typed");
  }

  // The option that a number means: as near as its digits say, or within three hundredths.
  nearest(value) {
    const near = ({ says }) => {
      const step = 10 ** -(says.split(".")[1]?.length ?? 0);
      return Math.abs(value - number(says)) <= Math.max(step / 2, Math.abs(number(says)) * 0.03);
    };
    return this.options.find((option) => option.right && near(option)) ?? this.options.find(near);
  }

  // What the reader said, and the option that it was; none for a number that nobody foresaw.
  answer(said, option, { remembered = false } = {}) {
    if (this.said !== undefined) return;
    this.said = said;
    if (!remembered) keep(this.box.id, said);
    const right = this.options.find((each) => each.right);
    for (const each of this.options) each.details.classList.add(each.right ? "is-right" : "is-wrong");
    option?.details.classList.add("is-mine");
    this.box.classList.add("is-answered");
    if (this.field) {
      this.field.value = said;
      this.field.readOnly = true;
      (option ?? right).details.open = true;
    } else if (remembered) option.details.open = true;
    const verdict = option?.right ? "so says the output" : `the output says: ${right.says.replace(/\.$/, "")}`;
    const again = button("Ask me again", () => this.askAgain());
    this.status.replaceChildren(`You said: ${said.replace(/\.$/, "")}; ${verdict}. `, again);
    this.uncover();
  }

  askAgain() {
    keep(this.box.id, undefined);
    this.said = undefined;
    this.box.classList.remove("is-answered");
    for (const { details } of this.options) {
      details.open = false;
      details.classList.remove("is-right", "is-wrong", "is-mine");
    }
    if (this.field) {
      this.field.value = "";
      this.field.readOnly = false;
    }
    this.status.replaceChildren();
    this.cover();
    (this.field ?? this.options[0].details.querySelector("summary")).focus();
  }

  recall() {
    const said = kept()[this.box.id];
    const option = this.field ? this.nearest(number(said ?? "")) : this.options.find(({ says }) => says === said);
    // An answer to a question that has been put in other words since is no answer.
    if (said !== undefined && (option || this.field)) this.answer(said, option, { remembered: true });
    else this.cover();
  }

  // ---- The outputs below: of the cell that follows at once, and of those that draw the same again ----
  coverOutput() {
    this.outputs = [];
    for (let cell = this.box.nextElementSibling; cell?.matches(".cell"); cell = cell.nextElementSibling) {
      if (!cell.querySelector(".nnlib-player")) this.outputs.push(...cell.querySelectorAll(".cell_output"));
    }
    this.lid = made(
      "div", { className: "prediction-cover", hidden: true },
      made("p", {}, "The output is covered until you answer the question above."),
      button("Show it", () => this.show()),
      button("Never cover outputs", () => { keep(NEVER, true); predictions.forEach((each) => each.cover()); }),
    );
    this.again = made(
      "p", { className: "prediction-open", hidden: true }, "Outputs lie open before you answer. ",
      button("Cover them", () => { keep(NEVER, undefined); predictions.forEach((each) => each.cover()); }),
    );
    this.outputs[0]?.before(this.lid);
    this.box.append(this.again);
    for (const output of this.outputs) output.addEventListener("beforematch", () => this.uncover());
  }

  cover() {
    if (!this.outputs.length || this.said !== undefined) return;
    const open = Boolean(kept()[NEVER]);
    this.again.hidden = !open;
    this.lid.hidden = open;
    for (const output of this.outputs) {
      if (open) output.removeAttribute("hidden");
      else output.setAttribute("hidden", "until-found"); // a search in the page finds it all the same
    }
  }

  show() {
    this.uncover();
    this.outputs[0].tabIndex = -1; // the button that had the focus is gone
    this.outputs[0].focus({ preventScroll: true });
  }

  uncover() {
    for (const output of this.outputs) output.removeAttribute("hidden");
    this.lid.hidden = true;
    this.again.hidden = true;
  }
}

const predictions = [];
for (const box of document.querySelectorAll(".prediction")) predictions.push(new Prediction(box));

// Paper shows what each belief is answered.
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll(".prediction details:not([open])")];
  for (const details of folded) details.open = true;
});
addEventListener("afterprint", () => { for (const details of folded) details.open = false; });
}
