// A field for targets, grouped by provider and with unique names; its list narrows while the user
// types.

import { h, replace } from "./dom.js";
import { t } from "./texts.js";

/** Returns a target with its provider, the beginning of its name. */
function withProvider({ id, name = id, aliases }) {
  const [provider, ...rest] = name.split(", ");
  return { id, name, aliases, provider: rest.length > 0 ? provider : t.otherTargets };
}

/** Groups targets by provider; those with one name also show their ids. */
function groupByProvider(targets) {
  const groups = Map.groupBy(targets.map(withProvider), (one) => one.provider);
  return [...groups].sort(([one], [other]) => one.localeCompare(other, "en")).map(([provider, some]) => {
    const hasTwin = (one) => some.some((other) => other !== one && other.name === one.name);
    return { provider, targets: some.map((one) => ({ ...one,
      label: hasTwin(one) ? `${one.name} (${one.id})` : one.name })) };
  });
}

/** Whether every typed word is in the provider, the model, the id or an alias of a target. */
function isFound(terms, { label: name, id, aliases = [] }) {
  const text = [name, id, ...aliases].join(" ").toLowerCase();
  return terms.every((word) => text.includes(word));
}

let count = 0;

/**
 * A field for a target. `first` are choices before the targets (`[value, label]`),
 * `onChange(value)` gets each choice. Its `value` is like that of a `select`.
 */
export class TargetField {
  #targets;
  #first;
  #onChange;
  #value = "";
  #active = -1;
  #rows = [];
  #id = `targets-${count += 1}`;
  #list;
  #field;
  node;

  /**
   * @param {{
   *   label: string, id?: string, targets?: object[], first?: string[][], value?: string,
   *   key?: string, onChange?: (target: string) => void,
   * }} options
   */
  constructor({ label, id, targets = [], first = [], value, onChange, key }) {
    this.#first = first.map(([one, label]) => ({ id: one, label }));
    this.#targets = targets;
    this.#onChange = onChange;
    this.#list = h("div", { class: "target-list", role: "listbox", id: this.#id, "aria-label": label,
      popover: "manual" });
    this.#field = h("input", {
      id, role: "combobox", "aria-label": label, "aria-autocomplete": "list", "aria-controls": this.#id,
      "aria-expanded": "false", autocomplete: "off", spellcheck: "false", "data-key": key,
      oninput: () => this.#open(this.#field.value), onclick: () => this.#openAll(),
      onkeydown: (event) => this.#onKeyDown(event), onblur: () => this.#close(),
    });
    this.node = h("div", { class: "target-field" }, this.#field, this.#list);
    this.value = value ?? "";
  }

  get value() { return this.#value; }

  set value(value) {
    const all = [...this.#first, ...groupByProvider(this.#targets).flatMap((one) => one.targets)];
    const chosen = all.find((one) => one.id === value) ?? all[0];
    this.#value = chosen?.id ?? "";
    this.#field.value = chosen?.label ?? "";
    this.#field.title = chosen?.label ?? "";
  }

  /** Focuses the field and shows all targets. */
  focus() {
    this.#field.focus();
    this.#openAll();
  }

  get #isOpen() { return this.#list.matches(":popover-open"); }

  /** Shows all targets; text typed next replaces the choice. */
  #openAll() {
    if (this.#isOpen) return;
    this.#open("");
    this.#field.select();
  }

  /** Shows the targets that contain the typed words, or all if there are none. */
  #open(typed) {
    const terms = typed.toLowerCase().split(/\s+/).filter(Boolean);
    const row = (one) => h("div", { role: "option", class: "target-row", id: `${this.#id}-${one.at}`,
      "aria-selected": "false", title: one.id,
      onpointerdown: (event) => event.preventDefault(), onclick: () => this.#choose(one) },
    h("span", {}, one.label), one.id && one.provider && h("span", { class: "target-id" }, one.id));
    this.#rows = [];
    const add = (one) => {
      this.#rows.push({ ...one, at: this.#rows.length });
      return row(this.#rows.at(-1));
    };
    const first = this.#first.filter((one) => terms.every((word) => one.label.toLowerCase().includes(word)));
    const groups = groupByProvider(this.#targets).map((group) => ({ ...group,
      targets: group.targets.filter((one) => isFound(terms, one)) })).filter((group) => group.targets.length > 0);
    replace(this.#list, first.map(add), groups.map((group, at) => h("div", { role: "group",
      "aria-labelledby": `${this.#id}-group-${at}` },
    h("div", { class: "target-group", id: `${this.#id}-group-${at}`, role: "presentation" }, group.provider),
    group.targets.map(add))),
    this.#rows.length === 0 && h("div", { class: "target-row quiet-text", role: "option", "aria-disabled": "true" },
      t.targetNone));
    if (!this.#isOpen) this.#show();
    this.#field.setAttribute("aria-expanded", "true");
    this.#mark(terms.length > 0 ? Math.min(0, this.#rows.length - 1)
      : this.#rows.findIndex((one) => one.id === this.#value));
  }

  /** Opens the list in the top layer, below or above the field, where there is more room. */
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
    // Text that was typed but not chosen is discarded.
    this.value = this.#value;
  }

  /** Closes the list while the field keeps the focus: text typed next replaces the choice. */
  #closeKeepingFocus() {
    this.#close();
    this.#field.select();
  }

  #mark(at) {
    this.#active = at;
    for (const node of this.#list.querySelectorAll("[role=option][id]")) {
      const isAt = node.id === `${this.#id}-${at}`;
      node.setAttribute("aria-selected", String(isAt));
      if (isAt) node.scrollIntoView({ block: "nearest" });
    }
    if (at >= 0) this.#field.setAttribute("aria-activedescendant", `${this.#id}-${at}`);
    else this.#field.removeAttribute("aria-activedescendant");
  }

  #choose(one) {
    const isOther = one.id !== this.#value;
    this.value = one.id;
    this.#closeKeepingFocus();
    if (isOther) this.#onChange?.(one.id);
  }

  #onKeyDown(event) {
    const last = this.#rows.length - 1;
    const steps = { ArrowDown: this.#active + 1, ArrowUp: this.#active - 1, PageDown: this.#active + 8,
      PageUp: this.#active - 8 };
    if (event.key in steps) {
      if (!this.#isOpen) this.#openAll();
      else this.#mark(Math.max(0, Math.min(last, steps[event.key])));
    } else if (event.key === "Enter" && this.#isOpen) {
      if (this.#rows[this.#active]) this.#choose(this.#rows[this.#active]);
    } else if (event.key === "Escape" && this.#isOpen) this.#closeKeepingFocus();
    else if (event.key === "Tab") {
      this.#close();
      return;
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
