// Drafts of shot files, stored in this browser by name.

import { t } from "./texts.js";

const prefix = "castbook.shot:";
const openKey = "castbook.shots.open";

/** All drafts, by name. */
export class Drafts {
  get names() {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length))
      .sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  }

  /** The draft that was open last, or any. */
  get last() {
    const name = localStorage.getItem(openKey);
    return name !== null && this.has(name) ? name : this.names[0];
  }

  has(name) { return localStorage.getItem(prefix + name) !== null; }
  text(name) { return localStorage.getItem(prefix + name) ?? ""; }
  open(name) { this.#set(openKey, name); }
  remove(name) { localStorage.removeItem(prefix + name); }

  /** Stores a draft; returns false if the browser has no room. */
  keep(name, text) { return this.#set(prefix + name, text); }

  #set(key, value) {
    try {
      localStorage.setItem(key, value);
      return true;
    } catch {
      return false;
    }
  }

  /** Returns an unused name like the wanted one. */
  freeName(wanted) {
    const name = wanted.trim().replaceAll("/", "-") || t.views.shots.untitled;
    if (!this.has(name)) return name;
    const [, stem, end] = /^(.*?)(\.[^.]*)?$/s.exec(name);
    let number = 2;
    while (this.has(`${stem} ${number}${end ?? ""}`)) number += 1;
    return `${stem} ${number}${end ?? ""}`;
  }

  /**
   * Reports drafts that another window changes: the name, and the text or `undefined` if it was
   * deleted.
   */
  onExternalChange(listener, signal) {
    addEventListener("storage", (event) => {
      if (event.key?.startsWith(prefix)) listener(event.key.slice(prefix.length), event.newValue ?? undefined);
    }, { signal });
  }
}
