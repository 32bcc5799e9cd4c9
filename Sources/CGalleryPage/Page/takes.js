// Takes: a wall of clips that play, each decided about with one key.

import { get, original, post, preview } from "./api.js";
import { change, errorText } from "./changes.js";
import { h, replace } from "./dom.js";
import { clock } from "./figures.js";
import { sentence } from "./findings.js";
import { isReadOnly, reportFailure } from "./library.js";
import { icon, severitySign, soundSign } from "./marks.js";
import { view } from "./parts.js";
import { elementAddress } from "./route.js";
import { t } from "./texts.js";
import { moment, money, shotTitle } from "./units.js";

const texts = t.views.takes;
const FIRST = 24;

/** The decisions about a take, each with the key that makes it and its sign. */
const decisions = [["approved", "a", "star"], ["kept", "p", "check"], ["rejected", "x", "close"]];

/** Returns the takes of a `ledger/1`; a decision does not change their order. */
export function takesOf(ledger) {
  const files = new Map(ledger.files.map((one) => [one.sha256, one]));
  const exports = ledger.exports.exports.map((one) => ({ ...one, title: shotTitle(one.shot) }));
  return exports.flatMap((bundle) => bundle.takes.map((take) => ({
    take, bundle, file: files.get(take.sha256), key: `${take.bundle}-${take.sha256}`,
  }))).filter((one) => one.file);
}

/**
 * Lists the products and places of a take that was compared: `answer` is `take/1`, or a result as
 * in `job-result/1`.
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

/** The wall of takes; a film keeps playing when decisions change. */
export class TakesWall {
  #takes = [];
  #chosen = [];
  #count = FIRST;
  #list = h("ul", { class: "wall", onkeydown: (event) => this.#onKeyDown(event) });
  #compare = h("button", { type: "button", disabled: true, "data-key": "compare", onclick: () => {
    const [first, second] = this.#chosen.map((key) => this.#takes.find((one) => one.key === key));
    openReview([first], 0, second);
  } }, texts.compare);
  #review = h("button", { type: "button", "data-key": "review", onclick: () => {
    const waiting = this.#takes.filter((one) => one.take.result === "new");
    openReview(waiting.length > 0 ? waiting : [...this.#takes], 0);
  } });
  #project;
  #share = h("button", { type: "button", "data-key": "share", onclick: async () =>
    (await view("share-takes.js"))?.shareTakes([...this.#takes], this.#project) }, t.views.sharing.open);
  #answers = h("button", { type: "button", "data-key": "answers", onclick: () => openAnswers() },
    t.views.sharing.openAnswers);
  #more = h("button", { type: "button", class: "quiet small", onclick: () => { this.#count += 100; this.#draw(); } });
  node = h("section", { class: "project-part", "aria-labelledby": "takes-title" },
    h("div", { class: "part-head" }, h("h2", { id: "takes-title" }, texts.title),
      h("div", { class: "buttons" }, this.#review, this.#compare, this.#share, !isReadOnly() && this.#answers)),
    h("p", { class: "hint" }, isReadOnly() ? texts.lookHint : texts.hint), this.#list, this.#more);

  /** Shows the takes of a `ledger/1`; `project` is its ID and name, if they are those of one. */
  show(ledger, project) {
    this.#project = project;
    const takes = takesOf(ledger).sort((a, b) => a.key < b.key ? -1 : 1)
      .sort((a, b) => a.bundle.times[0] < b.bundle.times[0] ? 1 : -1);
    const isSame = takes.length === this.#takes.length && takes.every((one, at) => one.key === this.#takes[at].key);
    this.#takes = takes;
    this.node.hidden = takes.length === 0;
    const waiting = takes.filter((one) => one.take.result === "new").length;
    this.#review.textContent = waiting > 0 ? texts.reviewNew(waiting) : texts.reviewAll;
    this.#review.classList.toggle("primary", waiting > 0);
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
      h("div", { class: "take-film" }, player(item)),
      h("div", { class: "take-words" }, describe(item)),
      h("div", { class: "take-row" }, rating(item, (result) => rate(now(), result)),
        h("button", { type: "button", class: "small quiet", onclick: () =>
          openReview([...this.#takes], this.#takes.findIndex((other) => other.key === item.key)) }, texts.open),
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

/** Opens takes for review. */
export async function openReview(items, index, beside) {
  (await view("review.js"))?.review(items, index, beside);
}

/** Asks for a file with answers; `dropped` is one that was dropped. */
export async function openAnswers(dropped) {
  (await view("share-takes.js"))?.addAnswers(dropped);
}

/** The title and the details of a take. */
const describe = (item) => [
  h("p", {}, h("b", {}, item.bundle.title), " ",
    h("span", { class: `take-result ${item.take.result}` }, t.takes[item.take.result])),
  h("p", { class: "hint" }, aside(item)),
  item.take.comments && h("p", { class: "hint" }, texts.comments(item.take.comments.length)),
];

/** Returns the details of a take as text, with who decided about it and when. */
export const aside = ({ take, bundle, file }) => [bundle.target, file.seconds && clock(file.seconds),
  take.seed && t.views.exports.seed(take.seed), take.cost && money(take.cost),
  take.result !== "new" && take.by && texts.decided(take.by, moment(take.at)),
  take.note].filter(Boolean).join(" · ");

/** Whether an element of the page is a film that plays. */
export const isNewFilm = (element) => element instanceof HTMLVideoElement;

/** A player for a film, a picture or a sound; a text if the file is missing. */
export function player({ file, bundle }, { isLarge = false, hasControls = true } = {}) {
  const name = texts.film(bundle.title);
  if (file.missing) return h("p", { class: "quiet-text" }, texts.missing);
  if (file.medium === "picture") {
    return h("img", { src: preview(file.sha256, isLarge ? 1280 : 640), alt: name, loading: "lazy" });
  }
  if (file.medium === "sound") {
    return h("div", { class: "take-sound" }, soundSign(),
      h("audio", { src: original(file.sha256), controls: true, preload: "none", "aria-label": name }));
  }
  const video = h("video", { src: original(file.sha256), poster: preview(file.sha256, isLarge ? 1280 : 640),
    preload: isLarge ? "auto" : "none", playsinline: true, loop: true, controls: hasControls, "aria-label": name,
    tabindex: hasControls ? "0" : "-1" });
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

/** Buttons for the decisions, the current one pressed; `onChoose(result)` gets a new one. */
export function rating(item, onChoose) {
  return h("div", { class: "segments", role: "group", "aria-label": texts.rating(item.bundle.title) },
    decisions.map(([result, , sign]) => h("button", { type: "button", class: "small", disabled: isReadOnly(),
      "data-result": result, "aria-pressed": String(item.take.result === result), onclick: () => onChoose(result) },
    icon(sign), texts[result])));
}

/** Marks the button of a decision as pressed. */
export function showRating(node, result) {
  for (const button of node.querySelectorAll(".segments button")) {
    button.setAttribute("aria-pressed", String(button.dataset.result === result));
  }
}

/**
 * Returns the decision that a key makes; `undefined` for other keys, and in a read-only library.
 */
export function ratingOf(event) {
  if (isReadOnly() || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  return decisions.find(([, key]) => key === event.key.toLowerCase())?.[0];
}

/** Stores a decision about a take; returns the take as stored, or `undefined` if it was not. */
export function rate(item, result) {
  const { bundle, sha256, result: before } = item.take;
  if (before === result) return undefined;
  const send = (value) => post("/api/takes/rate", { bundle, sha256, result: value });
  return change(() => send(result), {
    text: texts.rated(item.bundle.title, t.takes[result]), undo: () => send(before),
  });
}

/** A clip of a `ledger/1`, given as a promise, with the decision and its references. */
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
export function madeFrom(item) {
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
