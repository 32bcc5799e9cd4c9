// What a comparison is made of: a picture in its pane, a strip to choose from, scores beside each other.

import { h } from "./dom.js";
import { original, preview } from "./api.js";
import { t } from "./texts.js";
import { scoreBar } from "./evidence.js";
import { measureName, measuresOf, weakFirst } from "./measures.js";

const words = t.views.compare;
const largestPreview = 2560;
const shownByBrowsers = new Set(["jpeg", "png", "webp"]);

/**
 * How a picture lies in its pane: `scale` in pixels of the page for each of its own, and what is seen of it, `left`,
 * `top`, `width`, `height` in its pixels.
 */
export function lookOf(file, view, box) {
  const fitted = Math.min(box.width / file.width, box.height / file.height);
  const scale = fitted * view.scale;
  const [width, height] = [box.width / scale, box.height / scale];
  return {
    scale, width, height,
    left: file.width / 2 + view.x * box.width / fitted - width / 2,
    top: file.height / 2 + view.y * box.height / fitted - height / 2,
  };
}

/** A pane: `show` puts a picture in, `mark` its boxes, `look` moves it. */
export function layer(letter) {
  const picture = h("img", { class: "compare-picture", draggable: "false" });
  const name = h("span", { class: "compare-name" });
  const element = h("div", { class: "compare-pane" }, picture, name);
  const pane = { element, boxes: undefined };
  let file;
  pane.show = (other) => {
    file = other;
    picture.src = preview(file.sha256, largestPreview);
    picture.alt = words.pane(letter, file.number, t.views.role(file.role));
    name.replaceChildren(h("b", {}, letter), ` ${file.number} ${t.views.role(file.role)}`,
      h("span", { class: "compare-file" }, ` ${file.path}`));
  };
  pane.mark = (boxes) => {
    pane.boxes?.remove();
    pane.boxes = boxes;
    if (boxes) picture.after(boxes);
  };
  pane.look = (look, view, box) => {
    const [x, y] = [-view.x * view.scale * box.width, -view.y * view.scale * box.height];
    picture.style.transform = `translate(${x}px, ${y}px) scale(${view.scale})`;
    const shown = look.scale * devicePixelRatio;
    // From three pixels of the screen for each of its own, pixels are shown as they are.
    picture.classList.toggle("compare-coarse", shown >= 3);
    pane.boxes?.setAttribute("viewBox", `${look.left} ${look.top} ${look.width} ${look.height}`);
    useOriginal(picture, file, shown);
  };
  return pane;
}

/** Takes the original in place of the preview once that has no more to show. */
function useOriginal(picture, file, shown) {
  const longer = Math.max(file.width, file.height);
  if (longer <= largestPreview || shown <= largestPreview / longer || !shownByBrowsers.has(file.format)) return;
  const address = original(file.sha256);
  if (picture.getAttribute("src") === address || picture.dataset.coming === address) return;
  picture.dataset.coming = address;
  const larger = new Image();
  larger.src = address;
  // The picture changes when the larger one is ready to be drawn, so nothing flickers; a failed one leaves the preview.
  larger.decode().then(() => {
    const isStill = picture.getAttribute("src") === preview(file.sha256, largestPreview);
    if (isStill && picture.dataset.coming === address) picture.src = address;
  }, () => {}).finally(() => { if (picture.dataset.coming === address) delete picture.dataset.coming; });
}

/** References to choose from, the one that is shown pressed. */
export function strip(letter, files, chosen, choose) {
  return h("div", { class: "compare-strip", role: "group", "aria-label": words.choose(letter) },
    h("b", { "aria-hidden": "true" }, letter),
    files.map((file) => h("button", {
      type: "button", class: "compare-thumb", "aria-pressed": String(file === chosen), title: file.path,
      "aria-label": `${letter}: ${file.number} ${t.views.role(file.role)}`,
      onclick: (event) => {
        choose(file);
        // The strip was drawn anew: the focus goes on where it was.
        const strips = [...document.querySelectorAll(".compare-strip")];
        const again = strips.find((one) => one.firstChild.textContent === letter);
        if (event.detail === 0) again?.querySelectorAll("button")[files.indexOf(file)]?.focus();
      },
    }, h("img", { src: preview(file.sha256, 320), alt: "", loading: "lazy" }), h("span", {}, file.number))));
}

/**
 * Scores of both, a row a measure, what is weak in either first. `mark(name)` shows where a measure was taken, and
 * `pin(name)` keeps that.
 */
export function scoreTable(a, b, handlers) {
  const [ofA, ofB] = [a, b].map((file) => new Map(measuresOf(file).map((one) => [one.name, one])));
  const names = [...new Set(weakFirst([...ofA.values(), ...ofB.values()]).map((one) => one.name))];
  if (names.length === 0) return h("p", { class: "v-quiet" }, t.views.scores.none);
  const head = (text) => h("th", { scope: "col" }, text);
  return h("table", { class: "compare-scores" },
    h("thead", {}, h("tr", {}, head("A"), head(h("span", { class: "unseen" }, words.measure)), head("B"))),
    h("tbody", {}, names.map((name) => scoreLine(name, ofA.get(name), ofB.get(name), handlers))));
}

function scoreLine(name, a, b, { mark, pin }) {
  const differs = Math.abs((a?.score ?? 0) - (b?.score ?? 0)) >= 0.1;
  const cell = (one, other, reversed) => h("td", { class: `v-${one?.state ?? "none"}` },
    h("span", { class: "compare-score" },
    one && scoreBar(one, { reversed }),
    h("span", { class: differs && one && (!other || one.score > other.score) ? "compare-higher" : "" },
      one ? one.score.toFixed(2) : "–")));
  return h("tr", {}, cell(a, b, true),
    h("th", { scope: "row" }, h("button", {
      type: "button", class: "compare-measure", onpointerenter: () => mark(name), onpointerleave: () => mark(undefined),
      onfocus: () => mark(name), onblur: () => mark(undefined), onclick: () => pin(name), "aria-pressed": "false",
      "data-measure": name,
    }, measureName(name))),
    cell(b, a, false));
}
