/* Layers of more records than a page holds: their tiles on the map, ground and markers, and what is at a place. */
"use strict";

landrelease.parts.push((app) => {
  const { map } = app;
  const { TILE_PX, POINT, POLYGON } = app.tile;
  const MARGIN_PX = 16; // markers reach over the edges of their tile
  const REACH_PX = 6;
  const LEAST_ZOOM = { eo_items: app.settings.nearZoom }; // farther off so many points would hide all else
  const shown = new Map(); // of each layer: its source, and its tiles on the map

  /* --- tiles on the map: ground and markers lie in panes of their own, for tasks lie between them ------------------- */

  const Canvases = L.GridLayer.extend({
    initialize(source, drawn, options) {
      L.GridLayer.prototype.initialize.call(this, { maxZoom: 19, updateWhenZooming: false, ...options });
      this.source = source;
      this.drawn = drawn;
    },

    createTile(coords, done) {
      const element = document.createElement("div");
      const canvas = app.canvas.sheet(TILE_PX + 2 * MARGIN_PX, TILE_PX + 2 * MARGIN_PX);
      canvas.className = "tile-canvas";
      element.append(canvas);
      const draw = (content) => this.draw(canvas, content, coords);
      this.source.load(coords).then(
        (content) => done(null, element, draw(content)),
        (error) => done(error, element),
      );
      element.again = () => this.source.loaded(coords) && draw(this.source.loaded(coords));
      return element;
    },

    draw(canvas, { features, markers }, coords) {
      const context = canvas.getContext("2d");
      context.setTransform(app.canvas.SCALE, 0, 0, app.canvas.SCALE, 0, 0);
      context.clearRect(0, 0, canvas.width, canvas.height);
      context.translate(MARGIN_PX, MARGIN_PX);
      this.drawn(context, features.filter((feature) => feature.line.isOn), { coords, markers });
    },

    /** Draw again what is loaded: the legend has changed. */
    again() {
      Object.values(this._tiles).forEach(({ el }) => el.again());
    },
  });

  const ground = (context, features, { coords }) => app.tileDrawing.drawGround(context, features, coords);
  const markers = (context, features, { markers }) => app.tileDrawing.drawMarkers(context, features, markers);

  function added(layer, old) {
    const ranks = [...app.layers.values()].filter((line) => line.layer === layer).map((line) => line.rank);
    const source = app.tileSource(layer);
    const below = new Canvases(source, ground, { pane: `rank-${Math.min(...ranks)}` });
    const above = new Canvases(source, markers, { pane: `markers-${Math.max(...ranks)}`, minZoom: LEAST_ZOOM[layer] });
    const canvases = { release_areas: [below], eo_items: [above] }[layer] ?? [below, above];
    const [first] = canvases;
    const redraw = () => canvases.forEach((each) => each.redraw());
    first.on("tileunload", ({ coords }) => source.drop(coords));
    first.on("tileerror", ({ error }) => {
      if (error.name !== "AbortError") {
        app.failed(null, redraw, app.texts.tilesFailed);
      }
    });
    const isReplaced = old && map.getZoom() >= (LEAST_ZOOM[layer] ?? 0);
    const replaced = isReplaced ? new Promise((kept) => first.once("load", kept)) : Promise.resolve();
    replaced.then(() => old?.canvases.forEach((each) => each.remove())); // until then nothing flickers
    canvases.forEach((each) => each.addTo(map));
    return { layer, source, canvases };
  }

  app.on("contents", (contents) => {
    for (const layer of new Set([...shown.keys(), ...Object.keys(contents.layers)])) {
      const old = shown.get(layer);
      if (contents.layers[layer] === "tiles") {
        shown.set(layer, added(layer, old));
      } else if (old) {
        old.canvases.forEach((canvases) => canvases.remove());
        shown.delete(layer);
      }
    }
  });

  let before = "";
  app.on("draw", () => {
    const turnedOn = [...app.layers.values()].map((line) => line.isOn).join();
    if (turnedOn !== before) {
      shown.forEach(({ canvases }) => canvases.forEach((each) => each.again()));
    }
    before = turnedOn;
  });

  /* --- what is at a place ------------------------------------------------------------------------------------------- */

  app.finders.push((at) => [...shown.values()].flatMap((tiles) => found(tiles, at)));

  function found({ layer, source, canvases: [drawn] }, at) {
    const z = drawn._tileZoom;
    const world = map.project(at, z);
    const around = [-1, 0, 1].flatMap((right) => [-1, 0, 1].map((down) => [right, down]));
    return around.flatMap(([right, down]) => {
      const [x, y] = [Math.floor(world.x / TILE_PX) + right, Math.floor(world.y / TILE_PX) + down];
      const place = [world.x - x * TILE_PX, world.y - y * TILE_PX];
      const features = source.loaded({ x, y, z })?.features ?? [];
      const isHere = right === 0 && down === 0; // of the tiles around, only markers reach over their edges
      const touched = features.filter(
        (feature) => feature.line.isOn && (isHere || feature.type === POINT) && isTouched(feature, place),
      );
      return touched.reverse().map((feature) => told(layer, feature, at));
    });
  }

  function isTouched({ type, parts, box: [left, top, right, bottom] }, place) {
    const reach = type === POINT ? app.canvas.MARKER_PX / 2 : REACH_PX;
    const [x, y] = place;
    if (x < left - reach || x > right + reach || y < top - reach || y > bottom + reach) {
      return false;
    }
    if (type === POINT) {
      return parts.some(([[left, top]]) => Math.hypot(left - x, top - y) <= reach);
    }
    const geometry = { type: type === POLYGON ? "Polygon" : "MultiLineString", coordinates: parts };
    return app.touches(geometry, place, type === POLYGON ? 2 : REACH_PX);
  }

  /* What stands for several records leads nearer; a record is told of. */
  function told(layer, { line, properties }, at) {
    return properties.code
      ? { layer, code: properties.code, line }
      : { layer, line, code: line.name, open: () => map.setView(at, map.getZoom() + 2) };
  }
});
