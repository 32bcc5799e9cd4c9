// Waves of recordings in small: fetched a few at a time, since the server has to hear each of them.

import { get } from "./api.js";
import { s } from "./dom.js";

const AT_ONCE = 2;
const KEPT = 600;
const COLUMNS = 60;
const known = new Map();
const waiting = [];
let active = 0;

/** The waveform of a sound as in `heard/1`; nothing for one that is not `isWanted` any more when its turn comes. */
export function waveOf(sha256, isWanted = () => true) {
  if (known.has(sha256)) return known.get(sha256);
  const found = new Promise((resolve) => { waiting.push({ sha256, isWanted, resolve }); });
  keep(sha256, found);
  go();
  return found;
}

function keep(sha256, found) {
  if (known.size >= KEPT) known.delete(known.keys().next().value);
  known.set(sha256, found);
}

async function go() {
  if (active >= AT_ONCE || waiting.length === 0) return;
  const { sha256, isWanted, resolve } = waiting.shift();
  active += 1;
  const heard = isWanted() && await get(`/api/files/${sha256}/voice`).catch(() => undefined);
  active -= 1;
  // What was left out or failed is asked for again the next time.
  if (!heard) known.delete(sha256);
  resolve(heard ? heard.waveform : undefined);
  go();
}

/** Draws a waveform, in as many columns as a tile has room for. */
export function wave(text = "") {
  const step = text.length / 2 / COLUMNS;
  const loud = Array.from({ length: COLUMNS }, (_, at) =>
    parseInt(text.slice(2 * Math.floor(at * step), 2 * Math.floor(at * step) + 2), 16) || 1);
  const top = Math.max(...loud);
  return s("svg", { viewBox: `0 0 ${COLUMNS * 2} 80`, preserveAspectRatio: "none", class: "wave-drawing",
    "aria-hidden": "true" }, loud.map((one, at) => {
    const height = Math.max(2, one / top * 70);
    return s("path", { d: `M${at * 2 + 1} ${40 - height / 2}v${height}` });
  }));
}
