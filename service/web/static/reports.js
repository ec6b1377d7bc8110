// What pages of reports do beyond HTML; without it a report has a scroll bar of its own, and its text is copied by hand.
"use strict";

/** Make the frame of a report as tall as the report, which is then read with the page. */
function fitToReport(frame) {
  const page = frame.contentDocument.body;
  const fit = () => { frame.style.height = `${Math.ceil(page.getBoundingClientRect().height)}px`; };
  new ResizeObserver(fit).observe(page);
  fit();
}

document.querySelectorAll("iframe.paper").forEach((frame) => {
  frame.addEventListener("load", () => fitToReport(frame));
  if (frame.contentDocument?.readyState === "complete" && frame.contentDocument.body.childElementCount) fitToReport(frame);
});

/** Select what stands in an element and copy it; also where browsers give no clipboard, for want of https. */
function copyOf(element) {
  getSelection().selectAllChildren(element);
  return document.execCommand("copy");
}

document.querySelectorAll("button[data-copies]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => {
    if (copyOf(document.getElementById(button.dataset.copies))) button.nextElementSibling.textContent = button.dataset.copied;
  });
});
