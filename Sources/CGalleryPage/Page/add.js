// The panel for adding files: shows what was found in each, and stores them on request.

import { post } from "./api.js";
import { change, errorText } from "./changes.js";
import { Destination } from "./destination.js";
import { dialog } from "./dialog.js";
import { announce, h, replace } from "./dom.js";
import { dropCard, dropToKeep } from "./drop-card.js";
import { Drops } from "./drops.js";
import { contentsOfPicked } from "./folders.js";
import { keptChange, repair, undoKeep } from "./keeping.js";
import { icon } from "./marks.js";
import { view } from "./parts.js";
import { isCuredByCopy } from "./remedies.js";
import { roleText, rolesByKey } from "./roles.js";
import { t } from "./texts.js";
import { bytes } from "./units.js";

// The least number of pictures for which sorting is offered.
const leastSorted = 3;

/**
 * Makes the panel. Handlers: `onWaiting(count)` gets the number of waiting files, `onStored(id)`
 * the element that got them, `onFolders(found)` a folder of folders.
 */
export const makeAdding = (handlers) => new Adding(handlers);

// As many files are shown as one line each.
const MANY = 7;

/** Returns how many files there are, how they are judged, and their size. */
function totalOf(list) {
  const count = (matches) => list.filter(matches).length;
  const statusOf = ({ answer, state }) => answer ? answer.keepable ? answer.status : "refused"
    : ["failed", "stopped"].includes(state) ? "refused" : "unknown";
  const size = list.reduce((sum, drop) => sum + (drop.answer?.bytes ?? drop.file?.size ?? 0), 0);
  return t.addTotal({ all: list.length, pass: count((one) => statusOf(one) === "pass"),
    warn: count((one) => statusOf(one) === "warn"), fail: count((one) => statusOf(one) === "fail"),
    refused: count((one) => statusOf(one) === "refused"), unknown: count((one) => statusOf(one) === "unknown"),
    size: bytes(size) });
}

class Adding {
  #handlers;
  #box;
  #cards = new Map();
  #drops = new Drops({ onChange: (drop) => this.#onDropChange(drop), kind: () => this.#destination.kind });
  #destination = new Destination({ onChange: () => this.#onDestinationChange() });

  #list = h("ul", { class: "drops", onkeydown: (event) => this.#onKeyDown(event) });
  // The sheet that the new views were cut from; they can replace it.
  #sheet;
  #leaveOutChoice = h("label", { class: "choice", hidden: true }, h("input", { type: "checkbox", checked: true }),
    h("span", {}));
  #repairChoice = h("label", { class: "choice", hidden: true }, h("input", { type: "checkbox", checked: true }),
    h("span", {}));
  #picker = h("input", { type: "file", multiple: true, class: "unseen", tabindex: "-1", "aria-hidden": "true",
    onchange: () => this.#onFilesPicked() });
  #folder = h("input", { type: "file", webkitdirectory: true, class: "unseen", tabindex: "-1", "aria-hidden": "true",
    onchange: () => this.#onFolderPicked() });
  #empty = h("div", { class: "drop-empty" }, h("p", {}, t.addEmpty),
    h("div", { class: "buttons" },
      h("button", { type: "button", class: "primary", onclick: () => this.#picker.click() }, t.chooseFiles),
      h("button", { type: "button", onclick: () => this.#folder.click() }, t.chooseFolder)),
    h("p", { class: "hint" }, t.chooseFolderHint));
  #total = h("p", { role: "status" });
  #rolesButton = h("button", { type: "button", class: "small", onclick: () => this.#setRoles() }, t.rolesAll);
  #head = h("div", { class: "drops-head" }, this.#total, this.#rolesButton);
  #sorting;
  #sortButton = h("button", { type: "button", onclick: () => this.#sort() }, t.sorting.title);
  #sortOffer = h("div", { class: "sort-offer" }, h("span", {}, t.sorting.offer), this.#sortButton);
  #moreFiles = h("button", { type: "button", onclick: () => this.#picker.click() }, icon("plus"), t.chooseMore);
  #problem = h("p", { class: "error-text", role: "alert", hidden: true });
  #keepButton = h("button", { type: "button", class: "primary", onclick: () => this.#store() });
  #discardButton = h("button", { type: "button", class: "quiet", onclick: () => this.#clear() }, t.discardAll);

  constructor(handlers) { this.#handlers = handlers; }

  /**
   * Opens the panel with dropped `files`, for the element of `details` or a new one of `kind`.
   * `choose` opens the file picker; `made` are files that the server made from `leaveOut`, a file
   * of the element that can be removed in the same step.
   */
  open({ files, made, details, choose, kind, leaveOut, role }) {
    this.#drops.role = role;
    if (this.#drops.list.length === 0) {
      this.#destination.reset(details, kind);
      this.#sheet = leaveOut;
      this.#leaveOutChoice.querySelector("input").checked = true;
      replace(this.#leaveOutChoice.querySelector("span"),
        leaveOut ? t.leaveSheetOut(leaveOut.number, details.handle) : "");
    }
    if (!this.#box?.open && !this.#sorting?.isOpen) this.#show();
    if (made) this.#drops.addMade(made);
    else if (files) this.#drops.add(files);
    else if (choose && this.#drops.list.length === 0) this.#picker.click();
  }

  #show() {
    this.#box = dialog({
      title: t.addTitle, kind: "adding",
      body: [this.#destination.node, this.#sortOffer, this.#empty, this.#head, this.#list, this.#moreFiles,
        this.#picker, this.#folder,
        h("div", { class: "adding-foot" }, this.#leaveOutChoice, this.#repairChoice, this.#problem,
          h("p", { class: "hint" }, t.addLead),
          h("div", { class: "buttons" }, this.#discardButton, this.#keepButton))],
      onClose: () => this.#handlers.onWaiting(this.#drops.list.length),
    });
    this.#onDropChange();
    if (this.#drops.list.length === 0) this.#empty.querySelector("button").focus();
    else if (matchMedia("(hover: hover)").matches) this.#destination.focus();
  }

  /** Sets the roles of all pictures on one sheet. */
  async #setRoles() {
    const pictures = this.#pictures;
    (await view("roles-sheet.js"))?.rolesOfDrops(pictures, (roles) => {
      for (const [number, role] of Object.entries(roles)) {
        Object.assign(pictures[Number(number) - 1], { role, isRoleChosen: true });
      }
      this.#onDropChange();
    });
  }

  /** Sets the role of a picture by its number key, and goes to the next one. */
  #onKeyDown(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea")) return;
    const [drop, node] = [...this.#cards].find(([, one]) => one.contains(event.target)) ?? [];
    const role = event.key === "0" ? "unsorted" : rolesByKey().get(event.key);
    if (!role || drop?.answer?.medium !== "picture" || !drop.answer.keepable) return;
    event.preventDefault();
    const cards = [...this.#list.querySelectorAll(".drop:has(select)")];
    const next = cards[cards.indexOf(node) + 1];
    Object.assign(drop, { role, isRoleChosen: true });
    this.#card(drop);
    announce(`${drop.name}: ${roleText(role)}`);
    (next ?? this.#cards.get(drop)).querySelector("select").focus();
  }

  /** The files of which a prepared copy would be accepted where they are not. */
  get #repairable() { return this.#drops.keepable.filter((one) => (one.answer.findings ?? []).some(isCuredByCopy)); }

  /** The pictures that can be stored. */
  get #pictures() { return this.#drops.keepable.filter((drop) => drop.answer.medium === "picture"); }

  #onFilesPicked() {
    this.#drops.add([...this.#picker.files]);
    this.#picker.value = "";
  }

  async #onFolderPicked() {
    const found = await contentsOfPicked([...this.#folder.files]);
    this.#folder.value = "";
    if (!found.folders) this.#drops.add(found.files);
    else {
      this.#box.close();
      this.#handlers.onFolders(found);
    }
  }

  #onDropChange(drop) {
    if (drop) this.#card(drop);
    else {
      const { list } = this.#drops;
      for (const old of this.#cards.keys()) if (!list.includes(old)) this.#cards.delete(old);
      replace(this.#list, list.map((one) => this.#card(one)));
      this.#destination.suggest(list.map((one) => one.name));
    }
    if (drop?.state === "here") announce(`${drop.name}: ${t.status[drop.answer.status] ?? ""}`);
    this.#update();
    if (this.#sorting?.isOpen) this.#sorting.update();
  }

  /** Sorts the files into several elements, in a panel of its own. */
  async #sort() {
    const module = await view("sorting.js");
    if (!module) return;
    this.#sorting ??= module.makeSorting({
      drops: this.#drops, onStored: (stored) => this.#drops.clear({ areKept: true, only: stored }),
      onClose: () => {
        if (this.#drops.list.length > 0) this.#show();
        else this.#handlers.onWaiting(0);
      },
    });
    this.#box.close();
    this.#sorting.open(this.#destination.kind);
  }

  /** Judges the files again for their new destination. */
  #onDestinationChange() {
    this.#drops.judgeAgain();
    this.#update();
  }

  #card(drop) {
    const node = dropCard(drop, {
      leaveOut: () => this.#leaveOut(drop), retry: () => this.#drops.retry(drop),
      isToCharacter: this.#destination.kind === "character",
    });
    const former = this.#cards.get(drop);
    this.#cards.set(drop, node);
    if (former?.isConnected) former.replaceWith(node);
    return node;
  }

  #leaveOut(drop) {
    const at = this.#drops.list.indexOf(drop);
    this.#drops.leaveOut(drop);
    const next = this.#drops.list[Math.min(at, this.#drops.list.length - 1)];
    (this.#cards.get(next)?.querySelector(".drop-tools button") ?? this.#empty.querySelector("button")).focus();
  }

  #update() {
    const { list, keepable, isBusy } = this.#drops;
    const isEmpty = list.length === 0;
    this.#empty.hidden = !isEmpty;
    this.#moreFiles.hidden = this.#discardButton.hidden = isEmpty;
    this.#destination.node.hidden = isEmpty;
    this.#leaveOutChoice.hidden = isEmpty || !this.#sheet || this.#destination.details?.files.every((one) =>
      one.sha256 !== this.#sheet.sha256);
    const repairable = this.#repairable.length;
    this.#repairChoice.hidden = repairable === 0;
    replace(this.#repairChoice.querySelector("span"), t.repair(repairable));
    // A sheet is replaced by its own views.
    this.#sortOffer.hidden = Boolean(this.#sheet) || this.#pictures.length < leastSorted;
    this.#head.hidden = list.length < 2;
    this.#total.textContent = totalOf(list);
    this.#rolesButton.hidden = this.#pictures.length < 2;
    this.#list.classList.toggle("many", list.length >= MANY);
    this.#sortButton.disabled = isBusy;
    const handle = this.#destination.handle;
    const isReady = keepable.length > 0 && handle;
    this.#keepButton.textContent = isBusy ? t.stillLooking : isReady ? t.keep(keepable.length, handle) : t.keepNothing;
    this.#keepButton.disabled = isEmpty || isBusy;
    this.#problem.hidden = true;
  }

  #showProblem(text) {
    this.#problem.textContent = text;
    this.#problem.hidden = false;
  }

  async #store() {
    const { keepable } = this.#drops;
    const problem = this.#destination.problem() ?? (keepable.length === 0 ? t.needFiles : undefined);
    if (problem) {
      this.#showProblem(problem);
      this.#destination.focus();
      return;
    }
    this.#keepButton.disabled = true;
    this.#keepButton.textContent = t.keeping;
    const files = keepable.map(dropToKeep);
    const leftOut = !this.#leaveOutChoice.hidden && this.#leaveOutChoice.querySelector("input").checked
      && this.#sheet.number;
    const repaired = !this.#repairChoice.hidden && this.#repairChoice.querySelector("input").checked
      ? this.#repairable.map((one) => one.answer.sha256) : [];
    const action = async (parent) => {
      const answer = keptChange(await post("/api/drops/keep", { ...this.#destination.request(parent), files }));
      if (repaired.length > 0) answer.repaired = await repair(answer.element, repaired);
      if (!leftOut) return answer;
      const edited = await post(`/api/elements/${answer.element}/edit`, { parent: answer.sha256, drop: [leftOut] });
      return { ...answer, sha256: edited.sha256, revision: edited.revision, changed: true,
        changes: [...answer.changes, ...edited.changes] };
    };
    const { details } = this.#destination;
    const stored = await change(action, {
      details, onError: (error) => this.#showProblem(errorText(error)), undo: undoKeep,
      text: ({ handle, changes, repaired: words }) => words && `@${handle}: ${[...changes, words].slice(-2).join("; ")}`,
    });
    if (!stored) {
      const message = this.#problem.hidden ? undefined : this.#problem.textContent;
      this.#update();
      if (message) this.#showProblem(message);
      return;
    }
    this.#drops.clear({ areKept: true });
    this.#box.close();
    this.#destination.reset();
    this.#handlers.onStored(stored.element);
  }

  #clear() {
    this.#drops.clear();
    this.#box.close();
  }
}
