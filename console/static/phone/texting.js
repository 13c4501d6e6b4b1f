// The text phone: bubbles, and a text that could not be sent is sent again as the same one.

import { Refused } from "./server.js";

const LOOK_MS = 3000;

export class Texting {
  /** form, list: where texts are written and shown. number(): the number texted from. */
  constructor(server, form, list, words, number) {
    this.server = server;
    this.form = form;
    this.list = list;
    this.words = words;
    this.number = number;
    this.sessions = new Map(); // conversations, and the last text that each has sent by itself
    this.seen = new Set();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.write();
    });
    setInterval(() => this.look(), LOOK_MS);
  }

  write() {
    const field = this.form.elements.body;
    const body = field.value.trim();
    if (!body || !this.number()) return;
    field.value = "";
    const bubble = this.bubble("mine", [body]);
    this.send({ id: newId(), number: this.number(), body }, bubble);
  }

  async send(text, bubble) {
    bubble.querySelector(".trouble")?.remove();
    try {
      const { segments, session } = await this.server.post("texts", text);
      if (session && !this.sessions.has(session)) this.sessions.set(session, 0);
      if (segments.length) this.bubble("ours", segments);
      else this.note(bubble, this.words.no_answer);
    } catch (error) {
      const why = error instanceof Refused ? error.why : "fault";
      const again = document.createElement("button");
      again.type = "button";
      again.className = "quiet";
      again.textContent = this.words.send_again;
      again.onclick = () => this.send(text, bubble);
      this.note(bubble, this.words[`trouble_${why}`]).append(" ", again);
    }
  }

  /** A text that a call or a conversation has sent by itself. */
  arrived({ id, to, segments }) {
    if (this.seen.has(id)) return;
    this.seen.add(id);
    this.bubble("ours", segments, to === this.number() ? "" : to);
  }

  async look() {
    if (document.hidden) return;
    for (const [session, text] of this.sessions) {
      try {
        for (const one of await this.server.get("texts/news", { session, text })) {
          this.sessions.set(session, Math.max(this.sessions.get(session), one.id));
          this.arrived(one);
        }
      } catch {
        return; // the next look may succeed
      }
    }
  }

  bubble(whose, segments, to = "") {
    const bubble = document.createElement("li");
    bubble.className = whose;
    const name = document.createElement("span");
    name.className = "unseen";
    name.textContent = this.words[whose];
    bubble.append(name);
    if (to) this.note(bubble, this.words.text_to.replace("{number}", to));
    for (const segment of segments) {
      const piece = document.createElement("span");
      piece.className = "segment words";
      piece.dir = "auto";
      piece.textContent = segment;
      bubble.append(piece);
    }
    if (whose === "ours") this.note(bubble, counted(segments.length, this.words));
    this.list.append(bubble);
    this.list.scrollTop = this.list.scrollHeight;
    return bubble;
  }

  note(bubble, text) {
    const note = document.createElement("small");
    note.className = bubble.className === "mine" ? "trouble" : "note";
    note.textContent = text;
    bubble.append(note);
    return note;
  }
}

const counted = (count, words) =>
  count === 1 ? words.segment : words.segments.replace("{n}", count);

const newId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
