// Changes the sample rate with a windowed sinc, which lets nothing through that the lower of both
// rates cannot carry: what would fold back into the band of speech is gone before.

const ZEROS = 32; // zero crossings of the sinc on either side
const CUTOFF = 0.925; // of the lower rate's half: 3700 Hz at 8000

const gcd = (a, b) => (b ? gcd(b, a % b) : a);

const sinc = (x) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/** Blackman's window: -1 to 1 is its width. */
const window_ = (x) =>
  Math.abs(x) >= 1 ? 0 : 0.42 + 0.5 * Math.cos(Math.PI * x) + 0.08 * Math.cos(2 * Math.PI * x);

export class Resampler {
  /** from, to: whole rates in Hz. */
  constructor(from, to) {
    const shared = gcd(from, to);
    this.up = to / shared;
    this.down = from / shared;
    this.cutoff = CUTOFF * Math.min(1, to / from);
    this.half = Math.ceil(ZEROS / this.cutoff);
    this.kernels = new Array(this.up);
    this.reset();
  }

  /** Forget what went before. */
  reset() {
    this.kept = new Float32Array(this.half - 1);
    this.at = this.half - 1; // the sample at or before the next output
    this.phase = 0; // how far behind it the output is, in 1/up samples
  }

  /** The output that is complete with these samples. */
  push(block) {
    const input = new Float32Array(this.kept.length + block.length);
    input.set(this.kept);
    input.set(block, this.kept.length);
    const output = [];
    while (this.at + this.half < input.length) {
      const kernel = (this.kernels[this.phase] ??= this.kernel(this.phase / this.up));
      const first = this.at - this.half + 1;
      let sum = 0;
      for (let tap = 0; tap < kernel.length; tap += 1) sum += kernel[tap] * input[first + tap];
      output.push(sum);
      this.phase += this.down;
      this.at += Math.floor(this.phase / this.up);
      this.phase %= this.up;
    }
    const first = this.at - this.half + 1;
    this.kept = input.slice(first);
    this.at -= first;
    return Float32Array.from(output);
  }

  kernel(behind) {
    return Float32Array.from({ length: 2 * this.half }, (_, tap) => {
      const x = tap - this.half + 1 - behind;
      return this.cutoff * sinc(this.cutoff * x) * window_(x / this.half);
    });
  }
}
