// Keeps the parts of a page that have `data-seen` up to date. The server tells news over one
// connection, whose address is in `data-news`; where it tells none, the parts are asked for.
"use strict";

(() => {
  const ASK_MS = 1000;
  const AGAIN_MS = 15000;
  const SILENCE_MS = 8000; // the server says something every three seconds
  const page = document.querySelector("[data-news]");
  if (!page) return;

  const parts = () => [...document.querySelectorAll("[data-seen]")];

  const show = (id, html) => {
    const target = document.getElementById(id);
    if (!target) return;
    htmx.trigger(target, "htmx:beforeSwap", { target });
    htmx.swap(target, html, { swapStyle: "outerHTML" });
  };

  const ask = () => {
    for (const part of parts()) htmx.trigger(part, "news");
  };

  let source = null;
  let timers = [];

  const stop = () => {
    source?.close();
    source = null;
    timers.forEach(clearInterval); // timeouts, too
    timers = [];
  };

  // Asking also finds out that the login has ended, or that the server is gone.
  const askOn = () => {
    stop();
    ask();
    timers = [setInterval(ask, ASK_MS), setTimeout(listen, AGAIN_MS)];
  };

  const listen = () => {
    stop();
    if (document.hidden || !parts().length) return; // a page that nobody looks at
    const address = new URL(page.dataset.news, location.href);
    for (const part of parts()) address.searchParams.set(part.id, part.dataset.seen);
    let heard = 0;
    const hear = () => {
      if (!heard) document.dispatchEvent(new Event("news:told"));
      heard = performance.now();
    };
    source = new EventSource(address);
    source.addEventListener("open", hear);
    source.addEventListener("still", hear);
    source.addEventListener("message", ({ data }) => {
      hear();
      for (const [id, html] of Object.entries(JSON.parse(data))) show(id, html);
    });
    source.addEventListener("error", () => {
      if (!heard) return askOn();
      stop();
      timers = [setTimeout(listen, 100)]; // it lasts a minute
    });
    timers = [
      setInterval(() => heard && performance.now() - heard > SILENCE_MS && askOn(), 1000),
    ];
  };

  document.addEventListener("visibilitychange", listen);
  addEventListener("offline", askOn);
  addEventListener("online", listen);
  addEventListener("pagehide", stop);
  addEventListener("pageshow", (event) => event.persisted && listen());
  listen();
})();
