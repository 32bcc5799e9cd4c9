// Small waveforms, fetched two at a time because the server decodes each recording.

import { get } from "./api.js";
import { s } from "./dom.js";

const concurrency = 2;
const cacheLimit = 600;
const columns = 60;
// Milliseconds until a failed request can be repeated.
const retryDelay = 5_000;
const cache = new Map();
const waiting = [];
let active = 0;

/**
 * Returns the waveform of a sound as in `heard/1`; `undefined` if it can't be loaded, or if no
 * caller wants it any more (`isWanted`) when its turn comes.
 */
export function waveOf(sha256, isWanted = () => true) {
  const cached = cache.get(sha256);
  if (cached) {
    cached.askers?.add(isWanted);
    return cached.found;
  }
  const request = { sha256, askers: new Set([isWanted]) };
  request.found = new Promise((resolve) => { request.resolve = resolve; });
  if (cache.size >= cacheLimit) cache.delete(cache.keys().next().value);
  cache.set(sha256, request);
  waiting.push(request);
  loadNext();
  return request.found;
}

async function loadNext() {
  if (active >= concurrency || waiting.length === 0) return;
  const request = waiting.shift();
  const { askers } = request;
  // Later callers get the result without being asked.
  request.askers = undefined;
  const forget = () => { if (cache.get(request.sha256) === request) cache.delete(request.sha256); };
  if ([...askers].some((isWanted) => isWanted())) {
    active += 1;
    const answer = await get(`/api/files/${request.sha256}/voice`).catch(() => undefined);
    active -= 1;
    if (!answer) setTimeout(forget, retryDelay);
    request.resolve(answer?.waveform);
  } else {
    forget();
    request.resolve(undefined);
  }
  loadNext();
}

/** Draws a waveform with as many columns as a tile has room for. */
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
