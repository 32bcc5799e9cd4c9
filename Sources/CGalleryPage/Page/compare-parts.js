// Parts of a comparison: panes, strips of references, and a table of scores.

import { h } from "./dom.js";
import { original, preview } from "./api.js";
import { t } from "./texts.js";
import { scoreBar } from "./evidence.js";
import { measureName, measuresOf, weakFirst } from "./measures.js";

const texts = t.views.compare;
const largestPreview = 2560;
const shownByBrowsers = new Set(["jpeg", "png", "webp"]);

/**
 * Returns how a picture lies in its pane: `scale` in CSS pixels per picture pixel, and the visible
 * part, `left`, `top`, `width`, `height`, in picture pixels.
 */
export function geometryOf(file, view, box) {
  const fitted = Math.min(box.width / file.width, box.height / file.height);
  const scale = fitted * view.scale;
  const [width, height] = [box.width / scale, box.height / scale];
  return {
    scale, width, height,
    left: file.width / 2 + view.x * box.width / fitted - width / 2,
    top: file.height / 2 + view.y * box.height / fitted - height / 2,
  };
}

/** Returns a pane: `show` sets its picture, `mark` its boxes, `update` its position. */
export function makePane(letter) {
  const picture = h("img", { class: "compare-picture", draggable: "false" });
  const name = h("span", { class: "compare-name" });
  const element = h("div", { class: "compare-pane" }, picture, name);
  const pane = { element, boxes: undefined };
  let file;
  pane.show = (other) => {
    file = other;
    picture.src = preview(file.sha256, largestPreview);
    picture.alt = texts.pane(letter, file.number, t.views.role(file.role));
    name.replaceChildren(h("b", {}, letter), ` ${file.number} ${t.views.role(file.role)}`,
      h("span", { class: "compare-file" }, ` ${file.path}`));
  };
  pane.mark = (boxes) => {
    pane.boxes?.remove();
    pane.boxes = boxes;
    if (boxes) picture.after(boxes);
  };
  pane.update = (geometry, view, box) => {
    const [x, y] = [-view.x * view.scale * box.width, -view.y * view.scale * box.height];
    picture.style.transform = `translate(${x}px, ${y}px) scale(${view.scale})`;
    const shown = geometry.scale * devicePixelRatio;
    // From three screen pixels per picture pixel, pixels are shown without smoothing.
    picture.classList.toggle("compare-coarse", shown >= 3);
    pane.boxes?.setAttribute("viewBox", `${geometry.left} ${geometry.top} ${geometry.width} ${geometry.height}`);
    useOriginal(picture, file, shown);
  };
  return pane;
}

/** Replaces the preview by the original once the preview has too few pixels. */
function useOriginal(picture, file, shown) {
  const longer = Math.max(file.width, file.height);
  if (longer <= largestPreview || shown <= largestPreview / longer || !shownByBrowsers.has(file.format)) return;
  const address = original(file.sha256);
  if (picture.getAttribute("src") === address || picture.dataset.coming === address) return;
  picture.dataset.coming = address;
  const larger = new Image();
  larger.src = address;
  // Replaced once the larger picture is decoded, to avoid flicker; if that fails, the preview
  // stays.
  larger.decode().then(() => {
    const isStill = picture.getAttribute("src") === preview(file.sha256, largestPreview);
    if (isStill && picture.dataset.coming === address) picture.src = address;
  }, () => {}).finally(() => { if (picture.dataset.coming === address) delete picture.dataset.coming; });
}

/** A strip of references; the button of the chosen one is pressed. */
export function strip(letter, files, chosen, choose) {
  return h("div", { class: "compare-strip", role: "group", "aria-label": texts.choose(letter) },
    h("b", { "aria-hidden": "true" }, letter),
    files.map((file) => h("button", {
      type: "button", class: "compare-thumb", "aria-pressed": String(file === chosen), title: file.path,
      "aria-label": `${letter}: ${file.number} ${t.views.role(file.role)}`,
      onclick: (event) => {
        choose(file);
        // The strip was redrawn: the focus returns to its button.
        const strips = [...document.querySelectorAll(".compare-strip")];
        const redrawn = strips.find((one) => one.firstChild.textContent === letter);
        if (event.detail === 0) redrawn?.querySelectorAll("button")[files.indexOf(file)]?.focus();
      },
    }, h("img", { src: preview(file.sha256, 320), alt: "", loading: "lazy" }), h("span", {}, file.number))));
}

/**
 * A table of the scores of both, with weak measures first. `mark(name)` shows where a measure was
 * taken, and `pin(name)` keeps that shown.
 */
export function scoreTable(a, b, handlers) {
  const [ofA, ofB] = [a, b].map((file) => new Map(measuresOf(file).map((one) => [one.name, one])));
  const names = [...new Set(weakFirst([...ofA.values(), ...ofB.values()]).map((one) => one.name))];
  if (names.length === 0) return h("p", { class: "v-quiet" }, t.views.scores.none);
  const head = (text) => h("th", { scope: "col" }, text);
  return h("table", { class: "compare-scores" },
    h("thead", {}, h("tr", {}, head("A"), head(h("span", { class: "unseen" }, texts.measure)), head("B"))),
    h("tbody", {}, names.map((name) => scoreLine(name, ofA.get(name), ofB.get(name), handlers))));
}

function scoreLine(name, a, b, { mark, pin }) {
  const isDifferent = Math.abs((a?.score ?? 0) - (b?.score ?? 0)) >= 0.1;
  const cell = (one, other, isReversed) => h("td", { class: `v-${one?.state ?? "none"}` },
    h("span", { class: "compare-score" },
    one && scoreBar(one, { isReversed }),
    h("span", { class: isDifferent && one && (!other || one.score > other.score) ? "compare-higher" : "" },
      one ? one.score.toFixed(2) : "–")));
  return h("tr", {}, cell(a, b, true),
    h("th", { scope: "row" }, h("button", {
      type: "button", class: "compare-measure", onpointerenter: () => mark(name), onpointerleave: () => mark(undefined),
      onfocus: () => mark(name), onblur: () => mark(undefined), onclick: () => pin(name), "aria-pressed": "false",
      "data-measure": name,
    }, measureName(name))),
    cell(b, a, false));
}
