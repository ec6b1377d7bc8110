/* Symbols as pictures and on canvas: markers, letters, hatches, areas, and the squares of summaries. */
"use strict";

landrelease.parts.push((app) => {
  const MARKER_PX = 22;
  const HATCH_SCALE = 4;
  const SCALE = Math.max(1, Math.round(window.devicePixelRatio || 1));
  const icons = new Map();
  const hatches = new Map();

  /* --- markers and letters ------------------------------------------------------------------------------------------ */

  /* A picture knows no fonts of the page. */
  function pictureOf(svg) {
    const lettered = svg.replaceAll("<text ", '<text font-family="system-ui, Segoe UI, Roboto, DejaVu Sans, sans-serif" ');
    return `data:image/svg+xml,${encodeURIComponent(lettered)}`;
  }

  function icon(name, svg, side = MARKER_PX) {
    if (!icons.has(name)) {
      const options = { iconUrl: pictureOf(svg), iconSize: [side, side], className: "marker" };
      icons.set(name, L.icon(options));
    }
    return icons.get(name);
  }

  /** Give the marker of a line as an icon of Leaflet. */
  app.markerIcon = (line, side = MARKER_PX) => icon(`${line.key} ${side}`, line.marker, side);

  /** Give the letter of a line alone, for where the outline is seen. */
  app.letterIcon = (line) => icon(`letter-${line.letter}`, line.marker.replace(/<circle[^>]*>/g, ""));

  /** Draw the marker of each line once, for canvases; the promise gives pictures by the keys of the lines. */
  app.markerPictures = async () => {
    const marked = [...app.layers.values()].filter((line) => line.marker);
    const drawn = await Promise.all(marked.map(async (line) => [line.key, await raster(line.marker)]));
    return new Map(drawn);
  };

  async function raster(svg) {
    const picture = new Image(MARKER_PX * SCALE, MARKER_PX * SCALE);
    picture.src = pictureOf(svg);
    await picture.decode();
    const canvas = sheet(MARKER_PX, MARKER_PX);
    canvas.getContext("2d").drawImage(picture, 0, 0, MARKER_PX, MARKER_PX);
    return canvas;
  }

  /** Make a canvas that is sharp on the screen; it is drawn on in CSS pixels. */
  function sheet(width, height) {
    const canvas = document.createElement("canvas");
    canvas.width = width * SCALE;
    canvas.height = height * SCALE;
    canvas.getContext("2d").scale(SCALE, SCALE);
    return canvas;
  }

  /* --- hatches ------------------------------------------------------------------------------------------------------ */

  /* A pattern repeats in the world, not in the tile: it is shifted so that it goes on across the tiles' edges. */
  function hatch(context, line, origin) {
    const { kind, angleDeg = 0, stepPx } = line.hatch;
    if (!hatches.has(line.key)) {
      hatches.set(line.key, (kind === "dots" ? dot : stripe)(line.hatch));
    }
    const pattern = context.createPattern(hatches.get(line.key), "repeat");
    const finer = stepPx / hatches.get(line.key).width;
    pattern.setTransform(new DOMMatrix().translate(-origin.x, -origin.y).rotate(-angleDeg).scale(finer));
    return pattern;
  }

  /* One repeat, drawn larger, so that steps of half a pixel stay true. */
  function repeat({ stepPx, color }) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = stepPx * HATCH_SCALE;
    const context = canvas.getContext("2d");
    context.scale(HATCH_SCALE, HATCH_SCALE);
    context.fillStyle = color;
    return context;
  }

  function stripe(hatch) {
    const context = repeat(hatch);
    context.fillRect(0, (hatch.stepPx - hatch.widthPx) / 2, hatch.stepPx, hatch.widthPx);
    return context.canvas;
  }

  function dot(hatch) {
    const context = repeat(hatch);
    context.arc(hatch.stepPx / 2, hatch.stepPx / 2, hatch.radiusPx, 0, 2 * Math.PI);
    context.fill();
    return context.canvas;
  }

  /* --- areas and lines ---------------------------------------------------------------------------------------------- */

  /** Draw the outlines of a line of the legend, given as one path; `origin` is where the canvas lies in the world. */
  function drawAreas(context, line, path, { origin, isSmall }) {
    const { style } = line;
    if (style.fill) {
      context.globalAlpha = style.fillOpacity;
      context.fillStyle = style.fillColor;
      context.fill(path, "evenodd");
      context.globalAlpha = 1;
      if (line.hatch && !isSmall) {
        context.fillStyle = hatch(context, line, origin);
        context.fill(path, "evenodd");
      }
    }
    drawLines(context, line, path);
  }

  function drawLines(context, line, path) {
    const { style } = line;
    context.strokeStyle = style.color;
    context.lineWidth = style.weight;
    context.setLineDash(style.dashArray ? style.dashArray.split(" ").map(Number) : []);
    context.lineJoin = "round";
    context.stroke(path);
    context.setLineDash([]);
  }

  /** Write the letter of a line, dark on a light edge. */
  function drawLetter(context, letter, x, y) {
    context.font = "700 13px system-ui, sans-serif";
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineWidth = 3;
    context.strokeStyle = "rgba(255, 255, 255, 0.75)";
    context.strokeText(letter, x, y);
    context.fillStyle = "#1A1A1A";
    context.fillText(letter, x, y);
  }

  /** Draw a square of a summary: its bands are the methods, each as wide as its share. */
  function drawSquare(context, x, y, side, shares) {
    let left = x - side / 2;
    for (const [line, share] of shares) {
      const { style } = line;
      context.fillStyle = style.fillColor;
      context.globalAlpha = Math.min(1, style.fillOpacity + 0.25);
      context.fillRect(left, y - side / 2, side * share, side);
      left += side * share;
    }
    context.globalAlpha = 1;
    const [[main]] = shares;
    context.strokeStyle = main.style.color;
    context.lineWidth = 1;
    context.setLineDash(main.style.dashArray ? [2, 1] : []);
    context.strokeRect(x - side / 2, y - side / 2, side, side);
    context.setLineDash([]);
  }

  app.canvas = { MARKER_PX, SCALE, drawAreas, drawLetter, drawLines, drawSquare, sheet };
});
