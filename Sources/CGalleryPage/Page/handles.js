// Handles: their format, and the one that a name suggests.

import { get, query } from "./api.js";
import { t } from "./texts.js";

const maximumLength = 20;

/** Returns what is wrong with a handle, or `undefined`. */
export function handleProblem(text) {
  return /^[a-z][a-z0-9_]{0,19}$/.test(text.replace(/^@/, "")) ? undefined : t.handleWrong;
}

/**
 * Returns the handle that a name suggests, like the commands do: "Mira Okafor" gives mira_okafor,
 * "007" n007; empty for a name without Latin letters and digits. A long one is cut between two
 * words if that leaves at least half.
 */
export function handleFrom(name) {
  const bare = name.normalize("NFKD").replace(/[\p{M}'’]/gu, "").toLowerCase();
  const plain = bare.replace(/[øœæßđł]/g, (one) => PLAIN[one]);
  const whole = plain.replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "").replace(/^(?=\d)/, "n");
  if (whole.length <= maximumLength) return whole;
  const cut = whole.slice(0, maximumLength + 1).lastIndexOf("_");
  return whole.slice(0, cut >= maximumLength / 2 ? cut : maximumLength).replace(/_+$/, "");
}

const PLAIN = { ø: "o", œ: "oe", æ: "ae", ß: "ss", đ: "d", ł: "l" };

/** Returns the name that file names suggest: mira-front.jpg and mira-left.jpg give Mira. */
export function nameFrom(files, roles) {
  const words = files.map((name) => name.replace(/\.[^.]+$/, "").split(/[-_ .]+/).filter(Boolean));
  if (words.length === 0) return "";
  const isRoleWord = (word) => /^\d+$/.test(word) || roles.some((role) => role.split("-").includes(word.toLowerCase()));
  const shared = [];
  for (const [at, word] of words[0].entries()) {
    if (isRoleWord(word) || !words.every((one) => one[at]?.toLowerCase() === word.toLowerCase())) break;
    shared.push(word);
  }
  const name = shared.join(" ");
  if (/^(img|dsc[fn]?|pxl|image|photo|screenshot|untitled|file|clip|mvi)\d*$/i.test(name)) return "";
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Returns the elements, optionally of one kind, whose handle begins with a text. */
export async function elementsFrom(
  begin,
  /** @type {{ kind?: string, signal?: AbortSignal }} */
  { kind, signal } = {},
) {
  const found = await get(`/api/handles${query({ begin: begin.replace(/^@/, ""), kind })}`, signal);
  return found.elements;
}

/** Finds the element whose handle is being typed. */
export class HandleLookup {
  #controller;
  #onChange;
  /** The element with the handle; `undefined` if there is none, or while it is looked up. */
  element;
  isRunning = false;

  /** Calls `onChange` when a lookup begins and ends. */
  constructor(onChange) { this.#onChange = onChange; }

  /** Looks up another handle. Files must not go to the element of the former one meanwhile. */
  async find(handle) {
    this.element = undefined;
    this.#controller?.abort();
    const { signal } = this.#controller = new AbortController();
    this.isRunning = !handleProblem(handle);
    this.#onChange();
    if (!this.isRunning) return;
    const found = await elementsFrom(handle, { signal }).catch(() => []);
    if (signal.aborted) return;
    this.isRunning = false;
    this.element = found.find((one) => one.handle === handle);
    this.#onChange();
  }
}
