// Several uploads at once: choosing them by mouse and keyboard, and deciding on them one after the other. Without script
// the boxes and the buttons work as they are, and one answer tells what came of all.
"use strict";

/** Count what is chosen, choose all, choose a run with shift, and move with the arrow keys. */
function chooseInQueue(form) {
  const boxes = [...form.querySelectorAll("input[name=upload]")];
  const all = form.querySelector("#all");
  const said = form.querySelector("#chosen");
  if (!boxes.length || !said) return;
  const buttons = [...form.querySelectorAll("button[name=to]")];
  const atFirst = said.textContent;
  let last = 0;

  /** Say how many are chosen; without any there is nothing to decide. */
  const count = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    said.textContent = chosen ? form.dataset.chosen.replace("%(count)s", String(chosen)) : atFirst;
    buttons.forEach((button) => { button.disabled = !chosen; });
    all.checked = chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  };

  /** Give all boxes between two places what the second one has. */
  const chooseRun = (from, to) => {
    const [first, end] = from < to ? [from, to] : [to, from];
    boxes.slice(first, end + 1).forEach((box) => { box.checked = boxes[to].checked; });
  };

  form.querySelectorAll("#all, label[for=all]").forEach((part) => { part.hidden = false; });
  all.addEventListener("change", () => {
    boxes.forEach((box) => { box.checked = all.checked; });
    count();
  });
  boxes.forEach((box, place) => {
    box.addEventListener("click", (event) => {
      if (event.shiftKey) chooseRun(last, place);
      last = place;
      count();
    });
    box.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.key === "Enter") {
        event.preventDefault();
        box.closest("tr").querySelector("th a").click();
      }
      const next = boxes[place + (step ?? 0)];
      if (!step || !next) return;
      event.preventDefault();
      if (event.shiftKey) next.checked = box.checked;
      next.focus();
      last = place + step;
      count();
    });
  });
  window.addEventListener("pageshow", count);
  count();
}

/** Send the decision for one upload after the other, so that it is seen how far it got and can be stopped. */
function decideOneByOne(form) {
  const section = document.getElementById("deciding");
  const [progress, share, said, results] = ["progress", "[data-share]", "[data-said]", "[data-results]"].map((part) => section.querySelector(part));
  const stop = section.querySelector("[data-stop]");
  const uploads = [...form.querySelectorAll("input[name=upload]")].map((field) => field.value);
  const statuses = [...form.querySelectorAll("input[name=status]")].map((field) => field.value);
  let isStopped = false;
  stop.addEventListener("click", () => { isStopped = true; stop.disabled = true; });

  /** Decide on one, and add what came of it to the list; the page that answers is the one that is shown without script. */
  const decide = async (place) => {
    const said = new FormData(form);
    said.set("upload", uploads[place]);
    said.set("status", statuses[place]);
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(said), headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const table = page.getElementById("results-table");
    if (!table) throw new Error(`answered ${answer.status}`);
    const known = results.querySelector("tbody");
    if (known) known.append(...table.tBodies[0].rows);
    else results.append(table);
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    form.hidden = true;
    document.getElementById("chosen").closest(".frame").hidden = true;
    section.hidden = false;
    stop.focus();
    for (let place = 0; place < uploads.length && !isStopped; place += 1) {
      try {
        await decide(place);
      } catch {
        said.textContent = form.dataset.lost;
        break;
      }
      progress.value = place + 1;
      share.textContent = `${place + 1} / ${uploads.length}`;
    }
    if (!said.textContent) said.textContent = progress.value < uploads.length ? form.dataset.stopped : form.dataset.done;
    stop.closest("p").hidden = true;
    section.querySelector("[data-back]").hidden = false;
    section.querySelector("[data-back] a").focus();
  });
}

document.querySelectorAll("form#queue").forEach(chooseInQueue);
document.querySelectorAll("form#several").forEach(decideOneByOne);
