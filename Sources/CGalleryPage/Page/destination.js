// Where dropped files go: a new element with a kind, a name and a handle, or one that is there.

import { getElement } from "./api.js";
import { formRow, h, replace } from "./dom.js";
import { elementField } from "./chooser.js";
import { elementsFrom, handleFrom, handleProblem, nameFrom } from "./handles.js";
import { library } from "./library.js";
import { t } from "./texts.js";

/** Asks where to; `changed()` hears of each answer. */
export class Destination {
  #changed;
  #isNew = true;
  #isHandleOwn = false;
  #isNameOwn = false;
  #asked;
  #taken;
  details = undefined;

  #new = radio(t.toNew, () => this.#turn(true));
  #there = radio(t.toExisting, () => this.#turn(false));
  #kind = h("select", { id: "to-kind", onchange: () => { this.#show(); this.#changed(); } });
  #name = h("input", { id: "to-name", autocomplete: "off", oninput: () => this.#named() });
  #handle = h("input", {
    id: "to-handle", autocomplete: "off", spellcheck: "false", autocapitalize: "off", maxlength: "20",
    "aria-describedby": "to-hint",
    oninput: () => { this.#isHandleOwn = this.#handle.value !== ""; this.#handled(); },
  });
  #person = h("select", { id: "to-person" });
  #hint = h("p", { class: "hint", id: "to-hint", "aria-live": "polite" });
  #personRow = formRow("to-person", t.person, this.#person);
  #fresh = h("div", { class: "to-new" }, formRow("to-kind", t.kindLabel, this.#kind),
    formRow("to-name", t.nameLabel, this.#name),
    formRow("to-handle", t.handleLabel, h("div", { class: "handle-input" }, h("span", { "aria-hidden": "true" }, "@"),
      this.#handle)),
    this.#personRow, this.#hint);
  #place = h("div", { class: "to-there" });

  node = h("div", { class: "destination" },
    h("div", { class: "to-which", role: "radiogroup", "aria-label": t.toWhich }, this.#new, this.#there), this.#fresh,
    this.#place);

  constructor({ changed }) { this.#changed = changed; }

  get kind() { return this.#isNew ? this.#kind.value || "character" : this.details?.kind ?? "character"; }

  get handle() {
    if (!this.#isNew) return this.details?.handle;
    return handleProblem(this.#handle.value) ? "" : this.#handle.value;
  }

  /** Begins anew: for the element of `details`, or for a new one, of a kind that is looked at. */
  reset(details, kind) {
    const { kinds = ["character"], persons = [] } = library.answer ?? {};
    const before = kind ?? this.#kind.value;
    replace(this.#kind, kinds.map((one) => h("option", { value: one }, t.kind[one] ?? one)));
    if (before) this.#kind.value = before;
    replace(this.#person, ["", ...persons].map((one) => h("option", { value: one }, t.persons[one] ?? one)));
    this.#name.value = this.#handle.value = "";
    this.#isHandleOwn = this.#isNameOwn = false;
    this.details = details;
    this.#isNew = !details;
    this.#show();
  }

  /** Suggests a name from the names of files, until the user writes one. */
  suggest(names) {
    if (this.#isNameOwn || this.#name.value || names.length === 0) return;
    this.#name.value = nameFrom(names, library.answer?.roles ?? []);
    this.#follow();
  }

  /** What keeps it from being asked for, or nothing. */
  problem() {
    if (!this.#isNew) return this.details ? undefined : t.needElement;
    if (!this.#handle.value) return t.needHandle;
    return this.#taken === this.#handle.value ? t.handleThere(this.#taken) : handleProblem(this.#handle.value);
  }

  /** What the server is told. */
  asked(parent) {
    if (!this.#isNew) return { element: this.details.element, parent };
    const person = this.#personRow.hidden ? undefined : this.#person.value || undefined;
    return { kind: this.kind, handle: this.#handle.value, name: this.#name.value.trim() || undefined, person };
  }

  focus() { (this.#isNew ? this.#handle : this.#place.querySelector("input"))?.focus(); }

  #turn(isNew) {
    this.#isNew = isNew;
    this.#show();
    this.#changed();
    if (!isNew && !this.details) this.focus();
  }

  #show() {
    this.#new.querySelector("input").checked = this.#isNew;
    this.#there.querySelector("input").checked = !this.#isNew;
    this.#fresh.hidden = !this.#isNew;
    this.#place.hidden = this.#isNew;
    this.#personRow.hidden = this.#kind.value === "voice";
    replace(this.#place, elementField({
      label: t.elementLabel, value: this.details ? `@${this.details.handle}` : "", chosen: (one) => this.#choose(one),
    }));
    this.#handled();
  }

  async #choose(one) {
    this.details = await getElement(one.element).catch(() => undefined);
    this.#changed();
  }

  async #use(element) {
    await this.#choose(element);
    this.#turn(false);
  }

  #named() {
    this.#isNameOwn = true;
    this.#follow();
  }

  #follow() {
    if (!this.#isHandleOwn) this.#handle.value = handleFrom(this.#name.value);
    this.#handled();
  }

  async #handled() {
    this.#changed();
    const handle = this.#handle.value;
    const wrong = handle && handleProblem(handle);
    this.#handle.setAttribute("aria-invalid", String(Boolean(wrong)));
    replace(this.#hint, wrong || t.handleHint);
    this.#asked?.abort();
    if (!handle || wrong || !this.#isNew) return;
    const asked = this.#asked = new AbortController();
    const found = await elementsFrom(handle, { signal: asked.signal }).catch(() => []);
    const taken = found.find((one) => one.handle === handle);
    if (!taken || asked.signal.aborted) return;
    this.#taken = handle;
    replace(this.#hint, h("span", { class: "error-text" }, t.handleThere(handle)), " ",
      h("button", { type: "button", class: "link", onclick: () => this.#use(taken) }, t.handleUse));
  }
}

function radio(words, run) {
  return h("label", { class: "choice" }, h("input", { type: "radio", name: "to", onchange: run }), words);
}
