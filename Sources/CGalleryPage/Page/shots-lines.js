// The lines behind the text of a shot file: highlights, and marks for findings.

import { h, hiddenIn } from "./dom.js";

const handle = /(?<![A-Za-z0-9_.\-\\])@[\p{L}\p{N}_]+(?::(?:\d{1,6}(?!\p{L})|sha256-[0-9a-f]{8,64}))?/gu;
const shotHead = /^\s*Shot\s+\d+\s*(?:[(（][^)）]*[)）])?\s*[:：]/i;
const setting = /^\s*[a-z-]+\s*:/;
const rule = /^\s*---\s*$/;

/** Returns the line number of the second `---`, where the settings end, or -1 without settings. */
export function settingsEnd(lines) {
  if (!rule.test(lines[0] ?? "")) return -1;
  const end = lines.findIndex((line, at) => at > 0 && rule.test(line));
  return end < 0 ? lines.length : end;
}

/** Returns the highlights of a line, as `from`, `to`, `name`. */
function tokens(text, isSetting) {
  const found = [];
  const add = (from, to, name) => found.push({ from, to, name });
  if (isSetting) {
    if (rule.test(text)) add(0, text.length, "rule");
    else if (/^\s*#/.test(text)) add(0, text.length, "comment");
    else if (setting.test(text)) add(0, text.indexOf(":") + 1, "key");
  } else {
    const head = shotHead.exec(text);
    if (head) add(0, head[0].length, "head");
  }
  for (const at of hiddenIn(text)) add(at.from, at.to, "hidden");
  for (const match of text.matchAll(handle)) add(match.index, match.index + match[0].length, "handle");
  return found;
}

let segmenter;

/** Returns the offset of a column, which counts graphemes from 1. */
export function offsetOf(text, column) {
  // In ASCII text, the usual case, columns and offsets agree.
  if (/^[\x20-\x7e\t]*$/.test(text)) return Math.min(column - 1, text.length);
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  let at = 1;
  for (const grapheme of segmenter.segment(text)) {
    if (at === column) return grapheme.index;
    at += 1;
  }
  return text.length;
}

/**
 * Returns the range of a finding in its line: from its column to the end of the name, path or word.
 */
export function rangeOf(text, finding) {
  if (!finding.column) return { from: 0, to: text.length };
  const from = offsetOf(text, finding.column);
  const word = /^@[\p{L}\p{N}_]+|^[^\s,;:!?"“”]{1,60}/u.exec(text.slice(from));
  return { from: word ? from : Math.max(0, from - 1), to: from + (word ? word[0].length : 0) };
}

const weights = { error: 3, warning: 2, note: 1 };

function lineNode(text, isSetting, findings = []) {
  const marks = findings.map((finding) => ({ ...rangeOf(text, finding), name: finding.severity }));
  const parts = [...tokens(text, isSetting), ...marks].filter((one) => one.to > one.from);
  const cuts = [...new Set([0, text.length, ...parts.flatMap((one) => [one.from, one.to])])].sort((a, b) => a - b);
  const worst = [...findings].sort((a, b) => weights[b.severity] - weights[a.severity])[0]?.severity;
  const node = h("div", { class: isSetting ? "shots-line shots-setting" : "shots-line", "data-worst": worst });
  for (let at = 0; at + 1 < cuts.length; at += 1) {
    const names = parts.filter((one) => one.from <= cuts[at]
      && one.to >= cuts[at + 1]).map((one) => `shots-${one.name}`);
    const piece = text.slice(cuts[at], cuts[at + 1]);
    // Must match the text in the field exactly, character for character.
    const part = names.length > 0 ? h("span", { class: names.join(" ") }) : document.createTextNode("");
    part.textContent = piece;
    node.append(part);
  }
  // An empty line would have no height.
  if (text === "") node.append("\u200b");
  return node;
}

/** The lines behind a text field. `draw(text)` updates only the lines that changed. */
export class Lines {
  element = h("div", { class: "shots-lines", "aria-hidden": "true" });
  #lines = [];
  #end = -1;
  #findings = new Map();
  #numbered = [];

  draw(text) {
    const lines = text.split("\n");
    const end = settingsEnd(lines);
    const before = this.#lines;
    let head = 0;
    while (head < lines.length && head < before.length && lines[head] === before[head]) head += 1;
    let tail = 0;
    while (tail < lines.length - head && tail < before.length - head
      && lines[lines.length - 1 - tail] === before[before.length - 1 - tail]) tail += 1;
    if (end !== this.#end) {
      // Where the settings begin or end elsewhere, unchanged lines look different.
      head = 0;
      const last = Math.max(end, this.#end) + 1;
      tail = Math.max(0, Math.min(tail, lines.length - last, before.length - last));
    }
    this.#lines = lines;
    this.#end = end;
    // Findings refer to the former lines; the next answer brings new ones.
    if (lines.length !== before.length) this.#findings.clear();
    this.#replaceLines(head, before.length - head - tail, lines.length - tail);
  }

  #replaceLines(head, count, end) {
    const nodes = [];
    for (let at = head; at < end; at += 1) nodes.push(this.#node(at));
    const children = this.element.children;
    const follower = children[head + count] ?? null;
    for (let at = 0; at < count; at += 1) children[head].remove();
    const fragment = document.createDocumentFragment();
    fragment.append(...nodes);
    this.element.insertBefore(fragment, follower);
  }

  #node(at) { return lineNode(this.#lines[at], at <= this.#end, this.#findings.get(at)); }

  /** Underlines findings at their lines and columns. */
  mark(findings) {
    const at = Map.groupBy(findings.filter((one) => one.line), (one) => one.line - 1);
    const touched = new Set([...at.keys(), ...this.#findings.keys()]);
    this.#findings = at;
    for (const line of touched) {
      if (line < this.#lines.length) this.element.children[line]?.replaceWith(this.#node(line));
    }
  }

  /** Numbers the visible lines only, since each number costs layout time. */
  number({ top, bottom }) {
    const nodes = this.element.children;
    let low = 0;
    let high = nodes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (nodes[middle].getBoundingClientRect().bottom < top - 400) low = middle + 1;
      else high = middle;
    }
    const seen = [];
    while (low < nodes.length && nodes[low].getBoundingClientRect().top <= bottom + 400) {
      seen.push([nodes[low], low + 1]);
      low += 1;
    }
    for (const node of this.#numbered) delete node.dataset.number;
    for (const [node, number] of seen) node.dataset.number = number;
    this.#numbered = seen.map(([node]) => node);
  }

  /** Returns the box of a character on the screen. */
  boxAt(line, offset) {
    const node = this.element.children[line];
    if (!node) return undefined;
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    let left = offset;
    /** @type {Text | undefined} */
    let last;
    while (walker.nextNode()) {
      last = /** @type {Text} */ (walker.currentNode);
      if (left <= last.length) break;
      left -= last.length;
    }
    if (!last) return node.getBoundingClientRect();
    const range = document.createRange();
    range.setStart(last, Math.min(left, last.length));
    range.collapse(true);
    const box = range.getBoundingClientRect();
    return box.height > 0 ? box : node.getBoundingClientRect();
  }

  get lines() { return this.#lines; }
  get end() { return this.#end; }
}
