// The grid of elements, a wall of pictures in rows: only the visible tiles exist, however large the library.

import { get, query } from "./api.js";
import { announce, h, replace } from "./dom.js";
import { Pages } from "./pages.js";
import { hear } from "./library.js";
import { BulkBar } from "./bulk.js";
import { hearHover } from "./hover.js";
import { Rows } from "./rows.js";
import { Tile } from "./tile.js";
import { names, sortOrder, tileSize } from "./settings.js";
import { emptyGrid } from "./empty.js";
import { t } from "./texts.js";

const GAP = 10;
// Browsers lay out no more than about 16.7 million pixels: beyond this the scroll bar stands for more than it is long.
const TALLEST = 15_000_000;
const touch = matchMedia("(hover: none)");
// The words under a tile: its handle and its name, or the handle alone.
const BELOW = { always: 46, handle: 24, demand: 0 };

/**
 * Makes the grid: `open(element, event)`, `closer(element, neighbours)`, `clear()`, `everywhere(words)`, `add()`,
 * `counted(pages)`.
 */
export class Grid {
  #handlers;
  #pages;
  #coming;
  #tiles = new Map();
  #spare = [];
  #active = 0;
  #activeId;
  // What is selected, by identity; empty while a click opens.
  #selected = new Map();
  #anchor = 0;
  #frame;
  #wasLost = false;
  #settled;
  #rows = new Rows();
  // What all sizes of tiles depend on.
  #layout = { inside: 0, height: 0, below: 0, view: 0, tall: 0 };
  // The horizontal position that the up and down keys keep.
  #across;
  #scrollTop = 0;
  #drawnAt = 0;

  #list = h("div", {
    class: "grid-list", role: "listbox", "aria-label": t.gridLabel, "aria-multiselectable": "true",
  });
  #bulk = new BulkBar({ selected: () => [...this.#selected.values()], clear: () => this.clearSelection() });
  #message = h("div", { class: "grid-message", hidden: true });
  #scroller = h("div", { class: "grid-scroll" }, this.#message, this.#list);
  node = h("main", { class: "grid", "aria-label": t.gridTitle },
    h("h1", { class: "unseen", tabindex: "-1" }, t.gridTitle), this.#scroller, this.#bulk.node);

  constructor(handlers) {
    this.#handlers = handlers;
    this.#scroller.addEventListener("scroll", () => this.#draw(), { passive: true });
    this.#list.addEventListener("click", (event) => this.#clicked(event));
    this.#list.addEventListener("auxclick", (event) => { if (event.button === 1) this.#clicked(event); });
    this.#list.addEventListener("keydown", (event) => this.#pressed(event));
    this.#list.addEventListener("pointerdown", (event) => this.#pull(event));
    hear("counts", () => this.#bulk.show(this.#selected.size));
    const elementOf = (node) => this.#pages?.at([...this.#tiles.values()].find((one) => one.node === node)?.index);
    hearHover(this.#list, elementOf);
    this.#list.addEventListener("focusin", (event) => this.#focused(event));
    new ResizeObserver(() => this.arrange()).observe(this.#scroller);
    touch.addEventListener("change", () => this.arrange());
  }

  /** Shows what is like the filters; what was shown stays until the new is here. */
  show(filters) {
    const sort = sortOrder();
    const asked = (one) => JSON.stringify([one.filters, one.sort]);
    if (this.#coming && asked({ filters, sort }) === asked(this.#coming)) {
      this.#scroller.scrollTop = this.#scrollTop;
      this.arrange();
      return;
    }
    this.#coming?.stop();
    const pages = this.#coming = new Pages(filters, () => this.#arrived(pages), { sort });
    this.#pages ??= pages;
    this.#handlers.counted(pages);
    pages.start();
  }

  #arrived(pages) {
    if (pages !== this.#coming) return;
    if (pages !== this.#pages && (!pages.isLoading || pages.count > 0)) {
      this.#pages = pages;
      this.#active = 0;
      this.#activeId = undefined;
      this.#selected.clear();
      this.#anchor = 0;
      this.#scroller.scrollTop = this.#scrollTop = 0;
    }
    if (pages === this.#pages) this.#more();
  }

  /** Selects nothing any more. */
  clearSelection() {
    if (this.#selected.size === 0) return;
    this.#selected.clear();
    this.#markSelection();
    this.#tiles.get(this.#active)?.node.focus({ preventScroll: true });
  }

  #markSelection() {
    for (const tile of this.#tiles.values()) tile.select(this.#selected.has(this.#pages?.at(tile.index)?.element));
    this.node.classList.toggle("selecting", this.#selected.size > 0);
    this.#bulk.show(this.#selected.size);
  }

  /** Selects what lies between two places, or lets go of it; what is not here yet stays out. */
  #selectRange(from, to, isSelected = true) {
    for (let at = Math.min(from, to); at <= Math.max(from, to); at += 1) {
      const one = this.#pages.at(at);
      if (!one) continue;
      if (isSelected) this.#selected.set(one.element, one);
      else this.#selected.delete(one.element);
    }
    this.#markSelection();
  }

  /** Opens the stack of looks behind an element, or closes it. */
  async toggleStack(index = this.#active) {
    const one = this.#pages?.at(index);
    const base = one && (one.looks ? one : this.#pages.baseOf(one));
    if (!base) return;
    // If the focus was on one of the looks, it moves to their element.
    if (base !== one) this.#turnTo(this.#pages.indexOf(base.element));
    const isOpen = await this.#pages.toggle(base).catch(() => undefined);
    if (isOpen === undefined) return;
    announce(isOpen ? t.looksShown(base) : t.looksStacked(base));
    this.#tiles.get(this.#active)?.node.focus({ preventScroll: true });
  }

  #turnTo(index) {
    this.#tiles.get(this.#active)?.mark(false);
    this.#active = index;
    this.#activeId = this.#pages.at(index)?.element;
    this.#tiles.get(index)?.mark(true);
  }

  #toggleSelected(index) {
    const one = this.#pages.at(index);
    if (!one) return;
    this.#anchor = index;
    this.#selectRange(index, index, !this.#selected.has(one.element));
  }

  /** Selects all that the list has, seen or not. */
  async selectAll() {
    const all = await this.#pages.all();
    for (const one of all) this.#selected.set(one.element, one);
    this.#markSelection();
    announce(t.bulkCount(this.#selected.size));
  }

  /** Pulling over tiles from between them selects those that it covers. */
  #pull(event) {
    if (event.button !== 0 || event.pointerType !== "mouse" || event.target.closest(".tile")) return;
    event.preventDefault();
    const box = this.#list.getBoundingClientRect();
    const start = { x: event.clientX, y: event.clientY - box.top };
    const before = new Map(event.shiftKey ? this.#selected : []);
    const frame = h("div", { class: "pull" });
    this.#list.append(frame);
    const life = new AbortController();
    const draw = (now) => {
      const top = this.#list.getBoundingClientRect().top;
      const area = {
        left: Math.min(start.x, now.clientX), right: Math.max(start.x, now.clientX),
        top: Math.min(start.y + top, now.clientY), bottom: Math.max(start.y + top, now.clientY),
      };
      Object.assign(frame.style, {
        left: `${area.left - box.left}px`, top: `${area.top - top}px`, width: `${area.right - area.left}px`,
        height: `${area.bottom - area.top}px`,
      });
      this.#selected = new Map(before);
      for (const tile of this.#tiles.values()) {
        const at = tile.node.getBoundingClientRect();
        const isIn = at.left < area.right && at.right > area.left && at.top < area.bottom && at.bottom > area.top;
        const one = this.#pages.at(tile.index);
        if (isIn && one && !tile.node.hidden) this.#selected.set(one.element, one);
      }
      this.#markSelection();
    };
    addEventListener("pointermove", draw, { signal: life.signal });
    const end = () => {
      life.abort();
      frame.remove();
    };
    addEventListener("pointerup", end, { signal: life.signal });
    addEventListener("pointercancel", end, { signal: life.signal });
  }

  /** Remembers where one is, for coming back. */
  leave() { this.#scrollTop = this.#scroller.scrollTop; }

  /** Looks again, since something changed. */
  refresh() { return this.#coming?.refresh(); }

  /** Puts the focus on the element one was at; `id` of one that was opened from here. */
  focus(id = this.#activeId) {
    const found = id ? this.#pages.indexOf(id) : this.#active;
    if (found >= 0) this.#active = found;
    if (this.#pages?.count > 0) this.#moveTo(this.#active);
    else this.node.querySelector("h1").focus();
  }

  /** The elements before and after one: those that are here, or else those that the server names. */
  async neighbours(id, signal) {
    const pages = this.#pages;
    const at = pages?.indexOf(id) ?? -1;
    const previous = at > 0 ? pages.at(at - 1) : undefined;
    const next = at < 0 ? undefined : pages.at(at + 1);
    const isEnd = (one, last) => one || at === last;
    if (at >= 0 && isEnd(previous, 0) && isEnd(next, pages.isWhole ? pages.count - 1 : -2)) return { previous, next };
    // A search has an order of its own; without one, the list of the filters has.
    if (at >= 0 && pages.isGrowing) return { previous, next };
    const { words, passes, ...asked } = pages?.asked ?? {};
    return get(`/api/elements/${id}/neighbours${query(asked)}`, signal);
  }

  /** Lays out the rows again and keeps the visible part in view. */
  arrange() {
    const inside = this.#scroller.clientWidth - 2 * GAP;
    if (inside <= 0) return;
    const before = this.#layout;
    // A portrait has the width that was chosen; two of them go beside each other on the narrowest screen.
    const height = Math.round(Math.min(tileSize() * 1.25, inside * 0.62));
    const manner = names() === "always" ? "always" : touch.matches ? "handle" : "demand";
    const below = BELOW[manner];
    const view = this.#scroller.clientHeight;
    this.#layout = { ...before, inside, height, below, view };
    this.#list.dataset.names = manner;
    this.#list.style.setProperty("--below", `${below}px`);
    const isOther = before.inside !== inside || before.height !== height || before.below !== below;
    if (isOther) {
      const seen = this.#seen();
      this.#rows.measure({ width: inside, height, gap: GAP, below });
      this.#measure(seen);
    } else this.#measure();
    this.#draw();
  }

  /** The tile to keep in view, and the distance of its row from the upper edge. */
  #seen() {
    const top = this.#top();
    if (top <= 0) return undefined;
    const own = this.#tiles.has(this.#active) && this.#rows.rowOf(this.#active);
    const isSeen = own && own.top + own.height > top && own.top < top + this.#layout.view;
    const row = isSeen ? own : this.#rows.rowAt(top);
    return row && { index: isSeen ? this.#active : row.first, from: row.top - top };
  }

  /** Lays out what there is; what was `seen` stays where it was. */
  #measure(seen = this.#seen()) {
    if (!this.#pages || !this.#layout.height) return;
    const isChanged = this.#rows.arrange(this.#pages);
    const layout = this.#layout;
    layout.tall = this.#rows.height + GAP;
    this.#list.style.height = `${Math.min(layout.tall, TALLEST)}px`;
    const row = isChanged && seen && this.#rows.rowOf(Math.min(seen.index, this.#pages.count - 1));
    if (row) this.#scroller.scrollTop = (row.top - seen.from) / this.#stretch();
  }

  #stretch() {
    const { tall, view } = this.#layout;
    return tall > TALLEST ? (tall - view) / (TALLEST - view) : 1;
  }

  #top() { return this.#scroller.scrollTop * this.#stretch(); }

  #more() {
    this.#measure();
    // What is selected is what it is now: its revision may be another one.
    for (const id of this.#selected.keys()) {
      const now = this.#pages.at(this.#pages.indexOf(id));
      if (now) this.#selected.set(id, now);
    }
    if (this.#activeId) {
      const found = this.#pages.indexOf(this.#activeId);
      if (found >= 0) this.#active = found;
    }
    this.#say();
    this.#draw();
    this.#handlers.counted(this.#pages);
  }

  #say() {
    const { count, isLoading, error } = this.#pages;
    this.#list.hidden = count === 0;
    this.#message.hidden = count > 0 || (isLoading && !error);
    if (this.#message.hidden) return;
    replace(this.#message, emptyGrid({
      filters: this.#pages.filters, error, ...this.#handlers, again: () => this.#pages.refresh(),
    }));
  }

  #draw() {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      if (this.#pages && this.node.isConnected && !this.node.hidden) this.#drawNow();
    });
  }

  #drawNow() {
    const { view } = this.#layout;
    if (!view) return;
    const scrolled = this.#scroller.scrollTop;
    const top = scrolled * this.#stretch();
    const speed = Math.abs(top - this.#drawnAt);
    this.#drawnAt = top;
    const [above, below] = [this.#rows.rowAt(top), this.#rows.rowAt(top + view)];
    // One more row on each side is drawn in advance.
    const first = above ? this.#rows.rowOf(Math.max(0, above.first - 1)).first : 0;
    const next = below && this.#rows.rowOf(below.first + below.count);
    const last = below ? Math.min(this.#pages.count, next.first + next.count) : 0;
    this.#recycle(first, last);
    let row;
    for (let index = first; index < last; index += 1) {
      if (!row || index >= row.first + row.count) row = this.#rows.rowOf(index);
      this.#put(index, row, scrolled - top);
    }
    if (this.#wasLost) {
      this.#wasLost = false;
      this.#active = Math.max(0, this.#pages.count - 1);
      this.#activeId = this.#pages.at(this.#active)?.element;
      this.#tiles.get(this.#active)?.mark(true);
      (this.#tiles.get(this.#active)?.node ?? this.node.querySelector("h1")).focus({ preventScroll: true });
    }
    // While one flies past, nothing is fetched; what one stops at comes at once.
    clearTimeout(this.#settled);
    const fetch = () => {
      this.#pages.want(first, last - 1);
      for (const [index, tile] of this.#tiles) if (index >= first && index < last) tile.look();
    };
    if (speed < view) fetch();
    else this.#settled = setTimeout(fetch, 70);
  }

  #recycle(first, last) {
    for (const [index, tile] of this.#tiles) {
      const isFocused = tile.node === document.activeElement;
      const isKept = (index >= first && index < last) || (isFocused && index < this.#pages.count);
      if (isKept) continue;
      // The focused tile is gone: the last tile gets the focus.
      if (isFocused) this.#wasLost = true;
      this.#tiles.delete(index);
      this.#spare.push(tile);
      tile.node.hidden = true;
    }
  }

  #put(index, row, shift) {
    let tile = this.#tiles.get(index);
    if (!tile) {
      tile = this.#spare.pop() ?? new Tile();
      if (!tile.node.isConnected) this.#list.append(tile.node);
      tile.node.hidden = false;
      this.#tiles.set(index, tile);
    }
    const at = index - row.first;
    tile.place(GAP + row.lefts[at], GAP + row.top + shift, row.widths[at], row.height);
    const element = this.#pages.at(index);
    tile.show(index, element, this.#pages);
    tile.mark(index === this.#active);
    tile.select(this.#selected.has(element?.element));
  }

  #clicked(event) {
    const tile = [...this.#tiles.values()].find((one) => one.node.contains(event.target));
    const element = tile && this.#pages.at(tile.index);
    if (!element) return;
    this.#focused({ target: tile.node });
    if (event.target.closest(".tile-looks")) this.toggleStack(tile.index);
    else if (event.shiftKey) this.#selectRange(this.#anchor, tile.index);
    else if (event.target.closest(".tile-check") || this.#selected.size > 0) this.#toggleSelected(tile.index);
    else this.#handlers.open(element, event);
  }

  #focused(event) {
    const tile = [...this.#tiles.values()].find((one) => one.node === event.target);
    if (!tile || tile.index === this.#active && this.#activeId) return;
    this.#across = undefined;
    this.#turnTo(tile.index);
  }

  #pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const last = this.#pages.count - 1;
    const { view } = this.#layout;
    const steps = {
      ArrowRight: () => this.#active + 1, ArrowLeft: () => this.#active - 1, Home: () => 0, End: () => last,
      ArrowDown: () => this.#upright((row) => this.#rows.rowOf(row.first + row.count)),
      ArrowUp: () => this.#upright((row) => row.first > 0 && this.#rows.rowOf(row.first - 1)),
      PageDown: () => this.#upright((row) => this.#rows.rowAt(row.top + Math.max(row.height, view - row.height))),
      PageUp: () => this.#upright((row) => this.#rows.rowAt(Math.max(0, row.top - Math.max(1, view - row.height)))),
    };
    const element = this.#pages.at(this.#active);
    if (event.key in steps) {
      const across = this.#across ?? this.#middleOf(this.#active);
      const to = Math.max(0, Math.min(last, steps[event.key]()));
      if (!event.shiftKey) this.#anchor = to;
      this.#moveTo(to);
      // Up and down keeps to one line, however wide the tiles on it are.
      this.#across = /Up|Down/.test(event.key) ? across : undefined;
      if (event.shiftKey) {
        this.#selected.clear();
        this.#selectRange(this.#anchor, this.#active);
      }
    } else if (event.key === "x" && element) this.#toggleSelected(this.#active);
    else if (event.key === "l" && element) this.toggleStack();
    else if (event.key === "Enter" && element) this.#handlers.open(element, event);
    else if (event.key === " " && element) this.#handlers.closer(element);
    else return;
    event.preventDefault();
  }

  /** The tile above or below, in a row that `other` finds from the one of the tile that the keys are at. */
  #upright(other) {
    const row = this.#rows.rowOf(this.#active);
    const to = row && other(row);
    if (!to || to.first === row.first) return this.#active;
    return Rows.nearest(to, this.#across ?? this.#middleOf(this.#active));
  }

  #middleOf(index) {
    const row = this.#rows.rowOf(index);
    return row && row.lefts[index - row.first] + row.widths[index - row.first] / 2;
  }

  #moveTo(index) {
    const row = this.#rows.rowOf(index);
    if (!row) return;
    const { below, view } = this.#layout;
    const top = this.#top();
    const end = row.top + row.height + below + 2 * GAP;
    if (row.top < top) this.#scroller.scrollTop = row.top / this.#stretch();
    else if (end > top + view) this.#scroller.scrollTop = (end - view) / this.#stretch();
    this.#active = index;
    this.#activeId = this.#pages.at(index)?.element;
    this.#drawNow();
    this.#tiles.get(index)?.node.focus({ preventScroll: true });
    if (!this.#activeId) announce(t.loading);
  }
}
