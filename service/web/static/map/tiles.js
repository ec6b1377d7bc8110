/* Layers of more records than a page holds: vector tiles, decoded and drawn on canvas. */
"use strict";

landrelease.parts.push((app) => {
  const { map } = app;
  const TILE_PX = 256;
  const MARGIN_PX = 16; // markers reach over the edges of their tile
  const CELLS = 32;
  const LETTER_PX = 24;
  const REACH_PX = 6;
  const shown = new Map(); // of each layer, its tiles on the map
  const EARTH_M = 40_075_016.686;
  const POINT = 1;
  const POLYGON = 3;
  let decoder = null;

  /* --- reading ------------------------------------------------------------------------------------------------------ */

  /** Give what reads tiles; it is fetched when the first one is. */
  function reader() {
    decoder ??= Promise.all([
      import(`${app.settings.static}/vendor/pbf.js`),
      import(`${app.settings.static}/vendor/vector-tile.js`),
      app.markerPictures(),
    ]).then(([{ PbfReader }, { VectorTile }, markers]) => ({
      markers,
      read: (bytes, layer) => new VectorTile(new PbfReader(bytes)).layers[layer],
    }));
    return decoder;
  }

  function keyOf(layer, { type, properties }) {
    switch (layer) {
      case "hazardous_areas":
        return `${properties.classification}-${properties.status}`;
      case "release_areas":
        return `released-${properties.release_method}`;
      default:
        return type === POINT ? "task-places" : "tasks";
    }
  }

  /** Give the features of a tile in its pixels, the lowest first. */
  function decoded(content, layer) {
    const features = [];
    for (let place = 0; place < (content?.length ?? 0); place++) {
      const feature = content.feature(place);
      const line = app.layers.get(keyOf(layer, feature));
      if (line) {
        const scale = TILE_PX / feature.extent;
        const parts = feature.loadGeometry().map((part) => part.map(({ x, y }) => [x * scale, y * scale]));
        features.push({ line, type: feature.type, parts, box: boxOf(parts), properties: feature.properties });
      }
    }
    return features.sort((one, other) => one.line.rank - other.line.rank);
  }

  /* --- drawing ------------------------------------------------------------------------------------------------------ */

  function draw(tile) {
    const { canvas, features, coords, markers } = tile;
    const context = canvas.getContext("2d");
    context.setTransform(app.canvas.SCALE, 0, 0, app.canvas.SCALE, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.translate(MARGIN_PX, MARGIN_PX);
    const seen = features.filter((feature) => feature.line.isOn);
    context.save();
    context.beginPath();
    context.rect(0, 0, TILE_PX, TILE_PX);
    context.clip();
    drawOutlines(context, seen.filter(({ type }) => type !== POINT), { x: coords.x * TILE_PX, y: coords.y * TILE_PX });
    drawSummaries(context, seen, coords);
    context.restore();
    drawMarkers(context, seen, markers);
  }

  /* One path for each line of the legend: a fill that overlaps itself would darken in stripes of tiles. */
  function drawOutlines(context, features, origin) {
    for (const feature of features) {
      feature.path ??= pathOf(feature);
      const [left, top, right, bottom] = feature.box;
      const isSmall = right - left < 3 && bottom - top < 3;
      const how = { origin, isSmall };
      feature.type === POLYGON
        ? app.canvas.drawAreas(context, feature.line, feature.path, how)
        : app.canvas.drawLines(context, feature.line, feature.path);
    }
    for (const { line, type, box } of features) {
      if (type === POLYGON && line.letter && isWide(box)) {
        app.canvas.drawLetter(context, line.letter, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2);
      }
    }
  }

  /* What the tile's edge cuts has its letter where more of it is. */
  function isWide([left, top, right, bottom]) {
    const isCut = left < 0 || top < 0 || right > TILE_PX || bottom > TILE_PX;
    return Math.min(right - left, bottom - top) >= (isCut ? 3 : 1) * LETTER_PX;
  }

  function pathOf({ parts, type }) {
    const path = new Path2D();
    for (const part of parts) {
      part.forEach(([x, y], place) => (place ? path.lineTo(x, y) : path.moveTo(x, y)));
      if (type === POLYGON) {
        path.closePath();
      }
    }
    return path;
  }

  function boxOf(parts) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const [x, y] of parts.flat()) {
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
    return box;
  }

  /* A cell of a summary is a square: its side follows the share of the cell's ground that was released. */
  function drawSummaries(context, features, coords) {
    for (const [place, methods] of cellsOf(features)) {
      const [x, y] = place.split(" ").map(Number);
      const total = [...methods.values()].reduce((sum, m2) => sum + m2, 0);
      const cellM = (EARTH_M / 2 ** coords.z / CELLS) * Math.cos((latitudeOf(coords, y) * Math.PI) / 180);
      const widest = TILE_PX / CELLS;
      const side = Math.max(3, Math.min(widest, widest * Math.sqrt(total / cellM ** 2)));
      const shares = [...methods].sort(([, one], [, other]) => other - one).map(([line, m2]) => [line, m2 / total]);
      app.canvas.drawSquare(context, x, y, side, shares);
    }
  }

  function cellsOf(features) {
    const cells = new Map();
    for (const { line, parts, properties } of features.filter(isSummary)) {
      const place = parts[0][0].join(" ");
      const methods = cells.get(place) ?? new Map();
      methods.set(line, (methods.get(line) ?? 0) + (properties.released_m2 || 1));
      cells.set(place, methods);
    }
    return cells;
  }

  function isSummary({ type, properties }) {
    return type === POINT && properties.release_count !== undefined;
  }

  function latitudeOf({ y, z }, inTile) {
    const turned = Math.PI * (1 - (2 * (y + inTile / TILE_PX)) / 2 ** z);
    return (Math.atan(Math.sinh(turned)) * 180) / Math.PI;
  }

  /* Each point belongs to one tile; where they crowd, a smaller picture keeps them apart. */
  function drawMarkers(context, features, markers) {
    const points = features.filter((feature) => feature.type === POINT && !isSummary(feature));
    const count = points.reduce((sum, { parts }) => sum + parts.length, 0);
    const side = count > 400 ? 9 : count > 120 ? 15 : app.canvas.MARKER_PX;
    for (const { line, parts } of points) {
      for (const [x, y] of parts.map(([place]) => place).filter(isInside)) {
        const picture = markers.get(line.key);
        if (picture) {
          context.drawImage(picture, x - side / 2, y - side / 2, side, side);
        } else {
          drawDisc(context, line.style, x, y);
        }
      }
    }
  }

  function drawDisc(context, style, x, y) {
    context.beginPath();
    context.arc(x, y, 5, 0, 2 * Math.PI);
    context.fillStyle = style.fillColor;
    context.strokeStyle = style.color;
    context.lineWidth = style.weight;
    context.fill();
    context.stroke();
  }

  function isInside([x, y]) {
    return x >= 0 && x < TILE_PX && y >= 0 && y < TILE_PX;
  }

  /* --- tiles on the map --------------------------------------------------------------------------------------------- */

  const Tiles = L.GridLayer.extend({
    initialize(layer, options) {
      L.GridLayer.prototype.initialize.call(this, options);
      this.layer = layer;
    },

    createTile(coords, done) {
      const element = document.createElement("div");
      const canvas = app.canvas.sheet(TILE_PX + 2 * MARGIN_PX, TILE_PX + 2 * MARGIN_PX);
      canvas.className = "tile-canvas";
      element.append(canvas);
      element.tile = { canvas, coords, features: [], stop: new AbortController() };
      this.fill(element.tile).then(
        () => done(null, element),
        (error) => done(error, element),
      );
      return element;
    },

    async fill(tile) {
      const { z, x, y } = tile.coords;
      const address = app.address(`/tiles/${this.layer}/${z}/${x}/${y}.mvt`);
      const [{ read, markers }, answer] = await Promise.all([reader(), fetch(address, { signal: tile.stop.signal })]);
      if (!answer.ok) {
        throw new Error(`${answer.status}`);
      }
      tile.markers = markers;
      tile.features = decoded(read(new Uint8Array(await answer.arrayBuffer()), this.layer), this.layer);
      draw(tile);
    },

    /** Draw again what is loaded: the legend has changed. */
    again() {
      Object.values(this._tiles).forEach(({ el }) => el.tile.markers && draw(el.tile));
    },
  });

  function added(layer, old) {
    const rank = Math.min(...[...app.layers.values()].filter((line) => line.layer === layer).map((line) => line.rank));
    const tiles = new Tiles(layer, { pane: `rank-${rank}`, maxZoom: 19, updateWhenZooming: false });
    tiles.on("tileunload", ({ tile }) => tile.tile.stop.abort());
    tiles.on("tileerror", ({ error }) => {
      if (error.name !== "AbortError") {
        app.failed(null, () => tiles.redraw(), app.texts.tilesFailed);
      }
    });
    if (old) {
      tiles.once("load", () => old.remove()); // until then the old ones stay, so that nothing flickers
    }
    return tiles.addTo(map);
  }

  app.on("contents", (contents) => {
    for (const layer of new Set([...shown.keys(), ...Object.keys(contents.layers)])) {
      const old = shown.get(layer);
      if (contents.layers[layer] === "tiles") {
        shown.set(layer, added(layer, old));
      } else if (old) {
        old.remove();
        shown.delete(layer);
      }
    }
  });

  let before = "";
  app.on("draw", () => {
    const turnedOn = [...app.layers.values()].map((line) => line.isOn).join();
    if (turnedOn !== before) {
      shown.forEach((tiles) => tiles.again());
    }
    before = turnedOn;
  });

  /* --- what is at a place ------------------------------------------------------------------------------------------- */

  app.finders.push((at) => [...shown.values()].flatMap((tiles) => found(tiles, at)));

  function found(tiles, at) {
    const z = tiles._tileZoom;
    const world = map.project(at, z);
    const [x, y] = [Math.floor(world.x / TILE_PX), Math.floor(world.y / TILE_PX)];
    const tile = tiles._tiles[`${x}:${y}:${z}`]?.el.tile;
    const place = [world.x - x * TILE_PX, world.y - y * TILE_PX];
    const touched = (tile?.features ?? []).filter((feature) => feature.line.isOn && isTouched(feature, place));
    return touched.reverse().map((feature) => told(tiles.layer, feature, at));
  }

  function isTouched({ type, parts, box }, place) {
    if (type === POINT) {
      return parts.some(([[x, y]]) => Math.hypot(x - place[0], y - place[1]) <= app.canvas.MARKER_PX / 2);
    }
    const [left, top, right, bottom] = box;
    const isNear =
      place[0] >= left - REACH_PX && place[0] <= right + REACH_PX && place[1] >= top - REACH_PX && place[1] <= bottom + REACH_PX;
    const geometry = { type: type === POLYGON ? "Polygon" : "MultiLineString", coordinates: parts };
    return isNear && app.touches(geometry, place, type === POLYGON ? 2 : REACH_PX);
  }

  /* What stands for several records leads nearer; a record is told of. */
  function told(layer, { line, properties }, at) {
    return properties.code
      ? { layer, code: properties.code, line }
      : { layer, line, code: line.name, open: () => map.setView(at, map.getZoom() + 2) };
  }
});
