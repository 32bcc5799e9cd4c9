// Fields that are edited in place. Unsaved input is kept.

import { h, replace } from "./dom.js";
import { errorText } from "./changes.js";
import { icon } from "./marks.js";
import { t } from "./texts.js";

const drafts = new Map();

/**
 * A text that is edited in place. `save(text, onError, opened)` returns a value if it was stored;
 * `opened` is the revision when editing began and is kept with the draft; `check(text)` returns
 * what is wrong; `key` is unique; `written` is the displayed form if it differs from `value`.
 */
export function textField(options) {
  const { label, key, hint } = options;
  const container = h("dd", {});
  const row = h("div", { class: "field" }, h("dt", {}, label), container);
  const read = () => {
    delete row.dataset.editing;
    replace(container, readView(options, () => write()));
  };
  const write = (draft = {}) => {
    row.dataset.editing = "yes";
    const form = editForm({ ...options, opened: options.opened, hint, ...draft }, (focus) => {
      read();
      options.onLeave?.();
      // The part may have been redrawn meanwhile, so the field is found by its key.
      if (focus) document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
    });
    replace(container, form);
    form.querySelector("input, textarea").focus();
  };
  if (drafts.has(key)) {
    row.dataset.editing = "yes";
    queueMicrotask(() => write(drafts.get(key)));
  } else read();
  row.write = write;
  return row;
}

function readView({ value, written, empty, isFixed, key, label }, write) {
  const shown = written ?? value;
  if (isFixed) return h("span", { class: shown ? "value" : "value quiet-text" }, shown || "–");
  return h("button", {
    type: "button", class: `value editable${shown ? "" : " unset"}`, "data-key": key, onclick: () => write(),
    "aria-label": shown ? `${t.edit(label)}: ${shown}` : empty,
  }, h("span", {}, shown || empty), icon("edit"));
}

function editForm({ value, text, label, key, isLong, hint, check, save, opened }, leave) {
  const problem = h("p", { class: "error-text", role: "alert", hidden: true });
  const field = h(isLong ? "textarea" : "input", {
    "aria-label": label, value: text ?? value ?? "", oninput: () => drafts.set(key, { text: field.value, value, opened }),
    spellcheck: String(Boolean(isLong)),
    autocomplete: "off",
  });
  const store = async () => {
    const wrong = check?.(field.value.trim());
    if (wrong) return showProblem(wrong);
    if (field.value.trim() === (value ?? "")) return end();
    const stored = await save(field.value.trim(), (error) => showProblem(errorText(error)), opened);
    if (stored) end();
  };
  const showProblem = (message) => {
    problem.textContent = message;
    problem.hidden = false;
    field.setAttribute("aria-invalid", "true");
    field.focus();
  };
  const end = () => {
    drafts.delete(key);
    leave(true);
  };
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") end();
    else if (event.key === "Enter" && (!isLong || event.ctrlKey || event.metaKey)) store();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return h("form", { class: "writing", onsubmit: (event) => { event.preventDefault(); store(); } },
    field, hint && h("p", { class: "hint" }, hint), problem,
    h("div", { class: "buttons" },
      h("button", { type: "submit", class: "accent" }, t.save),
      h("button", { type: "button", class: "quiet", onclick: end }, t.cancel)));
}

/**
 * A list of short texts that can be removed; `add(text)` and `remove(text)` store, and `tag(text)`
 * returns how one looks.
 *
 * @param {{
 *   label: string, values: string[], addLabel: string, isFixed: boolean, key: string,
 *   suggestions?: string[], add: (text: string) => Promise<any>,
 *   remove: (text: string) => Promise<any>, tag?: (text: string) => unknown,
 * }} options
 */
export function listField({ label, values, addLabel, isFixed, key, suggestions = [], add, remove, tag }) {
  const list = h("datalist", { id: `suggest-${key}` }, suggestions.map((one) => h("option", { value: one })));
  const field = h("input", {
    "aria-label": addLabel, placeholder: addLabel, list: suggestions.length > 0 ? list.id : undefined, "data-key": key,
    value: drafts.get(key)?.text ?? "", oninput: () => drafts.set(key, { text: field.value }), autocomplete: "off",
  });
  const store = async (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!text) return;
    if (await add(text)) {
      drafts.delete(key);
      field.value = "";
    }
  };
  return h("div", { class: "field" }, h("dt", {}, label), h("dd", { class: "words" },
    values.map((value) => isFixed ? h("span", { class: "chip" }, value) : h("span", { class: "chip" },
      tag ? h("a", { href: tag(value) }, value) : value,
      h("button", { type: "button", class: "chip-away", "aria-label": t.takeAway(value),
        onclick: () => remove(value) }, icon("close")))),
    !isFixed && h("form", { class: "words-add", onsubmit: store }, field, list),
    isFixed && values.length === 0 && h("span", { class: "quiet-text" }, "–")));
}

/** A choice of several values, stored when it is chosen. */
export function choiceField({ label, value, options, isFixed, key, save }) {
  const text = options.find(([one]) => one === value)?.[1] ?? value;
  if (isFixed) return h("div", { class: "field" }, h("dt", {}, label), h("dd", {}, text));
  const box = h("select", { "aria-label": label, "data-key": key, onchange: async () => {
    if (!await save(box.value)) box.value = value;
  } }, options.map(([one, text]) => h("option", { value: one }, text)));
  box.value = value;
  return h("div", { class: "field" }, h("dt", {}, label), h("dd", {}, box));
}
