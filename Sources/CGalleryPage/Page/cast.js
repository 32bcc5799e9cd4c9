// A cast from a folder of folders: each folder becomes an element.

import { post } from "./api.js";
import { changeAll, errorText } from "./changes.js";
import { dialog } from "./dialog.js";
import { announce, h, replace } from "./dom.js";
import { Drops } from "./drops.js";
import { findings } from "./findings.js";
import { HandleLookup, handleFrom, handleProblem } from "./handles.js";
import { keptChange, undoKeep } from "./keeping.js";
import { library } from "./library.js";
import { icon, soundSign, statusSign } from "./marks.js";
import { roleText, rolesFor } from "./roles.js";
import { t } from "./texts.js";

// The most files that the server holds at once.
const maximumFiles = 500;
const soundNames = /\.(wav|mp3|m4a|aac|flac|ogg|aiff?)$/i;
// The keys of a note that the page can store; the rest needs `castbook add --from`.
const knownKeys = ["kind", "handle", "name", "description", "tags", "person", "roles", "order"];

/** Makes the panel; `onWaiting(count)` gets the number of waiting files. */
export const makeCasting = (handlers) => new Casting(handlers);

class Casting {
  #handlers;
  #box;
  #cards = [];
  #skipped = [];
  #drops = new Drops({ onChange: (drop) => this.#onDropChange(drop), kind: (drop) => drop.card?.kind ?? "character" });
  #list = h("ul", { class: "cast-cards" });
  #problem = h("p", { class: "error-text", role: "alert", hidden: true });
  #skippedHint = h("p", { class: "hint" });
  #keepButton = h("button", { type: "button", class: "primary", onclick: () => this.#store() });
  #discardButton = h("button", { type: "button", class: "quiet", onclick: () => this.#clear() }, t.discardAll);

  constructor(handlers) { this.#handlers = handlers; }

  get count() { return this.#drops.list.length; }

  /** Opens the panel and adds what was dropped. */
  open(found) {
    if (found) this.#addGroups(found);
    if (this.#box?.open) return;
    this.#box = dialog({
      title: t.castTitle, kind: "adding casting",
      body: [h("p", {}, t.castLead), this.#list, h("div", { class: "adding-foot" }, this.#problem, this.#skippedHint,
        h("div", { class: "buttons" }, this.#discardButton, this.#keepButton))],
      onClose: () => this.#handlers.onWaiting(this.count),
    });
    this.#update();
  }

  #addGroups({ folders, loose, skipped }) {
    const groups = [...folders, ...loose.length > 0 ? [{ name: undefined, files: loose, note: {} }] : []];
    const added = new Map();
    let room = maximumFiles - this.count;
    for (const group of groups) {
      const files = group.files.slice(0, Math.max(0, room));
      room -= group.files.length;
      if (files.length < group.files.length) {
        this.#skipped.push({ name: group.name ?? t.castLoose, count: group.files.length - files.length,
          text: (name, count) => t.castFull(name, count, maximumFiles) });
      }
      if (files.length === 0) continue;
      const card = new CastCard(group, {
        onChange: () => { this.#drops.judgeAgain(); this.#update(); }, leaveOut: (one) => this.#leaveOut(one),
        leaveFileOut: (drop) => this.#drops.leaveOut(drop), retry: (drop) => this.#drops.retry(drop),
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

  #onDropChange(drop) {
    if (drop) drop.card.draw(drop);
    else for (const card of this.#cards) card.drawAll(this.#drops.list.filter((one) => one.card === card));
    this.#cards = this.#cards.filter((card) => {
      const isEmpty = card.drops.length === 0 && !this.#drops.list.some((one) => one.card === card);
      if (isEmpty && card.wasFilled) card.node.remove();
      return !(isEmpty && card.wasFilled);
    });
    this.#update();
  }

  #leaveOut(card) {
    const at = this.#cards.indexOf(card);
    for (const drop of [...card.drops]) this.#drops.leaveOut(drop);
    (this.#cards[Math.min(at, this.#cards.length - 1)]?.node.querySelector("input") ?? this.#discardButton).focus();
  }

  /** The cards that can be stored; files without a folder need a handle first. */
  get #ready() { return this.#cards.filter((card) => card.keepable.length > 0 && (card.handle || !card.isLoose)); }

  #update() {
    const { isBusy } = this.#drops;
    const count = this.#ready.length;
    this.#keepButton.textContent = isBusy ? t.stillLooking : t.castKeep(count);
    this.#keepButton.disabled = isBusy || count === 0 || this.#cards.some((card) => card.isLookingUp);
    this.#problem.hidden = true;
    this.#skippedHint.textContent = this.#skipped
      .map(({ name, count: fileCount, text = t.castSkipped }) => text(name, fileCount)).join(" ");
    for (const card of this.#cards) card.judge();
    if (this.#cards.length === 0 && this.#box?.open) this.#box.close();
  }

  async #store() {
    const ready = this.#ready;
    const invalidCard = ready.find((card) => card.problem());
    if (invalidCard) {
      this.#problem.textContent = t.castWrong(invalidCard.title);
      this.#problem.hidden = false;
      invalidCard.focus();
      return;
    }
    this.#keepButton.disabled = true;
    const stored = [];
    const unkept = (card) => card.drops.length - card.keepable.length;
    const unkeptCount = ready.reduce((sum, card) => sum + unkept(card), 0);
    await changeAll(ready, async (card) => {
      try {
        const answer = keptChange(await post("/api/drops/keep", card.keepRequest()));
        stored.push(card);
        return answer;
      } catch (error) {
        card.showProblem(errorText(error));
        throw error;
      }
    }, { text: unkeptCount > 0 ? t.castKeptWithout(unkeptCount) : t.castKept, undo: undoKeep,
      progress: (count) => { this.#keepButton.textContent = t.bulkProgress(count, ready.length); } });
    // Cards that were refused stay, with the reason.
    for (const card of stored) {
      if (unkept(card) > 0) this.#skipped.push({ name: card.title, count: unkept(card), text: t.castUnkept });
      for (const drop of [...card.drops]) this.#drops.leaveOut(drop);
    }
    if (this.count === 0 || this.#cards.every((card) => card.isLoose && !card.handle)) {
      this.#clear();
      announce(t.castDone);
    } else this.#update();
  }

  #clear() {
    this.#drops.clear();
    for (const card of this.#cards) card.node.remove();
    this.#cards = [];
    this.#skipped = [];
    this.#box?.close();
    this.#handlers.onWaiting(0);
  }
}

let cardCount = 0;

/** A card for one folder: the future element and its files. */
class CastCard {
  #handlers;
  #note;
  #lookup = new HandleLookup(() => this.#handlers.onChange());
  #refusal;
  #figures = new Map();
  #id = `cast-${cardCount += 1}`;
  drops = [];
  wasFilled = false;
  #kind = h("select", { onchange: () => this.#handlers.onChange() });
  #handle = h("input", {
    autocomplete: "off", spellcheck: "false", autocapitalize: "off", maxlength: "20",
    "aria-describedby": `${this.#id}-hint`, oninput: () => this.#onHandleInput(),
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
    const isSoundOnly = files.every((file) => soundNames.test(file.name));
    this.#kind.value = kinds.includes(note.kind) ? note.kind : isSoundOnly ? "voice" : "character";
    this.#handle.value = typeof note.handle === "string" ? note.handle.replace(/^@/, "")
      : this.isLoose ? "" : handleFrom(name);
    this.#kind.setAttribute("aria-label", t.castKind(this.title));
    this.#handle.setAttribute("aria-label", t.castHandle(this.title));
    const ignoredKeys = Object.keys(note).filter((key) => !knownKeys.includes(key) && key !== "best");
    this.node = h("li", { class: "cast-card" },
      h("div", { class: "cast-head" }, h("h3", {}, this.title),
        h("div", { class: "handle-input" }, h("span", { "aria-hidden": "true" }, "@"), this.#handle), this.#kind,
        h("button", { type: "button", class: "quiet square", "aria-label": t.castLeaveOut(this.title),
          title: t.castLeaveOut(this.title), onclick: () => this.#handlers.leaveOut(this) }, icon("close"))),
      this.#hint,
      isNoteBad && h("p", { class: "note-line" }, t.castNoteBad),
      ignoredKeys.length > 0 && h("p", { class: "note-line" }, t.castNoteMore(ignoredKeys.join(", "))),
      this.#files, this.#found);
    this.#onHandleInput();
  }

  /** Whether it is still unknown if an element has the handle. */
  get isLookingUp() { return this.#lookup.isRunning; }

  get kind() { return this.#lookup.element?.kind ?? this.#kind.value; }

  get handle() { return this.#handle.value; }

  get keepable() { return this.drops.filter((drop) => drop.answer?.keepable); }

  focus() { this.#handle.focus(); }

  /** Returns why the card can't be stored, or `undefined`. */
  problem() {
    if (!this.handle) return this.isLoose ? undefined : t.needHandle;
    const isDuplicate = this.#handlers.others().some((one) => one !== this && one.handle === this.handle);
    return handleProblem(this.handle) ?? (isDuplicate ? t.castTwin(this.handle) : undefined);
  }

  /** Shows what storing the card will do. */
  judge() {
    const problem = this.problem() ?? this.#refusal;
    this.#handle.setAttribute("aria-invalid", String(Boolean(problem)));
    this.#hint.classList.toggle("error-text", Boolean(problem));
    const text = problem ?? (this.#lookup.element ? t.castJoins(this.#lookup.element.handle)
      : this.isLoose && !this.handle ? t.castLooseHint : "");
    if (this.#hint.textContent !== text) this.#hint.textContent = text;
    this.#kind.disabled = Boolean(this.#lookup.element);
    if (this.#lookup.element) this.#kind.value = this.#lookup.element.kind;
  }

  /** Shows why the card could not be stored, until it is changed. */
  showProblem(text) {
    this.#refusal = text;
    this.judge();
  }

  /** Returns the request that stores the card. */
  keepRequest() {
    const files = this.keepable.map((drop) => ({ drop: drop.answer.drop, role: drop.role }));
    if (this.#lookup.element) return { element: this.#lookup.element.element, files };
    const { name, description, tags, person } = this.#note;
    const isText = (value) => typeof value === "string" && value !== "";
    return {
      kind: this.kind, handle: this.handle, files,
      name: isText(name) ? name : this.isLoose || this.title === this.handle ? undefined : this.title,
      description: isText(description) ? description : undefined,
      tag: Array.isArray(tags) ? tags.filter(isText) : undefined, person: isText(person) ? person : undefined,
    };
  }

  #onHandleInput() {
    this.#refusal = undefined;
    this.#lookup.find(this.handle);
  }

  drawAll(drops) {
    if (drops.length === this.drops.length && drops.every((one, at) => one === this.drops[at])) return;
    this.#refusal = undefined;
    this.drops = drops;
    this.wasFilled ||= drops.length > 0;
    replace(this.#files, drops.map((drop) => this.#figure(drop)));
    this.#updateFindings();
  }

  draw(drop) {
    const former = this.#figures.get(drop);
    const figure = this.#figure(drop);
    // The panel may not be open yet.
    former?.replaceWith(figure);
    this.#updateFindings();
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
        onclick: () => this.#handlers.retry(drop) }, t.tryAgain) : undefined,
      h("button", { type: "button", class: "quiet square cast-away", "aria-label": t.leaveFileOut(drop.name),
        title: t.leaveFileOut(drop.name), onclick: () => this.#handlers.leaveFileOut(drop) }, icon("close")));
    this.#figures.set(drop, node);
    return node;
  }

  #role(drop) {
    const box = h("select", { "aria-label": t.roleIn(drop.name), onchange: () => { drop.role = box.value; } },
      rolesFor(drop.answer.medium).map((role) => h("option", { value: role }, roleText(role))));
    box.value = drop.role;
    if (!box.value) box.value = drop.role = "unsorted";
    return box;
  }

  /** Lists the findings of the files in a part that unfolds. */
  #updateFindings() {
    const found = this.drops.filter((drop) => drop.answer?.findings?.length > 0);
    const count = found.reduce((sum, drop) => sum + drop.answer.findings.length, 0);
    this.#found.hidden = count === 0;
    if (count === 0) return;
    replace(this.#found, h("summary", {}, t.castFound(count)), found.map((drop) => [
      h("p", { class: "quiet-text" }, drop.name), findings(drop.answer.findings)]));
  }
}
