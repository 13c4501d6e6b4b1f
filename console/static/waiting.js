// Counts waiting times on between two answers of the server, and says when it cannot be reached.
"use strict";

(() => {
  const started = new WeakMap();

  // As `console/reading.py` writes a duration: both ask Unicode's own tables.
  const units = [["second", 1], ["minute", 60], ["hour", 3600]].map(([unit, size]) => ({
    size,
    format: new Intl.NumberFormat(document.documentElement.lang, {
      style: "unit",
      unit,
      unitDisplay: "short",
    }),
  }));
  const inWords = (seconds) => {
    const { size, format } = units.findLast((unit) => unit.size <= Math.max(1, seconds));
    return format.format(Math.floor(seconds / size));
  };

  const count = () => {
    for (const element of document.querySelectorAll("[data-waited]")) {
      if (!started.has(element)) {
        started.set(element, performance.now() - 1000 * Number(element.dataset.waited));
      }
      const words = inWords(Math.floor((performance.now() - started.get(element)) / 1000));
      if (element.textContent !== words) element.textContent = words;
    }
  };
  setInterval(count, 1000);

  const stale = (lost) => {
    const notice = document.getElementById("stale");
    if (notice) notice.hidden = !lost;
  };
  for (const event of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(event, () => stale(true));
  }
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.detail.xhr.status < 400) stale(false);
  });
  document.addEventListener("news:told", () => stale(false));

  // A page that nobody looks at asks for nothing.
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (document.hidden) event.preventDefault();
  });
})();
