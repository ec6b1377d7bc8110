// The small map of one upload: its features by their gravest issue, and the places of issues. Nothing comes from elsewhere.
"use strict";

(function drawUpload() {
  const plot = document.getElementById("plot");
  if (!plot) return;
  const INKS = {
    error: { color: "#b3261e", weight: 2, dashArray: "5 3", fillColor: "#b3261e", fillOpacity: 0.15 },
    warning: { color: "#8a5a00", weight: 2, fillColor: "#f4a718", fillOpacity: 0.3 },
    around: { color: "#7b8591", weight: 1, dashArray: "2 3", fillColor: "#7b8591", fillOpacity: 0.08 },
    none: { color: "#1f4e9e", weight: 1.5, fillColor: "#1f4e9e", fillOpacity: 0.12 },
  };
  // What a withdrawal takes back is drawn like what is wrong, whatever was found in it.
  const inkOf = ({ properties: { change, severity } }) => INKS[change === "withdrawn" ? "error" : severity] || INKS.none;
  const isPlace = (feature) => "issue" in feature.properties;
  const changes = JSON.parse(plot.dataset.changes);

  const map = L.map(plot, { preferCanvas: true, zoomSnap: 0.5, attributionControl: false });
  L.control.scale({ imperial: false }).addTo(map);
  map.setView([40.2, 47.7], 7);

  function words(feature) {
    const box = document.createElement("div");
    const title = document.createElement("strong");
    const { index, code, change, issue } = feature.properties;
    title.textContent = issue || code || `${plot.dataset.feature} ${index + 1}`;
    box.append(title);
    if (!issue) box.append(document.createElement("br"), `${plot.dataset.feature} ${index + 1} · ${changes[change] || change}`);
    return box;
  }

  function marker(feature, latlng) {
    if (!isPlace(feature)) return L.circleMarker(latlng, { ...inkOf(feature), radius: 6 });
    return L.circleMarker(latlng, { radius: 5, color: "#1d2329", weight: 2, fillColor: "#fff", fillOpacity: 0.8 });
  }

  async function features(address) {
    const answer = await fetch(address, { headers: { accept: "application/geo+json" } });
    return answer.ok ? answer.json() : { type: "FeatureCollection", features: [] };
  }

  const published = (layer, box) => `/ogc/collections/${layer}/items?limit=500&bbox=${box.toBBoxString()}`;

  async function backdrop(layer, box, style) {
    L.geoJSON(await features(published(layer, box)), { interactive: false, style }).addTo(map).bringToBack();
  }

  async function draw() {
    const drawn = L.geoJSON(await features(plot.dataset.shapes), { style: inkOf, pointToLayer: marker });
    drawn.bindPopup((layer) => words(layer.feature)).addTo(map);
    const bounds = drawn.getBounds();
    if (bounds.isValid()) map.fitBounds(bounds, { padding: [40, 40], maxZoom: 16, animate: false });
    else document.getElementById("plot-note").hidden = false;
    const box = map.getBounds().pad(0.5);
    await backdrop("hazardous_areas", box, INKS.around);
    await backdrop("release_areas", box, INKS.around);
    await backdrop("districts", box, { color: "#444", weight: 1, fill: false });
    plot.dataset.drawn = String(drawn.getLayers().length);
  }

  draw();

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-lon]");
    if (link) map.setView([Number(link.dataset.lat), Number(link.dataset.lon)], 17);
  });
})();
