// The map runs in a sandbox: whatever a record might smuggle into its page finds no cookie there, and reads nothing of
// this page. It asks for its records through this page instead, which sends the reader's cookie and whose browser cache
// keeps the answers (a frame without an origin has none). What holds: only GET, only addresses of maps and tiles, only
// while this page is open, and only as who is signed in at that moment.
"use strict";

(function askForTheMap() {
  const frame = document.querySelector("iframe.map-frame");
  const MAY_ASK = ["/maps/", "/tiles/"];
  const asked = new Map();

  // "*": a frame in a sandbox has no origin to name. It holds a page of this service: the policy permits no other.
  function post(told, moved = []) {
    frame.contentWindow.postMessage(told, "*", moved);
  }

  function mayAsk({ origin, pathname }) {
    return origin === location.origin && MAY_ASK.some((start) => pathname.startsWith(start));
  }

  async function answer({ id, address }) {
    const told = { landrelease: "answer", id };
    const stop = new AbortController();
    asked.set(id, stop);
    try {
      const url = new URL(address, location.origin);
      if (!mayAsk(url)) throw new Error(`Not for maps: ${url.pathname}`);
      const given = await fetch(url, { signal: stop.signal, redirect: "error" });
      const body = await given.arrayBuffer();
      post({ ...told, status: given.status, body }, [body]);
    } catch {
      post(told); // the map says what could not be loaded
    } finally {
      asked.delete(id);
    }
  }

  window.addEventListener("message", ({ source, data }) => {
    if (source !== frame.contentWindow) return;
    if (data?.landrelease === "ask") answer(data);
    if (data?.landrelease === "stop") asked.get(data.id)?.abort();
  });
  post({ landrelease: "ready" });
})();
