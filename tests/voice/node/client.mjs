// The provider's side of one media stream, as a client that shares no code with the server.
//
//   node client.mjs ANSWER…     one answer for each reply of the server, in order:
//     say:FILE        once the reply is heard out, send a file of mu-law audio at 8000 Hz
//     press:KEYS      once the reply is heard out, press keys
//     interrupt:KEYS  as soon as the reply begins to play, press keys
//
// Environment: STREAM_URL, STREAM_SIGNATURE, STREAM_TOKEN, STREAM_CALL, and STREAM_LIMIT_S, after
// which the client gives up. A JSON summary goes to stdout; the exit status is 0 when the server
// closed the socket.

import { readFileSync } from "node:fs";
import WebSocket from "ws";

const STREAM = "MZ" + "7".repeat(32);
const FRAME_MS = 20;
const FRAME_BYTES = 160;
const KEY_MS = 120;
const SILENCE = Buffer.alloc(FRAME_BYTES, 0xff);

const { STREAM_URL, STREAM_SIGNATURE, STREAM_TOKEN, STREAM_CALL, STREAM_LIMIT_S = "90" } = process.env;
const answers = process.argv.slice(2).map((answer) => {
  const colon = answer.indexOf(":");
  const [how, what] = [answer.slice(0, colon), answer.slice(colon + 1)];
  return { how, what: how === "say" ? readFileSync(what) : what };
});

const summary = {
  replies: 0, audio_ms: [], clears: 0, marks: [], stopped_marks: [], problems: [],
  sent: { media: 0, dtmf: 0, mark: 0 }, code: null, closed_by: null,
};
const socket = new WebSocket(STREAM_URL, { headers: { "X-Twilio-Signature": STREAM_SIGNATURE } });
let sequence = 0;
let chunk = 0;
let began = 0;
let speech = Buffer.alloc(0); // what the caller is still to say
let heardUntil = 0; // when the audio that came would have been played
let playing = false; // has the reply under way begun?
let waiting = []; // marks whose audio is still playing: {name, timer}
let ticker;
let closing = null;

function send(event, body) {
  if (socket.readyState !== WebSocket.OPEN) return;
  if (event in summary.sent) summary.sent[event] += 1;
  sequence += 1;
  socket.send(JSON.stringify({ event, sequenceNumber: String(sequence), streamSid: STREAM, ...body }));
}

function begin() {
  socket.send(JSON.stringify({ event: "connected", protocol: "Call", version: "1.0.0" }));
  send("start", {
    start: {
      accountSid: "AC" + "1".repeat(32),
      streamSid: STREAM,
      callSid: STREAM_CALL,
      tracks: ["inbound"],
      mediaFormat: { encoding: "audio/x-mulaw", sampleRate: 8000, channels: 1 },
      customParameters: { token: STREAM_TOKEN },
    },
  });
  began = performance.now();
  ticker = setInterval(sendDueFrames, FRAME_MS);
}

/** A late timer makes up for what it missed, as a jitter buffer does. */
function sendDueFrames() {
  while (chunk * FRAME_MS <= performance.now() - began) {
    const frame = Buffer.concat([speech.subarray(0, FRAME_BYTES), SILENCE]).subarray(0, FRAME_BYTES);
    speech = speech.subarray(FRAME_BYTES);
    const timestamp = String(chunk * FRAME_MS);
    chunk += 1;
    send("media", {
      media: { track: "inbound", chunk: String(chunk), timestamp, payload: frame.toString("base64") },
    });
  }
}

function press(keys) {
  [...keys].forEach((digit, place) => {
    setTimeout(() => send("dtmf", { dtmf: { track: "inbound_track", digit } }), place * KEY_MS);
  });
}

function media({ payload }) {
  const audio = Buffer.from(payload, "base64");
  if (audio.length === 0 || audio.toString("base64") !== payload) summary.problems.push("payload");
  if (!playing) {
    playing = true;
    summary.replies += 1;
    summary.audio_ms.push(0);
    const answer = answers[summary.replies - 1];
    if (answer?.how === "interrupt") press(answer.what);
  }
  const length = audio.length / 8;
  summary.audio_ms[summary.replies - 1] += length;
  heardUntil = Math.max(heardUntil, performance.now()) + length;
}

/** A mark goes back when the audio before it would have been played. */
function mark({ name }) {
  playing = false;
  const answer = answers[summary.replies - 1];
  const timer = setTimeout(() => {
    waiting = waiting.filter((other) => other.timer !== timer);
    summary.marks.push(name);
    send("mark", { mark: { name } });
    if (answer?.how === "say") speech = answer.what;
    if (answer?.how === "press") press(answer.what);
  }, heardUntil - performance.now());
  waiting.push({ name, timer });
}

/** Marks of audio that is thrown away go back at once. */
function clear() {
  summary.clears += 1;
  playing = false;
  heardUntil = performance.now();
  for (const { name, timer } of waiting) {
    clearTimeout(timer);
    summary.stopped_marks.push(name);
    send("mark", { mark: { name } });
  }
  waiting = [];
}

function receive(text) {
  const message = JSON.parse(text);
  if (message.streamSid !== STREAM) summary.problems.push(`streamSid of ${message.event}`);
  if (message.event === "media") media(message.media);
  else if (message.event === "mark") mark(message.mark);
  else if (message.event === "clear") clear();
  else summary.problems.push(`event ${message.event}`);
}

function finish(code) {
  clearInterval(ticker);
  clearTimeout(limit);
  waiting.forEach(({ timer }) => clearTimeout(timer));
  summary.code = code;
  summary.closed_by = closing ?? "server";
  process.stdout.write(JSON.stringify(summary) + "\n");
  process.exitCode = summary.closed_by === "server" ? 0 : 1;
}

const limit = setTimeout(() => {
  closing = "client";
  socket.terminate();
}, Number(STREAM_LIMIT_S) * 1000);

socket.on("open", begin);
socket.on("message", (data, binary) => {
  if (binary) summary.problems.push("binary");
  else receive(data.toString());
});
socket.on("error", (error) => summary.problems.push(error.message));
socket.on("close", finish);
