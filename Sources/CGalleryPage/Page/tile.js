// One place in the grid: a picture, its sign, and a caption. Tiles are used again for other elements.

import { preview } from "./api.js";
import { h, replace } from "./dom.js";
import { icon, kindSign, soundSign, statusSign } from "./marks.js";
import { t } from "./texts.js";

/** A tile that can show one element after the other. */
export class Tile {
  #image = h("img", { alt: "", decoding: "async", draggable: "false" });
  #picture = h("div", { class: "picture" }, this.#image);
  #sign = h("span", { class: "tile-sign" });
  #caption = h("div", { class: "caption" });
  #check = h("span", { class: "tile-check", title: t.select }, icon("check"));
  #shown;
  #address;
  #left;
  #top;
  #size;
  #isActive;
  #isSelected;

  node = h("div", { class: "tile", role: "option", tabindex: "-1" }, this.#picture, this.#sign, this.#check,
    this.#caption);
  index = -1;

  constructor() {
    this.#image.addEventListener("load", () => this.#picture.classList.add("seen"));
    this.#image.addEventListener("error", () => {
      if (this.#picture.classList.contains("none")) return;
      this.#picture.classList.add("none");
      this.#picture.append(h("span", {}, t.noPreviewShort));
    });
  }

  /** Puts the tile in its place. */
  place(left, top) {
    if (left === this.#left && top === this.#top) return;
    this.#left = left;
    this.#top = top;
    this.node.style.transform = `translate(${left}px, ${top}px)`;
  }

  /** Shows an element, or that it is still to come. */
  show(index, element, { count, isWhole }) {
    const size = isWhole ? String(count) : "-1";
    if (this.index !== index) this.node.setAttribute("aria-posinset", String(index + 1));
    if (this.#size !== size) this.node.setAttribute("aria-setsize", size);
    const isSame = this.#shown === element && (element || this.index === index);
    this.index = index;
    this.#size = size;
    if (isSame) return;
    this.#shown = element;
    this.node.classList.toggle("empty", !element);
    if (!element) {
      this.node.setAttribute("aria-label", t.loading);
      this.#clear();
      return;
    }
    const kind = t.kind[element.kind] ?? element.kind;
    this.node.setAttribute("aria-label", t.tileLabel(element, kind, t.status[element.status] ?? t.unseen));
    this.node.classList.toggle("named", element.cover?.medium !== "picture" && element.cover?.medium !== "clip");
    replace(this.#sign, statusSign(element.status, { silent: true }));
    this.#sign.className = `tile-sign ${element.status ?? "none"}`;
    replace(this.#caption,
      h("span", { class: "caption-handle" }, kindSign(element.kind), h("span", {}, `@${element.handle}`),
        element.side && h("span", { class: "caption-side" }, element.side)),
      h("span", { class: "caption-name" }, element.name || t.kind[element.kind]));
    this.#clear();
  }

  /** Says whether this is the tile that the keys move. */
  mark(isActive) {
    if (this.#isActive === isActive) return;
    this.#isActive = isActive;
    this.node.tabIndex = isActive ? 0 : -1;
  }

  /** Says whether the element is selected. */
  select(isSelected) {
    if (this.#isSelected === isSelected) return;
    this.#isSelected = isSelected;
    this.node.setAttribute("aria-selected", String(isSelected));
    this.node.classList.toggle("selected", isSelected);
  }

  /** Fetches the picture, at the size that is asked for. */
  look(side) {
    const cover = this.#shown?.cover;
    if (!cover || cover.medium === "sound") {
      if (this.#shown) this.#withoutPicture(cover);
      return;
    }
    const address = preview(cover.sha256, side);
    if (address === this.#address) return;
    this.#address = address;
    this.#image.src = address;
  }

  #withoutPicture(cover) {
    if (this.#picture.classList.contains("sound") || this.#picture.classList.contains("nothing")) return;
    this.#picture.classList.add(cover ? "sound" : "nothing");
    this.#picture.append(cover ? soundSign() : h("span", {}, t.noFilesYet));
  }

  #clear() {
    this.#address = undefined;
    this.#image.removeAttribute("src");
    this.#picture.className = "picture";
    replace(this.#picture, this.#image);
    if (!this.#shown) {
      replace(this.#sign);
      replace(this.#caption);
    }
  }
}
