/* The ground beneath the records: the country, districts with their names, towns and villages. */
"use strict";

landrelease.parts.push((app) => {
  const LABEL_GAP_PX = 3;
  const LABEL_SHIFTS_PX = [0, -20, 20, -40, 40, -60, 60];
  const COUNTRY = {
    color: "#5F6B76", weight: 1.5, fillColor: "#FBFBF9", fillOpacity: 1, interactive: false, pane: "ground",
  };
  const { map } = app;
  const districts = app.layers.get("districts");
  const places = app.layers.get("places");
  let names = [];

  let base = null;

  /** Draw the country once, and give its towns. */
  function ground() {
    base ??= Promise.all([app.get("base/country.geojson"), app.get("base/places.geojson")]).then(([country, towns]) => {
      const drawn = L.geoJSON(country, { style: COUNTRY }).addTo(map);
      map.setMaxBounds(drawn.getBounds().pad(0.3));
      return towns.features.toSorted(byImportance);
    });
    base.catch(() => (base = null)); // to be tried again
    return base;
  }

  ground().catch(() => {}); // begun early; what fails is told when it is needed

  app.on("contents", async (contents) => {
    const [towns, areas] = await Promise.all([ground(), app.get("features/districts")]);
    if (contents !== app.contents) {
      return;
    }
    districts.group.clearLayers();
    places.group.clearLayers();
    L.geoJSON(areas, { style: { ...districts.style, pane: "ground", interactive: false } }).addTo(districts.group);
    const named = areas.features.filter((area) => area.properties.middle);
    names = [
      ...named.map((area) => label(districts, area.properties.name, area.properties.middle, "district-name", 0)),
      ...towns.map((town) => label(places, nameOf(town), town.geometry.coordinates, "place-name", zoomOf(town))),
    ];
  });

  function byImportance(one, other) {
    return one.properties.rank - other.properties.rank || other.properties.population - one.properties.population;
  }

  function nameOf(town) {
    return town.properties[`name_${app.settings.language}`];
  }

  /** Give the zoom from which a place is named. */
  function zoomOf(town) {
    const { rank, population } = town.properties;
    return rank === 1 ? 6 : app.settings.placeZooms.find(([least]) => population >= least)[1];
  }

  function label(line, name, [lon, lat], className, zoom) {
    const text = landrelease.element("span", name);
    const icon = L.divIcon({ html: text, className: `label ${className}`, iconSize: null });
    const marker = L.marker([lat, lon], { icon, pane: "names", interactive: false, keyboard: false });
    return { line, marker, text, zoom };
  }

  /* Names in order of importance: each moves up or down out of the way of markers and other names, or is left out. */
  app.on("draw", ({ view }) => {
    for (const line of [districts, places]) {
      app.show(line.group, line.isOn);
    }
    const markers = [...document.querySelectorAll(".folium-map .marker")].map((each) => each.getBoundingClientRect());
    const taken = [];
    for (const name of names) {
      const isWanted = name.line.isOn && map.getZoom() >= name.zoom && view.contains(name.marker.getLatLng());
      app.show(name.marker, isWanted, name.line.group);
      if (isWanted) {
        place(name, markers, taken);
      }
    }
  });

  function place({ text, zoom }, markers, taken) {
    text.style.marginTop = "0";
    const box = text.getBoundingClientRect();
    const shifts = (zoom ? [0] : LABEL_SHIFTS_PX).filter((shift) => isFree(box, shift, taken));
    const best = shifts.find((shift) => isFree(box, shift, markers)) ?? shifts[0];
    text.parentElement.style.visibility = best === undefined ? "hidden" : "";
    if (best !== undefined) {
      text.style.marginTop = `${best}px`;
      taken.push(moved(box, best));
    }
  }

  function moved(box, shift) {
    return { left: box.left, right: box.right, top: box.top + shift, bottom: box.bottom + shift };
  }

  function isFree(box, shift, others) {
    const one = moved(box, shift);
    return others.every(
      (other) =>
        one.right + LABEL_GAP_PX < other.left ||
        other.right + LABEL_GAP_PX < one.left ||
        one.bottom < other.top ||
        other.bottom < one.top,
    );
  }
});
