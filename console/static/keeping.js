// Keeps what a clerk types into forms marked `data-keep="key"`, so that a login that ends meanwhile
// loses nothing. It stays in this tab (sessionStorage), for this clerk, until the form was taken,
// the clerk logs out, somebody else logs in, or 12 hours have passed. Never passwords, codes, files.
"use strict";

(() => {
  const PREFIX = "benefitline.keep ";
  const LONGEST_MS = 12 * 3600 * 1000;
  const NEVER = new Set(["password", "file", "hidden", "submit", "button", "image", "reset"]);
  const clerk = document.body.dataset.clerk || "";

  const nameOf = (form) => `${PREFIX}${clerk} ${form.dataset.keep}`;
  const load = (name) => {
    try {
      return JSON.parse(sessionStorage.getItem(name));
    } catch {
      return null;
    }
  };
  const save = (name, entry) => {
    try {
      sessionStorage.setItem(name, JSON.stringify(entry));
    } catch {
      // Full or forbidden: the form works as it would without.
    }
  };
  const entries = () =>
    Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX));

  const fieldsOf = (form) =>
    [...form.elements].filter(
      (field) => field.name && !NEVER.has(field.type) && field.autocomplete !== "one-time-code",
    );
  const ticked = (field) => field.type === "checkbox" || field.type === "radio";
  const chosen = (field) => [...field.selectedOptions].map((option) => option.value);
  const valueOf = (field) =>
    field.type === "select-multiple" ? chosen(field) : ticked(field) ? field.checked : field.value;

  // A field is found again by its name, and of several of one name by its value or its place.
  const labelled = (form) => {
    const seen = new Map();
    return fieldsOf(form).map((field) => {
      const place = seen.get(field.name) || 0;
      seen.set(field.name, place + 1);
      return [ticked(field) ? `${field.name}=${field.value}` : `${field.name}#${place}`, field];
    });
  };

  const keep = (form) => {
    const values = labelled(form).map(([label, field]) => [label, valueOf(field)]);
    save(nameOf(form), { at: Date.now(), page: location.pathname, values });
  };

  const fill = (field, value) => {
    if (field.type === "select-multiple") {
      for (const option of field.options) option.selected = value.includes(option.value);
    } else if (ticked(field)) {
      field.checked = value;
    } else {
      field.value = value;
    }
    for (const kind of ["input", "change"]) {
      field.dispatchEvent(new Event(kind, { bubbles: true }));
    }
  };

  const restore = (form) => {
    const entry = load(nameOf(form));
    if (!entry) return;
    const kept = new Map(entry.values);
    let changed = false;
    for (const [label, field] of labelled(form)) {
      if (!kept.has(label)) continue;
      const value = kept.get(label);
      if (JSON.stringify(valueOf(field)) === JSON.stringify(value)) continue;
      fill(field, value);
      changed = true;
    }
    const notice = document.getElementById("kept");
    if (changed && notice) notice.hidden = false;
  };

  // A form that was sent was taken if the answer is a page that came after it, without an error:
  // neither the login, nor a failure, nor the form again after the connection was lost.
  const [arrival] = performance.getEntriesByType("navigation");
  const from = document.referrer ? new URL(document.referrer).pathname : "";
  const taken = (entry) =>
    arrival.type === "navigate" && !(arrival.responseStatus >= 400) && from === entry.page;

  for (const name of entries()) {
    const entry = load(name);
    const others = clerk && !name.startsWith(`${PREFIX}${clerk} `);
    if (!entry || others || Date.now() - entry.at > LONGEST_MS) {
      sessionStorage.removeItem(name);
    } else if (entry.sent) {
      if (clerk && taken(entry)) sessionStorage.removeItem(name);
      else save(name, { ...entry, sent: false });
    }
  }

  if (!clerk) return;
  const keptForm = (element) => element instanceof Element && element.closest("form[data-keep]");
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (event) => {
      const form = keptForm(event.target);
      if (form) keep(form);
    });
  }
  document.addEventListener("reset", (event) => {
    if (keptForm(event.target)) sessionStorage.removeItem(nameOf(event.target));
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("form.leave")) {
      for (const name of entries()) sessionStorage.removeItem(name);
    } else if (keptForm(form) && !event.defaultPrevented) {
      const entry = load(nameOf(form));
      if (entry) save(nameOf(form), { ...entry, sent: true });
    }
  });
  // Forms that htmx sends and brings.
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = keptForm(event.detail.elt);
    if (form && event.detail.successful && event.detail.requestConfig.verb !== "get") {
      sessionStorage.removeItem(nameOf(form));
    }
  });
  const restoreIn = (root) => {
    for (const form of root.querySelectorAll("form[data-keep]")) restore(form);
    if (root.matches("form[data-keep]")) restore(root);
  };
  document.addEventListener("htmx:load", (event) => restoreIn(event.detail.elt));
  restoreIn(document.body);
})();
