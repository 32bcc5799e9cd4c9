// Dropped files during upload: sent two at a time, examined by the server, and not yet stored.

import { get, query, remove, send } from "./api.js";
import { reportFailure, subscribe } from "./library.js";

const AT_ONCE = 2;

/** Whether a request failed because the server or the library was not available. */
const isTransient = (error) => error?.status === 0 || error?.status === 401 || error?.status === 503;

/**
 * The dropped files. `onChange(drop)` is called after each step of one, without an argument if
 * several changed; `kind(drop)` returns the kind of the future element.
 */
export class Drops {
  list = [];
  // The default role of files whose names suggest none.
  role = undefined;
  #onChange;
  #kind;
  #unsubscribe;

  constructor({ onChange, kind }) {
    this.#onChange = onChange;
    this.#kind = kind;
    // A restarted server has lost all files, and failed uploads can be repeated once it is back.
    this.#unsubscribe = [
      subscribe("restarted", () => this.#sendAgain((drop) => drop.answer || drop.state === "looking")),
      subscribe("state", (state) => {
        if (state === "here") this.#sendAgain((drop) => drop.state === "failed" && isTransient(drop.error));
      }),
    ];
  }

  /** Discards all files and unsubscribes. */
  dispose() {
    this.clear();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  #sendAgain(matches) {
    for (const drop of this.list.filter(matches)) {
      drop.stop?.abort();
      // The page has no copy of a file that the server made.
      if (!drop.file) {
        this.list = this.list.filter((one) => one !== drop);
        this.#onChange();
        continue;
      }
      drop.answer = undefined;
      drop.state = "waiting";
      drop.error = undefined;
      this.#onChange(drop);
    }
    this.#sendNext();
  }

  /** The files that can be stored. */
  get keepable() { return this.list.filter((drop) => drop.answer?.keepable); }

  get isBusy() { return this.list.some((drop) => ["waiting", "sending", "looking"].includes(drop.state)); }

  /** Adds files; the properties that `more(file)` returns are stored with each. */
  add(files, more) {
    for (const file of files) {
      this.list.push({ file, name: file.name || "picture.png", state: "waiting", part: 0, ...more?.(file) });
    }
    this.#onChange();
    this.#sendNext();
  }

  /** Adds files that the server made and has already examined. */
  addMade(answers) {
    for (const answer of answers) {
      this.list.push({ name: answer.path ?? answer.drop, answer, role: answer.role ?? "unsorted",
        kind: this.#kind({}), state: "here", part: 1 });
    }
    this.#onChange();
  }

  /** Removes a file, also on the server. */
  leaveOut(drop) {
    this.list = this.list.filter((one) => one !== drop);
    drop.stop?.abort();
    if (drop.answer) remove(`/api/drops/${drop.answer.drop}`).catch(() => {});
    this.#onChange();
    this.#sendNext();
  }

  /** Sends a file again whose upload failed. */
  retry(drop) {
    drop.state = "waiting";
    drop.error = undefined;
    this.#onChange(drop);
    this.#sendNext();
  }

  /** Has the server judge the files again if the kind has changed. */
  judgeAgain() {
    for (const drop of this.list) if (drop.answer) this.#judge(drop);
  }

  async #judge(drop) {
    const kind = this.#kind(drop);
    if (drop.kind === kind) return;
    drop.kind = kind;
    drop.state = "looking";
    this.#onChange(drop);
    let answer;
    try {
      answer = await get(`/api/drops/${drop.answer.drop}${query({ kind })}`);
    } catch (error) {
      reportFailure(error);
    }
    if (drop.kind !== kind) return;
    // If the request failed, the former answer stays.
    drop.answer = answer ?? drop.answer;
    drop.state = "here";
    if (this.list.includes(drop)) this.#onChange(drop);
  }

  /**
   * Discards all files, or `only` some; with `areKept`, those that the library has stored stay on
   * the server.
   */
  clear({ areKept = false, only = this.list } = {}) {
    const all = only;
    this.list = this.list.filter((drop) => !all.includes(drop));
    for (const drop of all) {
      drop.stop?.abort();
      if (drop.answer && !(areKept && drop.answer.keepable)) remove(`/api/drops/${drop.answer.drop}`).catch(() => {});
    }
    this.#onChange();
  }

  #sendNext() {
    const active = this.list.filter((drop) => ["sending", "looking"].includes(drop.state)).length;
    const next = this.list.filter((drop) => drop.state === "waiting").slice(0, Math.max(0, AT_ONCE - active));
    for (const drop of next) this.#send(drop);
  }

  async #send(drop) {
    const stop = drop.stop = new AbortController();
    drop.state = "sending";
    this.#onChange(drop);
    const progress = (part) => {
      drop.part = part;
      if (part >= 1) drop.state = "looking";
      this.#onChange(drop);
    };
    try {
      drop.kind = this.#kind(drop);
      drop.answer = await send(`/api/drops${query({ name: drop.name, kind: drop.kind })}`, drop.file,
        { progress, signal: stop.signal });
      const isSuggested = drop.answer.role && drop.answer.role !== "unsorted";
      const fixed = { sound: "voice", clip: "clip" }[drop.answer.medium];
      drop.role = fixed ?? drop.role ?? (isSuggested ? drop.answer.role : this.role) ?? "unsorted";
      drop.state = "here";
      // The kind may have changed during the upload.
      this.#judge(drop);
    } catch (error) {
      if (drop.stop !== stop) return;
      reportFailure(error);
      drop.state = error.name === "AbortError" ? "stopped" : "failed";
      drop.error = error;
    }
    if (this.list.includes(drop)) this.#onChange(drop);
    else if (drop.answer) remove(`/api/drops/${drop.answer.drop}`).catch(() => {});
    this.#sendNext();
  }
}
