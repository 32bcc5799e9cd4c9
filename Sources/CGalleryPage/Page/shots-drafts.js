// Drafts of shot files, kept in this browser under their names.

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

  /** Whether it could be kept: a browser has only some room. */
  keep(name, text) { return this.#set(prefix + name, text); }

  #set(key, value) {
    try {
      localStorage.setItem(key, value);
      return true;
    } catch {
      return false;
    }
  }

  /** A name like it that nothing has. */
  free(wanted) {
    const name = wanted.trim().replaceAll("/", "-") || t.views.shots.untitled;
    if (!this.has(name)) return name;
    const [, stem, end] = /^(.*?)(\.[^.]*)?$/s.exec(name);
    let number = 2;
    while (this.has(`${stem} ${number}${end ?? ""}`)) number += 1;
    return `${stem} ${number}${end ?? ""}`;
  }

  /** Hears of drafts that another window changes: the name, and its text or nothing when it is gone. */
  hear(changed, signal) {
    addEventListener("storage", (event) => {
      if (event.key?.startsWith(prefix)) changed(event.key.slice(prefix.length), event.newValue ?? undefined);
    }, { signal });
  }
}
