/* The map in the frame of another page of the service: it tells its view and what was opened, and opens what it is told. */
"use strict";

landrelease.parts.push((app) => {
  const { map, texts } = app;
  const isFramed = window.parent !== window;

  L.control.zoom({ zoomInTitle: texts.zoomIn, zoomOutTitle: texts.zoomOut }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  map.attributionControl?.setPrefix(false);
  document.body.classList.toggle("is-framed", isFramed);

  function tell() {
    const view = map.getBounds();
    post("view", {
      west: view.getWest(),
      south: view.getSouth(),
      east: view.getEast(),
      north: view.getNorth(),
      zoom: map.getZoom(),
      hash: window.location.hash,
      asOf: app.question.get("as_of"),
    });
  }

  function post(landrelease, told) {
    window.parent.postMessage({ landrelease, ...told }, window.location.origin);
  }

  if (isFramed) {
    app.on("view", tell);
    app.on("contents", tell);
    app.on("opened", (record) => post("opened", record));
    window.addEventListener("message", ({ source, origin, data }) => {
      if (source !== window.parent || origin !== window.location.origin) {
        return;
      }
      if (data?.landrelease === "open") {
        open(data);
      } else if (data?.landrelease === "page") {
        app.pageAddress = data.address;
      }
    });
  }

  function open({ lon, lat, zoom, layer, code }) {
    map.setView([lat, lon], zoom ?? Math.max(map.getZoom(), app.settings.nearZoom + 2));
    if (layer && code) {
      app.openRecord(layer, code, L.latLng(lat, lon));
    }
  }
});
