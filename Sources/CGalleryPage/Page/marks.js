// Small drawings for statuses, kinds and sounds, distinct by shape and not only by colour.

import { s } from "./dom.js";
import { t } from "./texts.js";

const SIGNS = {
  pass: ["M3.5 8.6 6.7 12 12.6 4.6"],
  warn: ["M8 3v6.2", "M8 12.6v.2"],
  fail: ["M4 4l8 8", "M12 4l-8 8"],
};

const KINDS = {
  character: ["M8 8.2a2.9 2.9 0 1 0 0-5.8 2.9 2.9 0 0 0 0 5.8Z", "M2.8 14c.4-3 2.4-4.4 5.2-4.4s4.8 1.4 5.2 4.4"],
  product: ["M2.6 5 8 2.2 13.4 5v6L8 13.8 2.6 11Z", "M2.6 5 8 7.8 13.4 5", "M8 7.8v6"],
  place: ["M1.8 13.4 6 6.2l2.6 4.2L10.4 8l3.8 5.4Z", "M11.6 4.6a1.3 1.3 0 1 0 0-2.6 1.3 1.3 0 0 0 0 2.6Z"],
  voice: ["M2.5 6.5v3", "M5.25 4v8", "M8 2v12", "M10.75 5v6", "M13.5 6.5v3"],
};

const ICONS = {
  search: ["M7 11.8A4.8 4.8 0 1 0 7 2.2a4.8 4.8 0 0 0 0 9.6Z", "m10.6 10.6 3.6 3.6"],
  filters: ["M2 4h12", "M4.5 8h7", "M6.5 12h3"],
  check: ["m3 8.5 3.2 3.2L13 5"],
  plus: ["M8 2.5v11", "M2.5 8h11"],
  close: ["m3.5 3.5 9 9", "m12.5 3.5-9 9"],
  back: ["M13.5 8h-11", "M7 3.5 2.5 8 7 12.5"],
  previous: ["M10 3 5 8l5 5"],
  next: ["m6 3 5 5-5 5"],
  settings: ["M2 4.5h6.5M12 4.5h2M2 11.5h2M7.5 11.5H14", "M10.2 6.3a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6Z",
    "M5.8 13.3a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6Z"],
  help: ["M5.6 6a2.4 2.4 0 1 1 3.6 2.1C8.3 8.6 8 9.1 8 10", "M8 13v.2"],
  shots: ["M3 2h7l3 3v9H3Z", "M5.5 7h5M5.5 9.5h5M5.5 12h3"],
  projects: ["M1.8 3.5h4l1.5 1.8h6.9v7.7H1.8Z"],
  closer: ["M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4"],
  evidence: ["M2.5 2.5h11v11h-11Z", "M5.5 5.5h4v5h-4Z"],
  compare: ["M2 3h5v10H2ZM9 3h5v10H9Z"],
  more: ["M3 8v.2M8 8v.2M13 8v.2"],
  stack: ["M2 6.5h9v7H2Z", "M4.5 4.2h9v7", "M7 2h7.2v6.5"],
  unstack: ["M2 4h5v8H2ZM9 4h5v8H9Z"],
  down: ["m4 6.5 4 4 4-4"],
  pick: ["M2.5 4.5 4 6l2.5-3M8.5 4.5h5", "m2.5 10.5 1.5 1.5 2.5-3M8.5 10.5h5"],
  save: ["M8 2v8.5", "m4.5 7 3.5 3.5L11.5 7", "M2.5 13.5h11"],
  team: ["M4.6 12.5a3.1 3.1 0 0 1-.3-6.2 4 4 0 0 1 7.7-.6 3.4 3.4 0 0 1-.4 6.8Z"],
  grip: ["M6 3.5v.2M10 3.5v.2M6 8v.2M10 8v.2M6 12.5v.2M10 12.5v.2"],
  star: ["m8 1.8 1.9 4 4.4.6-3.2 3 .8 4.3L8 11.6l-3.9 2.1.8-4.3-3.2-3 4.4-.6Z"],
  edit: ["m3 10.5 7.5-7.5L13 5.5 5.5 13H3Z"],
};

function drawing(paths, properties) {
  return s("svg", { viewBox: "0 0 16 16", ...properties }, paths.map((d) => s("path", { d })));
}

/** The sign of a status; `isSilent` if a text beside it names the status. */
export function statusSign(status, { isSilent = false } = {}) {
  const name = isSilent ? { "aria-hidden": "true" } : { role: "img", "aria-label": t.status[status] ?? t.unseen };
  return drawing(SIGNS[status] ?? ["M5 8h6"], { class: `sign ${status ?? "none"}`, ...name });
}

export function severitySign(severity) {
  if (severity !== "note") return statusSign(severity === "error" ? "fail" : "warn", { isSilent: true });
  return drawing(["M8 6.5v6", "M8 3.4v.2"], { class: "sign note", "aria-hidden": "true" });
}

/** The sign of a kind, beside a text that names it. */
export const kindSign = (kind) => drawing(KINDS[kind] ?? [], { class: "kind-sign", "aria-hidden": "true" });

/** A drawing on a button, which has the name. */
export const icon = (name) => drawing(ICONS[name] ?? [], { class: "icon", "aria-hidden": "true" });

const WAVE = [10, 22, 38, 26, 52, 34, 60, 30, 46, 20, 30, 12];

/** A drawing for a sound, which has no picture. */
export function soundSign() {
  const lines = WAVE.map((height, at) => s("path", { d: `M${10 + at * 9} ${40 - height / 2}v${height}` }));
  return s("svg", { viewBox: "0 0 120 80", class: "sound-sign", "aria-hidden": "true" }, lines);
}
