// A tile for one of the files that are sorted by subject.

import { h, replace, visible } from "./dom.js";
import { icon, soundSign } from "./marks.js";
import { t } from "./texts.js";

/** A file's name without its ending, which would be the first to be cut off. */
const shortName = (drop) => drop.name.replace(/(.)\.[^.]+$/, "$1");

/**
 * The tile of a file. Handlers: `toggle()` selects it or not, `menu(anchor)` asks where to move it,
 * `put(candidate)` moves it to a group that is like it.
 */
export class SortTile {
  #drop;
  #handlers;
  #shown;
  #doubt = h("div", { class: "sort-doubt" });
  // The address of its picture; empty for a sound.
  address;
  more = h("button", { type: "button", class: "sort-more square", "aria-haspopup": "menu",
    onclick: () => this.#handlers.menu(this.more) }, icon("more"));
  pick = h("button", { type: "button", class: "sort-pick", "aria-pressed": "false",
    onclick: () => this.#handlers.toggle() }, h("span", { class: "sort-check" }, icon("check")));

  constructor(drop, handlers) {
    this.#drop = drop;
    this.#handlers = handlers;
    const { name } = drop;
    for (const [node, text] of [[this.more, t.sorting.moveFile(name)], [this.pick, name]]) {
      node.setAttribute("aria-label", visible(text));
      node.title = visible(text);
    }
    this.node = h("li", { class: "sort-tile" }, this.pick, h("div", { class: "sort-line" },
      h("p", { class: "sort-name", "aria-hidden": "true" }, shortName(drop)), this.more), this.#doubt);
    this.node.drop = drop;
  }

  /** Shows the picture, which has another address after the server was restarted. */
  draw() {
    const { answer } = this.#drop;
    const address = answer?.keepable && answer.medium !== "sound" ? `/api/drops/${answer.drop}/preview?side=320` : "";
    if (this.address === address) return;
    this.address = address;
    this.pick.querySelector("img, .sound-sign")?.remove();
    this.pick.prepend(address ? h("img", { src: address, alt: "", draggable: "false" }) : soundSign());
  }

  /** Shows whether it is selected, and for a file in no group the reason and the groups like it. */
  update(isSelected, doubt) {
    this.pick.setAttribute("aria-pressed", String(isSelected));
    const candidates = doubt?.candidates ?? [];
    const cause = doubt?.reason === "unlike" && candidates.length > 0 ? "near" : doubt?.reason;
    const reason = doubt?.message ?? t.sorting.reasons[cause] ?? "";
    const key = JSON.stringify([reason, candidates.map((one) => [one.label, one.group?.id])]);
    if (this.#shown === key) return;
    this.#shown = key;
    replace(this.#doubt, reason && h("p", { class: "hint" }, reason), candidates.map((one) => h("button", {
      type: "button", class: "sort-candidate", onclick: () => this.#handlers.put(one),
      "aria-label": t.sorting.putWith(this.#drop.name, one.label, one.likeness),
    }, h("span", {}, one.label), h("span", { class: "quiet-text" }, one.likeness.toFixed(2)))));
  }
}
