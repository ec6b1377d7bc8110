/* Records that come all at once, as GeoJSON: markers far off, outlines near by, then the corners of hazardous areas. */
"use strict";

landrelease.parts.push((app) => {
  const { map, settings } = app;
  const DOT_PX = 5;
  const NUMBER_PX = 24;
  const CORNER = { interactive: false, keyboard: false, pane: "corners" };
  const records = new Map(); // of each layer, its records

  app.on("contents", async (contents) => {
    const names = Object.keys(contents.layers).filter((name) => name !== "districts");
    const wanted = names.filter((name) => contents.layers[name] === "features");
    const answers = await Promise.all(wanted.map((name) => app.get(`features/${name}`)));
    if (contents !== app.contents) {
      return;
    }
    names.forEach(forget);
    wanted.forEach((name, place) => records.set(name, answers[place].features.map((feature) => prepared(name, feature))));
    map.closePopup();
  });

  function forget(name) {
    records.delete(name);
    for (const line of app.layers.values()) {
      if (line.layer === name) {
        line.group.clearLayers();
        line.merged = null;
      }
    }
  }

  /* --- a record: its outline, and for a hazardous area its marker, its letter and its corners ---------------------- */

  function prepared(layer, feature) {
    const { code, key, middle } = feature.properties;
    const line = app.layers.get(key);
    const record = { layer, code, line, feature, bounds: L.geoJSON(feature).getBounds() };
    if (middle && line.marker) {
      record.at = L.latLng(middle[1], middle[0]);
    }
    return record;
  }

  function styleOf(line) {
    const pattern = line.pattern?.options ? { fillPattern: line.pattern, fillOpacity: 1 } : {};
    return { ...line.style, ...pattern, pane: `rank-${line.rank}`, interactive: false };
  }

  function outline(record) {
    const style = styleOf(record.line);
    record.outline ??= L.geoJSON(record.feature, {
      style,
      pointToLayer: (_, at) => L.circleMarker(at, { ...style, radius: DOT_PX }),
    });
    return record.outline;
  }

  /* A marker can be reached and opened from the keyboard, and says its name. */
  function marker(record, isNear) {
    record.markers ??= [app.markerIcon(record.line), app.letterIcon(record.line)].map((icon) =>
      L.marker(record.at, {
        icon,
        title: record.code,
        alt: `${record.code}: ${record.line.name}`,
        pane: `markers-${record.line.rank}`,
      }).on("click keypress", (event) => {
        if (app.tellsRecords && (event.type === "click" || event.originalEvent.key === "Enter")) {
          app.openRecord(record.layer, record.code, record.at, { byKey: event.type !== "click" });
        }
      }),
    );
    return record.markers[isNear ? 1 : 0];
  }

  function corners(record) {
    record.corners ??= L.featureGroup(
      polygonsOf(record.feature.geometry)
        .flatMap((rings) => rings.flatMap((ring) => ring.slice(0, -1)))
        .map(([lon, lat], place) => L.marker([lat, lon], { ...CORNER, icon: cornerIcon(place + 1) })),
    );
    return record.corners;
  }

  function cornerIcon(number) {
    return L.divIcon({ html: landrelease.element("span", number), className: "corner", iconSize: null });
  }

  /* --- what is drawn ----------------------------------------------------------------------------------------------- */

  app.on("draw", ({ isNear, view }) => {
    for (const line of app.layers.values()) {
      app.show(line.group, line.isOn);
    }
    const hasCorners = map.getZoom() >= settings.turningPointsZoom;
    for (const record of [...records.values()].flat()) {
      const isSeen = record.line.isOn && view.intersects(record.bounds);
      const { group } = record.line;
      if (record.at) {
        app.show(marker(record, isNear), isSeen, group);
        app.show(record.markers[isNear ? 0 : 1], false, group);
        app.show(isSeen && hasCorners ? corners(record) : record.corners, isSeen && hasCorners, group);
      }
      const isOutlined = isSeen && (isNear || record.layer === "tasks");
      app.show(isOutlined ? outline(record) : record.outline, isOutlined, group);
    }
    drawMerged(isNear);
    if (hasCorners) {
      spaceNumbers();
    }
  });

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

  /* Far off, days are specks: the releases of a line are one path, so that thousands stay quick to move. */
  function drawMerged(isNear) {
    const releases = records.get("release_areas") ?? [];
    for (const line of app.layers.values()) {
      if (line.layer !== "release_areas" || !releases.length) {
        continue;
      }
      if (!isNear && !line.merged) {
        const rings = releases.filter((each) => each.line === line).flatMap((each) => polygonsOf(each.feature.geometry));
        line.merged = L.geoJSON({ type: "MultiPolygon", coordinates: rings }, { style: { ...styleOf(line), fillRule: "nonzero" } });
      }
      app.show(line.merged, !isNear, line.group);
    }
  }

  function polygonsOf({ type, coordinates }) {
    return type === "Polygon" ? [coordinates] : coordinates;
  }

  /** Give the records that came all at once, of one layer. */
  app.recordsOf = (layer) => records.get(layer) ?? [];
});
