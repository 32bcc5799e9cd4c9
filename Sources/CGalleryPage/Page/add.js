// Adding: what was dropped is looked at first, and stored when one says so.

import { post } from "./api.js";
import { change, said } from "./changes.js";
import { Destination } from "./destination.js";
import { dialog } from "./dialog.js";
import { announce, h, replace } from "./dom.js";
import { dropCard, keptDrop } from "./drop-card.js";
import { Drops } from "./drops.js";
import { contentsOfPicked } from "./folders.js";
import { kept, takeBack } from "./keeping.js";
import { icon } from "./marks.js";
import { t } from "./texts.js";

/**
 * Makes the panel once; `waiting(count)` hears how many files wait, `opened(id)` that they are in an element, `cast`
 * gets a folder of folders.
 */
export const makeAdding = (handlers) => new Adding(handlers);

class Adding {
  #handlers;
  #box;
  #cards = new Map();
  #drops = new Drops({ changed: (drop) => this.#changed(drop), kind: () => this.#to.kind });
  #to = new Destination({ changed: () => this.#turned() });

  #list = h("ul", { class: "drops" });
  // The sheet that views were cut from: they take its place.
  #leftOut;
  #leave = h("label", { class: "choice", hidden: true }, h("input", { type: "checkbox", checked: true }),
    h("span", {}));
  #picker = h("input", { type: "file", multiple: true, class: "unseen", tabindex: "-1", "aria-hidden": "true",
    onchange: () => this.#picked() });
  #folder = h("input", { type: "file", webkitdirectory: true, class: "unseen", tabindex: "-1", "aria-hidden": "true",
    onchange: () => this.#pickedFolder() });
  #empty = h("div", { class: "drop-empty" }, h("p", {}, t.addEmpty),
    h("div", { class: "buttons" },
      h("button", { type: "button", class: "primary", onclick: () => this.#picker.click() }, t.chooseFiles),
      h("button", { type: "button", onclick: () => this.#folder.click() }, t.chooseFolder)),
    h("p", { class: "hint" }, t.chooseFolderHint));
  #moreFiles = h("button", { type: "button", onclick: () => this.#picker.click() }, icon("plus"), t.chooseMore);
  #problem = h("p", { class: "error-text", role: "alert", hidden: true });
  #keep = h("button", { type: "button", class: "primary", onclick: () => this.#store() });
  #letGo = h("button", { type: "button", class: "quiet", onclick: () => this.#clear() }, t.letGo);

  constructor(handlers) { this.#handlers = handlers; }

  /**
   * Opens the panel: with `files` that were dropped, for the element of `details`, for a `kind`; `choose` asks;
   * with `made` ones out of a file of the element, which may be left out then.
   */
  open({ files, made, details, choose, kind, leaveOut, role }) {
    this.#drops.role = role;
    if (this.#drops.list.length === 0) {
      this.#to.reset(details, kind);
      this.#leftOut = leaveOut;
      this.#leave.querySelector("input").checked = true;
      replace(this.#leave.querySelector("span"), leaveOut ? t.leaveSheetOut(leaveOut.number, details.handle) : "");
    }
    if (!this.#box?.open) this.#show();
    if (made) this.#drops.addMade(made);
    else if (files) this.#drops.add(files);
    else if (choose && this.#drops.list.length === 0) this.#picker.click();
  }

  #show() {
    this.#box = dialog({
      title: t.addTitle, kind: "adding",
      body: [this.#to.node, this.#empty, this.#list, this.#moreFiles, this.#picker, this.#folder,
        h("div", { class: "adding-foot" }, this.#leave, this.#problem, h("p", { class: "hint" }, t.addLead),
          h("div", { class: "buttons" }, this.#letGo, this.#keep))],
      closed: () => this.#handlers.waiting(this.#drops.list.length),
    });
    this.#changed();
  }

  #picked() {
    this.#drops.add([...this.#picker.files]);
    this.#picker.value = "";
  }

  async #pickedFolder() {
    const found = await contentsOfPicked([...this.#folder.files]);
    this.#folder.value = "";
    if (!found.folders) this.#drops.add(found.files);
    else {
      this.#box.close();
      this.#handlers.cast(found);
    }
  }

  #changed(drop) {
    if (drop) this.#card(drop);
    else {
      const { list } = this.#drops;
      for (const old of this.#cards.keys()) if (!list.includes(old)) this.#cards.delete(old);
      replace(this.#list, list.map((one) => this.#card(one)));
      this.#to.suggest(list.map((one) => one.name));
    }
    if (drop?.state === "here") announce(`${drop.name}: ${t.status[drop.answer.status] ?? ""}`);
    this.#tell();
  }

  /** Hears that the files are for something else. */
  #turned() {
    this.#drops.judgeAgain();
    this.#tell();
  }

  #card(drop) {
    const made = dropCard(drop, {
      leaveOut: () => this.#leaveOut(drop), again: () => this.#drops.again(drop),
      isToCharacter: this.#to.kind === "character",
    });
    const before = this.#cards.get(drop);
    this.#cards.set(drop, made);
    if (before?.isConnected) before.replaceWith(made);
    return made;
  }

  #leaveOut(drop) {
    const at = this.#drops.list.indexOf(drop);
    this.#drops.leaveOut(drop);
    const next = this.#drops.list[Math.min(at, this.#drops.list.length - 1)];
    (this.#cards.get(next)?.querySelector(".drop-tools button") ?? this.#empty.querySelector("button")).focus();
  }

  #tell() {
    const { list, keepable, isBusy } = this.#drops;
    const isEmpty = list.length === 0;
    this.#empty.hidden = !isEmpty;
    this.#moreFiles.hidden = this.#letGo.hidden = isEmpty;
    this.#to.node.hidden = isEmpty;
    this.#leave.hidden = isEmpty || !this.#leftOut || this.#to.details?.files.every((one) =>
      one.sha256 !== this.#leftOut.sha256);
    const handle = this.#to.handle;
    const isReady = keepable.length > 0 && handle;
    this.#keep.textContent = isBusy ? t.stillLooking : isReady ? t.keep(keepable.length, handle) : t.keepNothing;
    this.#keep.disabled = isEmpty || isBusy;
    this.#problem.hidden = true;
  }

  #complain(words) {
    this.#problem.textContent = words;
    this.#problem.hidden = false;
  }

  async #store() {
    const { keepable } = this.#drops;
    const wrong = this.#to.problem() ?? (keepable.length === 0 ? t.needFiles : undefined);
    if (wrong) {
      this.#complain(wrong);
      this.#to.focus();
      return;
    }
    this.#keep.disabled = true;
    this.#keep.textContent = t.keeping;
    const files = keepable.map(keptDrop);
    const leftOut = !this.#leave.hidden && this.#leave.querySelector("input").checked && this.#leftOut.number;
    const action = async (parent) => {
      const answer = kept(await post("/api/drops/keep", { ...this.#to.asked(parent), files }));
      if (!leftOut) return answer;
      const edited = await post(`/api/elements/${answer.element}/edit`, { parent: answer.sha256, drop: [leftOut] });
      return { ...answer, sha256: edited.sha256, revision: edited.revision, changed: true,
        changes: [...answer.changes, ...edited.changes] };
    };
    const { details } = this.#to;
    const stored = await change(action, {
      details, refused: (error) => this.#complain(said(error)), undo: takeBack,
    });
    if (!stored) {
      const words = this.#problem.hidden ? undefined : this.#problem.textContent;
      this.#tell();
      if (words) this.#complain(words);
      return;
    }
    this.#drops.clear({ areKept: true });
    this.#box.close();
    this.#to.reset();
    this.#handlers.opened(stored.element);
  }

  #clear() {
    this.#drops.clear();
    this.#box.close();
  }
}
