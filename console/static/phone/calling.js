// One call at a time, from the dialled number to the last word: over the stream while there is one,
// by keys where there is none.

import { fromBase64 } from "./codec.js";
import { canSpeak } from "./sound.js";
import { Refused } from "./server.js";
import { Stream } from "./stream.js";

const SILENCE_MS = 8000; // without a key, after the question has been heard
const BETWEEN_KEYS_MS = 4000;
const AFTER_STAR_MS = 3000;

export class Calling {
  /**
   * changed(state, details): idle, calling, talking, keys, person, ended or lost.
   * stream: the address of the media stream.
   */
  constructor(server, sound, stream, changed) {
    this.server = server;
    this.sound = sound;
    this.stream = stream;
    this.changed = changed;
    this.state = "idle";
    this.call = "";
  }

  get going() {
    return ["calling", "talking", "keys", "person", "lost"].includes(this.state);
  }

  enter(state, details = {}) {
    this.state = state;
    this.changed(state, details);
  }

  async dial(number, language) {
    this.enter("calling");
    try {
      await this.sound.open();
      const speech = canSpeak() ? "1" : "";
      const placed = await this.server.post("calls", { number, language, speech });
      if (this.state !== "calling") return; // hung up meanwhile
      this.call = placed.call;
      if (placed.token) this.connect(placed.token);
      else await this.goOn({ full: Boolean(speech) });
    } catch (error) {
      this.enter("idle", { trouble: whyOf(error) });
    }
  }

  connect(token) {
    const call = this.call;
    this.socket = new Stream(this.stream, call, token, {
      play: (bytes) => {
        if (this.state === "calling") this.enter("talking");
        this.sound.play(bytes);
      },
      mark: (name) => this.sound.mark(name),
      clear: () => this.sound.clear(),
      closed: () => {
        this.socket = null;
        this.sound.clear();
        if (this.call === call && this.going) this.goOn({ dropped: this.state === "talking" });
      },
    });
  }

  frame(bytes) {
    this.socket?.frame(bytes);
  }

  played(mark) {
    this.socket?.marked(mark);
  }

  /** What comes after the stream; also the way back when the connection was lost. */
  async goOn(details = {}) {
    await this.step("after", {}, details);
  }

  async unanswered() {
    await this.step("unanswered");
  }

  async step(path, values = {}, details = {}) {
    const call = this.call;
    clearTimeout(this.timer);
    try {
      const step = await this.server.post(`calls/${call}/${path}`, values);
      if (this.call === call && this.going) await this.take(step, details);
    } catch (error) {
      if (this.call !== call || !this.going) return;
      const trouble = whyOf(error);
      if (trouble === "unknown_call") this.finish("ended", { trouble });
      else this.enter("lost", { trouble });
    }
  }

  /** Say what a step says, and wait for what it asks. */
  async take(step, details) {
    this.asked = step.next === "keys" ? step : null;
    this.entry = "";
    this.enter(step.next === "end" ? this.state : { keys: "keys", person: "person" }[step.next], {
      ...details,
      queue: step.queue,
    });
    this.interrupted = false;
    for (const said of step.says) {
      if (!this.interrupted) await this.sound.say(fromBase64(said.audio));
    }
    if (step.next === "end") this.finish("ended");
    else if (this.asked === step && !this.entry) this.await(SILENCE_MS, () => this.quiet());
  }

  quiet() {
    this.step("silence", { event: this.asked.event });
  }

  await(ms, then) {
    clearTimeout(this.timer);
    this.timer = setTimeout(then, ms);
  }

  press(key) {
    if (!this.going) return;
    this.sound.tone(key);
    if (this.socket) this.socket.press(key);
    else if (this.state === "keys" && this.asked) this.type(key);
  }

  /** A key of a call without a stream: an entry is sent when it is full, or closed by #. */
  type(key) {
    this.interrupted = true;
    this.sound.clear();
    const closes = key === "#" && this.asked.most > 1;
    if (!closes) this.entry += key;
    const alone = this.entry === "*";
    if (closes || (!alone && (this.entry.length >= this.asked.most || this.entry[0] === "*")))
      this.enterKeys();
    else this.await(alone ? AFTER_STAR_MS : BETWEEN_KEYS_MS, () => this.enterKeys());
  }

  enterKeys() {
    const { event } = this.asked;
    this.asked = null;
    this.step("keys", { event, keys: this.entry });
  }

  hangUp() {
    if (!this.going) return;
    const call = this.call;
    this.finish("idle");
    if (call) this.server.post(`calls/${call}/hangup`, {}, true).catch(() => {});
  }

  finish(state, details) {
    clearTimeout(this.timer);
    this.interrupted = true;
    this.asked = null;
    this.socket?.stop();
    this.socket = null;
    this.sound.clear();
    this.enter(state, details);
  }
}

const whyOf = (error) => {
  if (error instanceof Refused) return error.why;
  console.error(error);
  return "no_sound";
};
