// The grid of elements: as many tiles as one sees, whatever the library holds.

import { get, query } from "./api.js";
import { announce, h, replace } from "./dom.js";
import { Pages } from "./pages.js";
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
  #frame;
  #settled;
  #layout = { columns: 1, width: 0, height: 0, rows: 0, view: 0, tall: 0 };
  #scrollTop = 0;
  #drawnAt = 0;

  #list = h("div", { class: "grid-list", role: "listbox", "aria-label": t.gridLabel });
  #message = h("div", { class: "grid-message", hidden: true });
  #scroller = h("div", { class: "grid-scroll" }, this.#message, this.#list);
  node = h("main", { class: "grid", "aria-label": t.gridTitle },
    h("h1", { class: "unseen", tabindex: "-1" }, t.gridTitle), this.#scroller);

  constructor(handlers) {
    this.#handlers = handlers;
    this.#scroller.addEventListener("scroll", () => this.#draw(), { passive: true });
    this.#list.addEventListener("click", (event) => this.#clicked(event));
    this.#list.addEventListener("auxclick", (event) => { if (event.button === 1) this.#clicked(event); });
    this.#list.addEventListener("keydown", (event) => this.#pressed(event));
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
      this.#scroller.scrollTop = this.#scrollTop = 0;
    }
    if (pages === this.#pages) this.#more();
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
      const isKept = (index >= first && index < last) || tile.node === document.activeElement;
      if (isKept) continue;
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
  }

  #clicked(event) {
    const tile = [...this.#tiles.values()].find((one) => one.node.contains(event.target));
    const element = tile && this.#pages.at(tile.index);
    if (!element) return;
    this.#focused({ target: tile.node });
    this.#handlers.open(element, event);
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
      if (to >= 0 || event.key === "PageUp") this.#moveTo(Math.max(0, Math.min(last, to)));
    } else if (event.key === "Enter" && element) this.#handlers.open(element, event);
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
