// The measures of a picture: their order, findings and state.

import { t } from "./texts.js";

/** Measures by their weight for a reference. */
const order = [
  "subject", "framing", "sharpness", "resolution", "exposure", "contrast", "noise", "compression", "clutter",
  "border", "collage", "screenshot", "backlight", "vignette", "sharpening", "color", "text", "tilt",
];

const measureOfRule = {
  "image.subject-small": "subject", "image.subject-cut": "framing", "image.blurred": "sharpness",
  "image.motion-blurred": "sharpness", "image.upscaled": "resolution", "image.dark": "exposure",
  "image.overexposed": "exposure", "image.hazy": "contrast", "image.noisy": "noise",
  "image.over-compressed": "compression", "image.cluttered": "clutter", "image.letterboxed": "border",
  "image.collage": "collage", "image.screenshot": "screenshot", "image.color-cast": "color",
  "image.text-overlay": "text", "image.tilted": "tilt", "image.too-small": "resolution",
  "image.backlit": "backlight", "image.vignette": "vignette", "image.over-sharpened": "sharpening",
};

/** Returns a measure's displayed name. */
export const measureName = (name) => t.views.measures[name] ?? name;

/** Returns the measure that a finding comes from, or `undefined`. */
export const measureOf = (finding) => measureOfRule[finding.rule];

/**
 * Returns the measures of a file of `show/2`: `name`, `score`, `value`, `warn`, `fail`, `box`,
 * `finding`, `dismissed`, and `state`, which a finding decides before the score.
 */
export function measuresOf(file) {
  const names = Object.keys(file.scores ?? {});
  const rank = (name) => (order.indexOf(name) + order.length + 1) % (order.length + 1);
  return names.sort((a, b) => rank(a) - rank(b)).map((name) => measure(file, name));
}

function measure(file, name) {
  const { value, warn, fail, box, direction } = file.measures?.[name] ?? {};
  const score = file.scores[name];
  const finding = (file.findings ?? []).find((one) => measureOf(one) === name);
  const dismissed = finding ? undefined : (file.dismissed ?? []).find((one) => measureOf(one) === name);
  return { name, score, value, warn, fail, box, direction, finding, dismissed,
    state: stateOf({ score, warn, fail, finding, dismissed }) };
}

function stateOf({ score, warn, fail, finding, dismissed }) {
  if (dismissed) return "pass";
  if (finding) return { error: "fail", warning: "warn", note: "note" }[finding.severity];
  if (fail !== undefined && score < fail) return "fail";
  return warn !== undefined && score < warn ? "warn" : "pass";
}

const weight = { fail: 0, warn: 1, note: 2, pass: 3 };

/** Sorts measures: weak ones first, the weakest at the top; good ones keep their order. */
export function weakFirst(measures) {
  return measures.map((one, at) => ({ one, at })).sort((a, b) => {
    const byState = weight[a.one.state] - weight[b.one.state];
    if (byState !== 0) return byState;
    return a.one.state === "pass" ? a.at - b.at : a.one.score - b.one.score;
  }).map(({ one }) => one);
}

/** Returns a raw value as text: "edges of 1.2 px". */
export function valueText({ name, value, direction }) {
  if (value === undefined) return "";
  return t.views.values[name]?.(value, direction) ?? String(value);
}
