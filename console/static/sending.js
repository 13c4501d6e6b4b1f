// A form whose answer takes a while says so on its button.
"use strict";

(() => {
  const SOON_MS = 400;
  const LONGEST_MS = 10000; // a file that is sent to be kept leaves the page as it is

  document.addEventListener("submit", (event) => {
    const { target, submitter } = event;
    const button = submitter ?? target.querySelector("[type=submit]");
    if (event.defaultPrevented || !button || button.formMethod === "dialog") return;
    if (target.method === "dialog") return;
    setTimeout(() => button.setAttribute("aria-busy", "true"), SOON_MS);
    setTimeout(() => button.removeAttribute("aria-busy"), LONGEST_MS);
  });
  // A page that comes back from the browser's memory waits for nothing.
  window.addEventListener("pageshow", () => {
    for (const button of document.querySelectorAll("[type=submit][aria-busy]")) {
      button.removeAttribute("aria-busy");
    }
  });
})();
