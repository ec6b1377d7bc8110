/* The map week by week: what was hazardous at the end of each, and what had been released by then. */
"use strict";

landrelease.parts.push((app) => {
  if (app.file) {
    return; // a file holds one day
  }
  const { element } = landrelease;
  const { map } = app;
  const words = app.texts.tools.weeks;
  const STEP_MS = 1000;
  const SETTLE_MS = 150;
  const TILE_PX = 256;
  const WIDE_PX = 760;
  const tool = app.addTool("weeks", words.name, { start, stop });
  const play = button(words.play, () => (isPlaying ? pause() : run()));
  const earlier = button("‹", () => step(-1), words.earlier);
  const later = button("›", () => step(1), words.later);
  const slider = element("input");
  const name = element("p", "", "week-name");
  const figures = element("details", "", "week-figures");
  const controls = element("div", "", "week-controls");
  let told = null;
  let before = null;
  let isPlaying = false;
  let timer = 0;

  slider.type = "range";
  slider.min = 0;
  slider.setAttribute("aria-label", words.week);
  slider.addEventListener("input", () => {
    pause();
    tell();
    clearTimeout(timer);
    timer = setTimeout(show, SETTLE_MS);
  });
  controls.append(play, earlier, slider, later);
  figures.hidden = true;
  tool.body.append(name, controls, figures);

  function button(text, click, label = text) {
    const made = element("button", text);
    made.type = "button";
    made.setAttribute("aria-label", label);
    made.title = label === text ? "" : label;
    made.addEventListener("click", click);
    return made;
  }

  /* --- opening and closing ------------------------------------------------------------------------------------------ */

  async function start() {
    before = app.question.get("as_of");
    figures.open = tool.panel.clientWidth >= WIDE_PX; // beside each other; on top of each other they would hide the map
    controls.hidden = figures.hidden = true;
    try {
      told = await app.get("weeks", { as_of: null });
    } catch (error) {
      name.textContent = error.detail ?? app.texts.failed;
      return;
    }
    if (!told.weeks.length) {
      name.textContent = words.none;
      return;
    }
    controls.hidden = figures.hidden = false;
    slider.max = told.weeks.length - 1;
    slider.value = placeOf(before);
    tell();
    await show();
  }

  /** Give the place of the week that a day closes or falls in; without a day, the last. */
  function placeOf(day) {
    const place = day ? told.weeks.findIndex((week) => week.to >= day) : -1;
    return place < 0 ? told.weeks.length - 1 : place;
  }

  function stop() {
    pause();
    clearTimeout(timer);
    told = null;
    if (app.question.get("as_of") !== before) {
      app.ask({ as_of: before });
    }
  }

  /* --- one week after the other ------------------------------------------------------------------------------------- */

  function week(place = Number(slider.value)) {
    return told?.weeks[place];
  }

  function step(count) {
    pause();
    slider.value = Number(slider.value) + count;
    tell();
    show();
  }

  async function run() {
    if (Number(slider.value) === Number(slider.max)) {
      slider.value = 0;
    }
    isPlaying = true;
    play.textContent = words.pause;
    play.setAttribute("aria-label", words.pause);
    while (isPlaying) {
      tell();
      await Promise.all([show(), pauseFor(STEP_MS)]);
      if (Number(slider.value) === Number(slider.max)) {
        pause();
      } else if (isPlaying) {
        slider.value = Number(slider.value) + 1;
      }
    }
  }

  function pauseFor(ms) {
    return new Promise((resolve) => setTimeout(resolve, ms));
  }

  function pause() {
    isPlaying = false;
    play.textContent = words.play;
    play.setAttribute("aria-label", words.play);
  }

  /** Draw the map as it stood at the end of the week, and fetch the next one meanwhile. */
  async function show() {
    const shown = week();
    if (app.question.get("as_of") !== shown.to) {
      await app.ask({ as_of: shown.to });
    }
    const next = week(Number(slider.value) + 1);
    if (next) {
      fetchAhead(next.to);
    }
  }

  /* What is asked for a day is kept by the browser, and only asked about again. */
  async function fetchAhead(day) {
    const contents = await app.get("contents", { as_of: day }).catch(() => null);
    for (const [layer, form] of Object.entries(contents?.layers ?? {})) {
      if (form === "features" && layer !== "districts") {
        app.get(`features/${layer}`, { as_of: day }).catch(() => null);
      } else if (form === "tiles") {
        tilesInView().forEach((tile) => app.fetch(app.address(`/tiles/${layer}/${tile}.mvt`, { as_of: day })).catch(() => null));
      }
    }
  }

  function tilesInView() {
    const zoom = Math.round(map.getZoom());
    const { min, max } = L.bounds(map.project(map.getBounds().getNorthWest(), zoom), map.project(map.getBounds().getSouthEast(), zoom));
    const tiles = [];
    for (let x = Math.floor(min.x / TILE_PX); x * TILE_PX < max.x; x++) {
      for (let y = Math.floor(min.y / TILE_PX); y * TILE_PX < max.y; y++) {
        tiles.push(`${zoom}/${x}/${y}`);
      }
    }
    return tiles;
  }

  /* --- its figures -------------------------------------------------------------------------------------------------- */

  function tell() {
    const shown = week();
    const text = `${shown.week} · ${shown.text}`;
    name.textContent = text;
    slider.setAttribute("aria-valuetext", text);
    earlier.disabled = Number(slider.value) === 0;
    later.disabled = Number(slider.value) === Number(slider.max);
    const summary = element("summary", `${words.figures} · ${told.account_text}`);
    figures.replaceChildren(summary, remainingTable(shown), releasedTable(shown));
    if (told.note) {
      figures.append(element("p", told.note, "note"));
    }
  }

  function remainingTable({ remaining }) {
    const rows = told.remaining_names.map((figure) => [figure.text, remaining.texts[figure.name]]);
    return table(words.remaining, [], rows);
  }

  function releasedTable({ released, released_since: since }) {
    const rows = told.released_names.map((figure) => [figure.text, released.texts[figure.name], since.texts[figure.name]]);
    return table(words.released, [words.inWeek, told.since_text], rows);
  }

  function table(caption, headings, rows) {
    const made = element("table");
    made.append(element("caption", caption));
    if (headings.length) {
      const head = made.createTHead().insertRow();
      head.append(element("td"), ...headings.map((heading) => headingCell(heading, "col")));
    }
    const body = made.createTBody();
    for (const [first, ...cells] of rows) {
      body.insertRow().append(headingCell(first, "row"), ...cells.map((cell) => element("td", cell)));
    }
    return made;
  }

  function headingCell(text, scope) {
    const made = element("th", text);
    made.scope = scope;
    return made;
  }
});
