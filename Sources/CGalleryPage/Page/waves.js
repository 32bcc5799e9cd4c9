// Small waveforms, fetched two at a time because the server decodes each recording.

import { get } from "./api.js";
import { s } from "./dom.js";

const concurrency = 2;
const cacheLimit = 600;
const columns = 60;
// How long nothing is asked for again that could not be had.
const retryDelay = 5_000;
const known = new Map();
const waiting = [];
let active = 0;

/**
 * The waveform of a sound as in `heard/1`; undefined if it can't be loaded, or if no caller wants it any more (`isWanted`)
 * when its turn comes.
 */
export function waveOf(sha256, isWanted = () => true) {
  const before = known.get(sha256);
  if (before) {
    before.askers?.add(isWanted);
    return before.found;
  }
  const one = { sha256, askers: new Set([isWanted]) };
  one.found = new Promise((resolve) => { one.resolve = resolve; });
  if (known.size >= cacheLimit) known.delete(known.keys().next().value);
  known.set(sha256, one);
  waiting.push(one);
  go();
  return one.found;
}

async function go() {
  if (active >= concurrency || waiting.length === 0) return;
  const one = waiting.shift();
  const { askers } = one;
  // From now on no request is needed.
  one.askers = undefined;
  const forget = () => { if (known.get(one.sha256) === one) known.delete(one.sha256); };
  if ([...askers].some((isWanted) => isWanted())) {
    active += 1;
    const heard = await get(`/api/files/${one.sha256}/voice`).catch(() => undefined);
    active -= 1;
    if (!heard) setTimeout(forget, retryDelay);
    one.resolve(heard?.waveform);
  } else {
    forget();
    one.resolve(undefined);
  }
  go();
}

/** Draws a waveform, in as many columns as a tile has room for. */
export function wave(text) {
  const step = text.length / 2 / columns;
  const loud = Array.from({ length: columns }, (_, at) =>
    parseInt(text.slice(2 * Math.floor(at * step), 2 * Math.floor(at * step) + 2), 16) || 1);
  const top = Math.max(...loud);
  return s("svg", { viewBox: `0 0 ${columns * 2} 80`, preserveAspectRatio: "none", class: "wave-drawing",
    "aria-hidden": "true" }, loud.map((one, at) => {
    const height = Math.max(2, one / top * 70);
    return s("path", { d: `M${at * 2 + 1} ${40 - height / 2}v${height}` });
  }));
}
