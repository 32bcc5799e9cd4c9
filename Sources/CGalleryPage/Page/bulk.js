// Work on several elements at once: what is selected in the grid, and what can be done with all of it.

import { getElement, post } from "./api.js";
import { showBar } from "./bar.js";
import { changeAll, said } from "./changes.js";
import { dialog } from "./dialog.js";
import { formRow, h, replace } from "./dom.js";
import { isReadOnly, library, noticeRefusal } from "./library.js";
import { icon } from "./marks.js";
import { view } from "./parts.js";
import { t } from "./texts.js";

/** The maximum number of elements on one sheet of roles. */
const MOST_ROLES = 60;

/** Changes an element, or what an answer says it is now. */
const send = (one, verb, values) => post(`/api/elements/${one.element}/${verb}`, { parent: one.sha256, ...values });

/** The bar over the grid while something is selected; `selected()` answers the elements, `clear()` ends it. */
export class BulkBar {
  #handlers;
  #state;
  #words = h("p", { role: "status" });
  #buttons = h("div", { class: "buttons" });
  node = h("div", { class: "bulk", role: "toolbar", "aria-label": t.bulkLabel, hidden: true }, this.#words,
    this.#buttons);

  constructor(handlers) { this.#handlers = handlers; }

  /** Shows how many are selected. */
  show(count) {
    this.node.hidden = count === 0;
    if (count === 0) return;
    this.#words.textContent = t.bulkCount(count);
    const isClosed = isReadOnly();
    const areGone = this.#handlers.selected().every((one) => one.retired);
    // The focus stays on its button while the number changes.
    const state = `${isClosed} ${areGone}`;
    if (this.#state === state) return;
    this.#state = state;
    const button = (words, run) => h("button", { type: "button", class: "quiet", onclick: run }, words);
    replace(this.#buttons,
      !isClosed && !areGone && [button(t.bulkTag, () => this.#tag()), button(t.bulkUntag, () => this.#untag()),
        button(t.rolesAll, () => this.#roles()), button(t.rights, () => this.#rights()),
        button(t.bulkRemove, () => this.#remove())],
      !isClosed && areGone && button(t.bringBack, () => this.#bringBack()),
      button(t.castShort, async () => (await view("cast-sheet.js"))?.castSheetOf(this.#handlers.selected())),
      button(t.packShort, async () => (await view("verbs.js"))?.pack(this.#handlers.selected())),
      h("button", { type: "button", class: "quiet square", "aria-label": t.bulkClear, title: t.bulkClear,
        onclick: () => this.#handlers.clear() }, icon("close")));
  }

  /** Changes each of them, with one message and one Undo for all. */
  async #each(words, act, back) {
    const elements = this.#handlers.selected();
    const done = await changeAll(elements, act, {
      words, back, progress: (count) => { this.#words.textContent = t.bulkProgress(count, elements.length); },
    });
    if (done) this.#handlers.clear();
    else this.show(elements.length);
  }

  #edit(words, values) {
    return this.#each(words, (one) => send(one, "edit", values));
  }

  #tag() { ask(t.bulkTag, (tag) => this.#edit(t.bulkTagged(tag), { tag: [tag] })); }

  #untag() {
    ask(t.bulkUntag, (tag) => this.#each(t.bulkUntagged(tag), async (one) => {
      const now = await getElement(one.element);
      return now.tags?.includes(tag) ? send(now, "edit", { untag: [tag] }) : undefined;
    }));
  }

  /** The roles of all their pictures on one sheet. */
  async #roles() {
    const chosen = this.#handlers.selected();
    if (chosen.length > MOST_ROLES) {
      showBar({ words: t.rolesTooMany(MOST_ROLES), isError: true });
      return;
    }
    try {
      const [module, ...elements] = await Promise.all([view("roles-sheet.js"),
        ...chosen.map((one) => getElement(one.element))]);
      module?.rolesOfSeveral(elements, (some) => changeAll(some, ({ details, roles }) =>
        send(details, "edit", { roles }), { words: t.rolesDone }));
    } catch (error) {
      noticeRefusal(error);
      showBar({ words: said(error), isError: true });
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
      buttons: [{ words: t.cancel }, { words: t.save, primary: true, run: () => {
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
function ask(title, run) {
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
    title, body: form, buttons: [{ words: t.cancel }, { words: t.save, primary: true, run: store }],
  });
  field.focus();
}

