/* Districts shaded by a figure of the ledger, chosen in the legend; the same figures as a table. */
"use strict";

landrelease.parts.push((app) => {
  if (app.file) {
    return; // the figures are the service's
  }
  const { element } = landrelease;
  const { map } = app;
  const words = app.texts.tools.shades;
  const GROUND_ORDER = 1;
  const DEFAULT = "released";
  const NONE = "none"; // as an address says it
  const line = app.layers.get("districts");
  const group = element("section", "", "shades");
  const choice = element("select");
  const title = element("p", "", "shade-title");
  const classes = element("ul", "", "shade-classes");
  const notes = element("div", "", "shade-notes");
  const open = element("button", words.table);
  const dialog = element("dialog", "", "shade-table");
  let shading = null;
  let asked = 0;

  const pane = map.createPane("shades");
  pane.style.zIndex = Number(map.getPane("ground").style.zIndex) + GROUND_ORDER;
  pane.style.pointerEvents = "none";

  choice.append(...words.figures.map(([value, text]) => new Option(text, value)));
  choice.value = shadingAsked();
  group.setAttribute("aria-label", words.name);
  choice.setAttribute("aria-label", words.name);
  choice.addEventListener("change", () => {
    keepInAddress();
    refresh();
  });
  open.type = "button";
  open.addEventListener("click", () => dialog.showModal());
  group.append(element("h2", words.name), choice, title, classes, notes, open);
  document.querySelector("#legend .zoom-far").before(group);
  document.body.append(dialog);

  app.on("contents", () => {
    refresh(); // shading follows the records; nothing waits for it
  });
  app.on("draw", ({ isNear }) => {
    shading && app.show(shading, !isNear && line.isOn);
    group.classList.toggle("is-off", isNear || !line.isOn);
  });

  function shadingAsked() {
    const asked = new URLSearchParams(window.location.search).get("shade") ?? DEFAULT;
    return asked === NONE ? "" : words.figures.some(([value]) => value === asked) ? asked : DEFAULT;
  }

  function keepInAddress() {
    const asked = new URLSearchParams(window.location.search);
    asked.set("shade", choice.value || NONE);
    window.history.replaceState(null, "", `?${asked}${window.location.hash}`);
  }

  /** Ask for the figure that is chosen, and shade by it; the last one stays until it is there. */
  async function refresh() {
    const turn = ++asked;
    const figure = choice.value;
    const isNothing = figure === "" || app.contents?.empty;
    let shades = null;
    let areas = null;
    if (!isNothing) {
      try {
        [shades, areas] = await Promise.all([app.get("shades", { figure }), app.get("features/districts")]);
      } catch (error) {
        return app.failed(error, refresh, words.failed);
      }
    }
    if (turn === asked) {
      draw(shades, areas);
      tell(shades);
      app.draw();
    }
  }

  function draw(shades, areas) {
    shading?.remove();
    shading = null;
    if (shades) {
      const colors = new Map(shades.districts.map(({ code, color }) => [code, color]));
      shading = L.geoJSON(areas, {
        style: ({ properties: { code } }) => ({
          ...line.style, fill: true, fillColor: colors.get(code) ?? shades.none_color, fillOpacity: 1, pane: "shades", interactive: false,
        }),
      });
    }
  }

  /* --- its legend and its table ------------------------------------------------------------------------------------ */

  function tell(shades) {
    for (const part of [title, classes, notes, open]) {
      part.hidden = !shades;
    }
    if (!shades) {
      return;
    }
    title.textContent = `${shades.title}, ${shades.unit}`;
    classes.replaceChildren(...shades.classes.map(({ color, text }) => classLine(color, text)));
    const told = [shades.unbounded_text, shades.account_text].filter(Boolean);
    notes.replaceChildren(...told.map((text) => element("p", text, "note")));
    dialog.replaceChildren(...tableOf(shades));
  }

  function classLine(color, text) {
    const item = element("li");
    item.append(chip(color), ` ${text}`);
    return item;
  }

  function chip(color) {
    const made = element("span", "", "shade-chip");
    made.style.background = color;
    return made;
  }

  function tableOf(shades) {
    const heading = element("h2", shades.title);
    const table = element("table");
    const close = element("button", app.texts.tools.close);
    heading.id = "shade-heading";
    dialog.setAttribute("aria-labelledby", heading.id);
    close.type = "button";
    close.addEventListener("click", () => dialog.close());
    table.createTHead().insertRow().append(head(words.district), head(`${shades.unit}`, "number"), head(words.shade));
    const body = table.createTBody();
    for (const district of shades.districts) {
      body.insertRow().append(rowHead(district.name), element("td", district.text, "number"), classCell(district, shades));
    }
    const told = [shades.none_text, shades.unbounded_text, shades.account_text].filter(Boolean);
    return [heading, table, ...told.map((text) => element("p", text, "note")), close];
  }

  function head(text, className = "") {
    const made = element("th", text, className);
    made.scope = "col";
    return made;
  }

  function rowHead(text) {
    const made = element("th", text);
    made.scope = "row";
    return made;
  }

  function classCell({ color, has_boundary: hasBoundary }, shades) {
    const cell = element("td");
    const text = shades.classes.find((each) => each.color === color)?.text ?? "";
    cell.append(...(hasBoundary ? [chip(color), ` ${text}`] : [words.noBoundary]));
    return cell;
  }
});
