// The page for others: the takes of a review, with decisions and comments that leave it as a file.

import { h, isWriting, replace } from "./dom.js";
import { clock } from "./figures.js";
import { lifeOf } from "./life.js";
import { Playhead } from "./playhead.js";
import { guestTexts as texts, reviewTexts } from "./review-texts.js";
import { moment } from "./units.js";

const decisions = ["approved", "rejected"];
const longestComment = 2000;

/** What the page shows: `review/1`. */
const review = JSON.parse(document.getElementById("takes").textContent);

/** The answers so far, by the key of their take; the browser keeps them if it can. */
const answers = {
  storageKey: `castbook-review-${review.id}`,
  name: "",
  takes: {},
  isKept: true,

  load() {
    try {
      const { name = "", takes = {} } = JSON.parse(localStorage.getItem(this.storageKey) ?? "{}");
      this.name = name;
      this.takes = takes;
    } catch {
      this.isKept = false;
    }
  },

  keep() {
    try {
      localStorage.setItem(this.storageKey, JSON.stringify({ name: this.name, takes: this.takes }));
    } catch {
      this.isKept = false;
    }
  },

  of(take) { return this.takes[keyOf(take)] ?? { comments: [] }; },

  change(take, changes) {
    this.takes[keyOf(take)] = { ...this.of(take), ...changes };
    this.keep();
  },

  get counts() {
    const all = Object.values(this.takes);
    return [all.filter((one) => one.result).length, all.reduce((sum, one) => sum + one.comments.length, 0)];
  },

  /** The file that goes back: `review-answers/1`. */
  get file() {
    const takes = review.takes.flatMap((take) => {
      const { result, comments } = this.of(take);
      if (!result && comments.length === 0) return [];
      return [{ bundle: take.bundle, sha256: take.sha256, was: take.result, result,
        comments: comments.length > 0 ? comments : undefined }];
    });
    return `${JSON.stringify({ castbook: "review-answers/1", review: review.id, by: this.name, takes }, undefined, 2)}\n`;
  },
};

const keyOf = (take) => `${take.bundle}-${take.sha256}`;

/** Returns the address of a file of the review, which lies beside the page or in it. */
const addresses = new Map();
function addressOf(source) {
  if (!addresses.has(source)) {
    const inside = document.getElementById(source);
    addresses.set(source, inside ? URL.createObjectURL(fileIn(inside)) : source);
  }
  return addresses.get(source);
}

/** Decodes a file that the page contains. */
function fileIn(node) {
  const pieces = [];
  for (const piece of node.textContent.trim().split("\n")) {
    pieces.push(Uint8Array.from(atob(piece), (character) => character.charCodeAt(0)));
  }
  return new Blob(pieces, { type: node.dataset.type });
}

const main = document.getElementById("review");
let open = -1;
/** Adds the comment that was typed and not added, before another view is shown. */
let leave = () => {};

/**
 * Shows what the address names: a take by its number, or all takes, and their end with `#answers`.
 */
function draw() {
  leave();
  const number = Number(location.hash.slice(1));
  open = Number.isInteger(number) && number >= 1 && number <= review.takes.length ? number - 1 : -1;
  replace(main, open < 0 ? list() : desk(review.takes[open]));
  scrollTo(0, 0);
  if (location.hash === "#answers") return main.querySelector("#answers").focus();
  return (open < 0 ? main.querySelector("h1") : main.querySelector(".guest-back")).focus({ preventScroll: true });
}

/** Goes to a take, to all of them with -1, or behind the last one to the answers. */
const go = (to) => { location.hash = to < 0 ? "" : to < review.takes.length ? `#${to + 1}` : "#answers"; };

/** The state of a take: the answer of this page, or what was decided before. */
function state(take) {
  const { result } = answers.of(take);
  const said = result ? texts.yours(texts.states[result]) : texts.by(texts.states[take.result], take.by);
  return h("span", { class: `guest-state ${result ?? take.result}` }, said);
}

function list() {
  const tiles = review.takes.map((take, at) => {
    const count = take.comments.length + answers.of(take).comments.length;
    return h("li", {}, h("a", { class: "guest-tile", href: `#${at + 1}` },
      h("div", { class: "guest-picture" }, take.poster && h("img", { src: addressOf(take.poster), alt: "" }),
        take.milliseconds && h("span", { class: "guest-length" }, clock(take.milliseconds / 1000, 0))),
      h("div", { class: "guest-words" }, h("b", {}, take.title), state(take),
        count > 0 && h("span", { class: "quiet-text" }, count === 1 ? "1 comment" : `${count} comments`))));
  });
  return [h("header", {}, h("h1", { tabindex: "-1" }, review.title),
    h("p", { class: "quiet-text" }, texts.count(review.takes.length)), h("p", {}, texts.hint),
    answers.counts.some(Boolean) && h("a", { href: "#answers" }, texts.toAnswers)),
  h("ul", { class: "guest-list" }, tiles), answerForm()];
}

/** The name of the reviewer and the buttons that let the answers out. */
function answerForm() {
  const [rated, said] = answers.counts;
  const result = h("p", { role: "status", class: "guest-result" });
  const name = h("input", { id: "name", type: "text", maxlength: "100", autocomplete: "name", value: answers.name,
    placeholder: texts.nameHint, oninput: () => {
      answers.name = name.value.trim();
      answers.keep();
    } });
  /** Calls `send` with the answers as a file, if they have a name. */
  const letOut = (type, suffix, send) => async () => {
    if (!answers.name) {
      name.focus();
      replace(result, h("span", { class: "error-text" }, texts.nameMissing));
      return;
    }
    const plain = answers.name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    const stem = plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
    const file = new File([answers.file], `review-${stem || "answers"}.${suffix}`, { type });
    replace(result, await send(file));
  };
  const save = async (file) => {
    const address = URL.createObjectURL(file);
    const link = h("a", { href: address, download: file.name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    return texts.saved(file.name);
  };
  const share = async (file) => {
    try {
      await navigator.share({ files: [file] });
      return texts.shared;
    } catch (error) {
      return error.name === "AbortError" ? "" : save(file);
    }
  };
  // Browsers share texts, but no JSON.
  const canShare = navigator.canShare?.({ files: [new File(["{}"], "review.txt", { type: "text/plain" })] });
  const isEmpty = rated + said === 0;
  return h("section", { class: "guest-answers", "aria-labelledby": "answers" },
    h("h2", { id: "answers", tabindex: "-1" }, texts.answers),
    h("p", { class: "quiet-text" }, isEmpty ? texts.nothing : texts.summary(rated, said), isEmpty ? "" : ". ",
      !isEmpty && (answers.isKept ? texts.kept : texts.notKept)),
    h("div", { class: "guest-name" }, h("label", { for: "name" }, texts.name), name),
    h("div", { class: "buttons" },
      canShare && h("button", { type: "button", class: "primary", disabled: isEmpty,
        onclick: letOut("text/plain", "txt", share) }, texts.share),
      h("button", { type: "button", class: canShare ? "" : "primary", disabled: isEmpty,
        onclick: letOut("application/json", "json", save) }, texts.save)), result);
}

/** A clip, or a picture or sound, with its decision and its comments. */
function desk(take) {
  const playhead = new Playhead({ framesPerSecond: take.framesPerSecond, seconds: (take.milliseconds ?? 0) / 1000 });
  const node = h("div", { class: "guest-desk" });
  const film = player(take);
  const video = film instanceof HTMLVideoElement ? film : undefined;
  const ratings = h("div", { class: "guest-decision", role: "group", "aria-label": texts.decision(take.title) });
  const said = h("ol", { class: "comments" });
  const drawAnswers = () => {
    const { result, comments } = answers.of(take);
    const hadFocus = decisions.findIndex((one) => document.activeElement?.dataset?.result === one);
    replace(ratings, decisions.map((one) => h("button", { type: "button", "data-result": one,
      "aria-pressed": String(result === one), onclick: () => decide(one) }, texts[one])), state(take));
    if (hadFocus >= 0) ratings.children[hadFocus].focus();
    const own = comments.map((one, at) => ({ ...one, by: texts.you, at }));
    replace(said, take.comments.length + own.length === 0 && h("li", { class: "quiet-text" }, reviewTexts.none),
      [...take.comments, ...own].map((one) => comment(one, playhead, () => {
        answers.change(take, { comments: comments.filter((_, at) => at !== one.at) });
        drawAnswers();
        said.parentElement.querySelector("textarea").focus();
      })));
  };
  const decide = (result) => {
    answers.change(take, { result: answers.of(take).result === result ? undefined : result });
    drawAnswers();
  };
  const say = (text, milliseconds) => {
    answers.change(take, { comments: [...answers.of(take).comments, { milliseconds, text }] });
    drawAnswers();
  };
  const form = commentForm(video && playhead, say, { text: answers.of(take).draft ?? "",
    keep: (draft) => answers.change(take, { draft }) });
  leave = () => {
    leave = () => {};
    form.send();
  };
  const step = (by, label) => h("button", { type: "button", class: "quiet", disabled: open + by < 0,
    onclick: () => go(open + by) }, label);
  node.append(h("nav", { class: "guest-nav" },
    h("button", { type: "button", class: "quiet guest-back", onclick: () => go(-1) }, texts.back),
    step(-1, reviewTexts.previous), step(1, review.takes[open + 1] ? reviewTexts.next : texts.toAnswers)),
  h("h1", {}, take.title), h("div", { class: "guest-film" }, film), playhead.node, ratings,
  h("section", { class: "guest-said", "aria-labelledby": "comments" },
    h("h2", { id: "comments" }, reviewTexts.comments), said, form.node), madeFrom(take));
  drawAnswers();
  node.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event)) return;
    if (event.key.toLowerCase() === "a") decide("approved");
    else if (event.key.toLowerCase() === "x") decide("rejected");
    else if (event.key.toLowerCase() === "c") {
      playhead.pause();
      form.node.querySelector("textarea").focus();
    } else if (!playhead.onKeyDown(event)) return;
    event.preventDefault();
  });
  playhead.begin(video ? [video] : [], lifeOf(node));
  return node;
}

/** A comment; `remove` takes back one of this page. */
function comment(one, playhead, remove) {
  const at = one.milliseconds !== undefined && clock(one.milliseconds / 1000);
  return h("li", {}, h("div", { class: "comment-head" },
    at && h("button", { type: "button", class: "link", "aria-label": reviewTexts.goTo(at),
      onclick: () => playhead.seek(one.milliseconds / 1000) }, at),
    h("span", { class: "quiet-text" }, [one.by, one.time && moment(one.time)].filter(Boolean).join(" · ")),
    one.at !== undefined && h("button", { type: "button", class: "quiet", onclick: remove }, texts.remove)),
  h("p", { class: "comment-text" }, one.text));
}

/**
 * The field for a comment on a moment, or on the whole take. It begins with the text of `draft`,
 * whose `keep(text)` gets what is typed and not added yet.
 */
function commentForm(playhead, say, draft) {
  const field = h("textarea", { rows: "2", maxlength: String(longestComment), "aria-label": reviewTexts.comment,
    placeholder: reviewTexts.commentHint, onfocus: () => playhead?.pause(),
    oninput: () => draft.keep(field.value || undefined), onkeydown: (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      send();
    } });
  const whole = h("input", { type: "checkbox" });
  const button = h("button", { type: "button", onclick: () => { if (!send()) field.focus(); } });
  const label = () => {
    button.textContent = playhead && !whole.checked ? reviewTexts.commentAt(clock(playhead.seconds)) : reviewTexts.say;
  };
  const send = () => {
    const text = field.value.trim();
    if (!text) return false;
    field.value = "";
    draft.keep(undefined);
    say(text, playhead && !whole.checked ? Math.round(playhead.seconds * 1000) : undefined);
    return true;
  };
  field.value = draft.text;
  playhead?.onMove(label);
  whole.addEventListener("change", label);
  label();
  return { send, node: h("div", { class: "comment-form" }, field, h("div", { class: "buttons" }, button,
    playhead && h("label", { class: "choice" }, whole, reviewTexts.whole))) };
}

/** A player for a clip, a picture or a sound. */
function player(take) {
  const address = addressOf(take.source);
  if (take.medium === "picture") return h("img", { src: address, alt: take.title });
  if (take.medium === "sound") return h("audio", { src: address, controls: true, "aria-label": take.title });
  const video = h("video", { src: address, poster: take.poster && addressOf(take.poster), playsinline: true,
    preload: "auto", tabindex: "-1", "aria-label": take.title });
  video.addEventListener("error", () => video.replaceWith(
    h("div", { class: "guest-unplayable" }, take.poster && h("img", { src: addressOf(take.poster), alt: take.title }),
      h("p", {}, texts.unplayable, " ", h("a", { href: address, download: "" }, texts.download)))), { once: true });
  return video;
}

/** The references that the take was made from, if they came along. */
function madeFrom(take) {
  if (!take.references) return undefined;
  return h("section", { "aria-labelledby": "references" }, h("h2", { id: "references" }, texts.references),
    h("div", { class: "guest-references" }, take.references.map((one) => h("figure", {},
      h("img", { src: addressOf(one.source), alt: one.name }), h("figcaption", { class: "quiet-text" }, one.name)))));
}

const light = matchMedia("(prefers-color-scheme: light)");
const paint = () => { document.documentElement.dataset.theme = light.matches ? "light" : "dark"; };
light.addEventListener("change", paint);
paint();
answers.load();
document.title = review.title;
addEventListener("hashchange", draw);
draw();
