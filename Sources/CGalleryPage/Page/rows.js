// The rows of the grid: all tiles of a row are equally high, and together exactly as wide as the grid.

import { clamp } from "./figures.js";

const minimumRatio = 0.5;
const maximumRatio = 2.2;
// A recording shows its wave; an element without a picture, or one that is not known yet, has the usual shape.
const soundRatio = 1.3;
const defaultRatio = 0.8;

/** How wide the tile of an element is for its height. Beyond the bounds a picture is cropped. */
export function proportion({ cover }) {
  if (cover?.medium === "sound") return soundRatio;
  return cover?.width ? clamp(cover.width / cover.height, minimumRatio, maximumRatio) : defaultRatio;
}

/**
 * Divides tiles into rows whose heights differ as little as possible from the wanted one. Every row fills the width;
 * the last one only where it `mustFill`. Answers `{ first, count, height, lefts, widths }` for each.
 */
export function justified(proportions, { width, height, gap, mustFill }) {
  const sums = [0];
  for (const one of proportions) sums.push(sums.at(-1) + one);
  const heightOf = (from, to) => (width - gap * (to - from - 1)) / (sums[to] - sums[from]);
  const end = proportions.length;
  const costs = [0];
  const starts = [0];
  for (let to = 1; to <= end; to += 1) {
    costs[to] = Infinity;
    for (let from = to - 1; from >= 0; from -= 1) {
      const own = heightOf(from, to);
      const isOpen = to === end && !mustFill && own > height;
      // A low row takes less from the others than a high one.
      const cost = costs[from] + (isOpen ? 0 : Math.log(own / height) ** 2 * (own > height ? 2 : 1));
      if (cost < costs[to]) {
        costs[to] = cost;
        starts[to] = from;
      }
      // More tiles only make it lower.
      if (own < height / 3) break;
    }
  }
  const rows = [];
  for (let to = end; to > 0; to = starts[to]) {
    const from = starts[to];
    const isOpen = to === end && !mustFill;
    rows.unshift(row(proportions, from, to, gap, width,
      isOpen ? Math.min(heightOf(from, to), height) : heightOf(from, to)));
  }
  return rows;
}

/** Edges lie on whole pixels, so that no row ends beside the others. */
function row(proportions, first, end, gap, width, height) {
  const lefts = [];
  const widths = [];
  let left = 0;
  for (let at = first; at < end; at += 1) {
    const right = Math.min(width, left + proportions[at] * height);
    lefts.push(Math.round(left));
    widths.push(Math.round(right) - Math.round(left));
    left = right + gap;
  }
  return { first, count: end - first, height: Math.round(height), lefts, widths };
}

/**
 * The rows of a list that is known in part. A section of it is laid out by itself, so that nothing outside of it moves
 * when its proportions arrive; until then its tiles have the usual shape.
 */
export class Rows {
  #measures = { width: 0, height: 0, gap: 0, below: 0 };
  #sections = [];
  #unknown = new Map();

  /** How high all rows are together. */
  height = 0;

  /** Says how wide the rows and how high they should be, `gap` between tiles, and `below` for the words under each. */
  measure(measures) {
    this.#measures = measures;
    this.#sections = [];
    this.#unknown.clear();
  }

  /** Lays out the sections of a list, those that are as before only moved; answers whether any row is another one. */
  arrange(pages) {
    const { gap, below } = this.#measures;
    const count = pages.sectionCount;
    let isChanged = count !== this.#sections.length;
    let first = 0;
    let top = 0;
    for (let number = 0; number < count; number += 1) {
      const shape = pages.shape(number);
      const isLast = number === count - 1 && !pages.continues;
      const before = this.#sections[number];
      const isSame = before && before.proportions === shape.proportions && before.count === shape.count
        && before.isLast === isLast;
      if (!isSame) isChanged = true;
      const rows = isSame ? before.rows : this.#rowsOf(shape, isLast);
      const height = isSame ? before.height : rows.reduce((sum, one) => sum + one.height + below + gap, 0);
      this.#sections[number] = { proportions: shape.proportions, count: shape.count, isLast, rows, height, first, top };
      first += shape.count;
      top += height;
    }
    this.#sections.length = count;
    this.height = top;
    return isChanged;
  }

  #rowsOf({ proportions, count }, isLast) {
    const options = { ...this.#measures, mustFill: !isLast };
    if (proportions) return stacked(justified(proportions, options), this.#measures);
    const key = `${count} ${isLast}`;
    if (!this.#unknown.has(key)) {
      this.#unknown.set(key, stacked(justified(Array(count).fill(defaultRatio), options), this.#measures));
    }
    return this.#unknown.get(key);
  }

  /** The row in which a tile lies: `{ first, count, top, height, lefts, widths }`. */
  rowOf(index) {
    const section = last(this.#sections, (one) => one.first <= index);
    const row = section && last(section.rows, (one) => section.first + one.first <= index);
    return row && whole(section, row);
  }

  /** The row that covers a height, or the nearest one. */
  rowAt(y) {
    const section = last(this.#sections, (one) => one.top <= y) ?? this.#sections[0];
    const row = section && (last(section.rows, (one) => section.top + one.top <= y) ?? section.rows[0]);
    return row && whole(section, row);
  }

  /** The tile of a row whose middle is nearest to a distance from the left. */
  static nearest({ first, lefts, widths }, x) {
    const far = lefts.map((left, at) => Math.abs(left + widths[at] / 2 - x));
    return first + far.indexOf(Math.min(...far));
  }
}

/** Gives rows their tops within the section. */
function stacked(rows, { gap, below }) {
  let top = 0;
  for (const row of rows) {
    row.top = top;
    top += row.height + below + gap;
  }
  return rows;
}

const whole = (section, row) => ({ ...row, first: section.first + row.first, top: section.top + row.top });

/** The last of a sorted list that a condition still holds for. */
function last(list, isBefore) {
  let from = 0;
  let to = list.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (isBefore(list[middle])) from = middle + 1;
    else to = middle;
  }
  return list[from - 1];
}
