// The shot files that can be edited: those of a project, and the library's drafts. What is not
// saved yet is kept in this browser.

import { get, post } from "./api.js";
import { isReadOnly } from "./library.js";
import { t } from "./texts.js";

const localPrefix = "castbook.shot:";
const unsavedPrefix = "castbook.unsaved:";
const openKey = "castbook.shots.open";

/** Returns a value that this browser stores; `null` if it has none or stores nothing. */
function stored(key) {
  try { return localStorage.getItem(key); } catch { return null; }
}

/** Stores a value, or removes it if it is `null`; returns false if the browser has no room. */
function store(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
    return true;
  } catch {
    return false;
  }
}

const localNames = () => {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(localPrefix))
      .map((key) => key.slice(localPrefix.length));
  } catch {
    return [];
  }
};

const draftItem = (one) => ({ key: `draft:${one.draft}`, draft: one.draft, name: one.name,
  text: one.text, sha256: one.sha256, by: one.by });
const shotItem = (project, one) => ({ key: `shot:${project}:${one.path}`, project, name: one.path,
  text: one.text ?? "", sha256: one.sha256, problem: one.problem });
const localItem = (name) => ({ key: `local:${name}`, name, text: stored(localPrefix + name) ?? "" });
const inOrder = (a, b) => a.name.localeCompare(b.name, "en", { numeric: true });

/**
 * All shot files. An item has `key`, `name` (in a project its path), `text`, `sha256` unless it is
 * new, and `draft` or `project`. An item without both is in this browser alone.
 */
export class ShotStore {
  #drafts = [];
  #shots = [];
  /** The projects that are there, as in `projects/1`. */
  projects = [];
  /** The project whose shot files are listed; `undefined` for the drafts. */
  project;
  /** Why the shots have no order of their own; `undefined` if they have. */
  boardProblem;

  /** Reads the drafts, the projects, and the shot files of one of them. */
  async load(project, signal) {
    const [{ projects }, { drafts }] = await Promise.all([get("/api/projects", signal), get("/api/drafts", signal)]);
    this.projects = projects.filter((one) => one.path && !one.absence);
    this.project = this.projects.some((one) => one.project === project) ? project : undefined;
    this.#drafts = drafts.map(draftItem).sort(inOrder);
    // A draft that was changed on two machines is there twice.
    for (const [at, one] of this.#drafts.entries()) {
      if (this.#drafts.findIndex((other) => other.key === one.key) < at) one.key += `:${one.sha256.slice(0, 8)}`;
    }
    this.#shots = [];
    this.boardProblem = undefined;
    if (!this.project) return;
    const answer = await get(`/api/projects/${this.project}/shots`, signal);
    this.#shots = answer.shots.map((one) => shotItem(this.project, one));
    this.boardProblem = answer.boardProblem;
  }

  /** The shot files of the project, or the drafts with those that only this browser has. */
  get items() {
    return this.project ? this.#shots : [...this.#drafts, ...localNames().map(localItem)].sort(inOrder);
  }

  find(key) { return this.items.find((one) => one.key === key); }

  /** The project that was open last. */
  static get lastProject() { return /^shot:([^:]+):/.exec(stored(openKey) ?? "")?.[1]; }

  /** The shot file that was open last, or the first. */
  get last() { return this.find(stored(openKey)) ?? this.items[0]; }

  rememberOpen(item) { store(openKey, item.key); }

  // Text that is not saved

  /** Keeps a text that is not saved yet; returns false if the browser has no room. */
  buffer(item, text) {
    if (!item.draft && !item.project) return store(localPrefix + item.name, text);
    return store(unsavedPrefix + item.key, JSON.stringify({ text, sha256: item.sha256 }));
  }

  /** Returns the text that was not saved, with the `sha256` that it was made from. */
  unsaved(item) {
    try {
      return JSON.parse(stored(unsavedPrefix + item.key) ?? "null") ?? undefined;
    } catch {
      return undefined;
    }
  }

  forgetUnsaved(item) { store(unsavedPrefix + item.key, null); }

  // Changes. Each returns the item as it is now as `item`, or as `changed` if somebody else has
  // changed it since; a missing `changed` means that it is gone.

  /** Returns an unused name like the wanted one. */
  freeName(wanted) {
    const names = new Set(this.items.map((one) => one.name));
    const name = wanted.trim().replaceAll("/", "-") || t.views.shots.untitled;
    if (!names.has(name)) return name;
    const [, stem, end] = /^(.*?)(\.[^.]*)?$/s.exec(name);
    let number = 2;
    while (names.has(`${stem} ${number}${end ?? ""}`)) number += 1;
    return `${stem} ${number}${end ?? ""}`;
  }

  /** Makes a shot file in the open project, or a draft. */
  async create(wanted, text) {
    const name = this.freeName(wanted);
    if (isReadOnly()) {
      store(localPrefix + name, text);
      return { item: localItem(name) };
    }
    if (!this.project) return this.#draftOutcome(await post("/api/drafts", { name, text }));
    return this.#shotOutcome(await post(`/api/projects/${this.project}/shots`, { path: withSuffix(name), text }));
  }

  /** Saves a text; one that only this browser has becomes a draft of the library. */
  async save(item, text, { isLast = false } = {}) {
    if (isReadOnly() || item.problem) return { item };
    const keepalive = isLast && text.length < 50_000;
    if (item.project) {
      const body = { path: item.name, text, sha256: item.sha256 };
      return this.#shotOutcome(await post(`/api/projects/${item.project}/shots`, body, undefined, { keepalive }), item);
    }
    const known = item.draft ? { draft: item.draft, sha256: item.sha256 } : {};
    const outcome = this.#draftOutcome(
      await post("/api/drafts", { ...known, name: item.name, text }, undefined, { keepalive }), item);
    if (!item.draft && outcome.item) store(localPrefix + item.name, null);
    return outcome;
  }

  async rename(item, wanted) {
    if (item.project) {
      const to = withSuffix(wanted.trim());
      const answer = await post(`/api/projects/${item.project}/rename-shot`, { path: item.name, to });
      return this.#shotOutcome(answer, item);
    }
    const name = this.freeName(wanted);
    if (item.draft) {
      const body = { draft: item.draft, sha256: item.sha256, name, text: item.text };
      return this.#draftOutcome(await post("/api/drafts", body), item);
    }
    if (!store(localPrefix + name, item.text)) return { item };
    store(localPrefix + item.name, null);
    return { item: localItem(name) };
  }

  /** Removes a draft; a shot file of a project becomes a draft instead. */
  async remove(item) {
    if (item.project) {
      return this.#shotOutcome(await post(`/api/projects/${item.project}/move-shot`,
        { path: item.name, sha256: item.sha256 }), item);
    }
    if (item.draft) {
      return this.#draftOutcome(await post("/api/drafts/remove", { draft: item.draft, sha256: item.sha256 }), item);
    }
    store(localPrefix + item.name, null);
    return { item };
  }

  /** Moves a draft into a project. */
  async moveTo(project, item) {
    const answer = await post(`/api/projects/${project}/shots`,
      { path: withSuffix(item.name.replaceAll("/", "-")), text: item.text });
    const outcome = answer.shot ? { item: shotItem(project, answer.shot) }
      : { isTaken: true };
    if (outcome.item) await this.remove(item);
    return outcome;
  }

  #draftOutcome(answer, before) {
    if (!answer.draft) return { changed: answer.changed[0] && draftItem(answer.changed[0]) };
    const item = draftItem(answer.draft);
    this.#drafts = this.#drafts.filter((one) => one.key !== before?.key);
    if (!answer.draft.removed) this.#drafts = [...this.#drafts, item].sort(inOrder);
    if (before) this.forgetUnsaved(before);
    return { item };
  }

  #shotOutcome(answer, before) {
    if (!answer.shot) return { changed: answer.changed && shotItem(this.project, answer.changed) };
    const item = shotItem(before?.project ?? this.project, answer.shot);
    const at = this.#shots.findIndex((one) => one.key === before?.key);
    const isMoved = Boolean(answer.draft);
    if (at < 0) this.#shots = [...this.#shots, item];
    else this.#shots = this.#shots.flatMap((one, place) => place !== at ? [one] : isMoved ? [] : [item]);
    if (before) this.forgetUnsaved(before);
    return { item };
  }
}

/** The name of a shot file, with its suffix. */
const withSuffix = (name) => /\.md$/i.test(name) ? name : `${name.replace(/\.(txt|shot)$/i, "")}.md`;

/**
 * Calls `listener` when another window of this browser changes the text that only this browser has.
 */
export function onOtherWindow(listener, signal) {
  addEventListener("storage", (event) => {
    if (event.key?.startsWith(localPrefix) || event.key?.startsWith(unsavedPrefix)) listener();
  }, { signal });
}
