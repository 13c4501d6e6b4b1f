// Listening in on a call: both voices, each through a player of its own.

import { fromBase64 } from "./phone/codec.js";

const button = document.getElementById("listen");
const told = document.getElementById("listening");
let context = null;
let socket = null;

const players = async () => {
  context = new AudioContext({ latencyHint: "interactive" });
  await context.audioWorklet.addModule(button.dataset.worklet);
  const one = () => {
    const options = { numberOfInputs: 0, outputChannelCount: [1] };
    const node = new AudioWorkletNode(context, "player", options);
    node.connect(context.destination);
    // How much has been played is on the page, for whoever tests it.
    node.port.onmessage = ({ data }) => {
      if (data.level > 0) button.dataset.loudest = Math.max(data.level, button.dataset.loudest ?? 0);
    };
    return node;
  };
  return { caller: one(), us: one() };
};

const stop = (why) => {
  socket?.close();
  context?.close();
  socket = context = null;
  button.setAttribute("aria-pressed", "false");
  button.textContent = button.dataset.listen;
  told.textContent = why;
};

const start = async () => {
  button.disabled = true;
  const nodes = await players();
  button.disabled = false;
  const url = new URL(button.dataset.socket, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  socket = new WebSocket(url);
  let opened = false;
  socket.onopen = () => {
    opened = true;
    button.setAttribute("aria-pressed", "true");
    button.textContent = button.dataset.stop;
    told.textContent = button.dataset.hears;
  };
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    const port = nodes[message.streamSid]?.port;
    if (message.event === "media") port?.postMessage({ do: "play", bytes: fromBase64(message.media.payload) });
    if (message.event === "clear") port?.postMessage({ do: "clear" });
  };
  socket.onclose = () => {
    if (socket) stop(opened ? button.dataset.over : button.dataset.refused);
  };
};

button.addEventListener("click", () => {
  if (!socket) start();
  else {
    socket.onclose = null;
    stop("");
  }
});
