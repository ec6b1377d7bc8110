/* The corners of hazardous areas, numbered. Where the areas come in tiles, their corners are asked for near by. */
"use strict";

landrelease.parts.push((app) => {
  const { map, settings } = app;
  const NUMBER_PX = 24;
  const AROUND = 0.5; // of the view, so that not every step of the map asks again
  const CORNER = { interactive: false, keyboard: false, pane: "corners" };
  let asked = {}; // for which contents, and around which view
  let near = []; // the areas in tiles whose corners were asked for, each with its line and the group of its corners

  /** Give the polygons of a geometry. */
  app.polygonsOf = ({ type, coordinates }) => {
    if (type === "Polygon") return [coordinates];
    return type === "MultiPolygon" ? coordinates : []; // the middle of a square that counts hazard has no outline
  };

  /** Give the numbered corners of an outline; within a box alone, if one is given. */
  app.cornersOf = ({ geometry }, box = null) => {
    const corners = app.polygonsOf(geometry).flatMap((rings) => rings.flatMap((ring) => ring.slice(0, -1)));
    const numbered = corners.map(([lon, lat], place) => [L.latLng(lat, lon), place + 1]);
    const wanted = numbered.filter(([at]) => !box || box.contains(at));
    return L.featureGroup(wanted.map(([at, number]) => L.marker(at, { ...CORNER, icon: iconOf(number) })));
  };

  function iconOf(number) {
    return L.divIcon({ html: landrelease.element("span", number), className: "corner", iconSize: null });
  }

  app.on("draw", () => {
    const isNear = map.getZoom() >= settings.turningPointsZoom;
    const isAsked = isNear && app.contents?.layers.hazardous_areas === "tiles";
    if (isAsked && !(asked.contents === app.contents && asked.box.contains(map.getBounds()))) {
      ask();
    }
    near.forEach(({ line, corners }) => app.show(corners, isAsked && line.isOn));
    if (isNear) {
      spaceNumbers();
    }
  });

  async function ask() {
    const { contents } = app;
    const box = map.getBounds().pad(AROUND);
    const mine = { contents, box };
    asked = mine;
    try {
      const { features } = await app.get("features/hazardous_areas", { bbox: box.toBBoxString() });
      if (asked === mine && contents === app.contents) {
        near.forEach(({ corners }) => app.show(corners, false));
        near = features.map((feature) => ({
          line: app.layers.get(feature.properties.key),
          corners: app.cornersOf(feature, box),
        }));
        app.draw();
      }
    } catch (error) {
      if (asked === mine) {
        asked = {};
        app.failed(error, app.draw);
      }
    }
  }

  /* Every corner has its dot; the numbers that would cover others are left out. */
  function spaceNumbers() {
    const taken = [];
    for (const number of map.getPane("corners").querySelectorAll("span")) {
      const { left, top } = number.getBoundingClientRect();
      const isFree = taken.every(([x, y]) => Math.abs(x - left) > NUMBER_PX || Math.abs(y - top) > NUMBER_PX / 2);
      number.style.visibility = isFree ? "" : "hidden";
      if (isFree) {
        taken.push([left, top]);
      }
    }
  }
});
