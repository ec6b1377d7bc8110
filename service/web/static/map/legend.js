/* The legend: which lines there are, how many records each stands for, and what is turned on. */
"use strict";

landrelease.parts.push((app) => {
  const legend = document.getElementById("legend");
  const lines = [...app.layers.values()];

  // What the reader switched from how the page starts is kept in the address, for who is given it.
  const switched = new Set(new URLSearchParams(window.location.search).get("switched")?.split(","));

  for (const line of lines) {
    line.row = legend.querySelector(`[data-line="${line.key}"]`);
    line.box = line.row.querySelector("input");
    line.startsOn = line.box.checked;
    line.box.checked = line.isOn = switched.has(line.key) !== line.startsOn;
  }

  /* --- what there is --------------------------------------------------------------------------------------------- */

  app.on("contents", (contents) => {
    for (const line of lines) {
      const count = contents.lines[line.key];
      line.isThere = count !== undefined;
      line.row.hidden = !line.isThere;
      line.row.querySelector(".count").textContent = count ?? "";
    }
    for (const group of legend.querySelectorAll(".heading-rows, fieldset")) {
      group.hidden = !group.querySelector(".row:not([hidden])");
    }
    const empty = legend.querySelector(".empty");
    empty.textContent = contents.empty;
    empty.hidden = !contents.empty;
    legend.querySelector(".squares").hidden = contents.layers.release_areas !== "tiles";
    legend.querySelector(".notes").replaceChildren(
      ...contents.notes.map((note) => landrelease.element("p", note, "note")),
    );
    document.querySelector(".facts").textContent = contents.facts.join(" · ");
    tellUnticked();
  });

  /* --- what is turned on ------------------------------------------------------------------------------------------ */

  legend.addEventListener("change", (event) => {
    const line = lines.find((each) => each.box === event.target);
    if (line) {
      line.isOn = line.box.checked;
      keepInAddress();
      tellUnticked();
      app.draw();
    }
  });

  function keepInAddress() {
    if (app.file) {
      return;
    }
    const asked = new URLSearchParams(window.location.search);
    asked.delete("switched");
    const keys = lines.filter((line) => line.isOn !== line.startsOn).map((line) => line.key);
    if (keys.length) {
      asked.set("switched", keys.join());
    }
    window.history.replaceState(null, "", `?${asked}${window.location.hash}`);
  }

  function tellUnticked() {
    const unticked = lines.filter((line) => line.isThere && !line.isOn);
    const told = document.querySelector("footer .unticked");
    told.hidden = unticked.length === 0;
    told.textContent = `${told.dataset.label}: ${unticked.map((line) => line.name).join("; ")}.`;
    for (const line of lines) {
      line.row.classList.toggle("is-off", !line.isOn);
    }
  }

  /** Give the chip of a line, to stand beside its name elsewhere. */
  app.chip = (key) => app.layers.get(key).row.querySelector("svg")?.cloneNode(true);

  /* --- on a phone it is one tap away ------------------------------------------------------------------------------ */

  const button = document.querySelector(".legend-button");
  const open = (isOpen) => {
    button.setAttribute("aria-expanded", String(isOpen));
    document.body.classList.toggle("legend-open", isOpen);
  };
  button.addEventListener("click", () => open(button.getAttribute("aria-expanded") !== "true"));
  app.map.on("click", () => open(false));
  document.addEventListener("keydown", (event) => event.key === "Escape" && open(false));
});
