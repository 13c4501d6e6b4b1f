// Plays mu-law as it comes in, and says what has been played: the other side sends faster than it
// is heard, and asks by marks how far the listener is.

import { FRAME, RATE, decode, level } from "./codec.js";
import { Resampler } from "./resampler.js";

const JITTER = 3 * FRAME; // samples to have before playing begins: 60 ms
const REPORT = RATE / 20; // samples between reports: 50 ms

class Player extends AudioWorkletProcessor {
  constructor() {
    super();
    this.resampler = new Resampler(RATE, sampleRate);
    this.played = 0;
    this.loudness = 0;
    this.empty();
    this.port.onmessage = ({ data }) => this[data.do](data);
  }

  empty() {
    this.queue = []; // pieces of samples, and marks
    this.queued = 0; // samples in it
    this.waited = 0; // samples of time since the first piece of it came
    this.running = false;
    this.ready = new Float32Array(0); // at the rate of the output
    this.resampler.reset();
  }

  play({ bytes }) {
    this.queue.push(decode(bytes));
    this.queued += bytes.length;
  }

  mark({ name }) {
    this.queue.push({ name });
  }

  clear() {
    const marks = this.queue.filter((one) => one.name);
    this.empty();
    for (const { name } of marks) this.port.postMessage({ mark: name });
    this.port.postMessage({ cleared: true, played: this.played });
    this.report(0);
  }

  process(_, [output]) {
    const needed = output[0].length;
    if (!this.running && this.queue.length) {
      this.waited += (needed * RATE) / sampleRate;
      this.running = this.queued >= JITTER || this.waited >= JITTER;
    }
    while (this.running && this.ready.length < needed) this.next();
    const now = this.ready.subarray(0, needed);
    for (const channel of output) channel.set(now);
    this.ready = this.ready.slice(now.length);
    return true;
  }

  /** Make the next piece ready; at the end of the queue, wait for more. */
  next() {
    const piece = this.queue.shift();
    if (piece === undefined) {
      this.running = false;
      this.waited = 0;
      this.report(0);
    } else if (piece.name) {
      this.port.postMessage({ mark: piece.name });
    } else {
      const samples = piece.subarray(0, FRAME);
      if (piece.length > FRAME) this.queue.unshift(piece.subarray(FRAME));
      this.queued -= samples.length;
      this.played += samples.length;
      this.ready = joined(this.ready, this.resampler.push(samples));
      this.loudness = Math.max(this.loudness, level(samples));
      if (this.played % REPORT < FRAME) this.report(this.loudness);
    }
  }

  report(loudness) {
    this.port.postMessage({ played: this.played, level: loudness });
    this.loudness = 0;
  }
}

const joined = (a, b) => {
  const both = new Float32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
};

registerProcessor("player", Player);
