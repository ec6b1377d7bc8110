// The list beside the map follows its view and its day, opens records on it and marks what was opened there. The page's
// address holds the question and the view. Without this script the list is that of the whole question, and the filters work.
"use strict";

(function followMap() {
  const frame = document.querySelector(".map-page .map-frame");
  const list = () => document.getElementById("map-list");
  const WAIT_MS = 250; // so that a map that is being dragged does not ask at every step
  let view = null;
  let isFollowing = true;
  let opened = null;
  let waiting;
  let askedFor = "";
  let latest = null; // request of the list; the answer to an earlier one comes too late
  let chosen = null; // request for another layer, order or page, which a view that moves meanwhile does not displace

  function sides() {
    return isFollowing && view
      ? [view.west, view.south, view.east, view.north].map((side) => side.toFixed(5)).join(",")
      : "";
  }

  function shown() {
    return `${sides()} ${view?.asOf ?? ""}`;
  }

  // The list of the same question, in the view or everywhere, on the day that the map shows.
  function wanted() {
    const address = new URL(list().dataset.asked, location.origin);
    const told = { bbox: sides(), as_of: view ? view.asOf : address.searchParams.get("as_of") };
    Object.entries(told).forEach(([name, value]) => {
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    });
    return address.pathname + address.search;
  }

  function ask() {
    if (chosen) return; // it is asked in the new view when that list is there
    askedFor = shown();
    htmx.ajax("GET", wanted(), { target: "#map-list", swap: "outerHTML" });
  }

  // The map tells its view after every move, also as the part of an address that it reads it from again.
  function moved(told) {
    const isOtherDay = view !== null && view.asOf !== told.asOf;
    view = told;
    const [zoom, lat, lon] = told.hash.slice(1).split("/").map(Number);
    const place = { lon, lat, zoom };
    keep({ place }, told.hash);
    clearTimeout(waiting);
    if (isFollowing || isOtherDay) waiting = setTimeout(ask, WAIT_MS);
  }

  function mark() {
    list().querySelectorAll("button.map-open").forEach((button) => {
      const isOpened = opened !== null && button.dataset.layer === opened.layer && button.dataset.code === opened.code;
      if (isOpened) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    });
  }

  // Only where the list scrolls by itself: on a phone the map would leave the window.
  function bringIntoSight() {
    const side = list().parentElement;
    if (side.scrollHeight === side.clientHeight) return;
    list().querySelector("button[aria-current]")?.closest("li").scrollIntoView({ block: "nearest" });
  }

  // The address holds list and view; the map is told, so that it can give it to others.
  function keep(state, hash) {
    const address = new URL(list().dataset.address, location.origin);
    address.hash = hash; // whatever the map tells, it stays behind the "#"
    history.replaceState(state, "", address);
    post({ landrelease: "page", address: location.href });
  }

  // "*": a frame in a sandbox has no origin to name; the policy of this page permits it no page of others.
  function post(told) {
    frame.contentWindow.postMessage(told, "*");
  }

  function open(told) {
    post({ landrelease: "open", ...told });
  }

  window.addEventListener("message", ({ data, source }) => {
    if (source !== frame.contentWindow) return;
    if (data.landrelease === "view") moved(data);
    if (data.landrelease === "opened") {
      opened = { layer: data.layer, code: data.code };
      mark();
      bringIntoSight();
    }
  });

  // From the list to the map; the way back in the browser leads to the view before.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.map-open");
    if (!button) return;
    const { layer, code, lon, lat, zoom } = button.dataset;
    history.pushState(null, "", location.href);
    opened = { layer, code };
    mark();
    frame.scrollIntoView({ block: "nearest" }); // on a phone it is above the list
    open({ lon: Number(lon), lat: Number(lat), zoom: Number(zoom), layer, code });
  });
  window.addEventListener("popstate", ({ state }) => {
    if (state?.place) open(state.place);
  });

  document.addEventListener("change", ({ target }) => {
    if (target.id !== "map-follows") return;
    isFollowing = target.checked;
    ask();
  });

  // The view and the list are part of what is sent on, so that other filters show the same place and layer.
  document.querySelector(".map-filters form").addEventListener("submit", ({ target }) => {
    const { layer, order } = list().dataset;
    target.elements.layer.value = layer;
    target.elements.order.value = order;
    target.action = `/map${location.hash}`;
    [...target.elements].forEach((field) => { field.disabled ||= field.name !== "" && field.value === ""; });
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll(".map-filters :disabled").forEach((field) => { field.disabled = false; });
  });

  document.body.addEventListener("htmx:beforeSend", ({ detail }) => {
    latest = detail.xhr;
    if (detail.elt.matches("#map-list a")) chosen = detail.xhr;
    clearTimeout(waiting);
  });
  document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const { xhr, shouldSwap, serverResponse } = detail;
    detail.shouldSwap = false; // the list is renewed here, so that a click on it is not lost
    if (xhr === chosen) chosen = null;
    if (shouldSwap) renewing.whenReleased(list(), () => { if (xhr === latest) show(serverResponse); });
  });

  document.body.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.xhr !== chosen) return;
    chosen = null; // it failed
    ask();
  });

  function show(html) {
    renewing.renew(list(), new DOMParser().parseFromString(html, "text/html").getElementById("map-list"));
    htmx.process(list());
    keep(history.state, location.hash);
    mark();
    if (askedFor !== shown()) ask(); // the map has moved on while another layer or order was asked for
  }

  frame.src = frame.dataset.src + location.hash; // last, so that nothing that the map tells is missed
})();
