/* The bar of tools on the map, and the panel of the one that is in use. */
"use strict";

landrelease.parts.push((app) => {
  const { element } = landrelease;
  const words = app.texts.tools;
  const main = document.querySelector("main");
  const bar = element("div", "", "tools");
  const list = element("div", "", "tool-list");
  let inUse = null;

  // a small frame, as on the first page, asks for the map without them
  document.body.classList.toggle("has-no-tools", new URLSearchParams(window.location.search).get("tools") === "false");

  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", words.tools);
  list.id = "tool-list";
  const folded = button(words.tools, () => unfold(folded.getAttribute("aria-expanded") !== "true"));
  folded.className = "tool-fold";
  folded.setAttribute("aria-controls", list.id);
  bar.append(folded, list);
  main.prepend(bar); // before the map, so that the keyboard meets it first
  unfold(false);

  function unfold(isOpen) {
    folded.setAttribute("aria-expanded", String(isOpen));
    bar.classList.toggle("is-open", isOpen);
  }

  /** Make a button of words. */
  function button(text, click) {
    const made = element("button", text);
    made.type = "button";
    made.addEventListener("click", click);
    return made;
  }

  /** Add an element to the bar, before its buttons. */
  app.addToBar = (made) => bar.prepend(made);

  /** Add a button to the bar. */
  app.addButton = (text, click) => {
    const made = button(text, () => {
      unfold(false);
      click();
    });
    list.append(made);
    return made;
  };

  /**
   * Add a tool: a button that opens a panel and closes it again; one is in use at a time.
   * `start` and `stop` are called when it begins and ends. Gives the panel's body, its button, and `close`.
   */
  app.addTool = (name, text, { start = () => {}, stop = () => {} }) => {
    const panel = element("section", "", `tool-panel ${name}`);
    const heading = element("h2", text);
    const body = element("div", "", "tool-body");
    const tool = { panel, body, start, stop };
    panel.id = `tool-${name}`;
    panel.hidden = true;
    heading.id = `${panel.id}-heading`;
    panel.setAttribute("aria-labelledby", heading.id);
    panel.append(heading, button(words.close, () => close(true)), body);
    panel.addEventListener("keydown", (event) => event.key === "Escape" && close(true));
    tool.button = app.addButton(text, () => (inUse === tool ? close(true) : open(tool)));
    tool.button.setAttribute("aria-controls", panel.id);
    tool.button.setAttribute("aria-expanded", "false");
    tool.close = () => inUse === tool && close(false);
    bar.append(panel);
    return tool;
  };

  function open(tool) {
    close(false);
    inUse = tool;
    show(tool, true);
    tool.panel.querySelector("input, .tool-body button")?.focus({ preventScroll: true });
    tool.start();
  }

  function close(isAsked) {
    const tool = inUse;
    if (tool) {
      inUse = null;
      show(tool, false);
      tool.stop();
      if (isAsked) {
        (tool.button.offsetParent ? tool.button : folded).focus();
      }
    }
  }

  function show(tool, isOpen) {
    tool.panel.hidden = !isOpen;
    tool.button.setAttribute("aria-expanded", String(isOpen));
    document.body.classList.toggle("has-tool", isOpen);
  }

  /** Print a number as the page's language does, rounded half up. */
  app.numberText = (number, decimals) => {
    const [whole, part] = (Math.round(number * 10 ** decimals) / 10 ** decimals).toFixed(decimals).split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, words.thousands);
    return part ? grouped + words.decimal + part : grouped;
  };

  /** Copy a text; tells whether the browser allowed it, which it does on secure addresses alone. */
  app.copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  };

  /** Give a field that holds a text to be copied, with a button that copies it. */
  app.copyField = (label) => {
    const row = element("p", "", "copy-field");
    const name = element("label", label);
    const field = element("input");
    field.type = "text";
    field.readOnly = true;
    field.addEventListener("focus", () => field.select());
    const done = button(words.copy, async () => {
      const isCopied = await app.copy(field.value);
      field.select(); // where the browser refuses, the keyboard's own copying takes it from here
      done.textContent = isCopied || document.execCommand("copy") ? words.copied : words.copy;
      setTimeout(() => (done.textContent = words.copy), 2000);
    });
    done.setAttribute("aria-label", `${words.copy}: ${label}`);
    name.append(field);
    row.append(name, done);
    return { row, field };
  };

  /** Mark the middle of the map, which tools take when there is no pointer. */
  app.markMiddle = (isMarked) => main.classList.toggle("is-aiming", isMarked);
});
