/* What the overview map does in the browser; gis/maps makes the page, its layers and all its words. */
"use strict";

const landrelease = (() => {
  const LABEL_GAP_PX = 3;
  const LABEL_SHIFTS_PX = [0, -20, 20, -40, 40, -60, 60];

  const POPUP = { maxWidth: 280, autoPanPaddingTopLeft: [56, 16] }; // clear of the zoom buttons

  let map;
  let layers;
  let settings;

  /* --- popups and labels: Folium calls these for each feature while it makes the layers -------------------------- */

  /** Give the function that ties a popup to a feature of a kind; it is written when it is opened. */
  function describe(kind, key) {
    return (feature, layer) => {
      layer.options.title = feature.properties.code;
      layer.bindPopup(() => card(kind, key, feature.properties, layer), POPUP);
    };
  }

  /** Give the function that turns the marker of a point into its name. */
  function label(className) {
    return (feature, marker) => {
      const name = element("span", feature.properties.code);
      marker.setIcon(L.divIcon({ html: name, className: `label ${className}`, iconSize: null }));
    };
  }

  /** Give the style of areas that are each filled with a colour of their own. */
  function filled(style) {
    return (feature) => ({ ...style, fillColor: feature.properties.color });
  }

  function card(kind, key, properties, layer) {
    const body = element("div", "", "card");
    body.append(element("p", settings.kinds[kind], "kind"), element("h2", properties.code || settings.texts.noTask));
    const symbol = layers.find((each) => each.key === key);
    if (symbol) {
      body.append(chipLine(symbol));
    }
    body.append(fieldList(properties), links(kind, properties, layer));
    return body;
  }

  function chipLine(symbol) {
    const line = element("p", "", "status");
    line.insertAdjacentHTML("afterbegin", symbol.chip);
    line.append(" ", symbol.name);
    return line;
  }

  function fieldList(properties) {
    const list = element("dl");
    for (const [name, words] of settings.fields) {
      if (properties[name]) {
        list.append(element("dt", words), element("dd", properties[name]));
      }
    }
    return list;
  }

  function links(kind, properties, layer) {
    const line = element("p", "", "links");
    for (const [words, address] of properties.id ? settings.links : []) {
      const link = element("a", words);
      link.href = address
        .replace("{layer}", kind)
        .replace("{id}", encodeURIComponent(properties.id))
        .replace("{code}", encodeURIComponent(properties.code));
      link.target = "_top";
      line.append(link, " ");
    }
    const zoom = element("button", settings.texts.zoomTo);
    zoom.type = "button";
    zoom.addEventListener("click", () => zoomTo(layer));
    line.append(zoom);
    return line;
  }

  function zoomTo(layer) {
    map.closePopup();
    if (layer.getBounds) {
      map.fitBounds(layer.getBounds(), { maxZoom: 17 });
    } else {
      map.setView(layer.getLatLng(), Math.max(map.getZoom(), settings.nearZoom + 1));
    }
  }

  function element(name, text = "", className = "") {
    const made = document.createElement(name);
    made.textContent = text;
    made.className = className;
    return made;
  }

  /* --- what is drawn --------------------------------------------------------------------------------------------- */

  function draw() {
    const isNear = map.getZoom() >= settings.nearZoom;
    const view = map.getBounds().pad(0.1);
    map.getContainer().classList.toggle("is-near", isNear);
    document.body.classList.toggle("is-near", isNear);
    for (const layer of layers) {
      const isOn = layer.box.checked;
      show(layer.always, isOn);
      show(layer.labels, isOn);
      show(layer.far, isOn && !isNear);
      showPartsInView(layer.near, isOn && isNear, view);
    }
    placeLabels();
  }

  function show(layer, isWanted) {
    if (layer && map.hasLayer(layer) !== isWanted) {
      map[isWanted ? "addLayer" : "removeLayer"](layer);
    }
  }

  /* Near by there may be thousands of outlines in the page; the browser draws those that can be seen. */
  function showPartsInView(layer, isWanted, view) {
    if (layer) {
      layer.eachLayer((part) => show(part, isWanted && view.intersects(part.getBounds())));
    }
  }

  /* Names in order of importance: each moves up or down out of the way of markers and other names, or is left out. */
  function placeLabels() {
    const markers = [...document.querySelectorAll(".folium-map .marker")].map((each) => each.getBoundingClientRect());
    const names = [];
    for (const marker of labelMarkers()) {
      const text = marker.getElement().firstChild;
      text.style.marginTop = "0";
      const box = text.getBoundingClientRect();
      const isEarly = Number(marker.feature.properties.zoom || 0) > map.getZoom();
      const places = isEarly ? [] : shiftsOf(marker).filter((shift) => isFree(box, shift, names));
      const best = places.find((shift) => isFree(box, shift, markers)) ?? places[0];
      marker.getElement().style.visibility = best === undefined ? "hidden" : "";
      if (best !== undefined) {
        text.style.marginTop = `${best}px`;
        names.push(moved(box, best));
      }
    }
  }

  function labelMarkers() {
    const named = layers.filter((layer) => layer.labels && layer.box.checked);
    return named.flatMap((layer) => layer.labels.getLayers());
  }

  function shiftsOf(marker) {
    return marker.feature.properties.zoom ? [0] : LABEL_SHIFTS_PX;
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

  /* --- legend ---------------------------------------------------------------------------------------------------- */

  function tellUnticked() {
    const unticked = layers.filter((layer) => !layer.box.checked);
    const line = document.querySelector("footer .unticked");
    line.hidden = unticked.length === 0;
    line.textContent = `${line.dataset.label}: ${unticked.map((layer) => layer.name).join("; ")}.`;
    for (const layer of layers) {
      layer.box.closest(".row").classList.toggle("is-off", !layer.box.checked);
    }
  }

  function startLegend() {
    const legend = document.getElementById("legend");
    for (const layer of layers) {
      layer.box = legend.querySelector(`input[name="${layer.key}"]`);
    }
    legend.addEventListener("change", () => {
      draw();
      tellUnticked();
    });
    const button = document.querySelector(".legend-button");
    const open = (isOpen) => {
      button.setAttribute("aria-expanded", String(isOpen));
      document.body.classList.toggle("legend-open", isOpen);
    };
    button.addEventListener("click", () => open(button.getAttribute("aria-expanded") !== "true"));
    map.on("click", () => open(false));
    document.addEventListener("keydown", (event) => event.key === "Escape" && open(false));
    tellUnticked();
  }

  /* --- the view, kept in the address ------------------------------------------------------------------------------ */

  function viewInAddress(hash) {
    const parts = hash.slice(1).split("/").map(Number);
    return parts.length === 3 && parts.every(Number.isFinite) ? parts : null;
  }

  function openView(hash) {
    const view = viewInAddress(hash);
    if (view) {
      const [zoom, lat, lon] = view;
      map.setView([lat, lon], zoom, { animate: false });
    } else {
      map.fitBounds(settings.bounds, { animate: false, maxZoom: 15, padding: [20, 20] });
    }
  }

  function keepView() {
    const { lat, lng } = map.getCenter();
    window.history.replaceState(null, "", `#${map.getZoom()}/${lat.toFixed(5)}/${lng.toFixed(5)}`);
  }

  /** Begin: tie the legend to the layers, open the view and draw. */
  function start(givenMap, givenLayers, givenSettings) {
    map = givenMap;
    layers = givenLayers;
    settings = givenSettings;
    map.setMaxBounds(settings.limits);
    L.control.zoom({ zoomInTitle: settings.texts.zoomIn, zoomOutTitle: settings.texts.zoomOut }).addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    if (map.attributionControl) {
      map.attributionControl.setPrefix(false);
    }
    startLegend();
    map.invalidateSize();
    openView(window.location.hash);
    draw();
    map.on("moveend", () => {
      keepView();
      draw();
    });
    window.addEventListener("hashchange", (event) => openView(new URL(event.newURL).hash));
    new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(map.getContainer());
    document.body.dataset.ready = "true";
  }

  return { describe, filled, label, start };
})();
