// What two texts have in common, line by line.

import { h } from "./dom.js";
import { t } from "./texts.js";

/** The largest product of line counts for which two texts are aligned. */
const MOST_PAIRS = 1_000_000;
/** The number of equal lines shown before and after a difference. */
const CONTEXT = 1;

/**
 * Returns the lines of two texts in order, as `{ side, text }`: `mine` and `theirs` are those that
 * only one has, `both` are equal ones near a difference. A gap between them is `{ side: "gap" }`.
 */
export function differenceOf(mine, theirs) {
  const [a, b] = [mine, theirs].map((text) => text.replace(/\n$/, "").split("\n"));
  const isEqual = (at, to) => a[at] === b[to];
  let head = 0;
  while (head < Math.min(a.length, b.length) && isEqual(head, head)) head += 1;
  let tail = 0;
  while (tail < Math.min(a.length, b.length) - head && isEqual(a.length - 1 - tail, b.length - 1 - tail)) tail += 1;
  const both = (lines) => lines.map((text) => ({ side: "both", text }));
  const lines = [...both(a.slice(0, head)),
    ...aligned(a.slice(head, a.length - tail), b.slice(head, b.length - tail)), ...both(a.slice(a.length - tail))];
  return withoutDistantLines(lines);
}

/** Aligns two lists by their longest common subsequence. */
function aligned(a, b) {
  const only = (side, lines) => lines.map((text) => ({ side, text }));
  if (a.length * b.length > MOST_PAIRS) return [...only("mine", a), ...only("theirs", b)];
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let at = a.length - 1; at >= 0; at -= 1) {
    for (let to = b.length - 1; to >= 0; to -= 1) {
      lengths[at][to] = a[at] === b[to] ? lengths[at + 1][to + 1] + 1
        : Math.max(lengths[at + 1][to], lengths[at][to + 1]);
    }
  }
  const lines = [];
  let [at, to] = [0, 0];
  while (at < a.length || to < b.length) {
    if (at < a.length && to < b.length && a[at] === b[to]) {
      lines.push({ side: "both", text: a[at] });
      at += 1;
      to += 1;
    } else if (to === b.length || (at < a.length && lengths[at + 1][to] >= lengths[at][to + 1])) {
      lines.push({ side: "mine", text: a[at] });
      at += 1;
    } else {
      lines.push({ side: "theirs", text: b[to] });
      to += 1;
    }
  }
  return lines;
}

function withoutDistantLines(lines) {
  const isNear = (at) => lines.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1).some((one) => one.side !== "both");
  const shown = [];
  for (const [at, one] of lines.entries()) {
    if (isNear(at)) shown.push(one);
    else if (shown.at(-1)?.side !== "gap") shown.push({ side: "gap" });
  }
  return shown;
}

/** A list of the lines in which two texts differ. */
export function differenceList(mine, theirs) {
  const texts = t.views.difference;
  return h("ul", { class: "text-difference", "aria-label": texts.title }, differenceOf(mine, theirs).map((one) =>
    h("li", { class: one.side }, one.side !== "both" && one.side !== "gap"
      && h("b", {}, texts.sides[one.side]), h("span", {}, one.side === "gap" ? "…" : one.text || "\u00a0"))));
}
