// Completion in a shot file: handles after an `@`, and settings and their values in the header.

import { announce, h } from "./dom.js";
import { get, preview, query } from "./api.js";
import { t } from "./texts.js";
import { kindSign } from "./marks.js";

const texts = t.views.shots;

const values = {
  tier: ["standard", "pro", "4k"], audio: ["on", "off"], aspect: ["16:9", "9:16", "1:1", "4:3", "3:4", "21:9", "auto"],
  duration: ["5", "8", "10", "12", "15"], resolution: ["720p", "1080p", "4k"],
};

/**
 * Returns what is being typed at the caret: its `kind`, the typed text `begin`, and its position
 * `from` in the line.
 */
function contextAt({ before, line }, end) {
  const handle = /(?:^|[^A-Za-z0-9_.\-\\])@([\p{L}\p{N}_]{0,40})$/u.exec(before);
  if (handle) return { kind: "handle", begin: handle[1], from: before.length - handle[1].length };
  if (line === 0 || line >= end) return undefined;
  const value = /^\s*([a-z-]+)\s*:\s*([^\s].*|)$/.exec(before);
  if (value) return { kind: "value", key: value[1], begin: value[2], from: before.length - value[2].length };
  const key = /^\s*([a-z-]*)$/.exec(before);
  return key ? { kind: "key", begin: key[1], from: before.length - key[1].length } : undefined;
}

/** Returns the choices: the `text` to insert, and what is shown of it. */
async function choicesFor(context, { library, signal, written }) {
  const begin = context.begin.toLowerCase();
  if (context.kind === "handle") {
    const found = await get(`/api/handles${query({ begin: context.begin })}`, signal);
    return found.elements.map((one) => ({ text: one.handle, shown: `@${one.handle}`, aside: one.name, kind: one.kind,
      cover: one.cover }));
  }
  if (context.kind === "key") {
    return Object.entries(texts.keyWords).filter(([key]) => key.startsWith(begin)
      && (!written.has(key) || key === "image" || key === "images"))
      .map(([key, aside]) => ({ text: `${key}: `, shown: key, aside }));
  }
  if (context.key === "target") {
    return (library.targets ?? []).filter((one) => one.takesPrompts
      && `${one.id} ${one.name}`.toLowerCase().includes(begin))
      .map((one) => ({ text: one.id, shown: one.id, aside: one.name }));
  }
  const list = context.key === "purpose" ? (library.purposes ?? []).filter((one) => one !== "training") : values[context.key] ?? [];
  return list.filter((one) => one.startsWith(begin)).map((one) => ({ text: one, shown: one }));
}

/** Adds completion to an editor: arrows, Enter or Tab, Escape; Ctrl+Space opens it. */
export function attachCompletion(editor, { library, signal }) {
  const list = new ChoiceList(editor, library, signal);
  const { field } = editor;
  field.setAttribute("aria-autocomplete", "list");
  field.addEventListener("input", (event) => { if (!event.isComposing) list.update(); }, { signal });
  field.addEventListener("compositionend", () => list.update(), { signal });
  field.addEventListener("keydown", (event) => list.onKeyDown(event), { signal });
  field.addEventListener("blur", () => list.close(), { signal });
  field.addEventListener("pointerdown", () => list.close(), { signal });
}

class ChoiceList {
  #choices = [];
  #active = 0;
  #context;
  #controller;

  constructor(editor, library, signal) {
    this.editor = editor;
    this.library = library;
    this.signal = signal;
    this.element = h("ul", { class: "shots-choices", id: "shots-choices", role: "listbox", hidden: true });
    editor.sheet.append(this.element);
  }

  async update({ isExplicit = false } = {}) {
    this.#controller?.abort();
    const { editor } = this;
    const caret = editor.caret();
    const context = editor.field.selectionStart === editor.field.selectionEnd ? contextAt(caret, editor.lines.end)
      : undefined;
    if (!context || context.kind === "key" && context.begin === "" && !isExplicit) return this.close();
    const controller = new AbortController();
    this.#controller = controller;
    const written = new Set(editor.lines.lines.slice(1, editor.lines.end).map((line) => line.split(":")[0].trim()));
    try {
      const found = await choicesFor(context, { library: this.library, written,
        signal: AbortSignal.any([controller.signal, this.signal]) });
      if (controller.signal.aborted) return undefined;
      // A complete word needs no choices.
      const isDone = found.length === 1 && found[0].text.trim() === context.begin;
      if (found.length === 0 || isDone) this.close();
      else this.#show(found, { ...context, at: caret.at, line: caret.line });
    } catch {
      // Cancelled by later typing, whose list will follow; or the server is away, which the page
      // reports elsewhere.
      if (!controller.signal.aborted) this.close();
    }
    return undefined;
  }

  close() {
    this.#controller?.abort();
    if (this.element.hidden) return;
    this.element.hidden = true;
    for (const name of ["aria-activedescendant", "aria-controls"]) this.editor.field.removeAttribute(name);
  }

  #show(found, context) {
    this.#choices = found;
    this.#context = context;
    this.element.setAttribute("aria-label", { handle: texts.handles, key: texts.settings,
      value: texts.values }[context.kind]);
    this.element.replaceChildren(...found.map((one, at) => h("li", {
      role: "option", id: `shots-choice-${at}`, "aria-selected": "false",
      // The field keeps the focus.
      onpointerdown: (event) => event.preventDefault(), onclick: () => this.#insert(at),
    }, one.kind && picture(one), h("span", { class: "shots-choice" }, one.shown), one.aside && h("span",
      { class: "v-quiet" }, one.aside))));
    const wasHidden = this.element.hidden;
    this.element.hidden = false;
    this.#position(context);
    this.#choose(0);
    this.editor.field.setAttribute("aria-controls", "shots-choices");
    if (wasHidden) announce(texts.choices(found.length));
  }

  /** Positions the list below the word, or above it if there is more room. */
  #position(context) {
    const box = this.editor.lines.boxAt(context.line, context.from);
    const sheet = this.editor.sheet.getBoundingClientRect();
    const frame = this.editor.element.getBoundingClientRect();
    if (!box) return;
    const left = Math.max(4, Math.min(box.left - sheet.left, sheet.width - this.element.offsetWidth - 4));
    const height = this.element.offsetHeight;
    const isAbove = box.bottom + height + 4 > Math.min(frame.bottom, innerHeight) && box.top - height - 4 > frame.top;
    this.element.style.left = `${left}px`;
    this.element.style.top = `${isAbove ? box.top - sheet.top - height - 2 : box.bottom - sheet.top + 2}px`;
  }

  #choose(at) {
    this.#active = (at + this.#choices.length) % this.#choices.length;
    const nodes = [...this.element.children];
    for (const [index, one] of nodes.entries()) one.setAttribute("aria-selected", String(index === this.#active));
    const node = nodes[this.#active];
    node.scrollIntoView({ block: "nearest" });
    this.editor.field.setAttribute("aria-activedescendant", node.id);
  }

  #insert(at) {
    const choice = this.#choices[at];
    const end = this.#context.at;
    this.close();
    this.editor.insert(end - this.#context.begin.length, end, choice.text);
    if (this.#context.kind !== "key") this.close();
  }

  onKeyDown(event) {
    if (event.isComposing) return;
    if (event.key === " " && event.ctrlKey) {
      event.preventDefault();
      this.update({ isExplicit: true });
      return;
    }
    if (this.element.hidden) return;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    if (event.key === "ArrowDown" && isPlain) this.#choose(this.#active + 1);
    else if (event.key === "ArrowUp" && isPlain) this.#choose(this.#active - 1);
    else if ((event.key === "Enter" || event.key === "Tab") && isPlain) {
      // The word is already complete: the list closes, and the key has its usual effect.
      if (this.#choices[this.#active].text === this.#context.begin) return this.close();
      this.#insert(this.#active);
    } else if (event.key === "Escape") {
      this.close();
      event.stopPropagation();
    } else {
      if (["ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"].includes(event.key)) this.close();
      return;
    }
    event.preventDefault();
  }
}

function picture(choice) {
  if (choice.cover && choice.cover.medium !== "sound") return h("img", { src: preview(choice.cover.sha256, 320),
    alt: "" });
  return h("span", { class: "shots-choice-sign" }, kindSign(choice.kind));
}
