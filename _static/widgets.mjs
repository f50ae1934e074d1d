// For pages with widgets (nb_ipywidgets_js in _config.yml): where the widgets find their parts, and names for their
// controls. An ordinary script; it is called .mjs because Jupyter Book puts every .js of this folder on every page.

// The widget manager looks for its modules and icon fonts under this address, not beside the page.
window.requirejs = {
  baseUrl: new URL("vendor", new URL(document.documentElement.dataset.content_root, location)).href,
};

// The theme puts drawings in the place of icons, and Play looks for its own. The theme's are in place when the page
// is loaded, before any widget is drawn.
addEventListener("load", () => window.FontAwesome?.noAuto?.());

// ipywidgets gives a slider's handle and the buttons of Play no name that a screen reader could say.
const BUTTONS = { play: "Play", pause: "Pause", stop: "Stop", retweet: "Repeat" };

function nameControls(root) {
  for (const slider of root.querySelectorAll(".widget-slider")) {
    const name = slider.querySelector(".widget-label")?.textContent || "slider";
    for (const handle of slider.querySelectorAll("[role=slider], .noUi-handle")) {
      handle.setAttribute("aria-label", name);
    }
    slider.querySelector(".widget-readout")?.setAttribute("aria-label", `${name}, value`);
  }
  for (const button of root.querySelectorAll(".jupyter-button")) {
    const icon = Object.keys(BUTTONS).find((name) => button.querySelector(`.fa-${name}`));
    if (icon) button.setAttribute("aria-label", BUTTONS[icon]);
  }
}

// Where a slider stands is a number without meaning; what the picture shows there is said instead. A list and Play
// have no such text, so a line of its own says it for them: when a choice is made, and when Play has come to rest.
function sayFrames(root) {
  for (const player of root.querySelectorAll(".nnlib-player")) {
    const note = player.querySelector(".nnlib-screen p")?.textContent;
    if (!note) continue;
    const handles = [...player.querySelectorAll("[role=slider]")];
    for (const handle of handles) {
      if (handle.getAttribute("aria-valuetext") !== note) handle.setAttribute("aria-valuetext", note);
    }
    const line = player.querySelector(":scope > [role=status]");
    if (!line) {
      player.insertAdjacentHTML("beforeend", "<p class='visually-hidden' role='status'></p>");
      player.dataset.said = note; // nothing has changed yet
    } else if (player.dataset.said !== note && !player.querySelector(".fa-pause")) {
      player.dataset.said = note;
      line.textContent = handles.includes(document.activeElement) ? "" : note;
    }
  }
}

document.addEventListener("DOMContentLoaded", () => {
  for (const output of document.querySelectorAll(".cell_output")) {
    if (!output.querySelector("script[type*='widget-view']")) continue;
    // Widgets are drawn after the page has loaded, some later than others.
    const look = { childList: true, subtree: true, attributeFilter: ["aria-valuetext", "class"] };
    new MutationObserver(() => { nameControls(output); sayFrames(output); }).observe(output, look);
  }
});
