// The grid of elements: as many tiles as one sees, whatever the library holds.

import { get, query } from "./api.js";
import { announce, h, replace } from "./dom.js";
import { Pages } from "./pages.js";
import { hear } from "./library.js";
import { BulkBar } from "./bulk.js";
import { hearHover } from "./hover.js";
import { Tile } from "./tile.js";
import { tileSize } from "./settings.js";
import { emptyGrid } from "./empty.js";
import { t } from "./texts.js";

const GAP = 10;
// Browsers lay out no more than about 16.7 million pixels: beyond this the scroll bar stands for more than it is long.
const TALLEST = 15_000_000;
const touch = matchMedia("(hover: none)");

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
  #layout = { columns: 1, width: 0, height: 0, rows: 0, view: 0, tall: 0 };
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
    if (this.#coming && JSON.stringify(filters) === JSON.stringify(this.#coming.filters)) {
      this.#scroller.scrollTop = this.#scrollTop;
      this.arrange();
      return;
    }
    this.#coming?.stop();
    const pages = this.#coming = new Pages(filters, () => this.#arrived(pages));
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
    const { words, passes, ...filters } = pages?.filters ?? {};
    return get(`/api/elements/${id}/neighbours${query(filters)}`, signal);
  }

  /** Works out rows and columns anew, and keeps what one looks at in sight. */
  arrange() {
    const inside = this.#scroller.clientWidth - 2 * GAP;
    if (inside <= 0) return;
    const before = this.#layout;
    const firstSeen = before.rows > 0 ? Math.floor(this.#top() / before.height) * before.columns : 0;
    const columns = Math.max(2, Math.floor((inside + GAP) / (tileSize() + GAP)));
    const width = Math.floor((inside - GAP * (columns - 1)) / columns);
    const caption = touch.matches ? 46 : 0;
    this.#layout = { columns, width, height: Math.round(width * 1.25) + caption + GAP,
      view: this.#scroller.clientHeight };
    this.#list.style.setProperty("--tile", `${width}px`);
    this.#list.style.setProperty("--picture", `${Math.round(width * 1.25)}px`);
    this.#list.classList.toggle("captions", touch.matches);
    this.#measure();
    if (before.columns !== columns || before.height !== this.#layout.height) {
      const top = Math.floor(firstSeen / columns) * this.#layout.height;
      this.#scroller.scrollTop = firstSeen > 0 ? top / this.#stretch() : this.#scroller.scrollTop;
      for (const tile of this.#tiles.values()) tile.look(this.#side());
    }
    this.#draw();
  }

  #side() { return this.#layout.width * Math.min(devicePixelRatio, 2) > 340 ? 640 : 320; }

  #measure() {
    const count = this.#pages?.count ?? 0;
    const layout = this.#layout;
    layout.rows = Math.ceil(count / layout.columns);
    layout.tall = layout.rows * layout.height + GAP;
    this.#list.style.height = `${Math.min(layout.tall, TALLEST)}px`;
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
    const { columns, height, view } = this.#layout;
    if (!height) return;
    const scrolled = this.#scroller.scrollTop;
    const top = scrolled * this.#stretch();
    const speed = Math.abs(top - this.#drawnAt);
    this.#drawnAt = top;
    const first = Math.max(0, Math.floor(top / height) - 1) * columns;
    const last = Math.min(this.#pages.count, (Math.floor((top + view) / height) + 2) * columns);
    this.#recycle(first, last);
    for (let index = first; index < last; index += 1) this.#put(index, scrolled - top);
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
      for (const [index, tile] of this.#tiles) if (index >= first && index < last) tile.look(this.#side());
    };
    if (speed < view) fetch();
    else this.#settled = setTimeout(fetch, 70);
  }

  #recycle(first, last) {
    for (const [index, tile] of this.#tiles) {
      const isFocused = tile.node === document.activeElement;
      const isKept = (index >= first && index < last) || (isFocused && index < this.#pages.count);
      if (isKept) continue;
      // What one was at is gone: one goes on at the end of what is left.
      if (isFocused) this.#wasLost = true;
      this.#tiles.delete(index);
      this.#spare.push(tile);
      tile.node.hidden = true;
    }
  }

  #put(index, shift) {
    let tile = this.#tiles.get(index);
    if (!tile) {
      tile = this.#spare.pop() ?? new Tile();
      if (!tile.node.isConnected) this.#list.append(tile.node);
      tile.node.hidden = false;
      this.#tiles.set(index, tile);
    }
    const { columns, width, height } = this.#layout;
    const row = Math.floor(index / columns);
    tile.place(GAP + (index % columns) * (width + GAP), GAP + row * height + shift);
    tile.show(index, this.#pages.at(index), this.#pages);
    tile.mark(index === this.#active);
    tile.select(this.#selected.has(this.#pages.at(index)?.element));
  }

  #clicked(event) {
    const tile = [...this.#tiles.values()].find((one) => one.node.contains(event.target));
    const element = tile && this.#pages.at(tile.index);
    if (!element) return;
    this.#focused({ target: tile.node });
    if (event.shiftKey) this.#selectRange(this.#anchor, tile.index);
    else if (event.target.closest(".tile-check") || this.#selected.size > 0) this.#toggleSelected(tile.index);
    else this.#handlers.open(element, event);
  }

  #focused(event) {
    const tile = [...this.#tiles.values()].find((one) => one.node === event.target);
    if (!tile || tile.index === this.#active && this.#activeId) return;
    this.#tiles.get(this.#active)?.mark(false);
    this.#active = tile.index;
    this.#activeId = this.#pages.at(tile.index)?.element;
    tile.mark(true);
  }

  #pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { columns, view, height } = this.#layout;
    const screen = Math.max(1, Math.floor(view / height)) * columns;
    const last = this.#pages.count - 1;
    const steps = {
      ArrowRight: this.#active + 1, ArrowLeft: this.#active - 1, ArrowDown: this.#active + columns,
      ArrowUp: this.#active - columns, PageDown: this.#active + screen, PageUp: this.#active - screen, Home: 0,
      End: last,
    };
    const element = this.#pages.at(this.#active);
    if (event.key in steps) {
      const to = steps[event.key];
      if (!(to >= 0 || event.key === "PageUp")) return;
      if (!event.shiftKey) this.#anchor = Math.max(0, Math.min(last, to));
      this.#moveTo(Math.max(0, Math.min(last, to)));
      if (event.shiftKey) {
        this.#selected.clear();
        this.#selectRange(this.#anchor, this.#active);
      }
    } else if (event.key === "x" && element) this.#toggleSelected(this.#active);
    else if (event.key === "Enter" && element) this.#handlers.open(element, event);
    else if (event.key === " " && element) this.#handlers.closer(element);
    else return;
    event.preventDefault();
  }

  #moveTo(index) {
    const { columns, height, view } = this.#layout;
    const row = Math.floor(index / columns) * height;
    const top = this.#top();
    if (row < top) this.#scroller.scrollTop = row / this.#stretch();
    else if (row + height + GAP > top + view) this.#scroller.scrollTop = (row + height + GAP - view) / this.#stretch();
    this.#active = index;
    this.#activeId = this.#pages.at(index)?.element;
    this.#drawNow();
    this.#tiles.get(index)?.node.focus({ preventScroll: true });
    if (!this.#activeId) announce(t.loading);
  }
}
