// Cuts the microphone into frames of 20 ms mu-law. Without a microphone, or muted, the frames are
// silent: the other side's time passes with the audio it gets.

import { FRAME, RATE, encode, level, toInt16 } from "./codec.js";
import { Resampler } from "./resampler.js";

class Microphone extends AudioWorkletProcessor {
  constructor() {
    super();
    this.resampler = new Resampler(sampleRate, RATE);
    this.frame = new Float32Array(FRAME);
    this.filled = 0;
    this.muted = false;
    this.port.onmessage = ({ data }) => {
      this.muted = data.muted;
    };
  }

  process([input], [output]) {
    const heard = input[0] && !this.muted ? input[0] : new Float32Array(output[0].length);
    for (const sample of this.resampler.push(heard)) {
      this.frame[this.filled] = sample;
      this.filled += 1;
      if (this.filled === FRAME) {
        this.filled = 0;
        this.port.postMessage({ frame: encode(toInt16(this.frame)), level: level(this.frame) });
      }
    }
    return true;
  }
}

registerProcessor("microphone", Microphone);
