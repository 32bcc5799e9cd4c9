// A cast out of a folder of folders: each folder becomes an element. All is looked at before anything is kept.

import { post } from "./api.js";
import { changeAll, said } from "./changes.js";
import { dialog } from "./dialog.js";
import { announce, h, replace } from "./dom.js";
import { Drops } from "./drops.js";
import { findings } from "./findings.js";
import { elementsFrom, handleFrom, handleProblem } from "./handles.js";
import { kept, takeBack } from "./keeping.js";
import { library } from "./library.js";
import { icon, soundSign, statusSign } from "./marks.js";
import { roleWords, rolesFor } from "./roles.js";
import { t } from "./texts.js";

// The server holds no more files at once.
const maximumFiles = 500;
const soundNames = /\.(wav|mp3|m4a|aac|flac|ogg|aiff?)$/i;
// What of a note the page can keep with the files; the rest is for `castbook add --from`.
const knownKeys = ["kind", "handle", "name", "description", "tags", "person", "roles", "order"];

/** Makes the panel once; `waiting(count)` hears how many files wait. */
export const makeCasting = (handlers) => new Casting(handlers);

class Casting {
  #handlers;
  #box;
  #cards = [];
  #skipped = [];
  #drops = new Drops({ changed: (drop) => this.#changed(drop), kind: (drop) => drop.card?.kind ?? "character" });
  #list = h("ul", { class: "cast-cards" });
  #problem = h("p", { class: "error-text", role: "alert", hidden: true });
  #left = h("p", { class: "hint" });
  #keep = h("button", { type: "button", class: "primary", onclick: () => this.#store() });
  #letGo = h("button", { type: "button", class: "quiet", onclick: () => this.#clear() }, t.letGo);

  constructor(handlers) { this.#handlers = handlers; }

  /** How many files wait. */
  get count() { return this.#drops.list.length; }

  /** Opens the panel, with what was dropped. */
  open(found) {
    if (found) this.#take(found);
    if (this.#box?.open) return;
    this.#box = dialog({
      title: t.castTitle, kind: "adding casting",
      body: [h("p", {}, t.castLead), this.#list, h("div", { class: "adding-foot" }, this.#problem, this.#left,
        h("div", { class: "buttons" }, this.#letGo, this.#keep))],
      closed: () => this.#handlers.waiting(this.count),
    });
    this.#tell();
  }

  #take({ folders, loose, skipped }) {
    const groups = [...folders, ...loose.length > 0 ? [{ name: undefined, files: loose, note: {} }] : []];
    const added = new Map();
    let room = maximumFiles - this.count;
    for (const group of groups) {
      const files = group.files.slice(0, Math.max(0, room));
      room -= group.files.length;
      if (files.length < group.files.length) {
        this.#skipped.push({ name: group.name ?? t.castLoose, count: group.files.length - files.length,
          words: (name, count) => t.castFull(name, count, maximumFiles) });
      }
      if (files.length === 0) continue;
      const card = new CastCard(group, {
        turned: () => { this.#drops.judgeAgain(); this.#tell(); }, leaveOut: (one) => this.#leaveOut(one),
        dropOut: (drop) => this.#drops.leaveOut(drop), again: (drop) => this.#drops.again(drop),
        others: () => this.#cards,
      });
      this.#cards.push(card);
      this.#list.append(card.node);
      for (const file of files) {
        const role = group.note.roles?.[file.name];
        added.set(file, { card, role: library.answer?.roles.includes(role) ? role : undefined });
      }
    }
    this.#skipped.push(...skipped);
    this.#drops.add([...added.keys()], (file) => added.get(file));
  }

  #changed(drop) {
    if (drop) drop.card.draw(drop);
    else for (const card of this.#cards) card.drawAll(this.#drops.list.filter((one) => one.card === card));
    this.#cards = this.#cards.filter((card) => {
      const isEmpty = card.drops.length === 0 && !this.#drops.list.some((one) => one.card === card);
      if (isEmpty && card.wasFilled) card.node.remove();
      return !(isEmpty && card.wasFilled);
    });
    this.#tell();
  }

  #leaveOut(card) {
    const at = this.#cards.indexOf(card);
    for (const drop of [...card.drops]) this.#drops.leaveOut(drop);
    (this.#cards[Math.min(at, this.#cards.length - 1)]?.node.querySelector("input") ?? this.#letGo).focus();
  }

  /** Those that are kept: files without a folder only if they were given a handle. */
  get #ready() { return this.#cards.filter((card) => card.keepable.length > 0 && (card.handle || !card.isLoose)); }

  #tell() {
    const { isBusy } = this.#drops;
    const count = this.#ready.length;
    this.#keep.textContent = isBusy ? t.stillLooking : t.castKeep(count);
    this.#keep.disabled = isBusy || count === 0 || this.#cards.some((card) => card.isAsking);
    this.#problem.hidden = true;
    this.#left.textContent = this.#skipped.map(({ name, count: left, words = t.castSkipped }) => words(name, left))
      .join(" ");
    for (const card of this.#cards) card.judge();
    if (this.#cards.length === 0 && this.#box?.open) this.#box.close();
  }

  async #store() {
    const ready = this.#ready;
    const wrong = ready.find((card) => card.problem());
    if (wrong) {
      this.#problem.textContent = t.castWrong(wrong.title);
      this.#problem.hidden = false;
      wrong.focus();
      return;
    }
    this.#keep.disabled = true;
    const stored = [];
    const unkept = (card) => card.drops.length - card.keepable.length;
    const lost = ready.reduce((sum, card) => sum + unkept(card), 0);
    await changeAll(ready, async (card) => {
      try {
        const answer = kept(await post("/api/drops/keep", card.asked()));
        stored.push(card);
        return answer;
      } catch (error) {
        card.complain(said(error));
        throw error;
      }
    }, { words: lost > 0 ? t.castKeptWithout(lost) : t.castKept, back: takeBack,
      progress: (count) => { this.#keep.textContent = t.bulkProgress(count, ready.length); } });
    // What was refused stays, with the reason.
    for (const card of stored) {
      if (unkept(card) > 0) this.#skipped.push({ name: card.title, count: unkept(card), words: t.castUnkept });
      for (const drop of [...card.drops]) this.#drops.leaveOut(drop);
    }
    if (this.count === 0 || this.#cards.every((card) => card.isLoose && !card.handle)) {
      this.#clear();
      announce(t.castDone);
    } else this.#tell();
  }

  #clear() {
    this.#drops.clear();
    for (const card of this.#cards) card.node.remove();
    this.#cards = [];
    this.#skipped = [];
    this.#box?.close();
    this.#handlers.waiting(0);
  }
}

let numbered = 0;

/** One folder: what it is to be, and its files. */
class CastCard {
  #handlers;
  #note;
  #existing;
  #asked;
  #refusal;
  #figures = new Map();
  #id = `cast-${numbered += 1}`;
  drops = [];
  wasFilled = false;
  // Whether it is still open if the handle is that of an element.
  isAsking = false;
  #kind = h("select", { onchange: () => this.#handlers.turned() });
  #handle = h("input", {
    autocomplete: "off", spellcheck: "false", autocapitalize: "off", maxlength: "20",
    "aria-describedby": `${this.#id}-hint`, oninput: () => this.#handled(),
  });
  #hint = h("p", { class: "hint", id: `${this.#id}-hint`, "aria-live": "polite" });
  #files = h("ul", { class: "cast-files" });
  #found = h("details", { class: "cast-found", hidden: true });

  constructor({ name, note, isNoteBad, files }, handlers) {
    this.#handlers = handlers;
    this.#note = note;
    this.isLoose = name === undefined;
    this.title = name ?? t.castLoose;
    const { kinds = ["character"] } = library.answer ?? {};
    replace(this.#kind, kinds.map((one) => h("option", { value: one }, t.kind[one] ?? one)));
    const isHeard = files.every((file) => soundNames.test(file.name));
    this.#kind.value = kinds.includes(note.kind) ? note.kind : isHeard ? "voice" : "character";
    this.#handle.value = typeof note.handle === "string" ? note.handle.replace(/^@/, "")
      : this.isLoose ? "" : handleFrom(name);
    this.#kind.setAttribute("aria-label", t.castKind(this.title));
    this.#handle.setAttribute("aria-label", t.castHandle(this.title));
    const more = Object.keys(note).filter((key) => !knownKeys.includes(key) && key !== "best");
    this.node = h("li", { class: "cast-card" },
      h("div", { class: "cast-head" }, h("h3", {}, this.title),
        h("div", { class: "handle-input" }, h("span", { "aria-hidden": "true" }, "@"), this.#handle), this.#kind,
        h("button", { type: "button", class: "quiet square", "aria-label": t.castLeaveOut(this.title),
          title: t.castLeaveOut(this.title), onclick: () => this.#handlers.leaveOut(this) }, icon("close"))),
      this.#hint,
      isNoteBad && h("p", { class: "note-line" }, t.castNoteBad),
      more.length > 0 && h("p", { class: "note-line" }, t.castNoteMore(more.join(", "))),
      this.#files, this.#found);
    this.#handled();
  }

  get kind() { return this.#existing?.kind ?? this.#kind.value; }

  get handle() { return this.#handle.value; }

  get keepable() { return this.drops.filter((drop) => drop.answer?.keepable); }

  focus() { this.#handle.focus(); }

  /** What keeps it from being kept, or nothing. */
  problem() {
    if (!this.handle) return this.isLoose ? undefined : t.needHandle;
    const isTwin = this.#handlers.others().some((one) => one !== this && one.handle === this.handle);
    return handleProblem(this.handle) ?? (isTwin ? t.castTwin(this.handle) : undefined);
  }

  /** Says what will become of it. */
  judge() {
    const wrong = this.problem() ?? this.#refusal;
    this.#handle.setAttribute("aria-invalid", String(Boolean(wrong)));
    this.#hint.classList.toggle("error-text", Boolean(wrong));
    const words = wrong ?? (this.#existing ? t.castJoins(this.#existing.handle)
      : this.isLoose && !this.handle ? t.castLooseHint : "");
    if (this.#hint.textContent !== words) this.#hint.textContent = words;
    this.#kind.disabled = Boolean(this.#existing);
    if (this.#existing) this.#kind.value = this.#existing.kind;
  }

  /** Says why it could not be kept, until something of it is changed. */
  complain(words) {
    this.#refusal = words;
    this.judge();
  }

  /** The request that keeps the card. */
  asked() {
    const files = this.keepable.map((drop) => ({ drop: drop.answer.drop, role: drop.role }));
    if (this.#existing) return { element: this.#existing.element, files };
    const { name, description, tags, person } = this.#note;
    const isText = (value) => typeof value === "string" && value !== "";
    return {
      kind: this.kind, handle: this.handle, files,
      name: isText(name) ? name : this.isLoose || this.title === this.handle ? undefined : this.title,
      description: isText(description) ? description : undefined,
      tag: Array.isArray(tags) ? tags.filter(isText) : undefined, person: isText(person) ? person : undefined,
    };
  }

  async #handled() {
    this.#refusal = undefined;
    // Files must not go to the element of the handle before.
    this.#existing = undefined;
    this.#asked?.abort();
    const { signal } = this.#asked = new AbortController();
    this.isAsking = !handleProblem(this.handle);
    this.#handlers.turned();
    if (!this.isAsking) return;
    const found = await elementsFrom(this.handle, { signal }).catch(() => []);
    if (signal.aborted) return;
    this.isAsking = false;
    this.#existing = found.find((one) => one.handle === this.handle);
    this.#handlers.turned();
  }

  drawAll(drops) {
    if (drops.length === this.drops.length && drops.every((one, at) => one === this.drops[at])) return;
    this.#refusal = undefined;
    this.drops = drops;
    this.wasFilled ||= drops.length > 0;
    replace(this.#files, drops.map((drop) => this.#figure(drop)));
    this.#tell();
  }

  draw(drop) {
    const before = this.#figures.get(drop);
    const now = this.#figure(drop);
    // The panel may not be open yet.
    before?.replaceWith(now);
    this.#tell();
  }

  #figure(drop) {
    const { answer, state } = drop;
    const isRefused = answer && !answer.keepable;
    const isFailed = state === "failed" || state === "stopped";
    const node = h("li", { class: `cast-file ${isRefused || isFailed ? "refused" : state}`, title: drop.name },
      h("div", { class: "cast-picture" },
        answer?.medium === "sound" ? soundSign()
          : answer?.keepable ? h("img", { src: `/api/drops/${answer.drop}/preview?side=320`, alt: drop.name })
            : isFailed || isRefused ? h("span", {}, drop.name)
              : h("progress", { max: "1", "aria-label": drop.name,
                value: state === "looking" ? undefined : drop.part }),
        answer && h("span", { class: "cast-sign" }, statusSign(answer.keepable ? answer.status : "fail"))),
      answer?.keepable ? this.#role(drop) : isFailed ? h("button", { type: "button", class: "small quiet",
        onclick: () => this.#handlers.again(drop) }, t.tryAgain) : undefined,
      h("button", { type: "button", class: "quiet square cast-away", "aria-label": t.leaveFileOut(drop.name),
        title: t.leaveFileOut(drop.name), onclick: () => this.#handlers.dropOut(drop) }, icon("close")));
    this.#figures.set(drop, node);
    return node;
  }

  #role(drop) {
    const box = h("select", { "aria-label": t.roleIn(drop.name), onchange: () => { drop.role = box.value; } },
      rolesFor(drop.answer.medium).map((role) => h("option", { value: role }, roleWords(role))));
    box.value = drop.role;
    if (!box.value) box.value = drop.role = "unsorted";
    return box;
  }

  /** What was found of the files, which unfolds. */
  #tell() {
    const found = this.drops.filter((drop) => drop.answer?.findings?.length > 0);
    const count = found.reduce((sum, drop) => sum + drop.answer.findings.length, 0);
    this.#found.hidden = count === 0;
    if (count === 0) return;
    replace(this.#found, h("summary", {}, t.castFound(count)), found.map((drop) => [
      h("p", { class: "quiet-text" }, drop.name), findings(drop.answer.findings)]));
  }
}
