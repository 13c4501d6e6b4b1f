// G.711 mu-law, the telephone's 8-bit samples, as two look-up tables: the same as voice/mulaw.py.

export const RATE = 8000;
export const FRAME = 160; // samples of 20 ms
export const SILENCE = 0xff;

const BIAS = 33; // G.711 adds it to 14-bit magnitudes: every segment starts at a power of two
const CLIP = 8158; // the largest 14-bit magnitude that has a code of its own

const DECODED = Int16Array.from({ length: 256 }, (_, sent) => {
  const code = ~sent & 0xff; // codes are sent inverted
  const magnitude = ((((code & 15) << 1) + BIAS) << ((code >> 4) & 7)) - BIAS;
  return (code & 0x80 ? -magnitude : magnitude) << 2;
});

const ENCODED = Uint8Array.from({ length: 65536 }, (_, unsigned) => {
  const sample = ((unsigned << 16) >> 16) >> 2;
  const biased = Math.min(Math.abs(sample), CLIP) + BIAS;
  const segment = 31 - Math.clz32(biased) - 5;
  return ~((segment << 4) | ((biased >> (segment + 1)) & 15) | (sample < 0 ? 0x80 : 0));
});

/** 16-bit samples as mu-law, a byte each. */
export const encode = (samples) => Uint8Array.from(samples, (sample) => ENCODED[sample & 0xffff]);

/** Mu-law as samples from -1 to 1. */
export const decode = (bytes) => Float32Array.from(bytes, (byte) => DECODED[byte] / 32768);

/** Samples from -1 to 1 as 16 bits; louder ones are clipped. */
export const toInt16 = (samples) =>
  Int16Array.from(samples, (sample) =>
    Math.max(-32768, Math.min(32767, Math.round(sample * 32768))),
  );

export const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes));

export const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** Root mean square of samples. */
export const level = (samples) =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / (samples.length || 1));
