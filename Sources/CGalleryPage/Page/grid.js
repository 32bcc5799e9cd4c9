// The grid of elements, pictures in rows; only the visible tiles exist, even for a large library.

import { get, query } from "./api.js";
import { announce, h, replace } from "./dom.js";
import { Pages } from "./pages.js";
import { subscribe } from "./library.js";
import { BulkBar } from "./bulk.js";
import { showViewsOnHover } from "./hover.js";
import { Rows } from "./rows.js";
import { Tile } from "./tile.js";
import { names, sortOrder, tileSize } from "./settings.js";
import { emptyGrid } from "./empty.js";
import { t } from "./texts.js";

const GAP = 10;
// Browsers lay out at most about 16.7 million pixels; above this, the scroll position is scaled.
const TALLEST = 15_000_000;
const touch = matchMedia("(hover: none)");
// The height of the caption under a tile: handle and name, or the handle alone.
const BELOW = { always: 46, handle: 24, demand: 0 };

/**
 * The grid. Handlers: `open(element, event)`, `closer(element)`, `clear()`, `everywhere(words)`,
 * `add()`, `onCount(pages)`.
 */
export class Grid {
  #handlers;
  #pages;
  #nextPages;
  #tiles = new Map();
  #spare = [];
  #active = 0;
  #activeId;
  // The selected elements by ID; while it is empty, a click opens.
  #selected = new Map();
  #anchor = 0;
  #frame;
  #wasFocusLost = false;
  #fetchTimer;
  #rows = new Rows();
  // The measures that all tiles depend on.
  #layout = { inside: 0, height: 0, below: 0, view: 0, tall: 0 };
  // The horizontal position that the up and down keys keep.
  #preferredX;
  #scrollTop = 0;
  #lastTop = 0;

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
    this.#list.addEventListener("click", (event) => this.#onClick(event));
    this.#list.addEventListener("auxclick", (event) => { if (event.button === 1) this.#onClick(event); });
    this.#list.addEventListener("keydown", (event) => this.#onKeyDown(event));
    document.addEventListener("keydown", (event) => this.#onPageKeyDown(event));
    this.#list.addEventListener("pointerdown", (event) => this.#selectByDragging(event));
    subscribe("counts", () => this.#bulk.show(this.#selected.size));
    const elementOf = (node) => this.#pages?.at([...this.#tiles.values()].find((one) => one.node === node)?.index);
    showViewsOnHover(this.#list, elementOf);
    this.#list.addEventListener("focusin", (event) => this.#onFocus(event));
    new ResizeObserver(() => this.arrange()).observe(this.#scroller);
    touch.addEventListener("change", () => this.arrange());
  }

  /** Shows the elements that match the filters; the former ones stay until these are loaded. */
  show(filters) {
    const sort = sortOrder();
    const keyOf = (one) => JSON.stringify([one.filters, one.sort]);
    if (this.#nextPages && keyOf({ filters, sort }) === keyOf(this.#nextPages)) {
      this.#scroller.scrollTop = this.#scrollTop;
      this.arrange();
      return;
    }
    this.#nextPages?.stop();
    const pages = this.#nextPages = new Pages(filters, () => this.#onPagesChange(pages), { sort });
    this.#pages ??= pages;
    this.#handlers.onCount(pages);
    pages.start();
  }

  #onPagesChange(pages) {
    if (pages !== this.#nextPages) return;
    if (pages !== this.#pages && (!pages.isLoading || pages.count > 0)) {
      this.#pages = pages;
      this.#active = 0;
      this.#activeId = undefined;
      this.#selected.clear();
      this.#anchor = 0;
      this.#scroller.scrollTop = this.#scrollTop = 0;
    }
    if (pages === this.#pages) this.#onMoreElements();
  }

  /** Clears the selection. */
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

  /** Selects or deselects a range of tiles; those that are not loaded stay out. */
  #selectRange(from, to, isSelected = true) {
    for (let at = Math.min(from, to); at <= Math.max(from, to); at += 1) {
      const element = this.#pages.at(at);
      if (!element) continue;
      if (isSelected) this.#selected.set(element.element, element);
      else this.#selected.delete(element.element);
    }
    this.#markSelection();
  }

  /** Opens the stack of looks behind an element, or closes it. */
  async toggleStack(index = this.#active) {
    const element = this.#pages?.at(index);
    const base = element && (element.looks ? element : this.#pages.baseOf(element));
    if (!base) return;
    // If the focus was on one of the looks, it moves to their element.
    if (base !== element) this.#setActive(this.#pages.indexOf(base.element));
    const isOpen = await this.#pages.toggle(base).catch(() => undefined);
    if (isOpen === undefined) return;
    announce(isOpen ? t.looksShown(base) : t.looksStacked(base));
    this.#tiles.get(this.#active)?.node.focus({ preventScroll: true });
  }

  #setActive(index) {
    this.#tiles.get(this.#active)?.mark(false);
    this.#active = index;
    this.#activeId = this.#pages.at(index)?.element;
    this.#tiles.get(index)?.mark(true);
  }

  #toggleSelected(index) {
    const element = this.#pages.at(index);
    if (!element) return;
    this.#anchor = index;
    this.#selectRange(index, index, !this.#selected.has(element.element));
  }

  /** Selects the whole list, visible or not. */
  async selectAll() {
    const all = await this.#pages.all();
    for (const element of all) this.#selected.set(element.element, element);
    this.#markSelection();
    announce(t.bulkCount(this.#selected.size));
  }

  /** Selects the tiles under a rectangle that is dragged from between them. */
  #selectByDragging(event) {
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
        const isInside = at.left < area.right && at.right > area.left && at.top < area.bottom && at.bottom > area.top;
        const element = this.#pages.at(tile.index);
        if (isInside && element && !tile.node.hidden) this.#selected.set(element.element, element);
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

  /** Remembers the scroll position for coming back. */
  leave() { this.#scrollTop = this.#scroller.scrollTop; }

  /** Reloads after a change. */
  refresh() { return this.#nextPages?.refresh(); }

  /** Focuses the active element, or the one with an ID. */
  focus(id = this.#activeId) {
    const found = id ? this.#pages.indexOf(id) : this.#active;
    if (found >= 0) this.#active = found;
    if (this.#pages?.count > 0) this.#moveTo(this.#active);
    else this.node.querySelector("h1").focus();
  }

  /** Returns the elements before and after one, from the loaded pages or from the server. */
  async neighbours(id, signal) {
    const pages = this.#pages;
    const at = pages?.indexOf(id) ?? -1;
    const previous = at > 0 ? pages.at(at - 1) : undefined;
    const next = at < 0 ? undefined : pages.at(at + 1);
    const isEnd = (one, last) => one || at === last;
    if (at >= 0 && isEnd(previous, 0) && isEnd(next, pages.isWhole ? pages.count - 1 : -2)) return { previous, next };
    // A search has its own order; otherwise the server knows the order from the filters.
    if (at >= 0 && pages.isGrowing) return { previous, next };
    const { words: _words, passes: _passes, ...parameters } = pages?.parameters ?? {};
    return get(`/api/elements/${id}/neighbours${query(parameters)}`, signal);
  }

  /** Lays out the rows again and keeps the visible part in view. */
  arrange() {
    const inside = this.#scroller.clientWidth - 2 * GAP;
    if (inside <= 0) return;
    const before = this.#layout;
    // A portrait has the chosen width; two of them fit beside each other on the narrowest screen.
    const height = Math.round(Math.min(tileSize() * 1.25, inside * 0.62));
    const naming = names() === "always" ? "always" : touch.matches ? "handle" : "demand";
    const below = BELOW[naming];
    const view = this.#scroller.clientHeight;
    this.#layout = { ...before, inside, height, below, view };
    this.#list.dataset.names = naming;
    this.#list.style.setProperty("--below", `${below}px`);
    const isOther = before.inside !== inside || before.height !== height || before.below !== below;
    if (isOther) {
      const seen = this.#seen();
      this.#rows.measure({ width: inside, height, gap: GAP, below });
      this.#measure(seen);
    } else this.#measure();
    this.#draw();
  }

  /** Returns the tile to keep in view, and the distance of its row from the upper edge. */
  #seen() {
    const top = this.#top();
    if (top <= 0) return undefined;
    const own = this.#tiles.has(this.#active) && this.#rows.rowOf(this.#active);
    const isSeen = own && own.top + own.height > top && own.top < top + this.#layout.view;
    const row = isSeen ? own : this.#rows.rowAt(top);
    return row && { index: isSeen ? this.#active : row.first, from: row.top - top };
  }

  /** Lays out the rows and keeps `seen` in place. */
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

  #onMoreElements() {
    this.#measure();
    // Selected elements are updated to their latest revisions.
    for (const id of this.#selected.keys()) {
      const now = this.#pages.at(this.#pages.indexOf(id));
      if (now) this.#selected.set(id, now);
    }
    if (this.#activeId) {
      const found = this.#pages.indexOf(this.#activeId);
      if (found >= 0) this.#active = found;
    }
    this.#showMessage();
    this.#draw();
    this.#handlers.onCount(this.#pages);
  }

  #showMessage() {
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
    const speed = Math.abs(top - this.#lastTop);
    this.#lastTop = top;
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
    if (this.#wasFocusLost) {
      this.#wasFocusLost = false;
      this.#active = Math.max(0, this.#pages.count - 1);
      this.#activeId = this.#pages.at(this.#active)?.element;
      this.#tiles.get(this.#active)?.mark(true);
      (this.#tiles.get(this.#active)?.node ?? this.node.querySelector("h1")).focus({ preventScroll: true });
    }
    // During fast scrolling nothing is fetched; the view is fetched when it stops.
    clearTimeout(this.#fetchTimer);
    const fetch = () => {
      this.#pages.setVisibleRange(first, last - 1);
      for (const [index, tile] of this.#tiles) if (index >= first && index < last) tile.fetch();
    };
    if (speed < view) fetch();
    else this.#fetchTimer = setTimeout(fetch, 70);
  }

  #recycle(first, last) {
    for (const [index, tile] of this.#tiles) {
      const isFocused = tile.node === document.activeElement;
      const isKept = (index >= first && index < last) || (isFocused && index < this.#pages.count);
      if (isKept) continue;
      // The focused tile is gone: the last tile gets the focus.
      if (isFocused) this.#wasFocusLost = true;
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
    tile.position(GAP + row.lefts[at], GAP + row.top + shift, row.widths[at], row.height);
    const element = this.#pages.at(index);
    tile.show(index, element, this.#pages);
    tile.mark(index === this.#active);
    tile.select(this.#selected.has(element?.element));
  }

  #onClick(event) {
    const tile = [...this.#tiles.values()].find((one) => one.node.contains(event.target));
    const element = tile && this.#pages.at(tile.index);
    if (!element) return;
    this.#onFocus({ target: tile.node });
    if (event.target.closest(".tile-looks")) this.toggleStack(tile.index);
    else if (event.shiftKey) this.#selectRange(this.#anchor, tile.index);
    else if (event.target.closest(".tile-check") || this.#selected.size > 0) this.#toggleSelected(tile.index);
    else this.#handlers.open(element, event);
  }

  #onFocus(event) {
    const tile = [...this.#tiles.values()].find((one) => one.node === event.target);
    if (!tile || tile.index === this.#active && this.#activeId) return;
    this.#preferredX = undefined;
    this.#setActive(tile.index);
  }

  /** Arrows lead into the grid while nothing has the focus. */
  #onPageKeyDown(event) {
    const isFree = document.activeElement === document.body && !this.node.hidden
      && !document.querySelector("dialog[open]");
    if (!isFree || !event.key.startsWith("Arrow") || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.focus();
  }

  #onKeyDown(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const last = this.#pages.count - 1;
    const { view } = this.#layout;
    const steps = {
      ArrowRight: () => this.#active + 1, ArrowLeft: () => this.#active - 1, Home: () => 0, End: () => last,
      ArrowDown: () => this.#verticalStep((row) => this.#rows.rowOf(row.first + row.count)),
      ArrowUp: () => this.#verticalStep((row) => row.first > 0 && this.#rows.rowOf(row.first - 1)),
      PageDown: () => this.#verticalStep((row) => this.#rows.rowAt(row.top + Math.max(row.height, view - row.height))),
      PageUp: () => this.#verticalStep((row) => this.#rows.rowAt(Math.max(0, row.top - Math.max(1,
        view - row.height)))),
    };
    const element = this.#pages.at(this.#active);
    if (event.key in steps) {
      const preferredX = this.#preferredX ?? this.#middleOf(this.#active);
      const to = Math.max(0, Math.min(last, steps[event.key]()));
      if (!event.shiftKey) this.#anchor = to;
      this.#moveTo(to);
      // Up and down follow one vertical line, independent of the widths of the tiles.
      this.#preferredX = /Up|Down/.test(event.key) ? preferredX : undefined;
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

  /**
   * Returns the index of the tile above or below, in the row that `other` returns for the current
   * one.
   */
  #verticalStep(other) {
    const row = this.#rows.rowOf(this.#active);
    const to = row && other(row);
    if (!to || to.first === row.first) return this.#active;
    return Rows.nearest(to, this.#preferredX ?? this.#middleOf(this.#active));
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
