// The elements of the grid: the pages that are in view are fetched.

import { get, query } from "./api.js";
import { noticeRefusal, showsUpTo } from "./library.js";
import { proportion } from "./rows.js";

const SIZE = 100;
const KEPT = 60;
const IN_FLIGHT = 3;

/**
 * A list of elements that is never held whole. Without a search the server gives the place of every page, so that the
 * user can jump anywhere; a search grows at its end. `changed` hears when there is more to see.
 *
 * A list by kind alone stacks looks behind the elements that they are looks of. A stack that is opened has its looks
 * in the list, right behind that element.
 */
export class Pages {
  #changed;
  #asked;
  #places;
  #pages = new Map();
  // The proportions of the tiles of a page, also of one that was evicted.
  #shapes = new Map();
  #total = 0;
  #looks = 0;
  // The looks of the stacks that are open, by the element they are looks of.
  #opened = new Map();
  // Those whose looks are on their way, by the request that was made last.
  #opening = new Map();
  #firsts;
  #flights = new Map();
  #wanted = [0];
  #next;
  #grown = [];
  #ended = new AbortController();
  #generation = 0;

  /** How many there are to see, or how many are known so far. */
  count = 0;
  /** How many looks lie in stacks that are closed. */
  stacked = 0;
  /** Whether `count` is all of them. */
  isWhole = false;
  isLoading = true;
  error = undefined;

  constructor(filters, changed, { sort } = {}) {
    this.filters = filters;
    this.sort = sort;
    this.#changed = changed;
    this.isGrowing = Boolean(filters.words || filters.passes);
    this.#asked = { ...filters, sort, stacked: Object.keys(filters).every((key) => key === "kind") };
  }

  /** What the server is asked for the list, for answers that follow it. */
  get asked() { return this.#asked; }

  /** Fetches the first page and the places of all. */
  async start() {
    try {
      if (this.isGrowing) await this.#grow();
      else await Promise.all([this.#fetch(0), this.#locate()]);
    } catch (error) {
      this.#fail(error);
    }
  }

  stop() { this.#ended.abort(); }

  /** The element at an index, when its page is here. */
  at(index) {
    if (this.isGrowing) return this.#grown[index];
    const number = this.#sectionOf(index);
    return this.#pages.get(number)?.shown[index - this.#firstOf(number)];
  }

  /** How many sections the list has, each of which is a page with the looks that are open in it. */
  get sectionCount() { return Math.ceil((this.isGrowing ? this.count : this.#total) / SIZE); }

  /** Whether more comes behind the last section, which is full. */
  get continues() { return !this.isWhole && (this.isGrowing ? this.count : this.#total) % SIZE === 0; }

  /** How many tiles a section has, and their proportions once they are known: one array as long as they stay. */
  shape(number) {
    if (this.isGrowing) {
      const elements = this.#grown.slice(number * SIZE, (number + 1) * SIZE);
      return { count: elements.length, proportions: this.#keepShape(number, elements.map(proportion)) };
    }
    const { extra = 0, proportions } = this.#shapes.get(number) ?? {};
    return { count: this.#sizeOf(number) + extra, proportions };
  }

  #sizeOf(number) { return Math.max(0, Math.min(SIZE, this.#total - number * SIZE)); }

  #keepShape(number, found, extra = 0) {
    const known = this.#shapes.get(number)?.proportions;
    const isSame = known?.length === found.length && found.every((one, at) => one === known[at]);
    const proportions = isSame ? known : found;
    this.#shapes.set(number, { extra, proportions });
    return proportions;
  }

  #firstOf(number) {
    if (this.#opened.size === 0) return number * SIZE;
    if (!this.#firsts) {
      this.#firsts = [0];
      for (let at = 0; at < this.sectionCount; at += 1) this.#firsts.push(this.#firsts[at] + this.shape(at).count);
    }
    return this.#firsts[number];
  }

  #sectionOf(index) {
    let number = Math.min(Math.floor(index / SIZE), Math.max(0, this.sectionCount - 1));
    // What is open only moves elements on.
    while (number > 0 && this.#firstOf(number) > index) number -= 1;
    return number;
  }

  /** Puts the looks that are open into pages, and counts what there is to see. */
  #show(numbers = this.#pages.keys()) {
    for (const number of numbers) {
      const page = this.#pages.get(number);
      page.shown = this.#opened.size === 0 ? page.elements
        : page.elements.flatMap((one) => [one, ...this.#opened.get(one.element) ?? []]);
      const extra = page.shown.length - page.elements.length;
      // The list may have become longer or shorter than this page of it, which comes again then.
      const found = page.shown.slice(0, this.#sizeOf(number) + extra).map(proportion);
      while (found.length < this.#sizeOf(number) + extra) found.push(proportion({}));
      this.#keepShape(number, found, extra);
    }
    if (this.#opened.size === 0) {
      for (const [number, shape] of this.#shapes) if (shape.extra > 0) this.#shapes.delete(number);
    }
    this.#firsts = undefined;
    this.count = this.#opened.size === 0 ? this.#total : this.#firstOf(this.sectionCount);
    this.stacked = Math.max(0, this.#looks - (this.count - this.#total));
  }

  /** Whether the stack of an element is open. */
  isOpen(element) { return this.#opened.has(element.element); }

  /** The element that another one, whose stack is open, is a look of. */
  baseOf(look) {
    if (this.#opened.size === 0) return undefined;
    const id = [...this.#opened].find(([, looks]) => looks.includes(look))?.[0];
    return id && this.at(this.indexOf(id));
  }

  /**
   * Opens the stack of an element, or closes it, also while its looks are on their way; answers whether it is open now,
   * and nothing where it was closed meanwhile.
   */
  async toggle(element) {
    const id = element.element;
    if (this.#opened.delete(id) || this.#opening.delete(id)) {
      this.#show();
      this.#changed();
      return false;
    }
    const request = {};
    this.#opening.set(id, request);
    try {
      const looks = await this.#looksOf(id);
      if (this.#opening.get(id) !== request) return undefined;
      this.#keepLooks(id, looks);
    } finally {
      if (this.#opening.get(id) === request) this.#opening.delete(id);
    }
    this.#show();
    this.#changed();
    return this.isOpen(element);
  }

  /** Fetches the looks of a stack again, which may be closed meanwhile. */
  async #openAgain(id) {
    const looks = await this.#looksOf(id);
    if (this.#opened.has(id)) this.#keepLooks(id, looks);
  }

  async #looksOf(id) {
    return (await get(`/api/elements${query({ lookOf: id })}`, this.#ended.signal)).elements;
  }

  #keepLooks(id, looks) {
    if (looks.length > 0) this.#opened.set(id, looks);
    else this.#opened.delete(id);
  }

  /** All elements of the list, up to the number that can be changed at once. */
  async all(limit = 2_000, tries = 3) {
    try {
      const found = [];
      let after;
      do {
        const page = await get(`/api/elements${query({ ...this.#asked, after, limit: 200 })}`, this.#ended.signal);
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

  /** The index of an element among those that are here, or -1. */
  indexOf(id) {
    if (this.isGrowing) return this.#grown.findIndex((one) => one.element === id);
    for (const [number, page] of this.#pages) {
      const found = page.shown.findIndex((one) => one.element === id);
      if (found >= 0) return this.#firstOf(number) + found;
    }
    return -1;
  }

  /** Says which indexes are seen: their pages come, requests for others are let go. */
  want(first, last) {
    if (this.isGrowing) {
      if (last >= this.#grown.length - SIZE / 2) this.#grow().catch((error) => this.#fail(error));
      return;
    }
    this.#wanted = [];
    const end = this.#sectionOf(Math.max(0, Math.min(last, this.count - 1)));
    for (let number = this.#sectionOf(first); number <= end; number += 1) this.#wanted.push(number);
    for (const [number, flight] of this.#flights) {
      if (!this.#wanted.includes(number)) flight.abort();
    }
    this.#fly();
  }

  /** Looks again at everything, and shows what was there until the new is here. */
  async refresh() {
    this.error = undefined;
    try {
      if (this.isGrowing) await this.#growAgain();
      else {
        await Promise.all([this.#locate(), ...[...this.#opened.keys()].map((id) => this.#openAgain(id))]);
        this.#show();
        this.#changed();
        this.#fly();
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error) {
    if (error.name === "AbortError") return;
    noticeRefusal(error);
    this.error = error;
    this.isLoading = false;
    this.#changed();
  }

  async #locate() {
    const found = await get(`/api/pages${query({ ...this.#asked, limit: SIZE })}`, this.#ended.signal);
    showsUpTo(found.mark);
    // Pages that were fetched by their former places are fetched again.
    if (this.#places) this.#generation += 1;
    this.#places = found.after;
    this.#total = found.total;
    this.#looks = found.looks ?? 0;
    for (const number of this.#pages.keys()) if (number >= this.sectionCount) this.#pages.delete(number);
    for (const [number, shape] of this.#shapes) {
      if (shape.proportions.length !== this.#sizeOf(number) + shape.extra) this.#shapes.delete(number);
    }
    this.#show();
    this.isWhole = true;
    this.isLoading = false;
    this.#changed();
  }

  #fly() {
    if (this.error || !this.#places && this.#wanted[0] !== 0) return;
    for (const number of this.#wanted) {
      if (this.#flights.size >= IN_FLIGHT) return;
      const page = this.#pages.get(number);
      if (page?.generation === this.#generation || this.#flights.has(number)) continue;
      this.#fetch(number).catch((error) => this.#fail(error));
    }
  }

  async #fetch(number) {
    const after = number === 0 ? undefined : this.#places[number];
    if (number > 0 && after === undefined) return;
    const flight = new AbortController();
    const generation = this.#generation;
    this.#flights.set(number, flight);
    try {
      const signal = AbortSignal.any([flight.signal, this.#ended.signal]);
      const found = await this.#more(after, signal);
      this.#keep(number, { elements: found.elements, shown: found.elements, generation });
      if (!this.isWhole) this.#total = Math.max(this.#total, found.total ?? found.elements.length);
      this.#show([number]);
      this.isLoading = false;
      this.#changed();
    } catch (error) {
      // The element before this page has changed; the page begins elsewhere now.
      if (error.isConflict) await this.refresh();
      else {
        if (error.name !== "AbortError") this.error = error;
        throw error;
      }
    } finally {
      if (this.#flights.get(number) === flight) this.#flights.delete(number);
      if (!this.#ended.signal.aborted) this.#fly();
    }
  }

  #keep(number, page) {
    this.#pages.delete(number);
    this.#pages.set(number, page);
    for (const old of this.#pages.keys()) {
      if (this.#pages.size <= KEPT) break;
      if (!this.#wanted.includes(old)) this.#pages.delete(old);
    }
  }

  async #grow() {
    if (this.#flights.size > 0 || this.isWhole || this.error) return;
    this.#flights.set("growing", this.#ended);
    this.isLoading = true;
    try {
      const found = await this.#more(this.#next);
      this.#grown.push(...found.elements);
      this.#next = found.next;
      this.isWhole = !found.next;
    } catch (error) {
      if (!error.isConflict) throw error;
      await this.#growAgain();
    } finally {
      this.#flights.delete("growing");
    }
    this.isLoading = !this.isWhole && this.#grown.length < SIZE / 2;
    this.count = this.#grown.length;
    this.#changed();
    // A page may come out short or empty and still not be the last one.
    if (this.isLoading) await this.#grow();
  }

  async #more(after, signal = this.#ended.signal) {
    const found = await get(`/api/elements${query({ ...this.#asked, after, limit: SIZE })}`, signal);
    showsUpTo(found.mark);
    return found;
  }

  async #growAgain() {
    const found = await this.#more(undefined);
    this.#grown = found.elements;
    this.#next = found.next;
    this.isWhole = !found.next;
    this.count = this.#grown.length;
    this.#changed();
  }
}
