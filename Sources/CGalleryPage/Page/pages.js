// The elements of the grid, fetched a page at a time, wherever one looks.

import { get, query } from "./api.js";
import { noticeRefusal } from "./library.js";

const SIZE = 100;
const KEPT = 60;
const IN_FLIGHT = 3;

/**
 * A list of elements that is never held whole. Without a search the server gives the place of every page, so that one
 * can jump anywhere; a search grows at its end. `changed` hears when there is more to see.
 */
export class Pages {
  #changed;
  #places;
  #pages = new Map();
  #flights = new Map();
  #wanted = [0];
  #next;
  #grown = [];
  #ended = new AbortController();
  #generation = 0;

  /** How many there are, or how many are known so far. */
  count = 0;
  /** Whether `count` is all of them. */
  isWhole = false;
  isLoading = true;
  error = undefined;

  constructor(filters, changed) {
    this.filters = filters;
    this.#changed = changed;
    this.isGrowing = Boolean(filters.words || filters.passes);
  }

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
    const page = this.#pages.get(Math.floor(index / SIZE));
    return page?.elements[index % SIZE];
  }

  /** All elements of the list, as far as one can work on them at once. */
  async all(limit = 2_000) {
    const found = [];
    let after;
    do {
      const page = await get(`/api/elements${query({ ...this.filters, after, limit: 200 })}`, this.#ended.signal);
      found.push(...page.elements);
      after = page.next;
    } while (after && found.length < limit);
    return found.slice(0, limit);
  }

  /** The index of an element among those that are here, or -1. */
  indexOf(id) {
    if (this.isGrowing) return this.#grown.findIndex((one) => one.element === id);
    for (const [number, page] of this.#pages) {
      const found = page.elements.findIndex((one) => one.element === id);
      if (found >= 0) return number * SIZE + found;
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
    const end = Math.floor(Math.max(0, Math.min(last, this.count - 1)) / SIZE);
    for (let number = Math.floor(first / SIZE); number <= end; number += 1) this.#wanted.push(number);
    for (const [number, flight] of this.#flights) {
      if (!this.#wanted.includes(number)) flight.abort();
    }
    this.#fly();
  }

  /** Looks again at everything, and shows what was there until the new is here. */
  async refresh() {
    this.#generation += 1;
    this.error = undefined;
    try {
      if (this.isGrowing) await this.#growAgain();
      else {
        await this.#locate();
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
    const found = await get(`/api/pages${query({ ...this.filters, limit: SIZE })}`, this.#ended.signal);
    this.#places = found.after;
    this.count = found.total;
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
      const found = await get(`/api/elements${query({ ...this.filters, after, limit: SIZE })}`, signal);
      this.#keep(number, { elements: found.elements, generation });
      if (!this.isWhole) this.count = Math.max(this.count, found.total ?? found.elements.length);
      this.isLoading = false;
      this.#changed();
    } catch (error) {
      if (error.name !== "AbortError") this.error = error;
      throw error;
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
    } finally {
      this.#flights.delete("growing");
    }
    this.isLoading = !this.isWhole && this.#grown.length < SIZE / 2;
    this.count = this.#grown.length;
    this.#changed();
    // A page may come out short or empty and still not be the last one.
    if (this.isLoading) await this.#grow();
  }

  #more(after) {
    return get(`/api/elements${query({ ...this.filters, after, limit: SIZE })}`, this.#ended.signal);
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
