// The provider's side of a media stream: the messages that a telephone call brings.

import { FRAME, RATE, fromBase64, toBase64 } from "./codec.js";

export class Stream {
  /**
   * play(bytes), mark(name), clear(): what the line wants. closed(): it has ended the stream.
   */
  constructor(url, call, token, { play, mark, clear, closed }) {
    this.call = call;
    this.streamSid = `MZ${call.slice(2)}`;
    this.sequence = 0;
    this.chunk = 0;
    this.socket = new WebSocket(url);
    this.socket.onopen = () => this.begin(token);
    this.socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.event === "media") play(fromBase64(message.media.payload));
      if (message.event === "mark") mark(message.mark.name);
      if (message.event === "clear") clear();
    };
    this.socket.onclose = () => {
      if (!this.stopped) closed();
    };
  }

  begin(token) {
    this.send("connected", { protocol: "Call", version: "1.0.0" });
    this.send("start", {
      start: {
        streamSid: this.streamSid,
        callSid: this.call,
        tracks: ["inbound"],
        mediaFormat: { encoding: "audio/x-mulaw", sampleRate: RATE, channels: 1 },
        customParameters: { token },
      },
    });
  }

  /** 20 ms of mu-law. */
  frame(bytes) {
    this.chunk += 1;
    const timestamp = String(((this.chunk - 1) * FRAME * 1000) / RATE);
    const media = { track: "inbound", chunk: String(this.chunk), timestamp };
    this.send("media", { media: { ...media, payload: toBase64(bytes) } });
  }

  press(digit) {
    this.send("dtmf", { dtmf: { track: "inbound_track", digit } });
  }

  /** The audio before this mark was played, or cleared. */
  marked(name) {
    this.send("mark", { mark: { name } });
  }

  /** The handset is down. */
  stop() {
    this.stopped = true;
    this.send("stop", { stop: { callSid: this.call } });
    this.socket.close();
  }

  send(event, body) {
    if (this.socket.readyState !== WebSocket.OPEN) return;
    this.sequence += 1;
    const sequenceNumber = String(this.sequence);
    this.socket.send(
      JSON.stringify({ event, sequenceNumber, streamSid: this.streamSid, ...body }),
    );
  }
}
