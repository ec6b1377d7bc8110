// The map of one upload over what is stored: features filled by what approval does with them, outlined by what was found
// in them, switched on and off by the legend. Nothing comes from elsewhere.
"use strict";

(function drawUpload() {
  const plot = document.getElementById("plot");
  if (!plot) return;
  const FILLS = {
    new: { fillColor: "#1f4e9e", fillOpacity: 0.3, color: "#1f4e9e", weight: 1.5 },
    changed: { fillColor: "#a0328c", fillOpacity: 0.3, color: "#a0328c", weight: 1.5, dashArray: "8 3" },
    unchanged: { fillColor: "#7b8591", fillOpacity: 0.15, color: "#565f6b", weight: 1, dashArray: "2 3" },
    left_out: { fillColor: "#ffffff", fillOpacity: 0.4, color: "#565f6b", weight: 1, dashArray: "1 4" },
    withdrawn: { fillColor: "#b3261e", fillOpacity: 0.15, color: "#b3261e", weight: 2, dashArray: "5 3" },
  };
  const EDGES = {
    error: { color: "#b3261e", weight: 3, dashArray: "5 3" },
    warning: { color: "#8a5a00", weight: 2.5, dashArray: null },
  };
  const SOURCE = { color: "#1d2329", weight: 2, dashArray: "1 5", fill: false, radius: 4 };
  const PLACE = { radius: 5, color: "#1d2329", weight: 2, fillColor: "#fff", fillOpacity: 0.8 };
  const CLOSE_ZOOM = 17;
  const PLACES_AT_FIRST = 500; // more would hide what they lie on

  const map = L.map(plot, { preferCanvas: true, zoomSnap: 0.5, attributionControl: false });
  L.control.scale({ imperial: false }).addTo(map);
  map.setView([40.2, 47.7], 7);
  const legend = plot.parentElement;
  const note = document.getElementById("plot-note");
  const symbols = JSON.parse(plot.dataset.symbols);
  const switchOf = (kind, value) => legend.querySelector(value === undefined ? `[data-${kind}]` : `[data-${kind}="${value}"]`);
  const isOn = (box) => !box || box.checked;
  const severityOf = ({ severity }) => (severity in EDGES ? severity : "none");
  const styleOf = ({ properties }) => ({ ...FILLS[properties.change], ...EDGES[properties.severity] });

  function drawn(style, more) {
    return { style, pointToLayer: (feature, at) => L.circleMarker(at, { radius: 6, ...style(feature) }), ...more };
  }

  async function fetched(address) {
    const answer = await fetch(address, { headers: { accept: "application/geo+json" } });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return (await answer.json()).features;
  }

  // A popup is asked for when it is opened; it says the issues in the reader's language.
  function describe(feature, layer) {
    layer.bindPopup(plot.dataset.loading, { maxWidth: 300, maxHeight: 260 });
    layer.on("popupopen", async ({ popup }) => {
      try {
        const answer = await fetch(`${plot.dataset.upload}/features/${feature.properties.index}`);
        const box = document.createElement("div");
        box.innerHTML = answer.ok ? await answer.text() : plot.dataset.failed;
        popup.setContent(box);
      } catch {
        popup.setContent(plot.dataset.failed);
      }
    });
  }

  function named(words) {
    const box = document.createElement("div");
    box.textContent = words;
    return box;
  }

  function count(box, number) {
    if (!box) return;
    const line = box.closest("li");
    line.hidden = number === 0;
    const told = line.querySelector(".number");
    if (!told.textContent) told.textContent = number.toLocaleString(document.documentElement.lang);
  }

  // Each switch turns groups of layers on and off; a feature is shown when both its change and its severity are on. All
  // are drawn on one canvas, so that each can be clicked: stored records first, places of issues last.
  const groups = [];
  function grouped(place, features, keyOf, boxesOf, options) {
    const byKey = new Map();
    features.forEach((feature) => {
      const key = keyOf(feature.properties);
      byKey.set(key, [...(byKey.get(key) || []), feature]);
    });
    byKey.forEach((of, key) => {
      groups.push({ place, layer: L.geoJSON(of, options), boxes: boxesOf(of[0].properties, key, of.length) });
    });
    groups.sort((a, b) => a.place - b.place);
  }

  function apply() {
    groups.forEach(({ layer, boxes }) => {
      if (!boxes.every(isOn)) layer.remove();
      else layer.addTo(map).bringToFront(); // so that the order stays, whatever was switched
    });
  }

  async function drawFeatures() {
    const all = await fetched(`${plot.dataset.upload}/features.geojson`);
    const places = all.filter(({ properties }) => "issue" in properties);
    const sources = all.filter(({ properties }) => properties.is_source);
    const features = all.filter(({ properties }) => "change" in properties);
    // The gravest were sent first and are drawn last, on top.
    grouped(
      1,
      features.reverse(),
      (told) => `${told.change} ${severityOf(told)}`,
      (told) => [switchOf("change", told.change), switchOf("severity", severityOf(told))],
      drawn(styleOf, { onEachFeature: describe }),
    );
    grouped(2, sources, () => "source", () => [switchOf("sources")], drawn(() => SOURCE, {
      onEachFeature: ({ properties }, layer) => layer.bindPopup(() => named(`${properties.code || ""} ${plot.dataset.source}`)),
    }));
    grouped(3, places, () => "place", () => [switchOf("places")], drawn(() => PLACE, {
      onEachFeature: ({ properties }, layer) => layer.bindPopup(() => named(`${plot.dataset.issue}: ${properties.issue}`)),
    }));
    count(switchOf("places"), places.length);
    if (places.length > PLACES_AT_FIRST) switchOf("places").checked = false;
    count(switchOf("sources"), sources.length);
    document.getElementById("plot-sources").hidden = sources.length === 0;
    const bounds = L.geoJSON([...features, ...sources, ...places]).getBounds();
    if (bounds.isValid()) map.fitBounds(bounds, { padding: [40, 40], maxZoom: 16, animate: false });
    else note.hidden = false;
    apply();
    return features.length + places.length;
  }

  async function drawAround() {
    const records = await fetched(`${plot.dataset.upload}/around.geojson`);
    // The legend begins with what lies on top: hazard above everything released.
    const ranks = [...legend.querySelectorAll("[data-symbol]")].map((box) => box.dataset.symbol);
    records.sort((a, b) => ranks.indexOf(b.properties.symbol) - ranks.indexOf(a.properties.symbol));
    grouped(0, records, (told) => told.symbol, (told, key, of) => {
      const box = switchOf("symbol", key);
      count(box, of);
      return [box];
    }, drawn(({ properties }) => symbols[properties.symbol], {
      onEachFeature: ({ properties }, layer) => {
        if (properties.layer === "districts") return;
        layer.bindPopup(() => {
          const link = document.createElement("a");
          link.href = `/records/${properties.layer}/${encodeURIComponent(properties.code)}`;
          link.textContent = properties.code;
          return link;
        });
      },
    }));
    document.getElementById("plot-around").hidden = records.length === 0;
    const most = Math.max(0, ...["release_areas", "hazardous_areas", "tasks"].map((layer) => records.filter((r) => r.properties.layer === layer).length));
    document.getElementById("plot-around-note").hidden = most < Number(plot.dataset.aroundLimit);
    apply();
  }

  async function draw() {
    try {
      const drawn = await drawFeatures();
      await drawAround();
      plot.dataset.drawn = String(drawn);
    } catch {
      note.textContent = plot.dataset.failed;
      note.hidden = false;
    }
  }

  draw();
  legend.addEventListener("change", apply);

  let shown;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-lon]");
    if (!link) return;
    const place = [Number(link.dataset.lat), Number(link.dataset.lon)];
    map.setView(place, CLOSE_ZOOM);
    shown?.remove();
    shown = L.circleMarker(place, { ...PLACE, radius: 14, fill: false, weight: 3, interactive: false }).addTo(map);
    plot.focus({ preventScroll: true });
  });
})();
