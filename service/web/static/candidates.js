// Where a file would lie in each coordinate system that it may be in: a letter for each, beside its choice.
"use strict";

(function drawCandidates() {
  const plot = document.getElementById("candidates");
  if (!plot) return;
  const FIRST_LETTER = 65;
  const map = L.map(plot, { zoomSnap: 0.5, attributionControl: false });
  L.control.scale({ imperial: false }).addTo(map);
  const groups = JSON.parse(plot.dataset.candidates).map((places, index) => {
    const letter = String.fromCharCode(FIRST_LETTER + index);
    const icon = L.divIcon({ className: "letter", html: letter, iconSize: [22, 22] });
    return L.featureGroup(places.map(([lon, lat]) => L.marker([lat, lon], { icon, keyboard: false }))).addTo(map);
  });
  const everything = L.featureGroup(groups);
  map.fitBounds(everything.getBounds(), { padding: [32, 32], maxZoom: 9, animate: false });

  fetch("/ogc/collections/districts/items?limit=500", { headers: { accept: "application/geo+json" } })
    .then((answer) => (answer.ok ? answer.json() : { type: "FeatureCollection", features: [] }))
    .then((districts) => {
      const name = document.documentElement.lang === "az" ? "name_az" : "name_en";
      L.geoJSON(districts, {
        style: { color: "#444", weight: 1, fillOpacity: 0.02 },
        onEachFeature: (feature, layer) => layer.bindTooltip(feature.properties[name] || "", { sticky: true }),
      }).addTo(map).bringToBack();
      plot.dataset.drawn = String(groups.length);
    });

  document.querySelectorAll("[data-candidate]").forEach((choice) => {
    choice.addEventListener("change", () => {
      const chosen = Number(choice.dataset.candidate);
      groups.forEach((group, index) => group.eachLayer((marker) => marker.getElement().classList.toggle("is-chosen", index === chosen)));
      map.fitBounds(groups[chosen].getBounds(), { padding: [32, 32], maxZoom: 10, animate: false });
    });
  });
  document.getElementById("crs-number").addEventListener("input", () => {
    document.querySelector("input[name=crs][value=other]").checked = true;
  });
})();
