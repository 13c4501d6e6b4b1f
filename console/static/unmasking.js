// Masks again what was shown for a reason when its time is over, and asks for own words with "other".
"use strict";

(() => {
  const begin = (root) => {
    for (const value of root.querySelectorAll("[data-shown-for]")) {
      const afterwards = value.dataset.afterwards;
      setTimeout(() => { value.textContent = afterwards; }, 1000 * Number(value.dataset.shownFor));
      delete value.dataset.shownFor; // once, even where a fragment is looked at again
    }
  };
  document.addEventListener("change", (event) => {
    if (!event.target.matches(".masked select[name=reason]")) return;
    event.target.form.elements.own.required = event.target.value === "other";
  });
  document.addEventListener("htmx:load", (event) => begin(event.detail.elt));
  begin(document);
})();
