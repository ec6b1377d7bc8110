/* Where the map has its records from: the service, or the page itself. Says what could not be loaded. */
"use strict";

landrelease.parts.push((app) => {
  const line = document.querySelector(".map-message");
  const button = line.querySelector("button");
  let again = null;

  /** Get what the service says at an address below /maps/, with the question of the map and more parameters. */
  app.get = async (address, more = {}) => {
    if (app.file) {
      if (!(address in app.file)) {
        throw new Error(address);
      }
      return app.file[address];
    }
    const answer = await app.fetch(app.address(`/maps/${address}`, more));
    if (!answer.ok) {
      const refused = await answer.json().catch(() => ({}));
      throw Object.assign(new Error(refused.detail ?? `${answer.status}`), { detail: refused.detail });
    }
    return answer.json();
  };

  /** Give an address with the question of the map and more parameters; null leaves one out. */
  app.address = (path, more = {}) => {
    const asked = new URLSearchParams(app.question);
    Object.entries(more).forEach(([name, value]) => (value === null ? asked.delete(name) : asked.set(name, value)));
    return `${path}?${asked}`;
  };

  /** Say something on the map; with a function, also offer to try again. */
  app.tell = (text, retry = null) => {
    line.firstElementChild.textContent = text;
    line.hidden = !text;
    button.hidden = !retry;
    again = retry;
  };

  /** Say that something could not be loaded: in the words of the service, if it gave any. */
  app.failed = (error, retry, text = app.texts.failed) => {
    document.body.classList.remove("is-loading");
    app.tell(error?.detail ?? (navigator.onLine || app.file ? text : app.texts.offline), retry);
  };

  /** Say that everything is there. */
  app.done = () => {
    document.body.classList.remove("is-loading");
    app.tell("");
  };

  app.on("asked", () => {
    document.body.classList.add("is-loading");
    app.tell(app.texts.loading);
  });

  button.addEventListener("click", () => {
    const retry = again;
    app.tell("");
    retry?.();
  });

  if (!app.file) {
    window.addEventListener("offline", () => app.tell(app.texts.offline));
    window.addEventListener("online", () => app.ask());
  }
});
