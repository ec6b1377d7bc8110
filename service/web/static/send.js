// Sending a file: dropped anywhere on the page, and with its progress. Without this script the form is sent as any other.
"use strict";

(function sendFile() {
  const form = document.querySelector("form[data-sending]");
  if (!form || !window.FormData) return;
  const input = form.elements.file;
  const drop = document.getElementById("drop");
  const refused = document.getElementById("refused");
  const sending = form.querySelector(".sending");
  const bar = sending.querySelector("progress");
  const words = document.getElementById("sending-words");
  const said = form.querySelector("[role=status]");
  const STEP_PCT = 25;

  function refuse(title, detail) {
    refused.querySelector("h2").textContent = title;
    refused.querySelector("p").textContent = detail;
    refused.hidden = false;
    refused.scrollIntoView({ block: "nearest" });
    sending.hidden = true;
    said.textContent = "";
    form.querySelector("[type=submit]").disabled = false;
  }

  function leftText(seconds) {
    const { seconds: short, minutes: long } = form.dataset;
    return seconds < 90 ? short.replace("{count}", Math.ceil(seconds)) : long.replace("{count}", Math.ceil(seconds / 60));
  }

  function tell(share, elapsedS) {
    const whole = Math.floor(share * 100);
    const template = share > 0.02 && elapsedS > 2 ? form.dataset.sent : form.dataset.share;
    const text = share >= 1 ? form.dataset.read : template.replace("{share}", whole).replace("{left}", leftText((elapsedS * (1 - share)) / share));
    if (share >= 1) bar.removeAttribute("value");
    else bar.value = whole;
    words.textContent = text;
    // A screen reader is told every quarter, not every moment.
    const quarter = String(Math.floor(whole / STEP_PCT));
    if (said.dataset.quarter !== quarter) {
      said.dataset.quarter = quarter;
      said.textContent = share >= 1 ? form.dataset.read : form.dataset.share.replace("{share}", whole);
    }
  }

  function problemOf(request) {
    try {
      return JSON.parse(request.responseText);
    } catch {
      return { title: "", detail: form.dataset.broken };
    }
  }

  function ended(request) {
    if (request.status >= 200 && request.status < 300) {
      location.assign(request.responseURL);
      return;
    }
    const { title, detail } = problemOf(request);
    refuse(title, detail);
  }

  function send() {
    const request = new XMLHttpRequest();
    const startedAt = performance.now();
    request.open("POST", form.action);
    request.setRequestHeader("accept", "application/problem+json");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) tell(event.loaded / event.total, (performance.now() - startedAt) / 1000);
    });
    request.addEventListener("load", () => ended(request));
    request.addEventListener("error", () => refuse("", form.dataset.broken));
    request.addEventListener("abort", () => refuse("", form.dataset.stopped));
    sending.querySelector("button").onclick = () => request.abort();
    request.send(new FormData(form));
    form.querySelector("[type=submit]").disabled = true;
    refused.hidden = true;
    sending.hidden = false;
    said.classList.add("out-of-sight");
    tell(0, 0);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.files[0].size > Number(form.dataset.limit)) refuse("", form.dataset.large);
    else send();
  });

  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    drop.classList.add("is-over");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) drop.classList.remove("is-over");
  });
  document.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    drop.classList.remove("is-over");
    if (event.dataTransfer.files.length > 1) {
      refuse("", form.dataset.several);
      return;
    }
    refused.hidden = true;
    input.files = event.dataTransfer.files;
    input.focus();
  });
})();
