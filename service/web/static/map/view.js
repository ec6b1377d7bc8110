/* Full screen, and the address that opens the same view and the same question again. */
"use strict";

landrelease.parts.push((app) => {
  const { element } = landrelease;
  const words = app.texts.tools.view;

  if (document.fullscreenEnabled) {
    const button = app.addButton(words.fullScreen, () =>
      document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen(),
    );
    document.addEventListener("fullscreenchange", () => {
      button.textContent = document.fullscreenElement ? words.leaveFullScreen : words.fullScreen;
    });
  }

  if (app.file) {
    return; // a file has no address that others could open
  }
  const tool = app.addTool("link", words.link, { start: show });
  const told = element("p");
  const { row, field } = app.copyField(words.address);
  told.setAttribute("role", "status");
  tool.body.append(told, row);

  /** Give the address of the page that shows the map, with the map's own question and view. */
  function address() {
    const link = new URL(app.pageAddress ?? window.location);
    link.searchParams.delete("switched"); // as the legend is now
    new URLSearchParams(window.location.search).forEach((value, name) => link.searchParams.set(name, value));
    link.hash = window.location.hash;
    return link.href;
  }

  async function show() {
    field.value = address();
    field.select();
    told.textContent = (await app.copy(field.value)) ? words.linkCopied : words.linkShown;
  }
});
