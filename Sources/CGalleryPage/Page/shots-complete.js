// What can be completed in a shot file: handles behind an `@`, settings and their values in the block on top.

import { announce, h } from "./dom.js";
import { get, preview, query } from "./api.js";
import { t } from "./texts.js";
import { kindSign } from "./marks.js";

const words = t.views.shots;

const values = {
  tier: ["standard", "pro", "4k"], audio: ["on", "off"], aspect: ["16:9", "9:16", "1:1", "4:3", "3:4", "21:9", "auto"],
  duration: ["5", "8", "10", "12", "15"], resolution: ["720p", "1080p", "4k"],
};

/** What is being written at the caret: `kind`, what `begin`s it, and `from` where in the line that stands. */
function beginning({ before, line }, end) {
  const handle = /(?:^|[^A-Za-z0-9_.\-\\])@([\p{L}\p{N}_]{0,40})$/u.exec(before);
  if (handle) return { kind: "handle", begin: handle[1], from: before.length - handle[1].length };
  if (line === 0 || line >= end) return undefined;
  const value = /^\s*([a-z-]+)\s*:\s*([^\s].*|)$/.exec(before);
  if (value) return { kind: "value", key: value[1], begin: value[2], from: before.length - value[2].length };
  const key = /^\s*([a-z-]*)$/.exec(before);
  return key ? { kind: "key", begin: key[1], from: before.length - key[1].length } : undefined;
}

/** What fits, each `text` that is put in, and what is shown of it. */
async function choices(place, { library, signal, written }) {
  const begin = place.begin.toLowerCase();
  if (place.kind === "handle") {
    const found = await get(`/api/handles${query({ begin: place.begin })}`, signal);
    return found.elements.map((one) => ({ text: one.handle, shown: `@${one.handle}`, aside: one.name, kind: one.kind,
      cover: one.cover }));
  }
  if (place.kind === "key") {
    return Object.entries(words.keyWords).filter(([key]) => key.startsWith(begin)
      && (!written.has(key) || key === "image" || key === "images"))
      .map(([key, aside]) => ({ text: `${key}: `, shown: key, aside }));
  }
  if (place.key === "target") {
    return (library.targets ?? []).filter((one) => one.takesPrompts
      && `${one.id} ${one.name}`.toLowerCase().includes(begin))
      .map((one) => ({ text: one.id, shown: one.id, aside: one.name }));
  }
  const list = place.key === "purpose" ? library.purposes ?? [] : values[place.key] ?? [];
  return list.filter((one) => one.startsWith(begin)).map((one) => ({ text: one, shown: one }));
}

/** Gives an editor its list of choices: arrows, Enter or Tab, Escape; Ctrl+Space calls it. */
export function completion(editor, { library, signal }) {
  const list = new ChoiceList(editor, library, signal);
  const { field } = editor;
  field.setAttribute("aria-autocomplete", "list");
  field.addEventListener("input", (event) => { if (!event.isComposing) list.look(); }, { signal });
  field.addEventListener("compositionend", () => list.look(), { signal });
  field.addEventListener("keydown", (event) => list.key(event), { signal });
  field.addEventListener("blur", () => list.close(), { signal });
  field.addEventListener("pointerdown", () => list.close(), { signal });
}

class ChoiceList {
  #choices = [];
  #active = 0;
  #place;
  #asked;

  constructor(editor, library, signal) {
    Object.assign(this, { editor, library, signal });
    this.element = h("ul", { class: "shots-choices", id: "shots-choices", role: "listbox", hidden: true });
    editor.sheet.append(this.element);
  }

  async look({ isCalled = false } = {}) {
    this.#asked?.abort();
    const { editor } = this;
    const caret = editor.caret();
    const place = editor.field.selectionStart === editor.field.selectionEnd ? beginning(caret, editor.lines.end)
      : undefined;
    if (!place || place.kind === "key" && place.begin === "" && !isCalled) return this.close();
    const asked = new AbortController();
    this.#asked = asked;
    const written = new Set(editor.lines.lines.slice(1, editor.lines.end).map((line) => line.split(":")[0].trim()));
    try {
      const found = await choices(place, { library: this.library, written,
        signal: AbortSignal.any([asked.signal, this.signal]) });
      if (asked.signal.aborted) return undefined;
      // What is there already needs no choice.
      const isDone = found.length === 1 && found[0].text.trim() === place.begin;
      if (found.length === 0 || isDone) this.close();
      else this.#show(found, { ...place, at: caret.at, line: caret.line });
    } catch {
      // Cancelled by later typing, whose list will follow; or the server is away, which the page reports elsewhere.
      if (!asked.signal.aborted) this.close();
    }
    return undefined;
  }

  close() {
    this.#asked?.abort();
    if (this.element.hidden) return;
    this.element.hidden = true;
    for (const name of ["aria-activedescendant", "aria-controls"]) this.editor.field.removeAttribute(name);
  }

  #show(found, place) {
    this.#choices = found;
    this.#place = place;
    this.element.setAttribute("aria-label", { handle: words.handles, key: words.settings,
      value: words.values }[place.kind]);
    this.element.replaceChildren(...found.map((one, at) => h("li", {
      role: "option", id: `shots-choice-${at}`, "aria-selected": "false",
      // The field keeps the focus.
      onpointerdown: (event) => event.preventDefault(), onclick: () => this.#take(at),
    }, one.kind && picture(one), h("span", { class: "shots-choice" }, one.shown), one.aside && h("span",
      { class: "v-quiet" }, one.aside))));
    const wasHidden = this.element.hidden;
    this.element.hidden = false;
    this.#put(place);
    this.#choose(0);
    this.editor.field.setAttribute("aria-controls", "shots-choices");
    if (wasHidden) announce(words.choices(found.length));
  }

  /** Below the place where the word begins, or above it where there is more room. */
  #put(place) {
    const box = this.editor.lines.boxAt(place.line, place.from);
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

  #take(at) {
    const choice = this.#choices[at];
    const end = this.#place.at;
    this.close();
    this.editor.insert(end - this.#place.begin.length, end, choice.text);
    if (this.#place.kind !== "key") this.close();
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === " " && event.ctrlKey) {
      event.preventDefault();
      this.look({ isCalled: true });
      return;
    }
    if (this.element.hidden) return;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    if (event.key === "ArrowDown" && isPlain) this.#choose(this.#active + 1);
    else if (event.key === "ArrowUp" && isPlain) this.#choose(this.#active - 1);
    else if ((event.key === "Enter" || event.key === "Tab") && isPlain) {
      // What stands there whole already: the list goes, and the key does what it does.
      if (this.#choices[this.#active].text === this.#place.begin) return this.close();
      this.#take(this.#active);
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

function picture(one) {
  if (one.cover && one.cover.medium !== "sound") return h("img", { src: preview(one.cover.sha256, 320), alt: "" });
  return h("span", { class: "shots-choice-sign" }, kindSign(one.kind));
}
