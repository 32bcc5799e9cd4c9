// Targets to choose from: those of a provider together, and each with a name that no other has. There are many, so the
// list that opens narrows while the user types.

import { h, replace } from "./dom.js";
import { t } from "./texts.js";

/** A target with its provider, with which its name begins. */
function named({ id, name = id, aliases }) {
  const [provider, ...rest] = name.split(", ");
  return { id, name, aliases, provider: rest.length > 0 ? provider : t.otherTargets };
}

/** Targets in groups, by provider; those that would look alike also show their ids. */
function grouped(targets) {
  const groups = Map.groupBy(targets.map(named), (one) => one.provider);
  return [...groups].sort(([one], [other]) => one.localeCompare(other, "en")).map(([provider, some]) => {
    const isTwin = (one) => some.some((other) => other !== one && other.name === one.name);
    return { provider, targets: some.map((one) => ({ ...one,
      words: isTwin(one) ? `${one.name} (${one.id})` : one.name })) };
  });
}

/** Whether every word that was typed is in the provider, the model, the id or another name of a target. */
function isFound(words, { words: name, id, aliases = [] }) {
  const text = [name, id, ...aliases].join(" ").toLowerCase();
  return words.every((word) => text.includes(word));
}

let count = 0;

/**
 * A field to choose a target in: `first` are choices before the targets (`[value, words]`), `changed(value)` hears of
 * each choice. It has a `value`, as a `select` has.
 */
export class TargetField {
  #targets;
  #first;
  #changed;
  #value = "";
  #at = -1;
  #rows = [];
  #id = `targets-${count += 1}`;
  #list;
  #field;
  node;

  constructor({ label, id, targets = [], first = [], value, changed, key }) {
    this.#first = first.map(([one, words]) => ({ id: one, words }));
    this.#targets = targets;
    this.#changed = changed;
    this.#list = h("div", { class: "target-list", role: "listbox", id: this.#id, "aria-label": label,
      popover: "manual" });
    this.#field = h("input", {
      id, role: "combobox", "aria-label": label, "aria-autocomplete": "list", "aria-controls": this.#id,
      "aria-expanded": "false", autocomplete: "off", spellcheck: "false", "data-key": key,
      oninput: () => this.#open(this.#field.value), onclick: () => this.#openAll(),
      onkeydown: (event) => this.#pressed(event), onblur: () => this.#close(),
    });
    this.node = h("div", { class: "target-field" }, this.#field, this.#list);
    this.value = value ?? "";
  }

  get value() { return this.#value; }

  set value(value) {
    const all = [...this.#first, ...grouped(this.#targets).flatMap((one) => one.targets)];
    const chosen = all.find((one) => one.id === value) ?? all[0];
    this.#value = chosen?.id ?? "";
    this.#field.value = chosen?.words ?? "";
    this.#field.title = chosen?.words ?? "";
  }

  get #isOpen() { return this.#list.matches(":popover-open"); }

  /** Shows all of them; text typed next replaces the choice. */
  #openAll() {
    if (this.#isOpen) return;
    this.#open("");
    this.#field.select();
  }

  /** Shows the targets that contain the typed words; all of them if there are none. */
  #open(typed) {
    const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
    const row = (one) => h("div", { role: "option", class: "target-row", id: `${this.#id}-${one.at}`,
      "aria-selected": "false", title: one.id,
      onpointerdown: (event) => event.preventDefault(), onclick: () => this.#take(one) },
    h("span", {}, one.words), one.id && one.provider && h("span", { class: "target-id" }, one.id));
    this.#rows = [];
    const add = (one) => {
      this.#rows.push({ ...one, at: this.#rows.length });
      return row(this.#rows.at(-1));
    };
    const first = this.#first.filter((one) => words.every((word) => one.words.toLowerCase().includes(word)));
    const groups = grouped(this.#targets).map((group) => ({ ...group,
      targets: group.targets.filter((one) => isFound(words, one)) })).filter((group) => group.targets.length > 0);
    replace(this.#list, first.map(add), groups.map((group, at) => h("div", { role: "group",
      "aria-labelledby": `${this.#id}-group-${at}` },
    h("div", { class: "target-group", id: `${this.#id}-group-${at}`, role: "presentation" }, group.provider),
    group.targets.map(add))),
    this.#rows.length === 0 && h("div", { class: "target-row quiet-text", role: "option", "aria-disabled": "true" },
      t.targetNone));
    if (!this.#isOpen) this.#show();
    this.#field.setAttribute("aria-expanded", "true");
    this.#mark(words.length > 0 ? Math.min(0, this.#rows.length - 1)
      : this.#rows.findIndex((one) => one.id === this.#value));
  }

  /** Above all else, under the field or over it, wherever there is more room. */
  #show() {
    this.#list.showPopover();
    const at = this.#field.getBoundingClientRect();
    const under = innerHeight - at.bottom - 12;
    const isUnder = under > 260 || under > at.top;
    const width = Math.min(innerWidth - 16, Math.max(at.width, 360));
    Object.assign(this.#list.style, {
      left: `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`, width: `${width}px`,
      top: isUnder ? `${at.bottom + 4}px` : "auto", bottom: isUnder ? "auto" : `${innerHeight - at.top + 4}px`,
      maxHeight: `${Math.min(420, isUnder ? under : at.top - 12)}px`,
    });
  }

  #close() {
    if (this.#isOpen) this.#list.hidePopover();
    this.#field.setAttribute("aria-expanded", "false");
    this.#field.removeAttribute("aria-activedescendant");
    // What was typed and not chosen is no choice.
    this.value = this.#value;
  }

  /** Closes the list while the field keeps the focus: text typed next replaces the choice. */
  #closeHere() {
    this.#close();
    this.#field.select();
  }

  #mark(at) {
    this.#at = at;
    for (const node of this.#list.querySelectorAll("[role=option][id]")) {
      const isAt = node.id === `${this.#id}-${at}`;
      node.setAttribute("aria-selected", String(isAt));
      if (isAt) node.scrollIntoView({ block: "nearest" });
    }
    if (at >= 0) this.#field.setAttribute("aria-activedescendant", `${this.#id}-${at}`);
    else this.#field.removeAttribute("aria-activedescendant");
  }

  #take(one) {
    const isOther = one.id !== this.#value;
    this.value = one.id;
    this.#closeHere();
    if (isOther) this.#changed?.(one.id);
  }

  #pressed(event) {
    const last = this.#rows.length - 1;
    const steps = { ArrowDown: this.#at + 1, ArrowUp: this.#at - 1, PageDown: this.#at + 8, PageUp: this.#at - 8 };
    if (event.key in steps) {
      if (!this.#isOpen) this.#openAll();
      else this.#mark(Math.max(0, Math.min(last, steps[event.key])));
    } else if (event.key === "Enter" && this.#isOpen) {
      if (this.#rows[this.#at]) this.#take(this.#rows[this.#at]);
    } else if (event.key === "Escape" && this.#isOpen) this.#closeHere();
    else if (event.key === "Tab") {
      this.#close();
      return;
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
