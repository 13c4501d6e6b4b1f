// The page: puts telephone, transcript and text phone together, and says in words what goes on.

import { Calling } from "./calling.js";
import { Microphone } from "./microphone.js";
import { Server } from "./server.js";
import { Sound } from "./sound.js";
import { Texting } from "./texting.js";
import { Transcript } from "./transcript.js";

const page = document.getElementById("phone");
const { stream, base, words } = JSON.parse(page.dataset.settings);
const at = (id) => document.getElementById(id);
const server = new Server(base, page.dataset.token);

// Who calls ---------------------------------------------------------------------------------------

const number = () => (at("number").value === "other" ? at("other").value : at("number").value);

const shownNumber = () => {
  const chosen = at("number").selectedOptions[0];
  at("other").hidden = at("number").value !== "other";
  at("about").textContent = chosen.dataset.about ?? "";
  const writable = Boolean(number());
  at("body").disabled = at("send").disabled = !writable;
  at("no-number").hidden = writable;
};
at("number").addEventListener("change", shownNumber);
at("other").addEventListener("input", shownNumber);

// The call ----------------------------------------------------------------------------------------

const sound = new Sound({
  frame: (bytes, level) => {
    microphone.level(level);
    calling.frame(bytes);
  },
  mark: (name) => calling.played(name),
  played: (samples, level) => {
    at("speaker").value = level;
    at("speaker").dataset.played = samples;
    at("speaker").dataset.loudest = Math.max(Number(at("speaker").dataset.loudest ?? 0), level);
  },
});
const microphone = new Microphone(sound, words);

const showTrouble = (why) => {
  const text = why ? words[`trouble_${why}`] : "";
  at("trouble").hidden = !text;
  at("trouble").textContent = text;
};

const changed = (state, { trouble, full, dropped, queue } = {}) => {
  const hint = full ? words.keys_full : dropped ? words.keys_dropped : "";
  at("state").textContent = [hint, words[`state_${state}`].replace("{queue}", queue ?? "")]
    .join(" ")
    .trim();
  page.dataset.state = state;
  showTrouble(trouble);
  at("call").disabled = calling.going;
  at("hangup").disabled = !calling.going;
  at("again").hidden = state !== "lost";
  at("unanswered").hidden = state !== "person";
  for (const key of document.querySelectorAll("[data-key]")) key.disabled = !calling.going;
  for (const field of [at("number"), at("other"), at("language")]) field.disabled = calling.going;
  if (["talking", "keys"].includes(state) && transcript.known?.call !== calling.call)
    transcript.follow(calling.call);
  if (!calling.going) {
    transcript.over();
    microphone.letGo();
  }
};

const socketUrl = new URL(stream, location.href);
socketUrl.protocol = socketUrl.protocol.replace("http", "ws");
const calling = new Calling(server, sound, socketUrl, changed);

const call = async () => {
  if (calling.going) return;
  calling.enter("calling");
  await microphone.take();
  if (calling.state === "calling") calling.dial(number(), at("language").value);
  else microphone.letGo(); // hung up while the browser was asking
};

at("call").addEventListener("click", call);
at("hangup").addEventListener("click", () => calling.hangUp());
at("again").addEventListener("click", () => calling.goOn());
at("unanswered").addEventListener("click", () => calling.unanswered());
at("volume").addEventListener("input", () => sound.volume(Number(at("volume").value)));
for (const key of document.querySelectorAll("[data-key]")) {
  key.addEventListener("click", () => calling.press(key.dataset.key));
}
window.addEventListener("pagehide", () => calling.hangUp());

// The keyboard ------------------------------------------------------------------------------------

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const { target, key } = event;
  if (target.matches("input, textarea, select")) return;
  if (key === "Escape") calling.hangUp();
  else if (key === "Enter" && !target.matches("button, a, summary")) call();
  else {
    const button = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!button || button.disabled) return;
    button.classList.add("pressed");
    setTimeout(() => button.classList.remove("pressed"), 150);
    calling.press(key);
  }
});

// Transcript and texts ----------------------------------------------------------------------------

const texting = new Texting(server, at("writing"), at("bubbles"), words, number);
const transcript = new Transcript(server, at("transcript"), at("partial"), words, (text) =>
  texting.arrived(text),
);

shownNumber();
microphone.explain();
page.dataset.ready = "yes";
