/* Coordinates under the pointer, and of a point that is kept: in degrees, UTM and MGRS, each to be copied. */
"use strict";

landrelease.parts.push((app) => {
  const { element } = landrelease;
  const { map } = app;
  const words = app.texts.tools.coordinates;
  const SYSTEMS = { lonLat: words.lonLat, utm: "UTM", mgrs: "MGRS" };

  /* Transverse Mercator by the series of Krüger, to a millimetre within a zone (EPSG method 9807). */
  const N = 1 / (2 * 298.257223563 - 1);
  const RADIUS_M = (6378137 / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64);
  const SERIES = [
    N / 2 - (2 / 3) * N ** 2 + (5 / 16) * N ** 3,
    (13 / 48) * N ** 2 - (3 / 5) * N ** 3,
    (61 / 240) * N ** 3,
  ];
  const SECOND = (2 * Math.sqrt(N)) / (1 + N);

  /** Give zone, easting and northing of a place on the northern half of the earth. */
  function utm(lon, lat) {
    const zone = Math.floor((lon + 180) / 6) + 1;
    const turn = ((lon - (6 * zone - 183)) * Math.PI) / 180;
    const sine = Math.sin((lat * Math.PI) / 180);
    const t = Math.sinh(Math.atanh(sine) - SECOND * Math.atanh(SECOND * sine));
    const north = Math.atan2(t, Math.cos(turn));
    const east = Math.atanh(Math.sin(turn) / Math.hypot(1, t));
    const sum = (first, over) =>
      SERIES.reduce((total, term, place) => total + term * first(2 * (place + 1) * north) * over(2 * (place + 1) * east), 0);
    return {
      zone,
      easting: 500_000 + 0.9996 * RADIUS_M * (east + sum(Math.cos, Math.sinh)),
      northing: 0.9996 * RADIUS_M * (north + sum(Math.sin, Math.cosh)),
    };
  }

  /** Give a place in every system, as it is copied: to about a metre; MGRS names the square of a metre around it. */
  function written({ lng, lat }) {
    const { zone, easting, northing } = utm(lng, lat);
    const square = mgrs.forward([lng, lat], 5).match(/^(\d+\w)(\w\w)(\d{5})(\d{5})$/);
    return {
      lonLat: `${lng.toFixed(5)}, ${lat.toFixed(5)}`,
      utm: `${zone}N ${easting.toFixed(0)} ${northing.toFixed(0)}`,
      mgrs: square.slice(1).join(" "),
    };
  }

  /* --- under the pointer ------------------------------------------------------------------------------------------- */

  const readout = element("p", "", "readout");
  readout.setAttribute("aria-hidden", "true"); // the keyboard has the tool
  document.querySelector("main").append(readout);
  map.on("mousemove", ({ latlng }) => {
    const place = written(latlng.wrap());
    readout.textContent = `${place.lonLat} · UTM ${place.utm} · MGRS ${place.mgrs}`;
  });
  map.on("mouseout", () => (readout.textContent = ""));

  /* --- a point that is kept ---------------------------------------------------------------------------------------- */

  const tool = app.addTool("coordinates", words.name, { start, stop });
  const fields = Object.entries(SYSTEMS).map(([name, label]) => ({ name, ...app.copyField(label) }));
  const take = element("button", words.take);
  const point = L.circleMarker([0, 0], { radius: 6, color: "#1A1A1A", weight: 2, fillColor: "#FFFFFF", fillOpacity: 1, interactive: false, pane: "popupPane" });
  take.type = "button";
  take.addEventListener("click", () => keep(map.getCenter()));
  tool.body.append(element("p", words.use), ...fields.map(({ row }) => row), take);

  function start() {
    app.tellsRecords = false;
    app.markMiddle(true);
    map.on("click", clicked);
    keep(map.getCenter());
  }

  function stop() {
    app.tellsRecords = true;
    app.markMiddle(false);
    map.off("click", clicked);
    point.remove();
  }

  function clicked({ latlng }) {
    keep(latlng.wrap());
  }

  function keep(place) {
    const texts = written(place);
    fields.forEach(({ name, field }) => (field.value = texts[name]));
    point.setLatLng(place).addTo(map);
  }
});
