/* The footprint of cluster munitions, an estimate: asked for when it is turned on; where finds are very many, near by. */
"use strict";

landrelease.parts.push((app) => {
  const { map } = app;
  const AROUND = 0.5; // of the view, so that not every step of the map asks again
  const SEEN_PX = 16; // what is smaller is hard to find, so a marker stands for it
  const line = app.layers.get("footprint");
  const note = document.querySelector("#legend .footprint");
  const outlines = L.layerGroup();
  const markers = L.layerGroup();
  let pieces = []; // of the ground: where each lies, and a point inside it
  let asked = {}; // for which contents, and around which view; all of it at once without one
  let isWhole = true; // what was asked for came; otherwise only views are asked for

  [outlines, markers].forEach((layer) => layer.addTo(line.group));

  app.on("draw", () => {
    const isWanted = line.isOn && line.isThere;
    note.hidden = !isWanted || !note.textContent;
    app.show(line.group, isWanted);
    if (isWanted) {
      mark();
      if (!isAsked()) {
        ask();
      }
    }
  });

  function isAsked() {
    return asked.contents === app.contents && (asked.box ? asked.box.contains(map.getBounds()) : isWhole);
  }

  async function ask() {
    const { contents } = app;
    const box = asked.contents === contents ? map.getBounds().pad(AROUND) : null;
    const mine = { contents, box };
    asked = mine;
    isWhole = true;
    app.tell(app.texts.loading);
    try {
      const answer = await app.get("features/cmr_footprint", box ? { bbox: box.toBBoxString() } : {});
      if (asked === mine && contents === app.contents) {
        show(answer);
      }
    } catch (error) {
      if (asked === mine) {
        asked = {};
        app.failed(error, app.draw);
      }
    }
  }

  /* Where several markers would lie on each other, one stands for all. */
  function mark() {
    const view = map.getBounds().pad(0.1);
    const free = new Map();
    pieces.filter(({ at, bounds }) => view.contains(at) && isSmall(bounds)).forEach(({ at }) => {
      const { x, y } = map.project(at).divideBy(app.canvas.MARKER_PX).floor();
      free.set(`${x} ${y}`, at);
    });
    markers.clearLayers();
    const options = { icon: app.markerIcon(line), alt: line.name, pane: `markers-${line.rank}`, interactive: false, keyboard: false };
    free.forEach((at) => L.marker(at, options).addTo(markers));
  }

  function isSmall(bounds) {
    const { x, y } = map.project(bounds.getSouthEast()).subtract(map.project(bounds.getNorthWest()));
    return Math.max(x, y) < SEEN_PX;
  }

  function show(answer) {
    isWhole = answer.is_whole;
    outlines.clearLayers();
    L.geoJSON(answer, { style: { ...line.style, pane: `rank-${line.rank}`, interactive: false } }).addTo(outlines);
    pieces = answer.features.map((feature) => {
      const [lon, lat] = feature.properties.middle;
      return { bounds: L.geoJSON(feature).getBounds(), at: L.latLng(lat, lon) };
    });
    note.textContent = answer.note;
    app.done();
    app.draw();
  }
});
