/* On a phone the statement stands below the map; what else is written there is one tap away. */
"use strict";

landrelease.parts.push(() => {
  const button = document.querySelector(".foot-button");
  button.addEventListener("click", () => {
    const isOpen = document.body.classList.toggle("foot-open");
    button.setAttribute("aria-expanded", String(isOpen));
  });
});
