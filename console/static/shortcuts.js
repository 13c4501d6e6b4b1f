// Keys for the pages of the head and for lists. They do nothing while somebody types, and can be
// switched off for this browser, as speech input and tremor make single keys a hazard.
"use strict";

(() => {
  const OFF = "benefitline.shortcuts off";
  const WAITS_MS = 1500;
  const dialog = document.getElementById("shortcuts");
  if (!dialog) return;
  const button = document.getElementById("show-shortcuts");
  const use = document.getElementById("use-shortcuts");

  const off = () => {
    try {
      return localStorage.getItem(OFF) === "yes";
    } catch {
      return false; // storage is forbidden here: they work, but cannot be switched off for good
    }
  };
  let used = !off();
  use.checked = used;
  use.addEventListener("change", () => {
    used = use.checked;
    try {
      if (used) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "yes");
    } catch {
      // It counts for this page.
    }
  });

  const show = () => (dialog.open ? dialog.close() : dialog.showModal());
  button.hidden = false;
  button.addEventListener("click", show);

  // The entries of the page's list are what has a link: a key moves the focus, Enter is the link's.
  const entries = () =>
    [...document.querySelectorAll("main tbody > tr, main .hits > li, main [data-entry]")]
      .map((entry) => entry.querySelector("a[href]"))
      .filter((link) => link?.checkVisibility());
  const move = (step) => {
    const links = entries();
    if (!links.length) return;
    const here = document.activeElement?.closest("tr, li, [data-entry]");
    const at = links.findIndex((link) => here?.contains(link));
    const to = at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step;
    links[Math.min(Math.max(to, 0), links.length - 1)].focus();
  };

  const page = (key) => document.querySelector(`nav [data-go="${CSS.escape(key)}"]`);
  const search = () => {
    const field = document.querySelector("main input[type=search]");
    if (field) field.focus();
    else page("s")?.click();
  };
  const typing = (target) =>
    target.isContentEditable || target.matches("input:not([type=checkbox]), textarea, select");

  let going = 0;
  document.addEventListener("keydown", (event) => {
    if (!used || event.defaultPrevented || event.repeat) return;
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const { key } = event;
    if (dialog.open && key !== "?") return;
    if (event.timeStamp < going) {
      going = 0;
      const link = page(key);
      if (!link) return;
      event.preventDefault();
      link.click();
      return;
    }
    if (key === "g") going = event.timeStamp + WAITS_MS;
    else if (key === "j") move(1);
    else if (key === "k") move(-1);
    else if (key === "/") search();
    else if (key === "?") show();
    else return;
    event.preventDefault();
  });
})();
