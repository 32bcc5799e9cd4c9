// Dropped files on their way: sent two at a time, looked at by the server, stored nowhere until they are kept.

import { get, query, remove, send } from "./api.js";
import { hear, noticeRefusal } from "./library.js";

const AT_ONCE = 2;

/** Whether it failed because the server or the library was not there. */
const isPassing = (error) => error?.status === 0 || error?.status === 401 || error?.status === 503;

/**
 * The files that were dropped; `changed(drop)` hears of each step of one, or of all when none is named; `kind(drop)`
 * says what a file is for.
 */
export class Drops {
  list = [];
  // The role of files whose names say none.
  role = undefined;
  #changed;
  #kind;
  #unhear;

  constructor({ changed, kind }) {
    this.#changed = changed;
    this.#kind = kind;
    // A server that was started again has none of them; what did not arrive is sent when it can be.
    this.#unhear = [
      hear("restarted", () => this.#sendAgain((drop) => drop.answer || drop.state === "looking")),
      hear("state", (state) => {
        if (state === "here") this.#sendAgain((drop) => drop.state === "failed" && isPassing(drop.error));
      }),
    ];
  }

  /** Lets all go, for good. */
  end() {
    this.clear();
    for (const unhear of this.#unhear) unhear();
  }

  #sendAgain(isMeant) {
    for (const drop of this.list.filter(isMeant)) {
      drop.stop?.abort();
      // What the server made is to be made again.
      if (!drop.file) {
        this.list = this.list.filter((one) => one !== drop);
        this.#changed();
        continue;
      }
      drop.answer = undefined;
      drop.state = "waiting";
      drop.error = undefined;
      this.#changed(drop);
    }
    this.#go();
  }

  /** Those that can be kept. */
  get keepable() { return this.list.filter((drop) => drop.answer?.keepable); }

  get isBusy() { return this.list.some((drop) => ["waiting", "sending", "looking"].includes(drop.state)); }

  /** Takes files on; what `more(file)` answers is kept with each of them. */
  add(files, more) {
    for (const file of files) {
      this.list.push({ file, name: file.name || "picture.png", state: "waiting", part: 0, ...more?.(file) });
    }
    this.#changed();
    this.#go();
  }

  /** Takes on files that the server made, which it has examined like dropped ones. */
  addMade(answers) {
    for (const answer of answers) {
      this.list.push({ name: answer.path ?? answer.drop, answer, role: answer.role ?? "unsorted",
        kind: this.#kind({}), state: "here", part: 1 });
    }
    this.#changed();
  }

  /** Leaves one out, and lets go of what the server has of it. */
  leaveOut(drop) {
    this.list = this.list.filter((one) => one !== drop);
    drop.stop?.abort();
    if (drop.answer) remove(`/api/drops/${drop.answer.drop}`).catch(() => {});
    this.#changed();
    this.#go();
  }

  /** Sends one again that did not arrive. */
  again(drop) {
    drop.state = "waiting";
    drop.error = undefined;
    this.#changed(drop);
    this.#go();
  }

  /** Has those that are here judged as the kind that they are for now. */
  judgeAgain() {
    for (const drop of this.list) if (drop.answer) this.#judge(drop);
  }

  async #judge(drop) {
    const kind = this.#kind(drop);
    if (drop.kind === kind) return;
    drop.kind = kind;
    drop.state = "looking";
    this.#changed(drop);
    let answer;
    try {
      answer = await get(`/api/drops/${drop.answer.drop}${query({ kind })}`);
    } catch (error) {
      noticeRefusal(error);
    }
    if (drop.kind !== kind) return;
    // Where none came, what was said of it before still stands.
    drop.answer = answer ?? drop.answer;
    drop.state = "here";
    if (this.list.includes(drop)) this.#changed(drop);
  }

  /** Lets all go; `areKept` when the library has them now. */
  clear({ areKept = false } = {}) {
    const all = this.list;
    this.list = [];
    for (const drop of all) {
      drop.stop?.abort();
      if (drop.answer && !(areKept && drop.answer.keepable)) remove(`/api/drops/${drop.answer.drop}`).catch(() => {});
    }
    this.#changed();
  }

  #go() {
    const active = this.list.filter((drop) => ["sending", "looking"].includes(drop.state)).length;
    const next = this.list.filter((drop) => drop.state === "waiting").slice(0, Math.max(0, AT_ONCE - active));
    for (const drop of next) this.#send(drop);
  }

  async #send(drop) {
    const stop = drop.stop = new AbortController();
    drop.state = "sending";
    this.#changed(drop);
    const progress = (part) => {
      drop.part = part;
      if (part >= 1) drop.state = "looking";
      this.#changed(drop);
    };
    try {
      drop.kind = this.#kind(drop);
      drop.answer = await send(`/api/drops${query({ name: drop.name, kind: drop.kind })}`, drop.file,
        { progress, signal: stop.signal });
      const isSaid = drop.answer.role && drop.answer.role !== "unsorted";
      const fixed = { sound: "voice", clip: "clip" }[drop.answer.medium];
      drop.role = fixed ?? drop.role ?? (isSaid ? drop.answer.role : this.role) ?? "unsorted";
      drop.state = "here";
      // Meanwhile it may have been told that it is for something else.
      this.#judge(drop);
    } catch (error) {
      if (drop.stop !== stop) return;
      noticeRefusal(error);
      drop.state = error.name === "AbortError" ? "stopped" : "failed";
      drop.error = error;
    }
    if (this.list.includes(drop)) this.#changed(drop);
    else if (drop.answer) remove(`/api/drops/${drop.answer.drop}`).catch(() => {});
    this.#go();
  }
}
