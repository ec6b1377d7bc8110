/* What a tile shows: outlines with hatches and letters, squares of summaries, and above them markers. */
"use strict";

landrelease.parts.push((app) => {
  const { TILE_PX, POINT, POLYGON } = app.tile;
  const CELLS = 32;
  const EARTH_M = 40_075_016.686;
  const LETTER_PX = 24;
  const SMALL_PX = 3;
  const LEAST_SQUARE_PX = 3;

  function isSummary({ type, properties }) {
    return type === POINT && properties.release_count !== undefined;
  }

  /** Draw the ground of a tile; what its buffer holds is cut off, so that its edges are not seen. */
  function drawGround(context, features, coords) {
    const origin = { x: coords.x * TILE_PX, y: coords.y * TILE_PX };
    context.save();
    context.beginPath();
    context.rect(0, 0, TILE_PX, TILE_PX);
    context.clip();
    const areas = features.filter(({ type }) => type !== POINT);
    areas.forEach((feature) => drawOutline(context, feature, origin));
    areas.filter(hasLetter).forEach(({ line, box: [left, top, right, bottom] }) => {
      app.canvas.drawLetter(context, line.letter, (left + right) / 2, (top + bottom) / 2);
    });
    drawSquares(context, features.filter(isSummary), coords);
    context.restore();
  }

  function drawOutline(context, feature, origin) {
    const [left, top, right, bottom] = feature.box;
    const isSmall = right - left < SMALL_PX && bottom - top < SMALL_PX;
    feature.path ??= pathOf(feature);
    if (feature.type === POLYGON) {
      app.canvas.drawAreas(context, feature.line, feature.path, { origin, isSmall });
    } else {
      app.canvas.drawLines(context, feature.line, feature.path);
    }
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

  /* What the tile's edge cuts has its letter where more of it is, and a bent outline none beside it. */
  function hasLetter({ line, type, parts, box: [left, top, right, bottom] }) {
    const isCut = left < 0 || top < 0 || right > TILE_PX || bottom > TILE_PX;
    const isWide = Math.min(right - left, bottom - top) >= (isCut ? 3 : 1) * LETTER_PX;
    const middle = [(left + right) / 2, (top + bottom) / 2];
    return type === POLYGON && line.style.fill && isWide && app.touches({ type: "Polygon", coordinates: parts }, middle, 0);
  }

  /* --- summaries: a cell is a square whose side follows the share of its ground that was released ------------------- */

  function drawSquares(context, summaries, coords) {
    for (const { x, y, methods } of cellsOf(summaries)) {
      const total = [...methods.values()].reduce((sum, m2) => sum + m2, 0);
      const cellM = (EARTH_M / 2 ** coords.z / CELLS) * Math.cos((latitudeOf(coords, y) * Math.PI) / 180);
      const widest = TILE_PX / CELLS;
      const side = Math.max(LEAST_SQUARE_PX, Math.min(widest, widest * Math.sqrt(total / cellM ** 2)));
      const shares = [...methods].sort(([, one], [, other]) => other - one).map(([line, m2]) => [line, m2 / total]);
      app.canvas.drawSquare(context, x, y, side, shares);
    }
  }

  function cellsOf(summaries) {
    const cells = new Map();
    for (const { line, parts, properties } of summaries) {
      const [x, y] = parts[0][0];
      const cell = cells.get(`${x} ${y}`) ?? { x, y, methods: new Map() };
      cell.methods.set(line, (cell.methods.get(line) ?? 0) + (properties.released_m2 || 1));
      cells.set(`${x} ${y}`, cell);
    }
    return cells.values();
  }

  function latitudeOf({ y, z }, inTile) {
    const turned = Math.PI * (1 - (2 * (y + inTile / TILE_PX)) / 2 ** z);
    return (Math.atan(Math.sinh(turned)) * 180) / Math.PI;
  }

  /* --- markers: each point belongs to one tile; where they crowd, smaller pictures keep them apart ------------------- */

  function drawMarkers(context, features, pictures) {
    const points = features.filter((feature) => feature.type === POINT && !isSummary(feature));
    const side = app.markerSide(points.reduce((count, { parts }) => count + parts.length, 0));
    for (const { line, parts } of points) {
      for (const [x, y] of parts.map(([place]) => place).filter(isInside)) {
        if (pictures.has(line.key)) {
          context.drawImage(pictures.get(line.key), x - side / 2, y - side / 2, side, side);
        } else {
          drawDisc(context, line.style, x, y);
        }
      }
    }
  }

  /** Give the side of the markers of a tile by their number, in pixels. */
  app.markerSide = (count) => (count > 400 ? 9 : count > 120 ? 15 : app.canvas.MARKER_PX);

  function isInside([x, y]) {
    return x >= 0 && x < TILE_PX && y >= 0 && y < TILE_PX;
  }

  function drawDisc(context, style, x, y) {
    context.beginPath();
    context.arc(x, y, 5, 0, 2 * Math.PI);
    context.fillStyle = style.fillColor ?? "#FFFFFF"; // grounds that are counted are drawn as a disc too
    context.strokeStyle = style.color;
    context.lineWidth = style.weight;
    context.fill();
    context.stroke();
  }

  app.tileDrawing = { drawGround, drawMarkers, isSummary };
});
