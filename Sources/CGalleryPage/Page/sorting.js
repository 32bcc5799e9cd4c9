// Sorting dropped files by subject: the server proposes groups, the user corrects them, and each
// group becomes an element.

import { post } from "./api.js";
import { Arrangement } from "./arrangement.js";
import { changeAll, errorText } from "./changes.js";
import { compare } from "./comparing.js";
import { dialog, menu } from "./dialog.js";
import { announce, h, isWriting, replace } from "./dom.js";
import { acceptDrags } from "./dragging.js";
import { dropToKeep } from "./drop-card.js";
import { keptChange, undoKeep } from "./keeping.js";
import { reportFailure } from "./library.js";
import { icon } from "./marks.js";
import { SortCard } from "./sorting-card.js";
import { SortTile } from "./sorting-tile.js";
import { t } from "./texts.js";

/**
 * Makes the panel for the files of `drops`. Handlers: `onStored(drops)` gets the files that the
 * library has now, `onClose()` is called when the panel was closed.
 */
export const makeSorting = (handlers) => new Sorting(handlers);

class Sorting {
  #handlers;
  #box;
  #kind;
  #plan;
  #controller;
  #isStoring = false;
  #arrangement = new Arrangement();
  #cards = new Map();
  #tiles = new Map();
  // The files that were unsure, with the reason and the groups that are like them.
  #unsure = new Map();
  #selected = new Set();

  #status = h("div", { class: "sort-status" });
  #list = h("ul", { class: "sort-cards" });
  #new = h("div", { class: "sort-new", "data-target": "new" }, t.sorting.newHere);
  #restTitle = h("h3", { id: "sort-rest-title" });
  #restHint = h("p", { class: "hint" });
  #restTiles = h("ul", { class: "sort-tiles", "aria-labelledby": "sort-rest-title" });
  #rest = h("section", { class: "sort-rest", "data-target": "unsorted", "aria-labelledby": "sort-rest-title" },
    this.#restTitle, this.#restHint, this.#restTiles);
  #problem = h("p", { class: "error-text", role: "alert", hidden: true });
  #count = h("span", {});
  #moveButton = h("button", { type: "button", "aria-haspopup": "menu",
    onclick: () => this.#askWhere([...this.#selected], this.#moveButton) }, t.sorting.move);
  #selection = h("div", { class: "sort-selection", role: "group", "aria-label": t.sorting.selection, hidden: true },
    this.#count, this.#moveButton,
    h("button", { type: "button", onclick: () => this.#move([...this.#selected], "new") }, t.sorting.split),
    h("button", { type: "button", class: "quiet square", "aria-label": t.bulkClear, title: t.bulkClear,
      onclick: () => this.#select([]) }, icon("close")));
  #undo = h("button", { type: "button", class: "quiet", onclick: () => this.#step("undo") }, t.undo);
  #redo = h("button", { type: "button", class: "quiet", onclick: () => this.#step("redo") }, t.redo);
  #again = h("button", { type: "button", class: "quiet", onclick: () => this.#start() }, t.sorting.again);
  #add = h("button", { type: "button", class: "primary", onclick: () => this.#store() });
  #foot = h("div", { class: "adding-foot" }, this.#selection, this.#problem,
    h("div", { class: "buttons" }, this.#undo, this.#redo, this.#again, this.#add));
  #body = h("div", { class: "sort-body" }, this.#status, this.#list, this.#new, this.#rest);

  constructor(handlers) {
    this.#handlers = handlers;
    const container = h("div", { class: "sort-all" }, this.#body, this.#foot);
    this.node = container;
    acceptDrags(container, {
      handle: (target) => target.closest(".sort-pick") ? target.closest(".sort-tile")
        : target.closest(".sort-grip") && target.closest(".sort-card"),
      start: (node) => this.#dragged(node), scroller: () => this.#body,
      drop: (dragged, { dataset }) => dragged.drop(dataset.target === "new" || dataset.target === "unsorted"
        ? dataset.target : Number(dataset.target)),
    });
  }

  get isOpen() { return Boolean(this.#box?.open); }

  /** Opens the panel, and sorts the files unless they were sorted before. */
  open(kind) {
    this.#kind = kind;
    this.#box = dialog({
      title: t.sorting.title, kind: "adding sorting", body: this.node,
      onClose: () => {
        this.#controller?.abort();
        this.#handlers.onClose();
      },
    });
    this.#box.addEventListener("keydown", (event) => this.#onKeyDown(event));
    if (this.#plan && this.#arrangement.groups.length > 0) this.update();
    else this.#start();
  }

  /** Follows the list of dropped files. */
  update() {
    if (!this.#plan) return;
    this.#arrangement.update(this.#handlers.drops.list, (drop) => drop.answer?.keepable);
    this.#draw();
  }

  async #start() {
    this.#controller?.abort();
    const { signal } = this.#controller = new AbortController();
    const drops = this.#handlers.drops.list.filter((drop) => drop.answer?.keepable);
    const bar = h("progress", { max: "1", "aria-label": t.sorting.busy });
    const words = h("span", {}, t.sorting.busy);
    const stop = () => {
      if (this.#plan) this.#controller.abort();
      else this.#box.close();
    };
    replace(this.#status, h("div", { class: "drop-progress" }, bar, words,
      h("button", { type: "button", class: "small quiet", onclick: stop }, t.uploadStop)));
    this.#setBusy(true);
    announce(t.sorting.busy);
    let failure;
    try {
      const byName = new Map(drops.map((drop) => [drop.answer.drop, drop]));
      const { sort, problem } = await compare("sort", { drops: [...byName.keys()] }, {
        signal, progress: ({ doneCount, count }) => {
          if (!count) return;
          bar.value = doneCount / count;
          words.textContent = t.sorting.progress(doneCount, count);
        },
      });
      if (problem) throw problem;
      this.#plan = sort;
      this.#arrange(sort, byName);
      announce(t.sorting.summary(sort));
    } catch (error) {
      if (error.name !== "AbortError") {
        if (error instanceof Error) reportFailure(error);
        failure = errorText(error);
      }
    }
    // Another start shows its own progress.
    if (this.#controller.signal !== signal) return;
    if (this.#plan) {
      this.#setBusy(false);
      this.#draw();
      if (failure) this.#showProblem(failure);
    } else if (failure) {
      replace(this.#status, h("p", { class: "error-text", role: "alert" }, failure),
        h("div", {}, h("button", { type: "button", onclick: () => this.#start() }, t.tryAgain)));
    }
  }

  #setBusy(isBusy) {
    for (const part of [this.#list, this.#new, this.#rest, this.#foot]) part.hidden = isBusy;
  }

  /** Puts the files into the groups of a plan. */
  #arrange(plan, byName) {
    const found = (names) => names.map((name) => byName.get(name)).filter(Boolean);
    for (const { drop, role } of plan.groups.flatMap((group) => group.files)) {
      const one = byName.get(drop);
      if (one && role !== "unsorted" && one.role === "unsorted" && !one.isRoleChosen) one.role = role;
    }
    this.#unsure = new Map(plan.undetermined.map((one) => [byName.get(one.drop), one]));
    for (const { drop, message } of plan.damaged) this.#unsure.set(byName.get(drop), { message, candidates: [] });
    for (const drop of found(plan.others)) this.#unsure.set(drop, { reason: "other", candidates: [] });
    const groups = plan.groups.map((proposal) => ({ proposal,
      drops: found([...proposal.files.map((file) => file.drop), ...proposal.beside]) }))
      .filter((group) => group.drops.length > 0);
    const sorted = new Set(groups.flatMap((group) => group.drops));
    this.#selected.clear();
    this.#arrangement.start(groups, [...byName.values()].filter((drop) => !sorted.has(drop)));
    this.update();
  }

  // Drawing

  #draw() {
    const { groups, unsorted } = this.#arrangement;
    const cards = groups.map((group) => this.#card(group));
    place(this.#list, cards.map((card) => card.node));
    for (const card of cards) place(card.tiles, card.group.drops.map((drop) => this.#tile(drop)));
    place(this.#restTiles, unsorted.map((drop) => this.#tile(drop)));
    replace(this.#restTitle, t.sorting.rest(unsorted.length));
    this.#restHint.textContent = unsorted.length > 0 ? t.sorting.restHint : t.sorting.restEmpty;
    for (const drop of [...this.#selected]) if (!this.#isHere(drop)) this.#selected.delete(drop);
    // While the files are compared, the status shows the progress.
    if (this.#plan && !this.#list.hidden) replace(this.#status, summary(this.#plan));
    this.#update();
  }

  #isHere(drop) { return this.#arrangement.unsorted.includes(drop) || Boolean(this.#arrangement.groupOf(drop)); }

  get #shownCards() { return this.#arrangement.groups.map((group) => this.#cards.get(group.id)).filter(Boolean); }

  #card(group) {
    let card = this.#cards.get(group.id);
    if (card) card.draw(group);
    else {
      card = new SortCard(group, group.proposal?.handle ?? group.keys[0] ?? "", this.#kind, {
        onChange: () => this.#update(), others: () => this.#shownCards,
        merge: (one, anchor) => this.#askMerge(one, anchor),
        mergeWith: (one, other) => this.#merge(one.group.id, other.group.id),
        ungroup: (one) => this.#move(one.group.drops, "unsorted"), near: (one) => this.#near(one),
      });
      this.#cards.set(group.id, card);
    }
    return card;
  }

  /** Returns the card of the group that may show the same subject. */
  #near({ group }) {
    const { nearest } = group.proposal ?? {};
    const near = nearest && this.#arrangement.groupOfKey(nearest.handle);
    const card = near && near.id !== group.id ? this.#cards.get(near.id) : undefined;
    return card && { card, likeness: nearest.likeness };
  }

  #tile(drop) {
    let tile = this.#tiles.get(drop);
    if (!tile) {
      tile = new SortTile(drop, {
        toggle: () => this.#toggle(drop), menu: (anchor) => this.#askWhere(this.#moved(drop), anchor),
        put: ({ group, handle }) => this.#move([drop], group?.id ?? "new", { keys: [handle] }),
      });
      this.#tiles.set(drop, tile);
    }
    tile.draw();
    return tile.node;
  }

  /**
   * Returns why a file is in no group, with the groups that are like it; `undefined` if it is in
   * one.
   */
  #doubt(drop) {
    if (!this.#arrangement.unsorted.includes(drop)) return undefined;
    const unsure = this.#unsure.get(drop);
    return unsure && { ...unsure, candidates: unsure.candidates.map((one) => {
      const group = this.#arrangement.groupOfKey(one.handle);
      return { ...one, group, label: `@${(group && this.#cards.get(group.id)?.handle) || one.handle}` };
    }) };
  }

  /** Updates all that depends on handles, the selection, and what can be undone. */
  #update() {
    const cards = this.#shownCards;
    for (const card of cards) card.judge();
    for (const [drop, tile] of this.#tiles) tile.update(this.#selected.has(drop), this.#doubt(drop));
    const count = this.#selected.size;
    this.#selection.hidden = count === 0;
    this.#count.textContent = t.bulkCount(count);
    this.#undo.disabled = !this.#arrangement.canUndo;
    this.#redo.disabled = !this.#arrangement.canRedo;
    if (this.#isStoring) return;
    const joined = cards.filter((card) => card.existing);
    this.#add.textContent = t.sorting.add(cards.length - joined.length, joined.map((card) => card.handle));
    this.#add.disabled = cards.length === 0 || this.#handlers.drops.isBusy || cards.some((card) => card.isLookingUp);
    this.#problem.hidden = true;
  }

  // Changing

  #toggle(drop) {
    if (!this.#selected.delete(drop)) this.#selected.add(drop);
    this.#update();
    announce(t.bulkCount(this.#selected.size));
  }

  #select(drops) {
    this.#selected = new Set(drops);
    this.#update();
    this.node.querySelector(".sort-pick")?.focus();
  }

  /** Returns what an action on a file's tile affects: all selected files if it is one of them. */
  #moved(drop) { return this.#selected.has(drop) ? [...this.#selected] : [drop]; }

  /** Moves files, and focuses the tile that has taken the place of the first one. */
  #move(drops, to, /** @type {{ keys?: string[], isDrag?: boolean }} */ { keys, isDrag } = {}) {
    const [first] = drops;
    const before = this.#siblings(first);
    const next = before.slice(before.indexOf(first)).find((one) => !drops.includes(one))
      ?? before.findLast((one) => !drops.includes(one));
    const group = this.#arrangement.move(drops, to, keys);
    if (!group && to !== "unsorted") return;
    this.#selected.clear();
    this.#draw();
    const card = group && this.#cards.get(group.id);
    if (to === "new" && !card.handle) card.focus();
    // The page stays where the files were dropped.
    else this.#tiles.get(next ?? first)?.pick.focus({ preventScroll: isDrag });
    announce(t.sorting.moved(drops.length, to === "unsorted" ? t.sorting.restShort
      : card.handle ? `@${card.handle}` : t.sorting.newShort));
  }

  #siblings(drop) { return this.#arrangement.groupOf(drop)?.drops ?? this.#arrangement.unsorted; }

  #merge(id, into) {
    const [from, target] = [this.#cards.get(id), this.#cards.get(into)];
    if (!this.#arrangement.merge(id, into)) return;
    this.#selected.clear();
    this.#draw();
    this.#tiles.get(target.group.drops[0])?.pick.focus();
    announce(t.sorting.merged(from.handle, target.handle));
  }

  #askMerge(card, anchor) {
    const others = this.#shownCards.filter((one) => one !== card);
    menu(anchor, others.map((one) => ({ label: this.#labelOf(one),
      run: () => this.#merge(card.group.id, one.group.id) })), t.sorting.merge);
  }

  #labelOf({ handle, group }) {
    return `${handle ? `@${handle}` : t.sorting.unnamed}, ${t.sorting.count(group.drops.length)}`;
  }

  /** Opens the menu of the places that files can be moved to. */
  #askWhere(drops, anchor) {
    const isIn = (group) => drops.every((one) => group.drops.includes(one));
    menu(anchor, [
      ...this.#shownCards.filter((card) => !isIn(card.group)).map((card) => ({ label: this.#labelOf(card),
        run: () => this.#move(drops, card.group.id) })),
      { label: t.sorting.newShort, run: () => this.#move(drops, "new") },
      !drops.every((one) => this.#arrangement.unsorted.includes(one))
        && { label: t.sorting.restShort, run: () => this.#move(drops, "unsorted") },
    ].filter(Boolean), t.sorting.move);
  }

  #step(way) {
    const hasFocus = document.activeElement === this.#undo || document.activeElement === this.#redo;
    this.#arrangement[way]();
    this.#draw();
    announce(t.sorting.steps[way]);
    if (!hasFocus) return;
    const [own, other] = way === "undo" ? [this.#undo, this.#redo] : [this.#redo, this.#undo];
    (own.disabled ? other : own).focus();
  }

  #dragged(node) {
    if (node.matches(".sort-card")) {
      const card = this.#shownCards.find((one) => one.node === node);
      return { label: this.#labelOf(card),
        accepts: ({ dataset }) => dataset.target !== "new" && dataset.target !== String(card.group.id),
        drop: (to) => to === "unsorted" ? this.#move(card.group.drops, to) : this.#merge(card.group.id, to) };
    }
    const drops = this.#moved(node.drop);
    return { label: drops.length === 1 ? drops[0].name : t.sorting.count(drops.length),
      image: this.#tiles.get(node.drop).address || undefined, accepts: () => true,
      drop: (to) => this.#move(drops, to, { isDrag: true }) };
  }

  #onKeyDown(event) {
    const key = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && !isWriting(event)) {
      if (key === "z" && !event.shiftKey) this.#step("undo");
      else if (key === "y" || key === "z") this.#step("redo");
      else return;
      event.preventDefault();
      return;
    }
    const pick = event.target.closest(".sort-pick");
    if (!pick || event.altKey || event.ctrlKey || event.metaKey) return;
    const drop = pick.closest(".sort-tile").drop;
    const picks = [...this.node.querySelectorAll(".sort-pick")];
    const at = picks.indexOf(pick);
    const next = {
      ArrowRight: () => picks[at + 1], ArrowLeft: () => picks[at - 1], Home: () => picks[0], End: () => picks.at(-1),
      ArrowDown: () => inNextRow(picks, pick, true), ArrowUp: () => inNextRow(picks, pick, false),
    }[event.key];
    if (next) next()?.focus();
    else if (key === "m") this.#askWhere(this.#moved(drop), this.#tiles.get(drop).more);
    else return;
    event.preventDefault();
  }

  // Storing

  async #store() {
    const cards = this.#shownCards.filter((card) => card.keepable.length > 0);
    const wrong = cards.find((card) => card.problem());
    if (wrong) {
      this.#showProblem(t.sorting.wrong(wrong.handle ? `@${wrong.handle}` : t.sorting.unnamed, wrong.problem()));
      wrong.focus();
      return;
    }
    this.#isStoring = true;
    this.#setStoring(true);
    const stored = [];
    const failures = [];
    await changeAll(cards, async (card) => {
      try {
        const answer = keptChange(await post("/api/drops/keep", card.existing
          ? { element: card.existing.element, files: card.keepable.map(dropToKeep) }
          : { kind: card.kind, handle: card.handle, files: card.keepable.map(dropToKeep) }));
        stored.push(card);
        return answer;
      } catch (error) {
        failures.push({ card, text: errorText(error) });
        throw error;
      }
    }, { text: t.castKept, undo: undoKeep,
      progress: (count) => { this.#add.textContent = t.bulkProgress(count, cards.length); } });
    this.#isStoring = false;
    this.#setStoring(false);
    const drops = stored.flatMap((card) => card.keepable);
    this.#arrangement.remove(stored.map((card) => card.group.id));
    this.#handlers.onStored(drops);
    this.update();
    for (const { card, text } of failures) card.showProblem(text);
    if (failures.length > 0 || stored.length < cards.length) {
      this.#showProblem(t.sorting.failed(stored.length, cards.length));
      failures[0]?.card.focus();
    } else this.#box.close();
  }

  #setStoring(isStoring) {
    this.#body.inert = isStoring;
    for (const one of [this.#undo, this.#redo, this.#again, this.#add]) one.disabled = isStoring;
  }

  #showProblem(text) {
    this.#problem.textContent = text;
    this.#problem.hidden = false;
  }
}

/** Puts nodes into a parent, and moves only those that are not in their place. */
function place(parent, nodes) {
  const wanted = new Set(nodes);
  for (const node of [...parent.children]) if (!wanted.has(node)) node.remove();
  for (const [at, node] of nodes.entries()) {
    if (parent.children[at] !== node) parent.insertBefore(node, parent.children[at] ?? null);
  }
}

/** Returns the nearest tile in the next row, below or above. */
function inNextRow(picks, pick, isDown) {
  const from = pick.getBoundingClientRect();
  const rows = picks.map((one) => ({ one, box: one.getBoundingClientRect() }))
    .filter(({ box }) => isDown ? box.top > from.top + 4 : box.top < from.top - 4);
  const top = (isDown ? Math.min : Math.max)(...rows.map(({ box }) => box.top));
  return rows.filter(({ box }) => Math.abs(box.top - top) < 4)
    .sort((one, other) => Math.abs(one.box.left - from.left) - Math.abs(other.box.left - from.left))[0]?.one;
}

/** What was found, what it is based on, and what would help. */
function summary(plan) {
  return [
    h("p", {}, t.sorting.summary(plan), " ", t.sorting.faces),
    plan.model === "not-installed" && h("p", { class: "note-line" }, t.sorting.colorsOnly, " ",
      h("code", {}, t.sorting.command)),
    plan.modelProblem && h("p", { class: "note-line" }, errorText(plan.modelProblem)),
  ];
}
