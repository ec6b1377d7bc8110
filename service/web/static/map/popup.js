/* What is told of one record: asked for when it is opened, or read from the page. */
"use strict";

landrelease.parts.push((app) => {
  const { element } = landrelease;
  const { map, settings, texts } = app;
  const WIDE = { maxWidth: 280, minWidth: 220, left: 56 }; // clear of the zoom buttons
  const NARROW = { maxWidth: 260, minWidth: 200, left: 8 };
  const NARROW_PX = 500;
  const GAP_PX = 8;

  /** Tell of a record at a place; opened by the keyboard, the popup takes the focus and gives it back. */
  app.openRecord = async (layer, code, at, { byKey = false } = {}) => {
    const body = element("div", "", "card");
    body.tabIndex = -1;
    body.append(element("p", settings.kinds[layer], "kind"), element("h2", code), element("p", texts.loading, "loading"));
    const { left, ...widths } = map.getSize().x < NARROW_PX ? NARROW : WIDE;
    const popup = L.popup({ ...widths, autoPanPaddingTopLeft: [left, toolsHeight() + GAP_PX] }).setLatLng(at).setContent(body).openOn(map);
    app.emit("opened", { layer, code });
    popup.getElement().querySelector(".leaflet-popup-close-button").setAttribute("aria-label", texts.close);
    if (byKey) {
      const before = document.activeElement;
      body.focus();
      popup.on("remove", () => before?.focus?.());
    }
    body.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.stopPropagation();
        map.closePopup(popup);
      }
    });
    try {
      fill(body, layer, await told(layer, code), at);
    } catch (error) {
      body.querySelector(".loading").textContent = error.detail ?? texts.recordFailed;
    }
    const focused = body.contains(document.activeElement) ? document.activeElement : null;
    popup.update(); // takes the content out and puts it in again, and with it the focus away
    focused?.focus({ preventScroll: true });
  };

  /* The bar of tools is as many rows high as the window is narrow and its words are long. */
  function toolsHeight() {
    const parts = [...document.querySelectorAll(".search, .tool-list, .legend-button")].filter((part) => part.offsetParent);
    const { top } = map.getContainer().getBoundingClientRect();
    return Math.max(0, ...parts.map((part) => part.getBoundingClientRect().bottom - top));
  }

  async function told(layer, code) {
    if (!app.file) {
      return app.get(`popup/${layer}/${encodeURIComponent(code)}`);
    }
    const record = app.recordsOf(layer).find((each) => each.code === code);
    const { bounds } = record;
    return {
      code,
      key: record.line.key,
      bounds: [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()],
      fields: record.feature.properties,
      finds: [],
      links: [],
      note: "",
    };
  }

  function fill(body, layer, record, at) {
    const line = element("p", "", "status");
    line.append(app.chip(record.key), " ", app.layers.get(record.key).name);
    const note = record.note ? [element("p", record.note, "note")] : [];
    body.querySelector(".loading").replaceWith(line, ...note, ...fields(record), links(record, at));
  }

  function fields({ fields, finds }) {
    const list = element("dl");
    for (const [name, words] of settings.fields) {
      if (fields[name]) {
        list.append(element("dt", words), element("dd", fields[name]));
      }
    }
    if (finds.length) {
      list.append(element("dt", texts.finds), element("dd", finds.map(([kind, count]) => `${kind} ${count}`).join(", ")));
    }
    return [list];
  }

  function links({ bounds, links }, at) {
    const line = element("p", "", "links");
    for (const [words, address] of links) {
      const link = element("a", words);
      const known = app.question.get("as_known_at");
      link.href = known ? `${address}?${new URLSearchParams({ as_known_at: known })}` : address;
      link.target = "_top";
      line.append(link, " ");
    }
    const zoom = element("button", texts.zoomTo);
    zoom.type = "button";
    zoom.addEventListener("click", () => zoomTo(bounds, at));
    line.append(zoom);
    return line;
  }

  function zoomTo(bounds, at) {
    map.closePopup();
    if (bounds) {
      const [west, south, east, north] = bounds;
      map.fitBounds([[south, west], [north, east]], { maxZoom: 17, padding: [40, 40] });
    } else {
      map.setView(at, Math.max(map.getZoom(), settings.nearZoom + 1));
    }
  }
});
