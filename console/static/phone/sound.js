// Microphone and loudspeaker of the page.

import { RATE, decode } from "./codec.js";

// The two tones of each key, Hz.
const ROWS = [697, 770, 852, 941];
const COLUMNS = [1209, 1336, 1477];
const KEYS = "123456789*0#";

/** Can this page have worklets, and so speak? Browsers ask for https or this very machine. */
export const canSpeak = () => window.isSecureContext && "audioWorklet" in AudioContext.prototype;

export class Sound {
  /**
   * frame(bytes, level): 20 ms of the microphone. mark(name): the audio before it was played.
   * played(samples, level): how much has been played altogether, and how loud it is.
   */
  constructor({ frame, mark, played }) {
    this.told = { frame, mark, played };
    this.saying = null;
    this.loudness = 1;
  }

  /** Ask for sound; after something the person did, or the browser gives none. */
  async open() {
    this.context ??= new AudioContext({ latencyHint: "interactive" });
    if (!this.out) {
      this.out = new GainNode(this.context, { gain: this.loudness });
      this.out.connect(this.context.destination);
    }
    if (this.context.state !== "running") await this.context.resume();
    if (canSpeak() && !this.player) await this.addWorklets();
  }

  async addWorklets() {
    const file = (name) => new URL(name, import.meta.url);
    await this.context.audioWorklet.addModule(file("microphone-worklet.js"));
    await this.context.audioWorklet.addModule(file("player-worklet.js"));
    const mono = { channelCount: 1, channelCountMode: "explicit" };
    this.player = new AudioWorkletNode(this.context, "player", {
      numberOfInputs: 0,
      outputChannelCount: [1],
    });
    this.player.port.onmessage = ({ data }) => {
      if (data.mark) this.told.mark(data.mark);
      if ("level" in data) this.told.played(data.played, data.level);
    };
    this.player.connect(this.out);
    this.microphone = new AudioWorkletNode(this.context, "microphone", mono);
    this.microphone.port.onmessage = ({ data }) => this.told.frame(data.frame, data.level);
    this.microphone.connect(this.context.destination); // silent, but so it is asked to work
  }

  /** Use a microphone, by default the browser's choice. Fails when there is none, or not for us. */
  async listen(deviceId) {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: {
        ...(deviceId ? { deviceId: { exact: deviceId } } : {}),
        channelCount: 1,
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
      },
    });
    this.deafen();
    this.stream = stream;
    this.source = new MediaStreamAudioSourceNode(this.context, { mediaStream: stream });
    this.source.connect(this.microphone);
  }

  /** Let the microphone go. */
  deafen() {
    this.source?.disconnect();
    this.stream?.getTracks().forEach((track) => track.stop());
    this.source = this.stream = null;
  }

  mute(muted) {
    this.microphone?.port.postMessage({ muted });
  }

  play(bytes) {
    this.player.port.postMessage({ do: "play", bytes });
  }

  mark(name) {
    this.player.port.postMessage({ do: "mark", name });
  }

  /** Stop what is playing. */
  clear() {
    this.player?.port.postMessage({ do: "clear" });
    this.saying?.stop();
  }

  /** Play a whole prompt, without worklets; done when it is over or cleared. */
  async say(bytes) {
    if (!bytes.length) return;
    const buffer = this.context.createBuffer(1, bytes.length, RATE);
    buffer.copyToChannel(decode(bytes), 0);
    const source = new AudioBufferSourceNode(this.context, { buffer });
    source.connect(this.out);
    this.saying = source;
    await new Promise((over) => {
      source.onended = over;
      source.start();
    });
    if (this.saying === source) this.saying = null;
  }

  volume(loudness) {
    this.loudness = loudness;
    if (this.out) this.out.gain.value = loudness;
  }

  /** The tone of a key, as a telephone gives it. */
  tone(key) {
    if (this.context?.state !== "running") return;
    const at = KEYS.indexOf(key);
    const quiet = new GainNode(this.context, { gain: 0.05 });
    quiet.connect(this.out);
    for (const frequency of [ROWS[Math.floor(at / 3)], COLUMNS[at % 3]]) {
      const tone = new OscillatorNode(this.context, { frequency });
      tone.connect(quiet);
      tone.start();
      tone.stop(this.context.currentTime + 0.12);
    }
  }
}
