/* The footprint of cluster munitions, an estimate: asked for when it is turned on; where finds are very many, near by. */
"use strict";

landrelease.parts.push((app) => {
  const { map } = app;
  const AROUND = 0.5; // of the view, so that not every step of the map asks again
  const line = app.layers.get("footprint");
  const note = document.querySelector("#legend .footprint");
  let asked = {}; // for which contents, and around which view; all of it at once without one
  let isWhole = true; // what was asked for came; otherwise only views are asked for

  app.on("draw", () => {
    const isWanted = line.isOn && line.isThere;
    note.hidden = !isWanted || !note.textContent;
    app.show(line.group, isWanted);
    if (isWanted && !isAsked()) {
      ask();
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

  function show(answer) {
    isWhole = answer.is_whole;
    line.group.clearLayers();
    L.geoJSON(answer, { style: { ...line.style, pane: `rank-${line.rank}`, interactive: false } }).addTo(line.group);
    note.textContent = answer.note;
    app.done();
    app.draw();
  }
});
