// Helping in a conversation: how long an answer is, and nothing that was typed is lost.
"use strict";

(() => {
  const kept = (id) => `benefitline draft ${id}`;
  const field = () => document.getElementById("answer-text");

  let asked = 0;
  const measure = async () => {
    const answer = field();
    const told = document.getElementById("answer-length");
    if (!answer || !told) return;
    if (!answer.value.trim()) {
      told.textContent = "";
      return;
    }
    const number = ++asked;
    const body = new FormData();
    body.set("csrf_token", answer.form.elements.csrf_token.value);
    body.set("text", answer.value);
    const reply = await fetch(answer.dataset.length, { method: "POST", body }).catch(() => null);
    if (!reply?.ok || number !== asked) return;
    const { segments, used, room } = await reply.json();
    told.textContent = answer.dataset.words
      .replace("###", room)
      .replace("##", used)
      .replace("#", segments);
  };

  let pause = 0;
  document.addEventListener("input", ({ target }) => {
    if (target !== field()) return;
    sessionStorage.setItem(kept(target.dataset.draft), target.value);
    clearTimeout(pause);
    pause = setTimeout(measure, 250);
  });

  // The form may be gone with the news that the conversation is over: then what was typed is shown.
  const restore = () => {
    const answer = field();
    if (answer) {
      const draft = sessionStorage.getItem(kept(answer.dataset.draft));
      if (draft && !answer.value) answer.value = draft;
      measure();
      return;
    }
    for (const unsent of document.querySelectorAll("[data-unsent]")) {
      const draft = sessionStorage.getItem(kept(unsent.dataset.unsent));
      unsent.hidden = !draft;
      unsent.querySelector(".words").textContent = draft ?? "";
    }
  };

  const told = document.querySelector("[data-told]")?.dataset;
  if (told?.told === "answered") sessionStorage.removeItem(kept(told.session));
  restore();

  // A panel that changes takes what is typed in it along, and where the typing was.
  let writing = null;
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.target.id !== "help") return;
    const at = document.activeElement;
    writing = detail.target.contains(at) && at.id
      ? { id: at.id, value: at.value, start: at.selectionStart, end: at.selectionEnd }
      : null;
    for (const details of detail.target.querySelectorAll("details[open]")) opened.add(details.className);
  });
  const opened = new Set();
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    if (detail.elt.id !== "help" && !document.getElementById("help")) return;
    for (const name of opened) {
      const details = document.querySelector(`#help details.${name}`);
      if (details) details.open = true;
    }
    opened.clear();
    restore();
    const element = writing && document.getElementById(writing.id);
    if (element) {
      if (element.tagName !== "BUTTON") element.value = writing.value;
      element.focus();
      if (element.setSelectionRange && writing.start != null) {
        element.setSelectionRange(writing.start, writing.end);
      }
    }
    writing = null;
  });
})();
