/* Records that come all at once, as GeoJSON: markers far off, outlines near by, then the corners of hazardous areas. */
"use strict";

landrelease.parts.push((app) => {
  const { map, settings } = app;
  const DOT_PX = 5;
  const SMALL_PX = 15;
  const FEW = 200; // so many points hide nothing
  const FINDS_ZOOM = settings.nearZoom - 3; // from here on there may be few in view
  const farNote = document.querySelector("#legend .finds-far");
  const records = new Map(); // of each layer, its records
  let coming = new Set(); // the layers that are being loaded

  /* What is turned off is not loaded, nor are finds that would not be drawn. */
  function isNeeded(name) {
    const lines = [...app.layers.values()].filter((line) => line.layer === name && line.isOn && line.isThere);
    const isFar = map.getZoom() < FINDS_ZOOM;
    const areMany = lines.reduce((count, line) => count + app.contents.counts[line.key], 0) > FEW;
    return app.contents.layers[name] === "features" && lines.length > 0 && !(name === "eo_items" && isFar && areMany);
  }

  function names() {
    return Object.keys(app.contents.layers).filter((name) => name !== "districts");
  }

  app.on("contents", async (contents) => {
    const wanted = names().filter(isNeeded);
    coming = new Set(wanted);
    const answers = await Promise.all(wanted.map((name) => app.get(`features/${name}`)));
    if (contents !== app.contents) {
      return;
    }
    coming.clear();
    names().forEach(forget);
    wanted.forEach((name, place) => keep(name, answers[place]));
    map.closePopup();
  });

  async function load(name) {
    const { contents } = app;
    coming.add(name);
    app.tell(app.texts.loading);
    try {
      const answer = await app.get(`features/${name}`);
      if (contents === app.contents) {
        keep(name, answer);
        again(name);
      }
    } catch (error) {
      if (contents === app.contents) {
        app.failed(error, () => again(name));
      }
    }
  }

  function again(name) {
    coming.delete(name);
    app.done();
    app.draw();
  }

  function keep(name, { features }) {
    records.set(name, features.map((feature) => prepared(name, feature)));
  }

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
    const place = layer === "eo_items" ? feature.geometry.coordinates : middle;
    if (place && line.marker) {
      record.at = L.latLng(place[1], place[0]);
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

  function marker(record, isNear) {
    record.markers ??= [app.markerIcon(record.line), app.letterIcon(record.line)].map((icon) => markerOf(record, icon));
    return record.markers[isNear ? 1 : 0];
  }

  /* A find has one marker, smaller from farther off. */
  function findMarker(record, hasCorners) {
    const icon = app.markerIcon(record.line, hasCorners ? undefined : SMALL_PX);
    record.markers ??= [markerOf(record, icon)];
    const [made] = record.markers;
    if (made.options.icon !== icon) {
      made.setIcon(icon);
    }
    return made;
  }

  /* A marker can be reached and opened from the keyboard, and says its name. */
  function markerOf({ layer, code, line, at }, icon) {
    const made = L.marker(at, { icon, title: code, alt: `${code}: ${line.name}`, pane: `markers-${line.rank}` });
    return made.on("click keypress", (event) => {
      if (app.tellsRecords && (event.type === "click" || event.originalEvent.key === "Enter")) {
        app.openRecord(layer, code, at, { byKey: event.type !== "click" });
      }
    });
  }

  function corners(record) {
    record.corners ??= app.cornersOf(record.feature);
    return record.corners;
  }

  /* --- what is drawn ----------------------------------------------------------------------------------------------- */

  app.on("draw", ({ isNear, view }) => {
    for (const line of app.layers.values()) {
      app.show(line.group, line.isOn);
    }
    const hasFinds = tellFinds(isNear, view);
    const hasCorners = map.getZoom() >= settings.turningPointsZoom;
    for (const record of [...records.values()].flat()) {
      const isSeen = record.line.isOn && view.intersects(record.bounds) && (hasFinds || record.layer !== "eo_items");
      const { group } = record.line;
      record.isSeen = isSeen;
      if (record.layer === "eo_items") {
        app.show(isSeen ? findMarker(record, hasCorners) : record.markers?.[0], isSeen, group);
        continue;
      }
      if (record.at) {
        app.show(marker(record, isNear), isSeen, group);
        app.show(record.markers[isNear ? 0 : 1], false, group);
        app.show(isSeen && hasCorners ? corners(record) : record.corners, isSeen && hasCorners, group);
      }
      const isOutlined = isSeen && (isNear || record.layer === "tasks");
      app.show(isOutlined ? outline(record) : record.outline, isOutlined, group);
    }
    drawMerged(isNear);
    if (app.contents) {
      names().filter((name) => !records.has(name) && !coming.has(name) && isNeeded(name)).forEach(load);
    }
  });

  /* Finds are drawn near by, and farther off where they are few; otherwise the legend says that they are not. */
  function tellFinds(isNear, view) {
    const finds = app.recordsOf("eo_items").filter((find) => find.line.isOn && view.contains(find.at));
    const areDrawn = isNear || (records.has("eo_items") && finds.length <= FEW);
    const areWanted = [...app.layers.values()].some((line) => line.layer === "eo_items" && line.isThere && line.isOn);
    farNote.hidden = areDrawn || !areWanted;
    return areDrawn;
  }

  /* Far off, days are specks: the releases of a line are one path, so that thousands stay quick to move. */
  function drawMerged(isNear) {
    const releases = records.get("release_areas") ?? [];
    for (const line of app.layers.values()) {
      if (line.layer !== "release_areas" || !releases.length) {
        continue;
      }
      if (!isNear && !line.merged) {
        const rings = releases.filter((each) => each.line === line).flatMap((each) => app.polygonsOf(each.feature.geometry));
        line.merged = L.geoJSON({ type: "MultiPolygon", coordinates: rings }, { style: { ...styleOf(line), fillRule: "nonzero" } });
      }
      app.show(line.merged, !isNear, line.group);
    }
  }

  /** Give the records that came all at once, of one layer. */
  app.recordsOf = (layer) => records.get(layer) ?? [];
});
