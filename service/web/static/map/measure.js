/* Measuring lengths and areas between points of the map: geodesic, on the ellipsoid that the ledger measures on. */
"use strict";

landrelease.parts.push((app) => {
  const { element } = landrelease;
  const { map } = app;
  const words = app.texts.tools.measure;
  const STYLE = { color: "#1A1A1A", weight: 2, interactive: false };
  const FILL = { ...STYLE, fillColor: "#1F4E9E", fillOpacity: 0.15 };
  const M2_PER_HA = 10_000;
  const M2_PER_KM2 = 1_000_000;
  let points = [];

  const drawn = L.featureGroup();
  const tool = app.addTool("measure", words.name, { start, stop });
  const kinds = ["length", "area"].map(kindChoice);
  const result = element("dl", "", "measured");
  const heard = element("div");
  const buttons = [
    [words.add, () => add(map.getCenter())],
    [words.undo, () => set(points.slice(0, -1))],
    [words.clear, () => set([])],
  ].map(([text, click]) => {
    const made = element("button", text);
    made.type = "button";
    made.addEventListener("click", click);
    return made;
  });
  heard.setAttribute("role", "status");
  heard.append(result);
  tool.body.append(element("p", words.use), choices(), heard, row(buttons), element("p", words.note, "note"));

  function kindChoice(kind) {
    const label = element("label");
    const box = element("input");
    Object.assign(box, { type: "radio", name: "measured", value: kind, checked: kind === "length" });
    box.addEventListener("change", () => set(points));
    label.append(box, words[kind]);
    return label;
  }

  function choices() {
    const group = element("p", "", "kinds");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", words.name);
    group.append(...kinds);
    return group;
  }

  function row(made) {
    const line = element("p", "", "buttons");
    line.append(...made);
    return line;
  }

  function start() {
    app.tellsRecords = false;
    app.markMiddle(true);
    map.doubleClickZoom.disable();
    map.on("click", clicked);
    drawn.addTo(map);
    set([]);
  }

  function stop() {
    app.tellsRecords = true;
    app.markMiddle(false);
    map.doubleClickZoom.enable();
    map.off("click", clicked);
    drawn.remove();
  }

  function clicked({ latlng }) {
    add(latlng);
  }

  function add(place) {
    const last = points.at(-1);
    if (!last?.equals(place)) {
      set([...points, place.wrap()]);
    }
  }

  function set(changed) {
    points = changed;
    const isArea = kinds[1].firstChild.checked;
    drawn.clearLayers();
    drawn.addLayer(isArea ? L.polygon(points, FILL) : L.polyline(points, STYLE));
    points.forEach((place) => drawn.addLayer(L.circleMarker(place, { ...STYLE, radius: 4, fillColor: "#FFFFFF", fillOpacity: 1 })));
    result.replaceChildren(...(isArea ? areaLines() : lengthLines()));
    buttons[1].disabled = buttons[2].disabled = points.length === 0;
  }

  function lengthLines() {
    return line(words.length, lengthTexts(measured(false).perimeter));
  }

  function areaLines() {
    const { area, perimeter } = measured(true);
    const areaM2 = points.length > 2 ? Math.abs(area) : 0;
    return [...line(words.area, areaTexts(areaM2)), ...line(words.perimeter, lengthTexts(points.length > 2 ? perimeter : 0))];
  }

  /** Give the length of the points' line, or area and perimeter of the ground within them. */
  function measured(isArea) {
    const outline = geodesic.Geodesic.WGS84.Polygon(!isArea);
    points.forEach(({ lat, lng }) => outline.AddPoint(lat, lng));
    return outline.Compute(false, true);
  }

  function line(name, texts) {
    return [element("dt", name), ...texts.map((text) => element("dd", text))];
  }

  function lengthTexts(lengthM) {
    const texts = [`${app.numberText(lengthM, 0)} m`];
    return lengthM < 1000 ? texts : [...texts, `${app.numberText(lengthM / 1000, 2)} km`];
  }

  function areaTexts(areaM2) {
    const [ha, km2] = [areaM2 / M2_PER_HA, areaM2 / M2_PER_KM2];
    const texts = [`${app.numberText(areaM2, 0)} m²`, `${app.numberText(ha, haDecimals(ha))} ha`];
    return km2 < 0.1 ? texts : [...texts, `${app.numberText(km2, km2 < 1 ? 3 : 2)} km²`];
  }

  function haDecimals(ha) {
    return ha >= 1 ? 1 : ha > 0 ? 4 : 0;
  }
});
