/* Search: a code or a part of it, a district or place in any spelling, coordinates in any notation. */
"use strict";

landrelease.parts.push((app) => {
  if (app.file) {
    return; // nobody there to ask
  }
  const { element } = landrelease;
  const { map } = app;
  const words = app.texts.tools.search;
  const WAIT_MS = 150;
  const NEAREST = { places: 13, coordinates: 16 };
  const box = element("div", "", "search");
  const field = element("input");
  const list = element("ul");
  const told = element("p", "", "search-told");
  let results = [];
  let active = -1;
  let asked = 0;
  let timer = 0;
  let ring = null;

  box.setAttribute("role", "search");
  Object.assign(field, { type: "search", placeholder: words.hint, maxLength: 100, autocomplete: "off", spellcheck: false });
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-label": words.label, "aria-autocomplete": "list", "aria-controls": "search-results", "aria-expanded": "false",
  })) {
    field.setAttribute(name, value);
  }
  list.id = "search-results";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.results);
  told.setAttribute("role", "status");
  box.append(field, list, told);
  app.addToBar(box);
  close();

  /* --- asking ------------------------------------------------------------------------------------------------------ */

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });

  async function ask() {
    const turn = ++asked;
    const typed = field.value.trim();
    if (!typed) {
      close();
      return [];
    }
    try {
      const answer = await app.get("search", { q: typed });
      if (turn === asked) {
        show(answer);
      }
    } catch (error) {
      close();
      say(error.detail ?? words.failed);
    }
    return results;
  }

  function show(answer) {
    results = answer.results;
    active = -1;
    list.replaceChildren(...results.map(option));
    list.hidden = results.length === 0;
    field.setAttribute("aria-expanded", String(results.length > 0));
    field.removeAttribute("aria-activedescendant");
    say(answer.text);
    told.classList.toggle("is-heard-only", results.length > 0);
  }

  function option(result, place) {
    const item = element("li");
    item.id = `search-result-${place}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.append(
      element("span", result.name, "found-name"),
      element("span", [result.kind_text, result.detail].filter(Boolean).join(" · "), "found-told"),
    );
    item.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the field keeps the focus, so that the list stays until the click
    });
    item.addEventListener("click", () => choose(result));
    return item;
  }

  function say(text) {
    told.textContent = text;
    told.classList.remove("is-heard-only");
    told.hidden = !text;
  }

  function close() {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
    active = -1;
    say("");
  }

  /* --- choosing ---------------------------------------------------------------------------------------------------- */

  field.addEventListener("keydown", async (event) => {
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp":
        event.preventDefault();
        move(event.key === "ArrowDown" ? 1 : -1);
        break;
      case "Enter":
        event.preventDefault();
        clearTimeout(timer);
        choose(results[active] ?? (await ask())[0]);
        break;
      case "Escape":
        close();
        break;
    }
  });
  field.addEventListener("focus", () => field.value.trim() && results.length && show({ results, text: "" }));
  field.addEventListener("blur", close);

  function move(step) {
    if (list.hidden || !results.length) {
      return;
    }
    active = (active + step + results.length) % results.length;
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === active)));
    field.setAttribute("aria-activedescendant", list.children[active].id);
    list.children[active].scrollIntoView({ block: "nearest" });
  }

  function choose(result) {
    if (!result) {
      return;
    }
    asked++;
    field.value = result.name;
    close();
    if (!result.bounds) {
      say(words.noOutline);
      return;
    }
    open(result);
  }

  function open({ kind, code, bounds: [west, south, east, north] }) {
    const bounds = L.latLngBounds([south, west], [north, east]);
    ring?.remove();
    map.fitBounds(bounds, { maxZoom: NEAREST[kind] ?? 16, padding: [40, 40], animate: false });
    if (kind !== "districts") {
      ring = L.circleMarker(bounds.getCenter(), {
        radius: 16, color: "#1F4E9E", weight: 3, fill: false, interactive: false, pane: "popupPane", className: "found-ring",
      }).addTo(map);
    }
    if (app.settings.kinds[kind]) {
      app.openRecord(kind, code, bounds.getCenter());
    }
  }
});
