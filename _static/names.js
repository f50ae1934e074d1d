// What a button shows is what a screen reader says, and what a reader can say who speaks to the computer (WCAG 2.5.3):
// these labels, the theme's and MyST-NB's, name something else than the text that is seen ("Solution", "Search Ctrl+K").
addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("summary, .search-button-field")) button.removeAttribute("aria-label");
  // A list has items; docutils gives its citations a role that no longer says so.
  for (const entry of document.querySelectorAll(".citation-list > *")) entry.setAttribute("role", "listitem");
});
