// The elements of the grid, fetched by page when they come into view.

import { get, query } from "./api.js";
import { recordMark, reportFailure } from "./library.js";
import { proportion } from "./rows.js";

const pageSize = 100;
const maximumCachedPages = 60;
const maximumRequests = 3;

/**
 * A list of elements that is never loaded whole. Without a search the server gives the cursor of
 * every page, so that the user can jump anywhere; a search grows at its end. `onChange` is called
 * when there is more to show.
 *
 * A list that is filtered by kind alone stacks looks behind their elements. The looks of an open
 * stack follow their element in the list.
 */
export class Pages {
  #onChange;
  #parameters;
  #cursors;
  #pages = new Map();
  // The proportions of the tiles of each page, kept after the page is evicted.
  #shapes = new Map();
  #total = 0;
  #looks = 0;
  // The looks of the open stacks, by the element they belong to.
  #openStacks = new Map();
  // The latest request for each stack that is being opened.
  #pendingStacks = new Map();
  #firstIndexes;
  #requests = new Map();
  #wanted = [0];
  #next;
  #results = [];
  #stopController = new AbortController();
  #generation = 0;

  /** The number of visible elements, or of those known so far. */
  count = 0;
  /** The number of looks in closed stacks. */
  stacked = 0;
  /** Whether `count` is final. */
  isWhole = false;
  isLoading = true;
  error = undefined;

  constructor(filters, onChange, /** @type {{ sort?: string }} */ { sort } = {}) {
    this.filters = filters;
    this.sort = sort;
    this.#onChange = onChange;
    this.isGrowing = Boolean(filters.words || filters.passes);
    this.#parameters = { ...filters, sort, stacked: Object.keys(filters).every((key) => key === "kind") };
  }

  /** The parameters of the list's requests. */
  get parameters() { return this.#parameters; }

  /** Fetches the first page and the cursors of all. */
  async start() {
    try {
      if (this.isGrowing) await this.#loadMore();
      else await Promise.all([this.#fetch(0), this.#loadCursors()]);
    } catch (error) {
      this.#fail(error);
    }
  }

  stop() { this.#stopController.abort(); }

  /** Returns the element at an index if its page is loaded. */
  at(index) {
    if (this.isGrowing) return this.#results[index];
    const number = this.#sectionOf(index);
    return this.#pages.get(number)?.shown[index - this.#firstOf(number)];
  }

  /** The number of sections; each is a page with its open looks. */
  get sectionCount() { return Math.ceil((this.isGrowing ? this.count : this.#total) / pageSize); }

  /** Whether more elements may follow the last section, which is full. */
  get hasMore() { return !this.isWhole && (this.isGrowing ? this.count : this.#total) % pageSize === 0; }

  /**
   * Returns the number of tiles in a section and their proportions if known; the array is the same
   * while they are.
   */
  shape(number) {
    if (this.isGrowing) {
      const elements = this.#results.slice(number * pageSize, (number + 1) * pageSize);
      return { count: elements.length, proportions: this.#keepShape(number, elements.map(proportion)) };
    }
    const { extra = 0, proportions } = this.#shapes.get(number) ?? {};
    return { count: this.#sizeOf(number) + extra, proportions };
  }

  #sizeOf(number) { return Math.max(0, Math.min(pageSize, this.#total - number * pageSize)); }

  #keepShape(number, found, extra = 0) {
    const known = this.#shapes.get(number)?.proportions;
    const isSame = known?.length === found.length && found.every((one, at) => one === known[at]);
    const proportions = isSame ? known : found;
    this.#shapes.set(number, { extra, proportions });
    return proportions;
  }

  #firstOf(number) {
    if (this.#openStacks.size === 0) return number * pageSize;
    if (!this.#firstIndexes) {
      this.#firstIndexes = [0];
      for (let at = 0; at < this.sectionCount; at += 1) {
        this.#firstIndexes.push(this.#firstIndexes[at] + this.shape(at).count);
      }
    }
    return this.#firstIndexes[number];
  }

  #sectionOf(index) {
    let number = Math.min(Math.floor(index / pageSize), Math.max(0, this.sectionCount - 1));
    // Open looks only move elements to higher indexes.
    while (number > 0 && this.#firstOf(number) > index) number -= 1;
    return number;
  }

  /** Inserts open looks into pages and updates the counts. */
  #applyStacks(numbers = [...this.#pages.keys()]) {
    for (const number of numbers) {
      const page = this.#pages.get(number);
      page.shown = this.#openStacks.size === 0 ? page.elements
        : page.elements.flatMap((one) => [one, ...this.#openStacks.get(one.element) ?? []]);
      const extra = page.shown.length - page.elements.length;
      // The list may have a new length before this page is fetched again.
      const found = page.shown.slice(0, this.#sizeOf(number) + extra).map(proportion);
      while (found.length < this.#sizeOf(number) + extra) found.push(proportion({}));
      this.#keepShape(number, found, extra);
    }
    if (this.#openStacks.size === 0) {
      for (const [number, shape] of this.#shapes) if (shape.extra > 0) this.#shapes.delete(number);
    }
    this.#firstIndexes = undefined;
    this.count = this.#openStacks.size === 0 ? this.#total : this.#firstOf(this.sectionCount);
    this.stacked = Math.max(0, this.#looks - (this.count - this.#total));
  }

  /** Whether the stack of an element is open. */
  isOpen(element) { return this.#openStacks.has(element.element); }

  /** Returns the element of an open stack that a look belongs to. */
  baseOf(look) {
    if (this.#openStacks.size === 0) return undefined;
    const id = [...this.#openStacks].find(([, looks]) => looks.includes(look))?.[0];
    return id && this.at(this.indexOf(id));
  }

  /**
   * Opens the stack of an element, or closes it, also while its looks are being fetched. Returns
   * whether it is open, or `undefined` if it was closed meanwhile.
   */
  async toggle(element) {
    const id = element.element;
    if (this.#openStacks.delete(id) || this.#pendingStacks.delete(id)) {
      this.#applyStacks();
      this.#onChange();
      return false;
    }
    const request = {};
    this.#pendingStacks.set(id, request);
    try {
      const looks = await this.#looksOf(id);
      if (this.#pendingStacks.get(id) !== request) return undefined;
      this.#keepLooks(id, looks);
    } finally {
      if (this.#pendingStacks.get(id) === request) this.#pendingStacks.delete(id);
    }
    this.#applyStacks();
    this.#onChange();
    return this.isOpen(element);
  }

  /** Fetches the looks of a stack again, which may be closed meanwhile. */
  async #reloadStack(id) {
    const looks = await this.#looksOf(id);
    if (this.#openStacks.has(id)) this.#keepLooks(id, looks);
  }

  async #looksOf(id) {
    return (await get(`/api/elements${query({ lookOf: id })}`, this.#stopController.signal)).elements;
  }

  #keepLooks(id, looks) {
    if (looks.length > 0) this.#openStacks.set(id, looks);
    else this.#openStacks.delete(id);
  }

  /** Returns all elements of the list, up to the number that can be changed at once. */
  async all(limit = 2_000, tries = 3) {
    try {
      const found = [];
      let after;
      do {
        const page = await get(`/api/elements${query({ ...this.#parameters, after, limit: 200 })}`,
          this.#stopController.signal);
        found.push(...page.elements);
        after = page.next;
      } while (after && found.length < limit);
      return found.slice(0, limit);
    } catch (error) {
      // The list may change while it is read.
      if (!error.isConflict || tries === 1) throw error;
      return this.all(limit, tries - 1);
    }
  }

  /** Returns the index of an element among the loaded ones, or -1. */
  indexOf(id) {
    if (this.isGrowing) return this.#results.findIndex((one) => one.element === id);
    for (const [number, page] of this.#pages) {
      const found = page.shown.findIndex((one) => one.element === id);
      if (found >= 0) return this.#firstOf(number) + found;
    }
    return -1;
  }

  /** Sets the visible range: fetches its pages and cancels requests for others. */
  setVisibleRange(first, last) {
    if (this.isGrowing) {
      if (last >= this.#results.length - pageSize / 2) this.#loadMore().catch((error) => this.#fail(error));
      return;
    }
    this.#wanted = [];
    const end = this.#sectionOf(Math.max(0, Math.min(last, this.count - 1)));
    for (let number = this.#sectionOf(first); number <= end; number += 1) this.#wanted.push(number);
    for (const [number, controller] of this.#requests) {
      if (!this.#wanted.includes(number)) controller.abort();
    }
    this.#fetchWanted();
  }

  /** Reloads the list; the former elements stay until then. */
  async refresh() {
    this.error = undefined;
    try {
      if (this.isGrowing) await this.#reloadResults();
      else {
        await Promise.all([this.#loadCursors(), ...[...this.#openStacks.keys()].map((id) => this.#reloadStack(id))]);
        this.#applyStacks();
        this.#onChange();
        this.#fetchWanted();
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error) {
    if (error.name === "AbortError") return;
    reportFailure(error);
    this.error = error;
    this.isLoading = false;
    this.#onChange();
  }

  async #loadCursors() {
    const found = await get(`/api/pages${query({ ...this.#parameters, limit: pageSize })}`,
      this.#stopController.signal);
    recordMark(found.mark);
    // Pages that were fetched by their former cursors are fetched again.
    if (this.#cursors) this.#generation += 1;
    this.#cursors = found.after;
    this.#total = found.total;
    this.#looks = found.looks ?? 0;
    for (const number of this.#pages.keys()) if (number >= this.sectionCount) this.#pages.delete(number);
    for (const [number, shape] of this.#shapes) {
      if (shape.proportions.length !== this.#sizeOf(number) + shape.extra) this.#shapes.delete(number);
    }
    this.#applyStacks();
    this.isWhole = true;
    this.isLoading = false;
    this.#onChange();
  }

  #fetchWanted() {
    if (this.error || !this.#cursors && this.#wanted[0] !== 0) return;
    for (const number of this.#wanted) {
      if (this.#requests.size >= maximumRequests) return;
      const page = this.#pages.get(number);
      if (page?.generation === this.#generation || this.#requests.has(number)) continue;
      this.#fetch(number).catch((error) => this.#fail(error));
    }
  }

  async #fetch(number) {
    const after = number === 0 ? undefined : this.#cursors[number];
    if (number > 0 && after === undefined) return;
    const controller = new AbortController();
    const generation = this.#generation;
    this.#requests.set(number, controller);
    try {
      const signal = AbortSignal.any([controller.signal, this.#stopController.signal]);
      const found = await this.#fetchAfter(after, signal);
      this.#keep(number, { elements: found.elements, shown: found.elements, generation });
      if (!this.isWhole) this.#total = Math.max(this.#total, found.total ?? found.elements.length);
      this.#applyStacks([number]);
      this.isLoading = false;
      this.#onChange();
    } catch (error) {
      // The element before this page has changed, so the page begins elsewhere now.
      if (error.isConflict) await this.refresh();
      else {
        if (error.name !== "AbortError") this.error = error;
        throw error;
      }
    } finally {
      if (this.#requests.get(number) === controller) this.#requests.delete(number);
      if (!this.#stopController.signal.aborted) this.#fetchWanted();
    }
  }

  #keep(number, page) {
    this.#pages.delete(number);
    this.#pages.set(number, page);
    for (const old of this.#pages.keys()) {
      if (this.#pages.size <= maximumCachedPages) break;
      if (!this.#wanted.includes(old)) this.#pages.delete(old);
    }
  }

  async #loadMore() {
    if (this.#requests.size > 0 || this.isWhole || this.error) return;
    this.#requests.set("growing", this.#stopController);
    this.isLoading = true;
    try {
      const found = await this.#fetchAfter(this.#next);
      this.#results.push(...found.elements);
      this.#next = found.next;
      this.isWhole = !found.next;
    } catch (error) {
      if (!error.isConflict) throw error;
      await this.#reloadResults();
    } finally {
      this.#requests.delete("growing");
    }
    this.isLoading = !this.isWhole && this.#results.length < pageSize / 2;
    this.count = this.#results.length;
    this.#onChange();
    // A page may be short or empty and still not be the last one.
    if (this.isLoading) await this.#loadMore();
  }

  async #fetchAfter(after, signal = this.#stopController.signal) {
    const found = await get(`/api/elements${query({ ...this.#parameters, after, limit: pageSize })}`, signal);
    recordMark(found.mark);
    return found;
  }

  async #reloadResults() {
    const found = await this.#fetchAfter(undefined);
    this.#results = found.elements;
    this.#next = found.next;
    this.isWhole = !found.next;
    this.count = this.#results.length;
    this.#onChange();
  }
}
