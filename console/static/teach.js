// Finds a meaning by typing: hides what holds none of the words, and says how many are left.
"use strict";

for (const field of document.querySelectorAll("[data-filters]")) {
  const items = [...document.querySelectorAll(`${field.dataset.filters} > *`)];
  const told = document.getElementById("found");
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const filter = () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    let left = 0;
    for (const item of items) {
      const text = plain(item.textContent);
      item.hidden = !words.every((word) => text.includes(word));
      left += !item.hidden;
    }
    told.textContent = left ? String(left) : field.dataset.none;
    told.classList.toggle("unseen", left > 0);
  };
  field.addEventListener("input", filter);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // Enter chooses the first that is left, and sends nothing yet
    const first = items.find((item) => !item.hidden);
    if (first) first.querySelector("input").click();
  });
}
