// The first page: what the reader has done, on the map; where to go on; and what to try again.

{
const stops = [...document.querySelectorAll(".course-map [data-chapter]")].map((element) => ({
  element,
  chapter: element.dataset.chapter,
  titles: JSON.parse(element.dataset.exercises),
  questions: Number(element.dataset.questions),
}));

function kept(name) {
  try { return JSON.parse(localStorage.getItem(name)) ?? {}; } catch { return {}; }
}

// ---- Go on where the reader was; page.js keeps the place ----
const { page, title, section } = kept("nnlib.place");
if (/^(chapters|exercises)\/[\w-]+\.html(#.*)?$/.test(page ?? "")) {
  const link = document.querySelector(".start-here a");
  link.href = page;
  link.textContent = `Go on: ${title}`;
  link.title = section ?? "";
}

// ---- Progress: exercises from the store, predictions as prediction.js keeps them ----
function answered(chapter) {
  const ofChapter = Object.keys(kept("nnlib.predictions")).filter((name) => name.startsWith(`predict-${chapter}-`));
  return ofChapter.length;
}

function said(done, all, name) {
  return all ? [`${done ? `${done} of ` : ""}${all} ${name}${all === 1 ? "" : "s"}`] : [];
}

function show({ element, chapter, titles, questions }, passed) {
  const exercises = Object.keys(titles).length, predicted = Math.min(answered(chapter), questions);
  const place = element.querySelector(".map-progress");
  if (!place) return;
  place.textContent = [...said(passed, exercises, "exercise"), ...said(predicted, questions, "prediction")].join(", ");
  place.style.setProperty("--done", (passed + predicted) / (exercises + questions));
}

// ---- What to try again ----
function again(ids) {
  if (!ids.length) return;
  const titles = Object.assign({}, ...stops.map((stop) => stop.titles));
  const links = ids.slice(0, 3).map((id) => {
    const [chapter, name] = id.split(".");
    const link = document.createElement("a");
    link.href = `exercises/${chapter}.html#answer-${name}`;
    link.textContent = titles[id];
    const item = document.createElement("li");
    item.append(link);
    return item;
  });
  const box = document.createElement("div");
  box.className = "try-again";
  const list = document.createElement("ul");
  list.append(...links);
  const words = document.createElement("p");
  words.textContent = ids.length === 1 ? "One to try again today:" : `${ids.length} to try again today:`;
  box.append(words, list);
  document.querySelector(".course-map").after(box);
}

for (const stop of stops) show(stop, 0);
window.nnlibPart?.load("store.js").then(async () => {
  const standing = await Promise.all(stops.map(({ titles }) => nnlibStore.standing(Object.keys(titles))));
  standing.forEach(({ passed }, n) => show(stops[n], passed));
  again(standing.flatMap(({ due }) => due));
});
}
