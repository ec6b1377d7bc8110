/* Which record is under the pointer or in the middle of the map: one way for outlines, tiles and the keyboard. */
"use strict";

landrelease.parts.push((app) => {
  const { map } = app;
  const REACH_PX = 6;
  const container = map.getContainer();

  /** Functions that give the records at a place: `{layer, code, line, at}`, each; tiles add theirs. */
  app.finders = [];

  app.finders.push((at) => {
    const reach = reachInDegrees();
    const named = ["tasks", "hazardous_areas", "release_areas", "eo_items"].flatMap((layer) => app.recordsOf(layer));
    return named.filter((record) => record.isSeen && isThere(record, at, reach));
  });

  function reachInDegrees() {
    const from = map.containerPointToLatLng([0, 0]);
    return Math.abs(map.containerPointToLatLng([REACH_PX, 0]).lng - from.lng);
  }

  function isThere({ bounds, feature, at: middle }, { lng, lat }, reach) {
    const isFar = map.getZoom() < app.settings.nearZoom;
    if (isFar && middle) {
      return Math.hypot(middle.lng - lng, middle.lat - lat) <= 2 * reach;
    }
    const isNear =
      lng >= bounds.getWest() - reach && lng <= bounds.getEast() + reach &&
      lat >= bounds.getSouth() - reach && lat <= bounds.getNorth() + reach;
    return isNear && app.touches(feature.geometry, [lng, lat], reach);
  }

  /** Say whether a geometry covers a place or comes within reach of it. */
  app.touches = ({ type, coordinates }, place, reach) => {
    switch (type) {
      case "Point":
        return Math.hypot(coordinates[0] - place[0], coordinates[1] - place[1]) <= reach;
      case "LineString":
        return passes(coordinates, place, reach);
      case "Polygon":
        return covers(coordinates, place) || coordinates.some((ring) => passes(ring, place, reach));
      default:
        return coordinates.some((part) => app.touches({ type: type.replace("Multi", ""), coordinates: part }, place, reach));
    }
  };

  function covers(rings, [x, y]) {
    let isInside = false;
    for (const ring of rings) {
      for (let here = 0, before = ring.length - 1; here < ring.length; before = here++) {
        const [x1, y1] = ring[here];
        const [x2, y2] = ring[before];
        if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) {
          isInside = !isInside;
        }
      }
    }
    return isInside;
  }

  function passes(points, [x, y], reach) {
    return points.slice(1).some(([x2, y2], place) => {
      const [x1, y1] = points[place];
      const length2 = (x2 - x1) ** 2 + (y2 - y1) ** 2;
      const along = length2 ? Math.min(1, Math.max(0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length2)) : 0;
      return Math.hypot(x1 + along * (x2 - x1) - x, y1 + along * (y2 - y1) - y) <= reach;
    });
  }

  /** Give the topmost of the records at a place, or null; what has no fill lies below what can be seen through it. */
  app.recordAt = (at) => {
    const height = ({ line }) => (line.style.fill ? line.rank : 0);
    const found = app.finders.flatMap((find) => find(at));
    return found.sort((one, other) => height(other) - height(one))[0] ?? null;
  };

  /* --- pointer and keyboard ------------------------------------------------------------------------------------------ */

  map.on("click", ({ latlng }) => {
    const record = app.tellsRecords ? app.recordAt(latlng) : null;
    if (record) {
      open(record, latlng);
    }
  });

  function open(record, at, how) {
    record.open ? record.open() : app.openRecord(record.layer, record.code, at, how);
  }

  let isWaiting = false;
  map.on("mousemove", ({ latlng }) => {
    if (!isWaiting) {
      isWaiting = true;
      requestAnimationFrame(() => {
        isWaiting = false;
        const record = app.tellsRecords ? app.recordAt(latlng) : null;
        container.classList.toggle("is-over-record", record !== null);
        container.title = record?.code ?? "";
      });
    }
  });

  /* A click also puts the focus on the map; what the keyboard would do is shown to those who use it. */
  document.addEventListener("keydown", () => document.body.classList.add("uses-keys"));
  document.addEventListener("pointerdown", () => document.body.classList.remove("uses-keys"), { capture: true });

  container.setAttribute("role", "application");
  container.setAttribute("aria-label", container.parentElement.getAttribute("aria-label"));
  container.setAttribute("aria-description", container.parentElement.dataset.use);
  container.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === container && app.tellsRecords) {
      const at = map.getCenter();
      const record = app.recordAt(at);
      record ? open(record, at, { byKey: true }) : app.tell(app.texts.nothingHere);
    }
  });
});
