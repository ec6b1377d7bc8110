/* The overview map: its parts, the question that it answers, and its view. gis/maps makes the page and all its words. */
"use strict";

const landrelease = (() => {
  /** Functions that each add a part to the map: legend, outlines, tiles, popups and so on; run in their order. */
  const parts = [];
  const LOOKS = ["layers", "shade", "switched"]; // what of the address says how the map looks, not what it shows
  const OPENING = { animate: false, maxZoom: 15, padding: [20, 20] };

  /** Make an element with a text and a class. */
  function element(name, text = "", className = "") {
    const made = document.createElement(name);
    made.textContent = text;
    made.className = className;
    return made;
  }

  /** Begin: give every part the map, the lines of its legend and what the page was told; then ask for the records. */
  function start(map, drawn, settings, file = null) {
    const listeners = new Map();
    let turn = 0;

    const app = {
      map,
      settings,
      /** Words in the reader's language, by their names. */
      texts: settings.texts,
      /** What the page holds instead of asking a service: answers by their addresses; null in a served page. */
      file,
      /** The parameters that every request for records carries. */
      question: new URLSearchParams({ ...settings.question, lang: settings.language }),
      /** The lines of the legend by their keys: symbol, words, Folium's group, and whether they are turned on. */
      layers: new Map(settings.lines.map((line) => [line.key, { ...line, ...drawn[line.key], isOn: true }])),
      /** What there is on the map; see /maps/contents. */
      contents: null,
      /** Whether a click tells of the record under it; a tool that takes the clicks itself turns this off. */
      tellsRecords: true,

      /** Listen: `contents` (there is something to draw), `draw` (view or legend changed), `view`, `asked`. */
      on(event, listener) {
        listeners.set(event, [...(listeners.get(event) ?? []), listener]);
      },

      /** Tell the parts; the promise is kept when all have done their work. */
      emit(event, value) {
        return Promise.all((listeners.get(event) ?? []).map((listener) => listener(value)));
      },

      /** Ask for what is to be shown, some parameters changed (null: left out), and draw it. */
      async ask(changes = {}) {
        const asked = ++turn;
        for (const [name, value] of Object.entries(changes)) {
          value === null || value === "" ? app.question.delete(name) : app.question.set(name, value);
        }
        keepInAddress();
        app.emit("asked", app.question);
        try {
          const contents = await app.get("contents");
          if (asked !== turn) {
            return;
          }
          const isFirst = app.contents === null;
          app.contents = contents;
          if (isFirst) {
            openView(window.location.hash);
          }
          await app.emit("contents", contents);
          app.draw();
          app.done();
        } catch (error) {
          if (asked === turn) {
            app.failed(error, () => app.ask());
          }
        }
        document.body.dataset.ready = "true";
      },

      /** Put a layer on the map or on a group, or take it off. */
      show(layer, isWanted, parent = map) {
        if (layer && parent.hasLayer(layer) !== isWanted) {
          parent[isWanted ? "addLayer" : "removeLayer"](layer);
        }
      },

      /** Draw again what is loaded: the view or the legend has changed. */
      draw() {
        const isNear = map.getZoom() >= settings.nearZoom;
        document.body.classList.toggle("is-near", isNear);
        app.emit("draw", { isNear, view: map.getBounds().pad(0.1) });
      },
    };

    /* --- the view and the question, kept in the address ------------------------------------------------------------ */

    function viewInAddress(hash) {
      const numbers = hash.slice(1).split("/").map(Number);
      return hash.length > 1 && numbers.length === 3 && numbers.every(Number.isFinite) ? numbers : null;
    }

    function openView(hash) {
      const view = viewInAddress(hash);
      if (view) {
        const [zoom, lat, lon] = view;
        map.setView([lat, lon], zoom, { animate: false });
      } else if (app.contents?.bounds) {
        const [west, south, east, north] = app.contents.bounds;
        map.fitBounds([[south, west], [north, east]], OPENING);
      }
    }

    function keepInAddress() {
      const { lat, lng } = map.getCenter();
      const view = `#${map.getZoom()}/${lat.toFixed(5)}/${lng.toFixed(5)}`;
      const asked = new URLSearchParams(window.location.search);
      [...asked.keys()].filter((name) => !LOOKS.includes(name)).forEach((name) => asked.delete(name));
      app.question.forEach((value, name) => asked.set(name, value));
      const isOpen = app.contents !== null;
      window.history.replaceState(null, "", (file ? "" : `?${asked}`) + (isOpen ? view : window.location.hash) || "#");
    }

    map.setView([40.2, 47.7], 7, { animate: false }); // until it is known where the records are
    for (const part of parts) {
      part(app);
    }
    map.on("moveend", () => {
      if (app.contents) {
        keepInAddress();
        app.draw();
        app.emit("view");
      }
    });
    window.addEventListener("hashchange", ({ newURL }) => {
      const { hash } = new URL(newURL);
      if (viewInAddress(hash)) openView(hash); // the way back of the page around may lead past an address without one
    });
    new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
    app.ask();
    return app;
  }

  return { element, parts, start };
})();
