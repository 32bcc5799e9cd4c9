// Reviewing takes: one clip or two under one playhead, with comments on moments.

import { post } from "./api.js";
import { change } from "./changes.js";
import { dialog } from "./dialog.js";
import { h, isWriting, replace } from "./dom.js";
import { clock } from "./figures.js";
import { lifeOf } from "./life.js";
import { isReadOnly } from "./library.js";
import { icon } from "./marks.js";
import { Playhead } from "./playhead.js";
import { reviewTexts as texts } from "./review-texts.js";
import { moment } from "./units.js";
import { aside, isNewFilm, madeFrom, player, rate, rating, ratingOf, showRating } from "./takes.js";

/**
 * Opens takes for review: `items` as the wall has them, beginning with the one at `index`. If
 * `beside` is another item, both are shown under one playhead.
 */
export function review(items, index, beside) {
  const container = h("div", { class: "review" });
  const box = dialog({ title: beside ? texts.titleOfTwo : texts.title, kind: "whole", body: container });
  let at = index;
  let desk;
  const show = (to) => {
    if (to < 0 || to >= items.length) return;
    at = to;
    desk = new ReviewDesk(beside ? [items[at], beside] : [items[at]], (item) => { items[at] = item; });
    const step = (by, label) => h("button", { type: "button", class: "quiet small", disabled: !items[at + by],
      onclick: () => show(at + by) }, label);
    replace(container, !beside && items.length > 1 && h("div", { class: "review-steps" }, step(-1, texts.previous),
      h("span", { class: "hint" }, texts.position(at + 1, items.length)), step(1, texts.next)), desk.node);
    desk.begin();
  };
  box.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event)) return;
    if (event.key === "PageDown") show(at + 1);
    else if (event.key === "PageUp") show(at - 1);
    else if (!desk.onKeyDown(event)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  show(index);
}

/** One take or two, with a playhead below. */
class ReviewDesk {
  #panes;
  #playhead;

  constructor(items, onChange) {
    this.#playhead = new Playhead(items[0].file);
    this.#panes = items.map((item, place) => new ReviewPane(item, this.#playhead,
      (changed) => { if (place === 0) onChange(changed); }));
    this.node = h("div", { class: "review-desk" },
      h("div", { class: items.length > 1 ? "besides" : "review-one" }, this.#panes.map((pane) => pane.node)),
      this.#playhead.node);
  }

  /** Connects the playhead with the clips, once they are on the page. */
  begin() {
    this.#playhead.begin(this.#panes.map((pane) => pane.video).filter(Boolean), lifeOf(this.node));
    this.#panes[0].node.focus({ preventScroll: true });
  }

  /** Carries out a key; returns whether it has a meaning here. */
  onKeyDown(event) {
    const pane = this.#panes.find((one) => one.node.contains(event.target)) ?? this.#panes[0];
    const result = ratingOf(event);
    if (result) pane.rate(result);
    else if (event.key.toLowerCase() === "c") pane.beginComment();
    else return this.#playhead.onKeyDown(event);
    return true;
  }
}

/** A take: the clip, the decision, comments and references. */
class ReviewPane {
  #item;
  #playhead;
  #onChange;
  #ratings = h("div", { class: "take-row" });
  #details = h("p", { class: "hint" });
  #list = h("ol", { class: "plain comments" });
  #field = h("textarea", { rows: "2", maxlength: "2000", "aria-label": texts.comment, placeholder: texts.commentHint,
    onkeydown: (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#send();
      else return;
      event.preventDefault();
    } });
  #whole = h("input", { type: "checkbox" });

  constructor(item, playhead, onChange) {
    this.#item = item;
    this.#playhead = playhead;
    this.#onChange = onChange;
    const film = player(item, { isLarge: true, hasControls: false });
    this.video = isNewFilm(film) ? film : undefined;
    const button = h("button", { type: "button", class: "small", onclick: () => this.#send() });
    const label = () => {
      button.textContent = this.video && !this.#whole.checked ? texts.commentAt(clock(playhead.seconds, 1)) : texts.say;
    };
    playhead.onMove(label);
    this.#whole.addEventListener("change", label);
    label();
    this.node = h("div", { class: "beside", role: "group", tabindex: "-1", "aria-label": item.bundle.title },
      h("div", { class: "take-film", style: { "aspect-ratio": `${item.file.width ?? 16} / ${item.file.height ?? 9}` } },
        film),
      h("div", { class: "review-words" }, h("p", {}, h("b", {}, item.bundle.title)), this.#details, this.#ratings,
        h("h3", {}, texts.comments), this.#list,
        !isReadOnly() && h("div", { class: "comment-form" }, this.#field, h("div", { class: "buttons" }, button,
          this.video && h("label", { class: "choice" }, this.#whole, texts.whole))),
        madeFrom(item)));
    this.#draw();
  }

  #draw() {
    const { take } = this.#item;
    replace(this.#ratings, rating(this.#item, (result) => this.rate(result)));
    replace(this.#details, aside(this.#item));
    const comments = take.comments ?? [];
    replace(this.#list, comments.length === 0 && h("li", { class: "hint" }, texts.none),
      comments.map((one) => h("li", {}, h("div", { class: "comment-head" },
        one.milliseconds !== undefined && h("button", { type: "button", class: "link",
          "aria-label": texts.goTo(clock(one.milliseconds / 1000, 1)),
          onclick: () => this.#playhead.seek(one.milliseconds / 1000) }, clock(one.milliseconds / 1000, 1)),
        h("span", { class: "hint" }, [one.by, moment(one.at)].filter(Boolean).join(" · ")),
        !isReadOnly() && h("button", { type: "button", class: "quiet square small", "aria-label": texts.withdraw,
          onclick: () => this.#withdraw(one) }, icon("close"))), h("p", { class: "comment-text" }, one.text))));
  }

  #update(changes) {
    this.#item = { ...this.#item, take: { ...this.#item.take, ...changes } };
    this.#onChange(this.#item);
    this.#draw();
  }

  async rate(result) {
    const answer = await rate(this.#item, result);
    if (!answer) return;
    this.#update({ result, by: answer.by, at: answer.at });
    showRating(this.#ratings, result);
  }

  beginComment() {
    this.#playhead.pause();
    this.#field.focus();
  }

  async #send() {
    const text = this.#field.value.trim();
    if (!text) return this.#field.focus();
    const { bundle, sha256 } = this.#item.take;
    const milliseconds = this.video && !this.#whole.checked ? Math.round(this.#playhead.seconds * 1000) : undefined;
    const send = () => post("/api/takes/comment", { bundle, sha256, text, milliseconds });
    const answer = await change(send, { text: texts.commented, undo: ({ id }) => this.#take(id) });
    if (!answer) return undefined;
    this.#field.value = "";
    return this.#update({ comments: [...this.#item.take.comments ?? [], answer] });
  }

  /** Withdraws a comment and no longer shows it. */
  async #take(id) {
    const answer = await post("/api/takes/uncomment", { id });
    this.#update({ comments: this.#item.take.comments.filter((one) => one.id !== id) });
    return answer;
  }

  #withdraw({ id, text, milliseconds }) {
    const { bundle, sha256 } = this.#item.take;
    return change(() => this.#take(id), { text: texts.withdrawn, undo: async () => {
      const answer = await post("/api/takes/comment", { bundle, sha256, text, milliseconds });
      this.#update({ comments: [...this.#item.take.comments ?? [], answer] });
      return answer;
    } });
  }
}
