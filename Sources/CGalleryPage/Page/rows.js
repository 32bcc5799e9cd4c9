// The rows of the grid: tiles in a row have one height and fill the width.

import { clamp } from "./figures.js";

const minimumRatio = 0.5;
const maximumRatio = 2.2;
// Ratios of a recording, which shows its wave, and of an element without a known picture.
const soundRatio = 1.3;
const defaultRatio = 0.8;

/**
 * Returns the ratio of width to height of an element's tile. Pictures beyond the limits are
 * cropped.
 *
 * @param {{ cover?: { medium?: string, width?: number, height?: number } }} element
 */
export function proportion({ cover }) {
  if (cover?.medium === "sound") return soundRatio;
  return cover?.width ? clamp(cover.width / cover.height, minimumRatio, maximumRatio) : defaultRatio;
}

/**
 * Divides tiles into rows whose heights are as near as possible to the wanted one. Rows fill the
 * width; the last one only if it `mustFill`. Returns `{ first, count, height, lefts, widths }` for
 * each.
 */
export function justify(proportions, { width, height, gap, mustFill }) {
  const sums = [0];
  for (const ratio of proportions) sums.push(sums.at(-1) + ratio);
  const heightOf = (from, to) => (width - gap * (to - from - 1)) / (sums[to] - sums[from]);
  const end = proportions.length;
  const costs = [0];
  const starts = [0];
  for (let to = 1; to <= end; to += 1) {
    costs[to] = Infinity;
    for (let from = to - 1; from >= 0; from -= 1) {
      const rowHeight = heightOf(from, to);
      const isOpen = to === end && !mustFill && rowHeight > height;
      // A low row costs less than a high one.
      const cost = costs[from] + (isOpen ? 0 : Math.log(rowHeight / height) ** 2 * (rowHeight > height ? 2 : 1));
      if (cost < costs[to]) {
        costs[to] = cost;
        starts[to] = from;
      }
      // More tiles only make the row lower.
      if (rowHeight < height / 3) break;
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

/** Edges are rounded to whole pixels, so that all rows end at one line. */
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
 * The rows of a partly loaded list. Each section is laid out by itself, so that nothing outside of
 * it moves when its proportions arrive; until then its tiles have the default ratio.
 */
export class Rows {
  #measures = { width: 0, height: 0, gap: 0, below: 0 };
  #sections = [];
  #unknown = new Map();

  /** The height of all rows together. */
  height = 0;

  /**
   * Sets the width and the wanted height of rows, the `gap` between tiles, and the height `below`
   * for captions.
   */
  measure(measures) {
    this.#measures = measures;
    this.#sections = [];
    this.#unknown.clear();
  }

  /**
   * Lays out the sections of a list, moving unchanged ones; returns whether any row has changed.
   */
  arrange(pages) {
    const { gap, below } = this.#measures;
    const count = pages.sectionCount;
    let isChanged = count !== this.#sections.length;
    let first = 0;
    let top = 0;
    for (let number = 0; number < count; number += 1) {
      const shape = pages.shape(number);
      const isLast = number === count - 1 && !pages.hasMore;
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
    if (proportions) return withTops(justify(proportions, options), this.#measures);
    const key = `${count} ${isLast}`;
    if (!this.#unknown.has(key)) {
      this.#unknown.set(key, withTops(justify(Array(count).fill(defaultRatio), options), this.#measures));
    }
    return this.#unknown.get(key);
  }

  /** Returns the row of a tile: `{ first, count, top, height, lefts, widths }`. */
  rowOf(index) {
    const section = lastMatching(this.#sections, (one) => one.first <= index);
    const row = section && lastMatching(section.rows, (one) => section.first + one.first <= index);
    return row && inList(section, row);
  }

  /** Returns the row at a height, or the nearest one. */
  rowAt(y) {
    const section = lastMatching(this.#sections, (one) => one.top <= y) ?? this.#sections[0];
    const row = section && (lastMatching(section.rows, (one) => section.top + one.top <= y) ?? section.rows[0]);
    return row && inList(section, row);
  }

  /** Returns the tile of a row whose middle is nearest to `x`. */
  static nearest({ first, lefts, widths }, x) {
    const distances = lefts.map((left, at) => Math.abs(left + widths[at] / 2 - x));
    return first + distances.indexOf(Math.min(...distances));
  }
}

/** Sets the tops of rows within their section. */
function withTops(rows, { gap, below }) {
  let top = 0;
  for (const row of rows) {
    row.top = top;
    top += row.height + below + gap;
  }
  return rows;
}

const inList = (section, row) => ({ ...row, first: section.first + row.first, top: section.top + row.top });

/** Returns the last item of a sorted list that meets a condition. */
function lastMatching(list, isBefore) {
  let from = 0;
  let to = list.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (isBefore(list[middle])) from = middle + 1;
    else to = middle;
  }
  return list[from - 1];
}
