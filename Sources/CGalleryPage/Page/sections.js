// Parts of a view that are made again only when what they show has changed.

import { replace } from "./dom.js";

/** Places by name, each filled anew only for other data; what is being typed and where the focus is stay. */
export class Sections {
  #places = new Map();
  #shown = new Map();

  /** Makes a place for a part: `make` gives the element it lies in. */
  place(name, element) {
    this.#places.set(name, element);
    return element;
  }

  /** Fills a part with what `build` makes of the data, unless it shows the same, or the user is writing in it. */
  fill(name, data, build) {
    const place = this.#places.get(name);
    const key = JSON.stringify(data) ?? "";
    if (this.#shown.get(name) === key || place.querySelector("[data-editing]")) return;
    this.#shown.set(name, key);
    const focused = place.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
    const built = build();
    replace(place, built);
    place.hidden = !place.hasChildNodes();
    if (focused) place.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  /** Forgets what was shown, so that everything is made again. */
  forget() { this.#shown.clear(); }
}
