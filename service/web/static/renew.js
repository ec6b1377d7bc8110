// Renews a part of a page without pulling anything from under the reader: what stays the same stays the element that it is,
// with its focus, and nothing changes while something of it is held down, for the click that has begun would be lost.
"use strict";

const renewing = (() => {
  const TOLD_MS = 50; // between the end of a press and the click that it makes
  const waiting = [];
  let held = null;

  function press({ target }) {
    held = target;
  }

  function release() {
    setTimeout(() => {
      held = null;
      waiting.splice(0).forEach((act) => act());
    }, TOLD_MS);
  }

  window.addEventListener("pointerdown", press, true);
  window.addEventListener("keydown", (event) => { if (event.key === " " || event.key === "Enter") press(event); }, true);
  ["pointerup", "pointercancel", "keyup", "blur"].forEach((end) => window.addEventListener(end, release, true));

  /** Do something to a part of the page: now, or when nothing of it is held down any more. */
  function whenReleased(part, act) {
    if (held && part.contains(held)) waiting.push(act);
    else act();
  }

  /**
   * Make a part of the page the same as a new one. What has an `id` is known again by it, the rest by its order. The
   * keyboard stays where it was, or in the part when that is gone.
   */
  function renew(part, fresh) {
    const focused = part.contains(document.activeElement) ? document.activeElement : null;
    settle(part, fresh);
    if (focused && document.activeElement !== focused) {
      (focused.isConnected ? focused : part).focus({ preventScroll: true });
    }
  }

  function settle(old, fresh) {
    if (old.isEqualNode(fresh)) return;
    if (old.nodeName !== fresh.nodeName || old.id !== fresh.id || old.nodeType !== Node.ELEMENT_NODE) {
      old.replaceWith(fresh);
      return;
    }
    settleAttributes(old, fresh);
    settleChildren(old, fresh);
  }

  function settleAttributes(old, fresh) {
    [...old.attributes].filter(({ name }) => !fresh.hasAttribute(name)).forEach(({ name }) => old.removeAttribute(name));
    [...fresh.attributes].forEach(({ name, value }) => old.setAttribute(name, value));
    if (old.type === "checkbox") old.checked = fresh.checked;
  }

  function settleChildren(old, fresh) {
    const wanted = new Set([...fresh.children].map(({ id }) => id));
    [...old.children].filter(({ id }) => id && !wanted.has(id)).forEach((gone) => gone.remove());
    const known = new Map([...old.children].map((child) => [child.id, child]));
    let next = old.firstChild;
    [...fresh.childNodes].forEach((child) => {
      const same = child.id ? known.get(child.id) : next && !next.id && next;
      if (same && child.id) next = withoutUnnamed(next); // so that what stays need not be moved, which takes its focus
      if (same && same === next) next = next.nextSibling;
      else old.insertBefore(same || child, next);
      if (same) settle(same, child);
    });
    while (next) next = removed(next);
  }

  function withoutUnnamed(node) {
    return node && !node.id ? withoutUnnamed(removed(node)) : node;
  }

  /** Remove a node and give the one after it. */
  function removed(node) {
    const next = node.nextSibling;
    node.remove();
    return next;
  }

  return { renew, whenReleased };
})();
