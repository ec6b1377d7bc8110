/* How the map asks the service. In a frame it has no origin of its own, so neither the reader's cookie nor the browser's
   cache: the page around it asks in its place. See map_frame.js. */
"use strict";

landrelease.parts.push((app) => {
  if (window.origin !== "null" || app.file) {
    app.fetch = (address, { signal } = {}) => fetch(address, { signal });
    return;
  }
  const waiting = new Map();
  let last = 0;

  function post(landrelease, told) {
    window.parent.postMessage({ landrelease, ...told }, window.location.origin);
  }

  /** Ask for an address of the service; an answer as `fetch` gives it. */
  app.fetch = (address, { signal } = {}) =>
    new Promise((answer, refuse) => {
      const id = ++last;
      waiting.set(id, { address, answer, refuse });
      post("ask", { id, address });
      signal?.addEventListener("abort", () => {
        post("stop", { id });
        waiting.delete(id);
        refuse(signal.reason);
      });
    });

  window.addEventListener("message", ({ source, origin, data }) => {
    if (source !== window.parent || origin !== window.location.origin) {
      return;
    }
    if (data?.landrelease === "ready") {
      waiting.forEach(({ address }, id) => post("ask", { id, address })); // asked before the page listened
    } else if (data?.landrelease === "answer" && waiting.has(data.id)) {
      const { answer, refuse } = waiting.get(data.id);
      waiting.delete(data.id);
      data.status ? answer(new Response(data.body, { status: data.status })) : refuse(new TypeError("No answer"));
    }
  });
});
