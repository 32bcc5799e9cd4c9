// The light of references compared: two numbers, a grey card in that light, and its direction.

import { h, s } from "./dom.js";
import { preview } from "./api.js";
import { t } from "./texts.js";
import { clamp, decimal } from "./figures.js";

const texts = t.views.light;

/** References side by side with their light. `set` is `set/1`, `files` are those of `show/2`. */
export function lightStrip(set, files) {
  const lit = (set.light ?? []).map((one) => ({ ...one, file: files.find((file) => file.number === one.number) }))
    .filter((one) => one.file);
  if (lit.length === 0) return h("p", { class: "v-quiet lightstrip-none" }, texts.none);
  const lightFindings = ((set.set ?? set).findings ?? []).filter((one) => one.rule === "set.lighting");
  return h("section", { class: "lightstrip", "aria-label": texts.title },
    h("div", { class: "lightstrip-axes" },
      axis(lit, "color", texts.colder, texts.warmer, texts.colorAxis),
      axis(lit, "exposure", texts.darker, texts.lighter, texts.exposureAxis)),
    h("ul", { class: "lightstrip-row" }, lit.map(reference)),
    lightFindings.map((one) => h("p", { class: "lightstrip-said" }, one.message, one.fix ? `: ${one.fix}` : "")));
}

function reference(entry) {
  return h("li", { class: entry.odd ? "lightstrip-one lightstrip-odd" : "lightstrip-one" },
    h("img", { src: preview(entry.file.sha256, 320), alt: "", loading: "lazy", class: "lightstrip-picture" }),
    greyCard(entry.color, entry.exposure),
    h("p", { class: "lightstrip-name" }, h("b", {}, entry.number), " ", t.views.role(entry.file.role)),
    h("p", { class: "lightstrip-numbers" },
      h("span", { title: texts.colorAxis }, colorText(entry.color)), h("span", { title: texts.exposureAxis },
        exposureText(entry.exposure))),
    h("p", { class: "lightstrip-from" }, compass(entry), directionText(entry)),
    entry.odd && h("p", { class: "lightstrip-word" }, typeof entry.odd === "string" ? entry.odd : oddWords(entry)));
}

/** Returns a number of stops as text: "1.2 warmer". */
export function colorText(color) {
  return isNegligible(color)
    ? texts.sameColor : `${decimal(Math.abs(color))} ${color > 0 ? texts.warmer : texts.colder}`;
}
export function exposureText(exposure) {
  return isNegligible(exposure)
    ? texts.sameExposure : `${decimal(Math.abs(exposure))} ${exposure > 0 ? texts.lighter : texts.darker}`;
}

const isNegligible = (stops) => Math.abs(stops) < 0.05;

function oddWords({ color, exposure }) {
  // By the thresholds of quality/6: 0.35 stops of color weigh as much as 0.6 of exposure.
  const byColor = Math.abs(color) / 0.375;
  const byExposure = Math.abs(exposure) / 0.6;
  if (Math.max(byColor, byExposure) < 1) return texts.odd;
  return byColor >= byExposure ? texts.oddly(color > 0 ? texts.warmer : texts.colder)
    : texts.oddly(exposure > 0 ? texts.lighter : texts.darker);
}

/** A grey card in a light; `color` and `exposure` are stops from the middle. */
export function greyCard(color, exposure, label) {
  return h("div", { class: "v-card", style: { "background-color": cardColor(color, exposure) },
    "aria-hidden": "true" }, label);
}

function cardColor(color, exposure) {
  const middle = 0.18 * 2 ** clamp(exposure, -3, 2.2);
  const channels = [middle * 2 ** (color / 2), middle, middle * 2 ** (-color / 2)];
  return `rgb(${channels.map((light) => Math.round(255 * encodeSRGB(light))).join(" ")})`;
}

/** Encodes linear light from 0 to 1 as sRGB. */
function encodeSRGB(light) {
  const value = clamp(light, 0, 1);
  return value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
}

/** A line from one extreme to the other, with the number of each reference at its value. */
function axis(lit, key, low, high, title) {
  const reach = Math.max(1, Math.ceil(Math.max(...lit.map((one) => Math.abs(one[key]))) * 2) / 2);
  const chips = assignLanes(groupChips(lit.map((one) => ({ ...one, at: 50 + (one[key] / reach) * 46 }))));
  const lanes = Math.max(...chips.map((chip) => chip.lane)) + 1;
  const stems = chips.map((chip) => h("span", { class: "lightstrip-stem", style: { left: `${chip.at}%`,
    "--lane": String(chip.lane) } }));
  const ticks = chips.map((chip) => h("span", {
    class: chip.ones.some((one) => one.odd) ? "lightstrip-tick lightstrip-tick-odd" : "lightstrip-tick",
    style: { left: `${chip.at}%`, "--lane": String(chip.lane) },
  }, chip.ones.map((one) => one.number).join(" ")));
  return h("figure", { class: "lightstrip-axis" },
    h("figcaption", {}, title),
    h("div", { class: "lightstrip-line", style: { "--lanes": String(lanes) }, "aria-hidden": "true" }, stems, ticks),
    h("div", { class: "lightstrip-ends", "aria-hidden": "true" },
      h("span", {}, `${low} −${decimal(reach)}`), h("span", {}, "0"), h("span", {}, `+${decimal(reach)} ${high}`)));
}

/** Groups numbers at nearly one position in a chip; an odd one has its own. */
function groupChips(ones) {
  const chips = [];
  for (const entry of ones.sort((a, b) => a.at - b.at)) {
    const last = chips.at(-1);
    if (last && !entry.odd && !last.ones[0].odd && entry.at - last.ones[0].at < 4) last.ones.push(entry);
    else chips.push({ ones: [entry] });
  }
  const middle = (all) => all.reduce((sum, entry) => sum + entry.at, 0) / all.length;
  return chips.map(({ ones: all }) => ({ ones: all, at: middle(all) }));
}

/** Assigns lanes to chips that would overlap. */
function assignLanes(chips) {
  const ends = [];
  for (const chip of chips) {
    // On the narrowest screen a number is about 6 % of the line wide.
    const half = 2 + 2.6 * chip.ones.length;
    chip.lane = ends.findIndex((end) => chip.at - half > end);
    if (chip.lane < 0) chip.lane = ends.length;
    ends[chip.lane] = chip.at + half;
  }
  return chips;
}

/** The direction of light as a dot in a circle: the further out, the steeper it falls. */
function compass({ across, down }) {
  const slope = Math.hypot(across, down);
  const out = slope < 0.15 ? 0 : clamp(slope / 1.5, 0.25, 1) * 13;
  const x = 18 + (slope ? across / slope : 0) * out;
  const y = 18 + (slope ? down / slope : 0) * out;
  return s("svg", { class: "lightstrip-compass", viewBox: "0 0 36 36", "aria-hidden": "true", focusable: "false" },
    s("circle", { cx: 18, cy: 18, r: 16 }), s("path", { d: `M18 18 L${x} ${y}` }),
      s("circle", { class: "lightstrip-sun", cx: x, cy: y, r: 4 }));
}

/** "from the upper left, 0.6 stops". */
export function directionText({ across, down }) {
  const slope = Math.hypot(across, down);
  if (slope < 0.15) return texts.even;
  const sideways = Math.abs(across) > 0.38 * slope ? (across < 0 ? texts.left : texts.right) : "";
  const upright = Math.abs(down) > 0.38 * slope ? (down < 0 ? texts.top : texts.bottom) : "";
  return texts.from([upright, sideways].filter(Boolean).join(" "), decimal(slope));
}

/** The difference in light between two files of `show/2`: two numbers and two grey cards. */
export function lightDifference(a, b) {
  if (!a.lighting || !b.lighting) return h("p", { class: "v-quiet" }, texts.unknown);
  const color = b.lighting.color - a.lighting.color;
  const exposure = b.lighting.exposure - a.lighting.exposure;
  return h("div", { class: "v-light" },
    h("div", { class: "v-cards" }, greyCard(0, 0, h("span", {}, "A")), greyCard(color, exposure, h("span", {}, "B"))),
    h("dl", { class: "v-light-numbers" },
      row(texts.color, differenceText(color, texts.warmer, texts.colder)),
      row(texts.exposure, differenceText(exposure, texts.lighter, texts.darker)),
      row(texts.direction, texts.both(directionText(a.lighting), directionText(b.lighting)))));
}

const row = (name, value) => h("div", {}, h("dt", {}, name), h("dd", {}, value));

const differenceText = (stops, more, less) => isNegligible(stops) ? texts.same : texts.apart(decimal(Math.abs(stops)),
  stops > 0 ? more : less);
