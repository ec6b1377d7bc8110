/* Vector tiles of a layer: fetched once for all that is drawn of them, decoded into the pixels of a tile. */
"use strict";

landrelease.parts.push((app) => {
  const TILE_PX = 256;
  const POINT = 1;
  const POLYGON = 3;
  let decoder = null;

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
    decoder.catch(() => (decoder = null)); // to be tried again
    return decoder;
  }

  function keyOf(layer, { type, properties }) {
    switch (layer) {
      case "hazardous_areas":
        return `${properties.classification}-${properties.status}`;
      case "release_areas":
        return `released-${properties.release_method}`;
      case "eo_items":
        return `found-${properties.eo_category}`;
      default:
        return (properties.is_place ?? type === POINT) ? "task-places" : "tasks";
    }
  }

  /** Give the features of a tile, the lowest first: line of the legend, kind, parts and box in pixels, properties. */
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

  function boxOf(parts) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const part of parts) {
      for (const [x, y] of part) {
        box[0] = Math.min(box[0], x);
        box[1] = Math.min(box[1], y);
        box[2] = Math.max(box[2], x);
        box[3] = Math.max(box[3], y);
      }
    }
    return box;
  }

  async function load(layer, { z, x, y }, signal) {
    const address = app.address(`/tiles/${layer}/${z}/${x}/${y}.mvt`);
    const [{ read, markers }, answer] = await Promise.all([reader(), app.fetch(address, { signal })]);
    if (!answer.ok) {
      throw new Error(`${answer.status}`);
    }
    const bytes = new Uint8Array(await answer.arrayBuffer());
    return { markers, features: bytes.length ? decoded(read(bytes, layer), layer) : [] };
  }

  /** Give the tiles of a layer, for the question as it is now: `load` one, `loaded` if it is there, `drop` it. */
  app.tileSource = (layer) => {
    const tiles = new Map();
    const keyOf = ({ x, y, z }) => `${x}:${y}:${z}`;
    return {
      load(coords) {
        const key = keyOf(coords);
        if (!tiles.has(key)) {
          const stop = new AbortController();
          const tile = { stop, content: null, promise: load(layer, coords, stop.signal) };
          tiles.set(key, tile);
          tile.promise.then(
            (content) => (tile.content = content),
            () => tiles.get(key) === tile && tiles.delete(key),
          );
        }
        return tiles.get(key).promise;
      },
      loaded: (coords) => tiles.get(keyOf(coords))?.content ?? null,
      drop(coords) {
        tiles.get(keyOf(coords))?.stop.abort();
        tiles.delete(keyOf(coords));
      },
    };
  };

  app.tile = { TILE_PX, POINT, POLYGON };
});
