// Where on a picture its scores come from, and the list of these scores.

import { h, s } from "./dom.js";
import { t } from "./texts.js";
import { lifeOf } from "./life.js";
import { findingWords } from "./finding-list.js";
import { severitySign, statusSign } from "./marks.js";
import { measureName, measureOf, measuresOf, valueWords, weakFirst } from "./measures.js";

/**
 * Boxes over a picture, to be laid over an image of `object-fit: contain`: what is weak, or with `active` the one
 * measure of that name. Lines and letters keep their size however large the picture is shown.
 */
export function evidence(file, { active } = {}) {
  const boxes = boxesOf(file, active);
  const words = boxes.map((one) => one.words).join(", ");
  const svg = s("svg", {
    class: "evidence", viewBox: `0 0 ${file.width ?? 1} ${file.height ?? 1}`, preserveAspectRatio: "xMidYMid meet",
    focusable: "false", ...(words ? { role: "img", "aria-label": t.views.evidence.shown(words) }
      : { "aria-hidden": "true" }),
  }, boxes.map(drawn));
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
  const put = (box, words) => {
    const key = box.join();
    const same = boxes.get(key);
    boxes.set(key, { box, words: same ? `${same.words}, ${words.toLowerCase()}` : words });
  };
  for (const one of measuresOf(file)) {
    const box = one.finding?.box ?? one.box;
    if (active ? one.name === active : one.state !== "pass" && box) {
      put(box ?? all, box ? measureName(one.name) : t.views.evidence.everywhere(measureName(one.name)));
    }
  }
  if (!active) {
    for (const finding of file.findings ?? []) {
      if (finding.box && !(measureOf(finding) in (file.scores ?? {}))) put(finding.box, finding.message);
    }
  }
  return [...boxes.values()];
}

function drawn({ box: [x, y, width, height], words }) {
  const sides = { x, y, width, height };
  return s("g", {}, s("rect", { class: "evidence-outer", ...sides }), s("rect", { class: "evidence-inner", ...sides }),
    s("g", { class: "evidence-label" }, s("rect", {}), s("text", {}, words)));
}

const letterHeight = 13;

/** Brings the labels to their size on the screen; called by itself when the overlay changes its size. */
export function fitEvidence(svg) {
  const scale = svg.getScreenCTM()?.a;
  if (!scale) return;
  const seen = svg.viewBox.baseVal;
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
    const x = Math.max(seen.x, Math.min(left, seen.x + seen.width - width));
    let y = top - height >= seen.y ? top - height : Math.max(top, seen.y);
    while (placed.some((one) => x < one.x + one.width && one.x < x + width && y < one.y + height
      && one.y < y + height)) y += height;
    placed.push({ x, y, width });
    for (const [name, value] of Object.entries({ x, y, width, height })) plate.setAttribute(name, value);
    text.setAttribute("x", x + 6 * unit);
    text.setAttribute("y", y + 14.5 * unit);
  }
}

/**
 * A picture's measures with their bars, what is weak first. `onHover` hears the name of the one that is pointed at, or
 * nothing; `onChoose` that of the one that was chosen, or nothing when it was let go. `isFolded` puts what passes
 * behind one line.
 */
export function scoreList(file, { onHover, onChoose, isFolded = false } = {}) {
  const measures = weakFirst(measuresOf(file));
  if (measures.length === 0) return h("p", { class: "v-quiet scorelist-none" }, t.views.scores.none);
  let chosen;
  const rows = new Map();
  const choose = (name) => {
    chosen = chosen === name ? undefined : name;
    for (const [one, row] of rows) row.setAttribute("aria-pressed", String(one === chosen));
    onChoose?.(chosen);
  };
  const rowOf = (one) => {
    const row = scoreRow(one, { onChoose: choose, onHover: (name) => onHover?.(name ?? chosen) });
    rows.set(one.name, row);
    return h("li", {}, row);
  };
  const list = (some) => h("ul", { class: "scorelist", "aria-label": t.views.scores.title }, some.map(rowOf));
  const fine = isFolded ? measures.filter((one) => one.state === "pass") : [];
  const others = measures.filter((one) => !fine.includes(one));
  const left = (file.notMeasured ?? []).map((name) => measureName(name).toLowerCase());
  return h("div", { class: "scorelist-frame" }, others.length > 0 && list(others),
    fine.length > 0 && h("details", { class: "scorelist-fine" }, h("summary", {}, statusSign("pass", { silent: true }),
      t.views.scores.fine(fine.length)), list(fine)),
    left.length > 0 && h("p", { class: "v-quiet" }, t.views.scores.notMeasured(left.join(", "))));
}

function scoreRow(one, { onChoose, onHover }) {
  const finding = one.finding ?? one.dismissed;
  return h("button", {
    type: "button", class: `scorelist-row v-${one.state}`, "aria-pressed": "false",
    onclick: () => onChoose(one.name),
    onpointerenter: () => onHover(one.name), onpointerleave: () => onHover(undefined),
    onfocus: () => onHover(one.name), onblur: () => onHover(undefined),
  },
  h("span", { class: "scorelist-name" }, one.state === "note" ? severitySign("note") : statusSign(one.state,
    { silent: true }),
    h("span", { class: "unseen" }, `${t.views.states[one.state]}: `), measureName(one.name)),
  scoreBar(one),
  h("span", { class: "scorelist-score" }, one.score.toFixed(2)),
  h("span", { class: "scorelist-value" }, valueWords(one)),
  finding && h("span", { class: "scorelist-why" },
    one.dismissed ? t.views.scores.dismissed(one.dismissed.reason) : findingWords(finding)));
}

/** The bar of a score, with the bounds under which it is watched and refused. */
export function scoreBar({ score, warn, fail }, { reversed = false } = {}) {
  const side = reversed ? "right" : "left";
  const tick = (bound, name) => bound !== undefined
    && h("span", { class: `v-tick v-tick-${name}`, style: { [side]: `${bound * 100}%` } });
  return h("span", { class: "v-bar", "aria-hidden": "true" },
    h("span", { class: "v-fill", style: { width: `${score * 100}%`, [side]: "0" } }), tick(fail, "fail"),
      tick(warn, "warn"));
}
