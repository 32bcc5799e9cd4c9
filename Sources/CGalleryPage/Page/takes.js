// What came back from providers: a wall of clips that play, rated with one key, and two side by side.

import { get, original, post, preview } from "./api.js";
import { change, said } from "./changes.js";
import { dialog } from "./dialog.js";
import { h, replace } from "./dom.js";
import { clock } from "./figures.js";
import { isReadOnly, noticeRefusal } from "./library.js";
import { icon, soundSign } from "./marks.js";
import { elementAddress } from "./route.js";
import { t } from "./texts.js";
import { money } from "./units.js";

const words = t.views.takes;
const FIRST = 24;

/** The takes of a `ledger/1`; their order stays when one of them is rated. */
function takesOf(ledger) {
  const files = new Map(ledger.files.map((one) => [one.sha256, one]));
  return ledger.exports.exports.flatMap((bundle) => bundle.takes.map((take) => ({
    take, bundle, file: files.get(take.sha256), key: `${take.bundle}-${take.sha256}`,
  }))).filter((one) => one.file);
}

/** The clips that came back, as a wall; a film keeps playing when ratings change. */
export class TakesWall {
  #takes = [];
  #chosen = [];
  #count = FIRST;
  #list = h("ul", { class: "wall", onkeydown: (event) => this.#pressed(event) });
  #compare = h("button", { type: "button", disabled: true, "data-key": "compare", onclick: () =>
    compare(...this.#chosen.map((key) => this.#takes.find((one) => one.key === key))) }, words.compare);
  #more = h("button", { type: "button", class: "quiet small", onclick: () => { this.#count += 100; this.#draw(); } });
  node = h("section", { class: "project-part", "aria-labelledby": "takes-title" },
    h("div", { class: "part-head" }, h("h2", { id: "takes-title" }, words.title), this.#compare),
    h("p", { class: "hint" }, isReadOnly() ? words.lookHint : words.hint), this.#list, this.#more);

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
      const one = this.#takes[at];
      tile.className = `take ${one.take.result}`;
      replace(tile.querySelector(".take-words"), describe(one));
      showRating(tile, one.take.result);
    }
  }

  #draw() {
    replace(this.#list, this.#takes.slice(0, this.#count).map((one) => this.#tile(one)));
    this.#more.hidden = this.#takes.length <= this.#count;
    this.#more.textContent = t.showMore(this.#takes.length - this.#count);
  }

  #tile(one) {
    const box = h("input", { type: "checkbox", checked: this.#chosen.includes(one.key), onchange: () => {
      this.#choose(one.key, box.checked);
    } });
    const now = () => this.#takes.find((other) => other.key === one.key);
    const node = h("li", { class: `take ${one.take.result}`,
      onpointerenter: () => play(node, true), onpointerleave: () => play(node, false) },
      h("div", { class: "take-film" }, player(one)), h("div", { class: "take-words" }, describe(one)),
      h("div", { class: "take-row" }, rating(one, (result) => rate(now(), result)),
        h("label", { class: "choice" }, box, words.beside)));
    return node;
  }

  /** At most two: a third replaces the one that was chosen first. */
  #choose(key, isChosen) {
    this.#chosen = [...this.#chosen.filter((other) => other !== key), ...isChosen ? [key] : []].slice(-2);
    for (const [at, tile] of [...this.#list.children].entries()) {
      tile.querySelector("[type=checkbox]").checked = this.#chosen.includes(this.#takes[at].key);
    }
    this.#compare.disabled = this.#chosen.length < 2;
  }

  #pressed(event) {
    const one = this.#takes[[...this.#list.children].findIndex((tile) => tile.contains(event.target))];
    const result = ratingOf(event);
    if (!one || !result) return;
    event.preventDefault();
    event.stopPropagation();
    rate(one, result);
  }
}

/** A take in words. */
const describe = (one) => [
  h("p", {}, h("b", {}, one.bundle.shot), " ", h("span", { class: "take-result" }, t.takes[one.take.result])),
  h("p", { class: "hint" }, aside(one)),
];

/** What is noted of a take. */
const aside = ({ take, bundle, file }) => [bundle.target, file.seconds && clock(file.seconds),
  take.seed && t.views.exports.seed(take.seed), take.cost && money(take.cost), take.note].filter(Boolean).join(" · ");

/** A film that plays, a picture, or a sound; a file that is gone says so. */
function player({ file, bundle }, { isLarge = false } = {}) {
  const name = words.film(bundle.shot);
  if (file.missing) return h("p", { class: "quiet-text" }, words.missing);
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
      words.unplayable((file.format ?? "").toUpperCase()), " ",
      h("a", { href: original(file.sha256, `take.${file.format ?? "bin"}`) }, words.download))), { once: true });
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

/** The two ratings, the one that counts pressed; `chosen(result)` hears of another one. */
function rating(one, chosen) {
  return h("div", { class: "segments", role: "group", "aria-label": words.rating(one.bundle.shot) },
    ["kept", "rejected"].map((result) => h("button", { type: "button", class: "small", disabled: isReadOnly(),
      "data-result": result, "aria-pressed": String(one.take.result === result), onclick: () => chosen(result) },
    icon(result === "kept" ? "check" : "close"), words[result])));
}

/** Marks the button of a rating as pressed. */
function showRating(node, result) {
  for (const button of node.querySelectorAll(".segments button")) {
    button.setAttribute("aria-pressed", String(button.dataset.result === result));
  }
}

/** The rating that a key sets; undefined for any other key, and if the library is read-only. */
function ratingOf(event) {
  if (isReadOnly() || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  return { k: "kept", r: "rejected" }[event.key.toLowerCase()];
}

/** Rates a take again, and answers whether that was stored. */
async function rate(one, result) {
  const { bundle, sha256, result: before } = one.take;
  if (before === result) return false;
  const send = (value) => post("/api/takes/rate", { bundle, sha256, result: value });
  const answer = await change(() => send(result), {
    words: words.rated(one.bundle.shot, t.takes[result]), undo: () => send(before),
  });
  return Boolean(answer);
}

/** Two takes side by side, with the references that they were made from below. */
function compare(first, second) {
  const sides = [first, second];
  const panes = sides.map((one) =>
    h("div", { class: "beside", role: "group", tabindex: "-1", "aria-label": one.bundle.shot }));
  const rateSide = async (at, result) => {
    if (!await rate(sides[at], result)) return;
    sides[at] = { ...sides[at], take: { ...sides[at].take, result } };
    showRating(panes[at], result);
  };
  for (const [at, one] of sides.entries()) {
    replace(panes[at], h("div", { class: "take-film" }, player(one, { isLarge: true })),
      h("p", {}, h("b", {}, one.bundle.shot), " ", h("span", { class: "hint" }, aside(one))),
      rating(one, (result) => rateSide(at, result)), madeFrom(one));
  }
  const films = () => panes.map((pane) => pane.querySelector("video")).filter(Boolean);
  const both = h("button", { type: "button", onclick: () => {
    const all = films();
    const isPaused = all.every((film) => film.paused);
    for (const film of all) {
      if (isPaused) film.play().catch(() => {});
      else film.pause();
    }
  } }, words.playBoth);
  const again = h("button", { type: "button", class: "quiet", onclick: () => {
    for (const film of films()) film.currentTime = 0;
  } }, words.fromStart);
  const box = dialog({ title: words.compareTitle, kind: "whole", body: [
    films().length > 0 && h("div", { class: "buttons" }, both, again),
    h("div", { class: "besides" }, panes)] });
  box.addEventListener("keydown", (event) => {
    const at = panes.findIndex((pane) => pane.contains(event.target));
    const result = ratingOf(event);
    if (at < 0 || !result) return;
    event.preventDefault();
    rateSide(at, result);
  });
}

/** A clip of a `ledger/1` that is still to come, with its rating, beside the references that it was made from. */
export function takeCard(coming, bundle, sha256) {
  const place = h("div", { class: "beside" }, h("p", { class: "quiet-text" }, t.working));
  coming.then((ledger) => {
    let one = takesOf(ledger).find(({ take }) => take.bundle === bundle && take.sha256 === sha256);
    if (!one) return replace(place, h("p", { class: "quiet-text" }, words.missing));
    const ratings = h("div", { class: "take-row" }, rating(one, async (result) => {
      if (!await rate(one, result)) return;
      one = { ...one, take: { ...one.take, result } };
      showRating(ratings, result);
    }));
    return replace(place, h("div", { class: "take-film" }, player(one, { isLarge: true })), ratings, madeFrom(one));
  }, (error) => {
    noticeRefusal(error);
    replace(place, h("p", { class: "error-text" }, said(error)));
  });
  return place;
}

/** The references that a take was made from, by element. */
function madeFrom(one) {
  const place = h("div", { class: "beside-references" }, h("p", { class: "quiet-text" }, t.working));
  get(`/api/bundles/${one.take.bundle}`).then((found) => {
    const { elements = [] } = found.exports[0] ?? {};
    replace(place, h("h3", {}, words.references), h("ul", { class: "plain" }, elements.map((element) => h("li", {},
      h("a", { href: elementAddress(element.element) }, `@${element.handle}`), " ",
      element.revision && h("span", { class: "hint" }, t.historyOf(element.revision)),
      h("div", { class: "beside-row" }, element.files.map((file) =>
        h("img", { src: preview(file.from, 320), alt: "", loading: "lazy", onerror: (event) =>
          event.target.replaceWith(h("span", { class: "hint" }, t.noPreviewShort)) })))))));
  }, (error) => {
    noticeRefusal(error);
    replace(place, h("p", { class: "error-text" }, said(error)));
  });
  return place;
}
