// Parts of a view that are rebuilt only when their data changes.

import { replace } from "./dom.js";

/** Named parts, rebuilt for new data; keeps what is being typed and the focus. */
export class Sections {
  #slots = new Map();
  #shown = new Map();

  /** Defines a part by the element that contains it, and returns the element. */
  define(name, element) {
    this.#slots.set(name, element);
    return element;
  }

  /**
   * Fills a part with the result of `build`, unless its data is unchanged or the user is editing in
   * it.
   */
  fill(name, data, build) {
    const slot = this.#slots.get(name);
    const key = JSON.stringify(data) ?? "";
    if (this.#shown.get(name) === key || slot.querySelector("[data-editing]")) return;
    this.#shown.set(name, key);
    const focused = slot.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
    const built = build();
    replace(slot, built);
    slot.hidden = !slot.hasChildNodes();
    if (focused) slot.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  /** Forgets all data, so that every part is rebuilt. */
  forget() { this.#shown.clear(); }
}
