// Takes: a wall of clips that play, rated with one key, and two side by side.

import { get, original, post, preview } from "./api.js";
import { change, errorText } from "./changes.js";
import { dialog } from "./dialog.js";
import { h, replace } from "./dom.js";
import { clock } from "./figures.js";
import { sentence } from "./findings.js";
import { isReadOnly, reportFailure } from "./library.js";
import { icon, severitySign, soundSign } from "./marks.js";
import { elementAddress } from "./route.js";
import { t } from "./texts.js";
import { money } from "./units.js";

const texts = t.views.takes;
const FIRST = 24;

/** Returns the takes of a `ledger/1`; a rating does not change their order. */
function takesOf(ledger) {
  const files = new Map(ledger.files.map((one) => [one.sha256, one]));
  return ledger.exports.exports.flatMap((bundle) => bundle.takes.map((take) => ({
    take, bundle, file: files.get(take.sha256), key: `${take.bundle}-${take.sha256}`,
  }))).filter((one) => one.file);
}

/**
 * Lists the products and places of a take that was compared: `answer` is `take/1`, or a result as in
 * `job-result/1`.
 */
export const takenSubjects = ({ subjects = [], notCompared }) => [
  subjects.map((one) => h("div", { class: "taken-subject" },
    h("p", { class: "hint" }, `@${one.handle}: ${one.summary}`),
    one.finding && h("p", {}, severitySign(one.finding.severity), " ", sentence(one.finding.message)))),
  notCompared && h("p", { class: "hint" }, texts.notCompared(notCompared)),
];

/** Returns the doubts about the products and places of a take, each in a sentence. */
export const doubts = ({ subjects = [], notCompared }) => [
  ...subjects.filter((one) => one.finding || !one.shown)
    .map((one) => one.finding ? sentence(one.finding.message) : `@${one.handle}: ${one.summary}.`),
  ...notCompared ? [texts.notCompared(notCompared)] : [],
];

/** The wall of takes; a film keeps playing when ratings change. */
export class TakesWall {
  #takes = [];
  #chosen = [];
  #count = FIRST;
  #list = h("ul", { class: "wall", onkeydown: (event) => this.#onKeyDown(event) });
  #compare = h("button", { type: "button", disabled: true, "data-key": "compare", onclick: () =>
    compare(...this.#chosen.map((key) => this.#takes.find((one) => one.key === key))) }, texts.compare);
  #more = h("button", { type: "button", class: "quiet small", onclick: () => { this.#count += 100; this.#draw(); } });
  node = h("section", { class: "project-part", "aria-labelledby": "takes-title" },
    h("div", { class: "part-head" }, h("h2", { id: "takes-title" }, texts.title), this.#compare),
    h("p", { class: "hint" }, isReadOnly() ? texts.lookHint : texts.hint), this.#list, this.#more);

  /** Shows the takes of a `ledger/1`. */
  show(ledger) {
    const takes = takesOf(ledger).sort((a, b) => a.key < b.key ? -1 : 1)
      .sort((a, b) => a.bundle.times[0] < b.bundle.times[0] ? 1 : -1);
    const isSame = takes.length === this.#takes.length && takes.every((one, at) => one.key === this.#takes[at].key);
    this.#takes = takes;
    this.node.hidden = takes.length === 0;
    if (isSame) this.#drawRatings();
    else {
      this.#chosen = this.#chosen.filter((key) => takes.some((one) => one.key === key));
      this.#compare.disabled = this.#chosen.length < 2;
      this.#draw();
    }
  }

  #drawRatings() {
    for (const [at, tile] of [...this.#list.children].entries()) {
      const item = this.#takes[at];
      tile.className = `take ${item.take.result}`;
      replace(tile.querySelector(".take-words"), describe(item));
      showRating(tile, item.take.result);
    }
  }

  #draw() {
    replace(this.#list, this.#takes.slice(0, this.#count).map((one) => this.#tile(one)));
    this.#more.hidden = this.#takes.length <= this.#count;
    this.#more.textContent = t.showMore(this.#takes.length - this.#count);
  }

  #tile(item) {
    const box = h("input", { type: "checkbox", checked: this.#chosen.includes(item.key), onchange: () => {
      this.#choose(item.key, box.checked);
    } });
    const now = () => this.#takes.find((other) => other.key === item.key);
    const node = h("li", { class: `take ${item.take.result}`,
      onpointerenter: () => play(node, true), onpointerleave: () => play(node, false) },
      h("div", { class: "take-film" }, player(item)), h("div", { class: "take-words" }, describe(item)),
      h("div", { class: "take-row" }, rating(item, (result) => rate(now(), result)),
        h("label", { class: "choice" }, box, texts.beside)));
    return node;
  }

  /** Chooses at most two: a third replaces the first. */
  #choose(key, isChosen) {
    this.#chosen = [...this.#chosen.filter((other) => other !== key), ...isChosen ? [key] : []].slice(-2);
    for (const [at, tile] of [...this.#list.children].entries()) {
      tile.querySelector("[type=checkbox]").checked = this.#chosen.includes(this.#takes[at].key);
    }
    this.#compare.disabled = this.#chosen.length < 2;
  }

  #onKeyDown(event) {
    const item = this.#takes[[...this.#list.children].findIndex((tile) => tile.contains(event.target))];
    const result = ratingOf(event);
    if (!item || !result) return;
    event.preventDefault();
    event.stopPropagation();
    rate(item, result);
  }
}

/** The title and the details of a take. */
const describe = (item) => [
  h("p", {}, h("b", {}, item.bundle.shot), " ", h("span", { class: "take-result" }, t.takes[item.take.result])),
  h("p", { class: "hint" }, aside(item)),
];

/** Returns the details of a take as text. */
const aside = ({ take, bundle, file }) => [bundle.target, file.seconds && clock(file.seconds),
  take.seed && t.views.exports.seed(take.seed), take.cost && money(take.cost), take.note].filter(Boolean).join(" · ");

/** A player for a film, a picture or a sound; a text if the file is missing. */
function player({ file, bundle }, { isLarge = false } = {}) {
  const name = texts.film(bundle.shot);
  if (file.missing) return h("p", { class: "quiet-text" }, texts.missing);
  if (file.medium === "picture") {
    return h("img", { src: preview(file.sha256, isLarge ? 1280 : 640), alt: name, loading: "lazy" });
  }
  if (file.medium === "sound") {
    return h("div", { class: "take-sound" }, soundSign(),
      h("audio", { src: original(file.sha256), controls: true, preload: "none", "aria-label": name }));
  }
  const video = h("video", { src: original(file.sha256), poster: preview(file.sha256, isLarge ? 1280 : 640),
    preload: "none", playsinline: true, loop: true, controls: true, "aria-label": name, tabindex: "0" });
  video.muted = true;
  video.addEventListener("error", () => video.replaceWith(
    h("img", { src: preview(file.sha256, 640), alt: name }), h("p", { class: "hint" },
      texts.unplayable((file.format ?? "").toUpperCase()), " ",
      h("a", { href: original(file.sha256, `take.${file.format ?? "bin"}`) }, texts.download))), { once: true });
  return video;
}

/** Plays a tile's film while the pointer is over it. A film that the user started keeps playing. */
function play(node, isOn) {
  const video = node.querySelector("video");
  if (!video || matchMedia("(prefers-reduced-motion: reduce), (pointer: coarse)").matches) return;
  if (isOn && video.paused) {
    video.dataset.hovered = "yes";
    video.play().catch(() => {});
  } else if (!isOn && video.dataset.hovered) {
    delete video.dataset.hovered;
    video.pause();
  }
}

/** Buttons for the two ratings, the current one pressed; `onChoose(result)` gets a new one. */
function rating(item, onChoose) {
  return h("div", { class: "segments", role: "group", "aria-label": texts.rating(item.bundle.shot) },
    ["kept", "rejected"].map((result) => h("button", { type: "button", class: "small", disabled: isReadOnly(),
      "data-result": result, "aria-pressed": String(item.take.result === result), onclick: () => onChoose(result) },
    icon(result === "kept" ? "check" : "close"), texts[result])));
}

/** Marks the button of a rating as pressed. */
function showRating(node, result) {
  for (const button of node.querySelectorAll(".segments button")) {
    button.setAttribute("aria-pressed", String(button.dataset.result === result));
  }
}

/** Returns the rating that a key sets; `undefined` for other keys, and in a read-only library. */
function ratingOf(event) {
  if (isReadOnly() || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  return { k: "kept", r: "rejected" }[event.key.toLowerCase()];
}

/** Changes the rating of a take; returns whether that was stored. */
async function rate(item, result) {
  const { bundle, sha256, result: before } = item.take;
  if (before === result) return false;
  const send = (value) => post("/api/takes/rate", { bundle, sha256, result: value });
  const answer = await change(() => send(result), {
    text: texts.rated(item.bundle.shot, t.takes[result]), undo: () => send(before),
  });
  return Boolean(answer);
}

/** Shows two takes side by side, above the references that they were made from. */
function compare(first, second) {
  const sides = [first, second];
  const panes = sides.map((item) =>
    h("div", { class: "beside", role: "group", tabindex: "-1", "aria-label": item.bundle.shot }));
  const rateSide = async (at, result) => {
    if (!await rate(sides[at], result)) return;
    sides[at] = { ...sides[at], take: { ...sides[at].take, result } };
    showRating(panes[at], result);
  };
  for (const [at, item] of sides.entries()) {
    replace(panes[at], h("div", { class: "take-film" }, player(item, { isLarge: true })),
      h("p", {}, h("b", {}, item.bundle.shot), " ", h("span", { class: "hint" }, aside(item))),
      rating(item, (result) => rateSide(at, result)), madeFrom(item));
  }
  const films = () => panes.map((pane) => pane.querySelector("video")).filter(Boolean);
  const playBoth = h("button", { type: "button", onclick: () => {
    const all = films();
    const isPaused = all.every((film) => film.paused);
    for (const film of all) {
      if (isPaused) film.play().catch(() => {});
      else film.pause();
    }
  } }, texts.playBoth);
  const restart = h("button", { type: "button", class: "quiet", onclick: () => {
    for (const film of films()) film.currentTime = 0;
  } }, texts.fromStart);
  const box = dialog({ title: texts.compareTitle, kind: "whole", body: [
    films().length > 0 && h("div", { class: "buttons" }, playBoth, restart),
    h("div", { class: "besides" }, panes)] });
  box.addEventListener("keydown", (event) => {
    const at = panes.findIndex((pane) => pane.contains(event.target));
    const result = ratingOf(event);
    if (at < 0 || !result) return;
    event.preventDefault();
    rateSide(at, result);
  });
}

/** A clip of a `ledger/1`, given as a promise, with its rating and its references. */
export function takeCard(ledgerPromise, bundle, sha256) {
  const container = h("div", { class: "beside" }, h("p", { class: "quiet-text" }, t.working));
  ledgerPromise.then((ledger) => {
    let item = takesOf(ledger).find(({ take }) => take.bundle === bundle && take.sha256 === sha256);
    if (!item) return replace(container, h("p", { class: "quiet-text" }, texts.missing));
    const ratings = h("div", { class: "take-row" }, rating(item, async (result) => {
      if (!await rate(item, result)) return;
      item = { ...item, take: { ...item.take, result } };
      showRating(ratings, result);
    }));
    return replace(container, h("div", { class: "take-film" }, player(item, { isLarge: true })), ratings,
      madeFrom(item));
  }, (error) => {
    reportFailure(error);
    replace(container, h("p", { class: "error-text" }, errorText(error)));
  });
  return container;
}

/** The references that a take was made from, by element. */
function madeFrom(item) {
  const container = h("div", { class: "beside-references" }, h("p", { class: "quiet-text" }, t.working));
  get(`/api/bundles/${item.take.bundle}`).then((found) => {
    const { elements = [] } = found.exports[0] ?? {};
    replace(container, h("h3", {}, texts.references), h("ul", { class: "plain" }, elements.map((element) => h("li", {},
      h("a", { href: elementAddress(element.element) }, `@${element.handle}`), " ",
      element.revision && h("span", { class: "hint" }, t.historyOf(element.revision)),
      h("div", { class: "beside-row" }, element.files.map((file) =>
        h("img", { src: preview(file.from, 320), alt: "", loading: "lazy", onerror: (event) =>
          event.target.replaceWith(h("span", { class: "hint" }, t.noPreviewShort)) })))))));
  }, (error) => {
    reportFailure(error);
    replace(container, h("p", { class: "error-text" }, errorText(error)));
  });
  return container;
}
