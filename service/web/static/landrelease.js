// What pages do beyond what HTML does; everything works without it but the folded bar, the small maps and the progress.
"use strict";

document.documentElement.classList.add("has-script");

(function foldBar() {
  const button = document.querySelector(".bar-fold");
  const places = document.getElementById("places");
  button.hidden = false;
  button.addEventListener("click", () => {
    const isOpen = places.classList.toggle("is-open");
    button.setAttribute("aria-expanded", String(isOpen));
  });
})();

// A form that takes a while says so, and is not sent twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const words = form.dataset.working;
  if ((form.method !== "post" && !words) || event.defaultPrevented) return;
  const status = form.querySelector("[role=status]");
  if (words && status) status.textContent = words;
  setTimeout(() => [...form.elements].filter(({ type }) => type === "submit").forEach((button) => { button.disabled = true; }), 0);
});

// Back from the page that followed: the form can be sent again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("button:disabled").forEach((button) => { button.disabled = false; });
});

// Another language opens the same view of the map.
document.querySelectorAll("a[data-keeps-view]").forEach((link) => {
  link.addEventListener("click", () => { link.hash = location.hash; });
});

// While the service does not answer, the page says so; the next answer takes that back.
(function tellUnreachable() {
  const notice = document.getElementById("unreachable");
  const tell = (isUnreachable) => { notice.hidden = !isUnreachable; };
  window.addEventListener("offline", () => tell(true));
  window.addEventListener("online", () => tell(false));
  document.addEventListener("htmx:sendError", () => tell(true));
  document.addEventListener("htmx:afterRequest", ({ detail }) => { if (detail.successful) tell(false); });
})();
