// Which microphone, whether it may be used, and how loud it is.

import { canSpeak } from "./sound.js";

const at = (id) => document.getElementById(id);

export class Microphone {
  constructor(sound, words) {
    this.sound = sound;
    this.words = words;
    at("microphone").addEventListener("change", () => this.take());
    at("mute").addEventListener("change", () => sound.mute(at("mute").checked));
  }

  /** Before the first call: what will be asked, or why there is nothing to ask for. */
  explain() {
    this.say(canSpeak() ? "microphone_asked" : "microphone_insecure");
  }

  /** Take it for a call. Without one the call goes on: one can listen and press keys. */
  async take() {
    if (!canSpeak() || !navigator.mediaDevices) return;
    try {
      await this.sound.open();
      await this.sound.listen(at("microphone").value);
      this.sound.mute(at("mute").checked);
      this.say("microphone_on");
      await this.list();
    } catch (error) {
      const missing = ["NotFoundError", "OverconstrainedError", "NotReadableError"];
      this.say(missing.includes(error.name) ? "microphone_missing" : "microphone_refused");
    }
  }

  letGo() {
    this.sound.deafen();
    this.level(0);
  }

  /** Browsers name the microphones only once one may be used. */
  async list() {
    const select = at("microphone");
    const chosen = select.value;
    const devices = await navigator.mediaDevices.enumerateDevices();
    const found = devices.filter(({ kind, deviceId }) => kind === "audioinput" && deviceId);
    select.replaceChildren(
      select.options[0],
      ...found.map(({ deviceId, label }) => new Option(label || deviceId, deviceId)),
    );
    select.value = found.some(({ deviceId }) => deviceId === chosen) ? chosen : "";
  }

  level(loudness) {
    at("level").value = loudness;
  }

  say(key) {
    at("microphone-state").textContent = this.words[key];
  }
}
