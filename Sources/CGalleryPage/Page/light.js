// How references are lit against each other: two numbers, a grey card in that light, and where it comes from.

import { h, s } from "./dom.js";
import { preview } from "./api.js";
import { t } from "./texts.js";
import { clamp, decimal } from "./figures.js";

const words = t.views.light;

/** References side by side with their light. `set` is `set/1`, `files` those of `show/2`. */
export function lightStrip(set, files) {
  const lit = (set.light ?? []).map((one) => ({ ...one, file: files.find((file) => file.number === one.number) }))
    .filter((one) => one.file);
  if (lit.length === 0) return h("p", { class: "v-quiet lightstrip-none" }, words.none);
  const said = ((set.set ?? set).findings ?? []).filter((one) => one.rule === "set.lighting");
  return h("section", { class: "lightstrip", "aria-label": words.title },
    h("div", { class: "lightstrip-axes" },
      axis(lit, "color", words.colder, words.warmer, words.colorAxis),
      axis(lit, "exposure", words.darker, words.lighter, words.exposureAxis)),
    h("ul", { class: "lightstrip-row" }, lit.map(reference)),
    said.map((one) => h("p", { class: "lightstrip-said" }, one.message, one.fix ? `: ${one.fix}` : "")));
}

function reference(one) {
  return h("li", { class: one.odd ? "lightstrip-one lightstrip-odd" : "lightstrip-one" },
    h("img", { src: preview(one.file.sha256, 320), alt: "", loading: "lazy", class: "lightstrip-picture" }),
    greyCard(one.color, one.exposure),
    h("p", { class: "lightstrip-name" }, h("b", {}, one.number), " ", t.views.role(one.file.role)),
    h("p", { class: "lightstrip-numbers" },
      h("span", { title: words.colorAxis }, colorWords(one.color)), h("span", { title: words.exposureAxis },
        exposureWords(one.exposure))),
    h("p", { class: "lightstrip-from" }, compass(one), directionWords(one)),
    one.odd && h("p", { class: "lightstrip-word" }, typeof one.odd === "string" ? one.odd : oddWords(one)));
}

/** What a stop of this or that is called: "1.2 warmer". */
export function colorWords(color) {
  return isLittle(color) ? words.sameColor : `${decimal(Math.abs(color))} ${color > 0 ? words.warmer : words.colder}`;
}
export function exposureWords(exposure) {
  return isLittle(exposure) ? words.sameExposure : `${decimal(Math.abs(exposure))} ${exposure > 0 ? words.lighter : words.darker}`;
}

const isLittle = (stops) => Math.abs(stops) < 0.05;

function oddWords({ color, exposure }) {
  // By the bounds of quality/5: 0.35 stops of color weigh as much as 0.6 of exposure.
  const byColor = Math.abs(color) / 0.375;
  const byExposure = Math.abs(exposure) / 0.6;
  if (Math.max(byColor, byExposure) < 1) return words.odd;
  return byColor >= byExposure ? words.oddly(color > 0 ? words.warmer : words.colder)
    : words.oddly(exposure > 0 ? words.lighter : words.darker);
}

/** A grey card as it would look in that light, `color` and `exposure` in stops against the middle. */
export function greyCard(color, exposure, label) {
  return h("div", { class: "v-card", style: { "background-color": cardColor(color, exposure) },
    "aria-hidden": "true" }, label);
}

function cardColor(color, exposure) {
  const middle = 0.18 * 2 ** clamp(exposure, -3, 2.2);
  const channels = [middle * 2 ** (color / 2), middle, middle * 2 ** (-color / 2)];
  return `rgb(${channels.map((light) => Math.round(255 * encoded(light))).join(" ")})`;
}

/** Light of 0 to 1 as sRGB has it. */
function encoded(light) {
  const value = clamp(light, 0, 1);
  return value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
}

/** A line from one side to the other with every reference's number where it lies. */
function axis(lit, key, low, high, title) {
  const reach = Math.max(1, Math.ceil(Math.max(...lit.map((one) => Math.abs(one[key]))) * 2) / 2);
  const chips = inLanes(grouped(lit.map((one) => ({ ...one, at: 50 + (one[key] / reach) * 46 }))));
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

/** Numbers that lie nearly at one place share a chip; an odd one has its own. */
function grouped(ones) {
  const chips = [];
  for (const one of ones.sort((a, b) => a.at - b.at)) {
    const last = chips.at(-1);
    if (last && !one.odd && !last.ones[0].odd && one.at - last.ones[0].at < 4) last.ones.push(one);
    else chips.push({ ones: [one] });
  }
  for (const chip of chips) chip.at = chip.ones.reduce((sum, one) => sum + one.at, 0) / chip.ones.length;
  return chips;
}

/** Chips that would lie over each other go into rows. */
function inLanes(chips) {
  const ends = [];
  for (const chip of chips) {
    // On the narrowest screen a number takes some six hundredths of the line.
    const half = 2 + 2.6 * chip.ones.length;
    chip.lane = ends.findIndex((end) => chip.at - half > end);
    if (chip.lane < 0) chip.lane = ends.length;
    ends[chip.lane] = chip.at + half;
  }
  return chips;
}

/** Where light comes from, as a dot in a circle: the further out, the steeper it falls. */
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
export function directionWords({ across, down }) {
  const slope = Math.hypot(across, down);
  if (slope < 0.15) return words.even;
  const sideways = Math.abs(across) > 0.38 * slope ? (across < 0 ? words.left : words.right) : "";
  const upright = Math.abs(down) > 0.38 * slope ? (down < 0 ? words.top : words.bottom) : "";
  return words.from([upright, sideways].filter(Boolean).join(" "), decimal(slope));
}

/** The light of `b` against that of `a`, files of `show/2`: two numbers and two grey cards that touch. */
export function lightDifference(a, b) {
  if (!a.lighting || !b.lighting) return h("p", { class: "v-quiet" }, words.unknown);
  const color = b.lighting.color - a.lighting.color;
  const exposure = b.lighting.exposure - a.lighting.exposure;
  return h("div", { class: "v-light" },
    h("div", { class: "v-cards" }, greyCard(0, 0, h("span", {}, "A")), greyCard(color, exposure, h("span", {}, "B"))),
    h("dl", { class: "v-light-numbers" },
      row(words.color, apart(color, words.warmer, words.colder)), row(words.exposure, apart(exposure, words.lighter,
        words.darker)),
      row(words.direction, words.both(directionWords(a.lighting), directionWords(b.lighting)))));
}

const row = (name, value) => h("div", {}, h("dt", {}, name), h("dd", {}, value));

const apart = (stops, more, less) => isLittle(stops) ? words.same : words.apart(decimal(Math.abs(stops)),
  stops > 0 ? more : less);
