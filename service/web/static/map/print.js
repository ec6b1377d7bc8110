/* The view on paper: size and position of the sheet, and its files, which the service draws. */
"use strict";

landrelease.parts.push((app) => {
  if (app.file) {
    return; // a file has no service to draw with
  }
  const { element } = landrelease;
  const { map } = app;
  const words = app.texts.tools.print;
  const footprint = app.layers.get("footprint");
  const tool = app.addTool("print", words.name, { start: renew });
  const choices = element("p", "", "print-choices");
  const paper = choice(words.paper, { a4: "A4", a3: "A3" });
  const orientation = choice(words.orientation, { landscape: words.landscape, portrait: words.portrait });
  const files = element("p", "", "print-files");
  const links = ["pdf", "png", "svg"].map((form) => {
    const link = element("a", form.toUpperCase());
    link.target = "_blank";
    link.rel = "noopener";
    files.append(link, " ");
    return [form, link];
  });
  tool.body.append(element("p", words.use), choices, files);

  /** Add a choice of words by their values. */
  function choice(label, options) {
    const field = element("label", label);
    const select = element("select");
    for (const [value, text] of Object.entries(options)) {
      const option = element("option", text);
      option.value = value;
      select.append(option);
    }
    select.addEventListener("change", renew);
    field.append(" ", select);
    choices.append(field, " ");
    return select;
  }

  /** Let the links lead to the view, the question and the paper of now. */
  function renew() {
    const box = map.getBounds();
    const bbox = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()].map((side) => side.toFixed(5)).join();
    const isFootprintOn = footprint.isOn && footprint.isThere;
    for (const [form, link] of links) {
      const sheet = { paper: paper.value, orientation: orientation.value, bbox };
      link.href = app.address(`/maps/sheet.${form}`, isFootprintOn ? { ...sheet, footprint: true } : sheet);
    }
  }

  app.on("draw", renew);
  app.on("view", renew);
  app.on("contents", renew);
});
