// Folded groups of the head: closed again by Escape, by a click elsewhere, and when the focus leaves.
"use strict";

(() => {
  const open = () => document.querySelectorAll("details.group[open]");

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const group of open()) {
      const inside = group.contains(document.activeElement);
      group.open = false;
      if (inside) group.querySelector("summary").focus();
    }
  });
  for (const kind of ["click", "focusin"]) {
    document.addEventListener(kind, (event) => {
      for (const group of open()) if (!group.contains(event.target)) group.open = false;
    });
  }
})();
