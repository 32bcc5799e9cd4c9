// The destination of dropped files: a new element with a kind, name and handle, or an existing one.

import { getElement } from "./api.js";
import { formRow, h, replace } from "./dom.js";
import { elementField } from "./chooser.js";
import { elementsFrom, handleFrom, handleProblem, nameFrom } from "./handles.js";
import { library } from "./library.js";
import { t } from "./texts.js";

/** A form for the destination; `onChange()` is called after each change. */
export class Destination {
  #onChange;
  #isNew = true;
  #isHandleTyped = false;
  #isNameTyped = false;
  #controller;
  #takenHandle;
  details = undefined;

  #newRadio = radio(t.toNew, () => this.#setNew(true));
  #existingRadio = radio(t.toExisting, () => this.#setNew(false));
  #kind = h("select", { id: "to-kind", onchange: () => { this.#show(); this.#onChange(); } });
  #name = h("input", { id: "to-name", autocomplete: "off", oninput: () => this.#onNameInput() });
  #handle = h("input", {
    id: "to-handle", autocomplete: "off", spellcheck: "false", autocapitalize: "off", maxlength: "20",
    "aria-describedby": "to-hint",
    oninput: () => { this.#isHandleTyped = this.#handle.value !== ""; this.#onHandleInput(); },
  });
  #person = h("select", { id: "to-person" });
  #hint = h("p", { class: "hint", id: "to-hint", "aria-live": "polite" });
  #personRow = formRow("to-person", t.person, this.#person);
  #newPart = h("div", { class: "to-new" }, formRow("to-kind", t.kindLabel, this.#kind),
    formRow("to-name", t.nameLabel, this.#name),
    formRow("to-handle", t.handleLabel, h("div", { class: "handle-input" }, h("span", { "aria-hidden": "true" }, "@"),
      this.#handle)),
    this.#personRow, this.#hint);
  #existingPart = h("div", { class: "to-there" });

  node = h("div", { class: "destination" },
    h("div", { class: "to-which", role: "radiogroup", "aria-label": t.toWhich }, this.#newRadio, this.#existingRadio),
      this.#newPart,
    this.#existingPart);

  constructor({ onChange }) { this.#onChange = onChange; }

  get kind() { return this.#isNew ? this.#kind.value || "character" : this.details?.kind ?? "character"; }

  get handle() {
    if (!this.#isNew) return this.details?.handle;
    return handleProblem(this.#handle.value) ? "" : this.#handle.value;
  }

  /** Starts over, for the element of `details` or for a new one of a `kind`. */
  reset(details, kind) {
    const { kinds = ["character"], persons = [] } = library.answer ?? {};
    const before = kind ?? this.#kind.value;
    replace(this.#kind, kinds.map((one) => h("option", { value: one }, t.kind[one] ?? one)));
    if (before) this.#kind.value = before;
    replace(this.#person, ["", ...persons].map((one) => h("option", { value: one }, t.persons[one] ?? one)));
    this.#name.value = this.#handle.value = "";
    this.#isHandleTyped = this.#isNameTyped = false;
    this.details = details;
    this.#isNew = !details;
    this.#show();
  }

  /** Suggests a name from file names until the user types one. */
  suggest(names) {
    if (this.#isNameTyped || this.#name.value || names.length === 0) return;
    this.#name.value = nameFrom(names, library.answer?.roles ?? []);
    this.#suggestHandle();
  }

  /** Returns what is missing or wrong, or `undefined`. */
  problem() {
    if (!this.#isNew) return this.details ? undefined : t.needElement;
    if (!this.#handle.value) return t.needHandle;
    return this.#takenHandle === this.#handle.value
      ? t.handleThere(this.#takenHandle) : handleProblem(this.#handle.value);
  }

  /** Returns the part of the request that names the destination. */
  request(parent) {
    if (!this.#isNew) return { element: this.details.element, parent };
    const person = this.#personRow.hidden ? undefined : this.#person.value || undefined;
    return { kind: this.kind, handle: this.#handle.value, name: this.#name.value.trim() || undefined, person };
  }

  focus() { (this.#isNew ? this.#handle : this.#existingPart.querySelector("input"))?.focus(); }

  #setNew(isNew) {
    this.#isNew = isNew;
    this.#show();
    this.#onChange();
    if (!isNew && !this.details) this.focus();
  }

  #show() {
    this.#newRadio.querySelector("input").checked = this.#isNew;
    this.#existingRadio.querySelector("input").checked = !this.#isNew;
    this.#newPart.hidden = !this.#isNew;
    this.#existingPart.hidden = this.#isNew;
    this.#personRow.hidden = this.#kind.value === "voice";
    replace(this.#existingPart, elementField({
      label: t.elementLabel, value: this.details ? `@${this.details.handle}` : "", onChoose: (one) => this.#choose(one),
    }));
    this.#onHandleInput();
  }

  async #choose(one) {
    this.details = await getElement(one.element).catch(() => undefined);
    this.#onChange();
  }

  async #use(element) {
    await this.#choose(element);
    this.#setNew(false);
  }

  #onNameInput() {
    this.#isNameTyped = true;
    this.#suggestHandle();
  }

  #suggestHandle() {
    if (!this.#isHandleTyped) this.#handle.value = handleFrom(this.#name.value);
    this.#onHandleInput();
  }

  async #onHandleInput() {
    this.#onChange();
    const handle = this.#handle.value;
    const problem = handle && handleProblem(handle);
    this.#handle.setAttribute("aria-invalid", String(Boolean(problem)));
    replace(this.#hint, problem || t.handleHint);
    this.#controller?.abort();
    if (!handle || problem || !this.#isNew) return;
    const controller = this.#controller = new AbortController();
    const found = await elementsFrom(handle, { signal: controller.signal }).catch(() => []);
    const taken = found.find((one) => one.handle === handle);
    if (!taken || controller.signal.aborted) return;
    this.#takenHandle = handle;
    replace(this.#hint, h("span", { class: "error-text" }, t.handleThere(handle)), " ",
      h("button", { type: "button", class: "link", onclick: () => this.#use(taken) }, t.handleUse));
  }
}

function radio(label, run) {
  return h("label", { class: "choice" }, h("input", { type: "radio", name: "to", onchange: run }), label);
}
