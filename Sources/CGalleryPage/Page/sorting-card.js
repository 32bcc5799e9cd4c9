// A card for one group of sorted files: the future element, the evidence for it, and its files.

import { h, replace } from "./dom.js";
import { HandleLookup, handleProblem } from "./handles.js";
import { library } from "./library.js";
import { icon, statusSign } from "./marks.js";
import { t } from "./texts.js";

// Likely is the usual case, which needs no sign.
const SIGNS = { sure: "pass", unsure: "warn" };
let cardCount = 0;

/**
 * The card of a group. Handlers: `onChange()` after the handle or the kind changed, `others()` all
 * cards, `merge(card, anchor)` asks with which group, `mergeWith(card, near)` merges at once,
 * `ungroup(card)`, `near(card)` the similar group as `{ card, likeness }`.
 */
export class SortCard {
  #handlers;
  #lookup = new HandleLookup(() => this.#handlers.onChange());
  #refusal;
  #id = `sort-${cardCount += 1}`;
  group;
  #kind = h("select", { onchange: () => this.#handlers.onChange() });
  #handle = h("input", {
    autocomplete: "off", spellcheck: "false", autocapitalize: "off", maxlength: "20",
    "aria-describedby": `${this.#id}-hint`, oninput: () => this.#onHandleInput(),
  });
  #hint = h("p", { class: "hint", id: `${this.#id}-hint`, "aria-live": "polite" });
  #evidence = h("p", { class: "sort-evidence" });
  #near = h("p", { class: "sort-near", hidden: true });
  #title = h("h3", { id: `${this.#id}-title` });
  #merge = h("button", { type: "button", class: "quiet", "aria-haspopup": "menu",
    onclick: () => this.#handlers.merge(this, this.#merge) }, t.sorting.merge);
  tiles = h("ul", { class: "sort-tiles", "aria-labelledby": `${this.#id}-title` });

  constructor(group, handle, kind, handlers) {
    this.#handlers = handlers;
    const kinds = (library.answer?.kinds ?? ["character"]).filter((one) => one !== "voice");
    replace(this.#kind, kinds.map((one) => h("option", { value: one }, t.kind[one] ?? one)));
    this.#kind.value = kinds.includes(kind) ? kind : kinds[0];
    this.#handle.value = handle;
    this.node = h("li", { class: "sort-card", "data-target": String(group.id), "data-key": `group-${group.id}` },
      h("div", { class: "sort-head" },
        h("span", { class: "sort-grip", "aria-hidden": "true", title: t.sorting.grip }, icon("grip")),
        this.#title,
        h("div", { class: "handle-input" }, h("span", { "aria-hidden": "true" }, "@"), this.#handle), this.#kind,
        h("div", { class: "sort-tools" }, this.#merge,
          h("button", { type: "button", class: "quiet", onclick: () => this.#handlers.ungroup(this) },
            t.sorting.ungroup))),
      this.#hint, h("div", { class: "sort-why" }, this.#evidence, this.#near), this.tiles);
    this.draw(group);
    this.#onHandleInput();
  }

  /** Whether it is still unknown if an element has the handle. */
  get isLookingUp() { return this.#lookup.isRunning; }

  get kind() { return this.#lookup.element?.kind ?? this.#kind.value; }

  get handle() { return this.#handle.value.replace(/^@/, ""); }

  /** The element of the library that the files are added to. */
  get existing() { return this.#lookup.element; }

  get keepable() { return this.group.drops.filter((drop) => drop.answer?.keepable); }

  focus() { this.#handle.focus(); }

  /** Shows a group in place of an earlier state of it. */
  draw(group) {
    if (this.group !== group) this.#refusal = undefined;
    this.group = group;
    const { proposal, isChanged } = group;
    const words = proposal ? t.sorting.evidence(proposal, isChanged) : t.sorting.madeByYou;
    const sign = SIGNS[proposal?.confidence];
    replace(this.#evidence, sign && statusSign(sign, { isSilent: true }), h("span", {}, words));
  }

  /** Returns why the group can't be stored, or `undefined`. */
  problem() {
    if (!this.handle) return t.needHandle;
    const isTwin = this.#handlers.others().some((one) => one !== this && one.handle === this.handle);
    if (isTwin) return t.sorting.twin(this.handle);
    return handleProblem(this.handle) ?? (this.#lookup.element?.kind === "voice" ? t.sorting.voice(this.handle) : undefined);
  }

  /** Shows what storing the group will do. */
  judge() {
    const problem = this.problem() ?? this.#refusal;
    const name = this.handle ? `@${this.handle}` : t.sorting.unnamed;
    this.#handle.setAttribute("aria-invalid", String(Boolean(problem)));
    this.#handle.setAttribute("aria-label", t.castHandle(name));
    this.#kind.setAttribute("aria-label", t.castKind(name));
    this.#merge.setAttribute("aria-label", t.sorting.mergeOf(name));
    this.node.querySelector(".sort-tools :last-child").setAttribute("aria-label", t.sorting.ungroupOf(name));
    this.#merge.disabled = this.#handlers.others().length < 2;
    const title = t.sorting.count(this.group.drops.length);
    if (this.#title.textContent !== title) replace(this.#title, h("span", { class: "unseen" }, `${name}: `), title);
    this.#hint.classList.toggle("error-text", Boolean(problem));
    const text = problem ?? (this.#lookup.element ? t.sorting.joins(this.#lookup.element.handle) : "");
    this.#hint.classList.toggle("note-line", !problem && Boolean(text));
    if (this.#hint.textContent !== text) this.#hint.textContent = text;
    this.#kind.disabled = Boolean(this.#lookup.element);
    if (this.#lookup.element) this.#kind.value = this.#lookup.element.kind;
    this.#showNear();
  }

  /** Names the group that may show the same subject, with a button that merges both. */
  #showNear() {
    const near = this.#handlers.near(this);
    this.#near.hidden = !near;
    const text = near ? t.sorting.near(near.card.handle, near.likeness) : "";
    if (this.#near.dataset.text === text) return;
    this.#near.dataset.text = text;
    replace(this.#near, h("span", {}, text), near && h("button", { type: "button", class: "quiet small",
      "aria-label": t.sorting.mergeBoth(this.handle, near.card.handle),
      onclick: () => { const now = this.#handlers.near(this); if (now) this.#handlers.mergeWith(this, now.card); } },
    t.sorting.mergeNow));
  }

  /** Shows why the group could not be stored, until it is changed. */
  showProblem(text) {
    this.#refusal = text;
    this.judge();
  }

  #onHandleInput() {
    this.#refusal = undefined;
    this.#lookup.find(this.handle);
  }
}
