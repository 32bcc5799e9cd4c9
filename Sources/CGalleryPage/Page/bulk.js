// Changes to several elements at once, selected in the grid.

import { getElement, post } from "./api.js";
import { showBar } from "./bar.js";
import { changeAll, errorText } from "./changes.js";
import { dialog } from "./dialog.js";
import { formRow, h, replace } from "./dom.js";
import { isReadOnly, library, reportFailure } from "./library.js";
import { icon } from "./marks.js";
import { view } from "./parts.js";
import { t } from "./texts.js";

/** The maximum number of elements on one sheet of roles. */
const MOST_ROLES = 60;

/** Changes an element, or the revision of it that an answer returned. */
const send = (one, verb, values) => post(`/api/elements/${one.element}/${verb}`, { parent: one.sha256, ...values });

/**
 * The bar over the grid while elements are selected. Handlers: `selected()` returns them, `clear()`
 * ends the selection.
 */
export class BulkBar {
  #handlers;
  #state;
  #status = h("p", { role: "status" });
  #buttons = h("div", { class: "buttons" });
  node = h("div", { class: "bulk", role: "toolbar", "aria-label": t.bulkLabel, hidden: true }, this.#status,
    this.#buttons);

  constructor(handlers) { this.#handlers = handlers; }

  /** Shows the number of selected elements. */
  show(count) {
    this.node.hidden = count === 0;
    if (count === 0) return;
    this.#status.textContent = t.bulkCount(count);
    const isClosed = isReadOnly();
    const areRetired = this.#handlers.selected().every((one) => one.retired);
    // Redrawn only when the buttons differ, so that the focus stays on its button.
    const state = `${isClosed} ${areRetired}`;
    if (this.#state === state) return;
    this.#state = state;
    const button = (label, run) => h("button", { type: "button", class: "quiet", onclick: run }, label);
    replace(this.#buttons,
      !isClosed && !areRetired && [button(t.bulkTag, () => this.#tag()), button(t.bulkUntag, () => this.#untag()),
        button(t.rolesAll, () => this.#roles()), button(t.rights, () => this.#rights()),
        button(t.bulkRemove, () => this.#remove())],
      !isClosed && areRetired && button(t.bringBack, () => this.#bringBack()),
      button(t.castShort, async () => (await view("cast-sheet.js"))?.castSheetOf(this.#handlers.selected())),
      button(t.packShort, async () => (await view("verbs.js"))?.pack(this.#handlers.selected())),
      h("button", { type: "button", class: "quiet square", "aria-label": t.bulkClear, title: t.bulkClear,
        onclick: () => this.#handlers.clear() }, icon("close")));
  }

  /** Changes each selected element, with one message and one Undo for all. */
  async #each(text, act, undo) {
    const elements = this.#handlers.selected();
    const done = await changeAll(elements, act, {
      text, undo, progress: (count) => { this.#status.textContent = t.bulkProgress(count, elements.length); },
    });
    if (done) this.#handlers.clear();
    else this.show(elements.length);
  }

  #edit(text, values) {
    return this.#each(text, (one) => send(one, "edit", values));
  }

  #tag() { askForTag(t.bulkTag, (tag) => this.#edit(t.bulkTagged(tag), { tag: [tag] })); }

  #untag() {
    askForTag(t.bulkUntag, (tag) => this.#each(t.bulkUntagged(tag), async (one) => {
      const now = await getElement(one.element);
      return now.tags?.includes(tag) ? send(now, "edit", { untag: [tag] }) : undefined;
    }));
  }

  /** Opens one sheet with the roles of all their pictures. */
  async #roles() {
    const chosen = this.#handlers.selected();
    if (chosen.length > MOST_ROLES) {
      showBar({ text: t.rolesTooMany(MOST_ROLES), isError: true });
      return;
    }
    try {
      const [module, ...elements] = await Promise.all([view("roles-sheet.js"),
        ...chosen.map((one) => getElement(one.element))]);
      module?.rolesOfSeveral(elements, (some) => changeAll(some, ({ details, roles }) =>
        send(details, "edit", { roles }), { text: t.rolesDone }));
    } catch (error) {
      reportFailure(error);
      showBar({ text: errorText(error), isError: true });
    }
  }

  #rights() {
    const { bases = [] } = library.answer ?? {};
    const basis = h("select", { id: "bulk-basis" },
      bases.map((one) => h("option", { value: one }, t.bases[one] ?? one)));
    const holder = h("input", { id: "bulk-holder", autocomplete: "off" });
    const expires = h("input", { id: "bulk-expires", type: "date" });
    dialog({
      title: t.bulkRights(this.#handlers.selected().length),
      body: [formRow("bulk-basis", t.basis, basis), formRow("bulk-holder", t.holder, holder),
        formRow("bulk-expires", t.expires, expires)],
      buttons: [{ label: t.cancel }, { label: t.save, primary: true, run: () => {
        const rights = { basis: basis.value, ...(holder.value.trim() && { holder: holder.value.trim() }),
          ...(expires.value && { expires: expires.value }) };
        this.#edit(t.bulkRightsDone, { rights });
      } }],
    });
  }

  #remove() {
    return this.#each(t.bulkRemoved, (one) => send(one, "remove"),
      (answer) => send(answer, "restore"));
  }

  #bringBack() {
    return this.#each(t.bulkRestored, (one) => send(one, "restore"),
      (answer) => send(answer, "remove"));
  }
}

/** Asks for a tag. */
function askForTag(title, run) {
  const options = h("datalist", { id: "bulk-tags" },
    (library.answer?.tags ?? []).map((one) => h("option", { value: one.tag })));
  const field = h("input", { "aria-label": t.tag, list: "bulk-tags", autocomplete: "off" });
  const problem = h("p", { class: "error-text", role: "alert" });
  const form = h("form", { onsubmit: (event) => {
    event.preventDefault();
    if (store()) box.close();
  } }, field, options, problem);
  const store = () => {
    const text = field.value.trim();
    problem.textContent = text ? "" : t.needTag;
    if (text) run(text);
    else field.focus();
    return text !== "";
  };
  const box = dialog({
    title, body: form, buttons: [{ label: t.cancel }, { label: t.save, primary: true, run: store }],
  });
  field.focus();
}

