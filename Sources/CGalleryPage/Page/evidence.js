// Evidence: boxes on a picture that show where its scores come from, and the list of scores.

import { h, s } from "./dom.js";
import { t } from "./texts.js";
import { lifeOf } from "./life.js";
import { findingText } from "./finding-list.js";
import { severitySign, statusSign } from "./marks.js";
import { measureName, measureOf, measuresOf, valueText, weakFirst } from "./measures.js";

/**
 * An overlay for an image with `object-fit: contain`: boxes for what is weak, or for the `active`
 * measure. Lines and labels keep their size at any scale.
 */
export function evidence(file, /** @type {{ active?: string }} */ { active } = {}) {
  const boxes = boxesOf(file, active);
  const labels = boxes.map((one) => one.label).join(", ");
  const svg = s("svg", {
    class: "evidence", viewBox: `0 0 ${file.width ?? 1} ${file.height ?? 1}`, preserveAspectRatio: "xMidYMid meet",
    focusable: "false", ...(labels ? { role: "img", "aria-label": t.views.evidence.shown(labels) }
      : { "aria-hidden": "true" }),
  }, boxes.map(drawBox));
  if (boxes.length > 0) {
    const observer = new ResizeObserver(() => fitEvidence(svg));
    observer.observe(svg);
    lifeOf(svg).addEventListener("abort", () => observer.disconnect());
  }
  return svg;
}

function boxesOf(file, active) {
  const all = [0, 0, file.width, file.height];
  const boxes = new Map();
  const put = (box, label) => {
    const key = box.join();
    const same = boxes.get(key);
    boxes.set(key, { box, label: same ? `${same.label}, ${label.toLowerCase()}` : label });
  };
  for (const measure of measuresOf(file)) {
    const box = measure.finding?.box ?? measure.box;
    if (active ? measure.name === active : measure.state !== "pass" && box) {
      put(box ?? all, box ? measureName(measure.name) : t.views.evidence.everywhere(measureName(measure.name)));
    }
  }
  if (!active) {
    for (const finding of file.findings ?? []) {
      if (finding.box && !(measureOf(finding) in (file.scores ?? {}))) put(finding.box, finding.message);
    }
  }
  return [...boxes.values()];
}

function drawBox({ box: [x, y, width, height], label }) {
  const sides = { x, y, width, height };
  return s("g", {}, s("rect", { class: "evidence-outer", ...sides }), s("rect", { class: "evidence-inner", ...sides }),
    s("g", { class: "evidence-label" }, s("rect", {}), s("text", {}, label)));
}

const letterHeight = 13;

/** Scales the labels to their size on the screen; runs whenever the overlay is resized. */
export function fitEvidence(svg) {
  const scale = svg.getScreenCTM()?.a;
  if (!scale) return;
  const visible = svg.viewBox.baseVal;
  const unit = 1 / scale;
  const placed = [];
  for (const group of svg.querySelectorAll(".evidence-label")) {
    const [plate, text] = group.children;
    text.setAttribute("font-size", letterHeight * unit);
    const width = text.getComputedTextLength() + 12 * unit;
    const height = 20 * unit;
    const box = group.parentNode.firstChild;
    const left = Number(box.getAttribute("x"));
    const top = Number(box.getAttribute("y"));
    const x = Math.max(visible.x, Math.min(left, visible.x + visible.width - width));
    let y = top - height >= visible.y ? top - height : Math.max(top, visible.y);
    while (placed.some((one) => x < one.x + one.width && one.x < x + width && y < one.y + height
      && one.y < y + height)) y += height;
    placed.push({ x, y, width });
    for (const [name, value] of Object.entries({ x, y, width, height })) plate.setAttribute(name, value);
    text.setAttribute("x", x + 6 * unit);
    text.setAttribute("y", y + 14.5 * unit);
  }
}

/**
 * A list of a picture's measures with their bars, the weak ones first. `onHover` gets the name of
 * the measure under the pointer, `onChoose` that of the chosen one, both `undefined` at the end.
 * `isFolded` collapses what passes.
 */
export function scoreList(
  file,
  /** @type {{ onHover?: (name?: string) => void, onChoose?: (name?: string) => void, isFolded?: boolean }} */
  { onHover, onChoose, isFolded = false } = {},
) {
  const measures = weakFirst(measuresOf(file));
  if (measures.length === 0) return h("p", { class: "v-quiet scorelist-none" }, t.views.scores.none);
  let chosen;
  const rows = new Map();
  const choose = (name) => {
    chosen = chosen === name ? undefined : name;
    for (const [one, row] of rows) row.setAttribute("aria-pressed", String(one === chosen));
    onChoose?.(chosen);
  };
  const rowOf = (measure) => {
    const row = scoreRow(measure, { onChoose: choose, onHover: (name) => onHover?.(name ?? chosen) });
    rows.set(measure.name, row);
    return h("li", {}, row);
  };
  const list = (some) => h("ul", { class: "scorelist", "aria-label": t.views.scores.title }, some.map(rowOf));
  const passing = isFolded ? measures.filter((one) => one.state === "pass") : [];
  const others = measures.filter((one) => !passing.includes(one));
  const unmeasured = (file.notMeasured ?? []).map((name) => measureName(name).toLowerCase());
  return h("div", { class: "scorelist-frame" }, others.length > 0 && list(others),
    passing.length > 0 && h("details", { class: "scorelist-fine" },
      h("summary", {}, statusSign("pass", { isSilent: true }), t.views.scores.fine(passing.length)), list(passing)),
    unmeasured.length > 0 && h("p", { class: "v-quiet" }, t.views.scores.notMeasured(unmeasured.join(", "))));
}

function scoreRow(measure, { onChoose, onHover }) {
  const finding = measure.finding ?? measure.dismissed;
  return h("button", {
    type: "button", class: `scorelist-row v-${measure.state}`, "aria-pressed": "false",
    onclick: () => onChoose(measure.name),
    onpointerenter: () => onHover(measure.name), onpointerleave: () => onHover(undefined),
    onfocus: () => onHover(measure.name), onblur: () => onHover(undefined),
  },
  h("span", { class: "scorelist-name" }, measure.state === "note" ? severitySign("note") : statusSign(measure.state,
    { isSilent: true }),
    h("span", { class: "unseen" }, `${t.views.states[measure.state]}: `), measureName(measure.name)),
  scoreBar(measure),
  h("span", { class: "scorelist-score" }, measure.score.toFixed(2)),
  h("span", { class: "scorelist-value" }, valueText(measure)),
  finding && h("span", { class: "scorelist-why" },
    measure.dismissed ? t.views.scores.dismissed(measure.dismissed.reason) : findingText(finding)));
}

/** A bar for a score, with the thresholds for a warning and a failure. */
export function scoreBar({ score, warn, fail }, { isReversed = false } = {}) {
  const side = isReversed ? "right" : "left";
  const tick = (bound, name) => bound !== undefined
    && h("span", { class: `v-tick v-tick-${name}`, style: { [side]: `${bound * 100}%` } });
  return h("span", { class: "v-bar", "aria-hidden": "true" },
    h("span", { class: "v-fill", style: { width: `${score * 100}%`, [side]: "0" } }), tick(fail, "fail"),
      tick(warn, "warn"));
}
