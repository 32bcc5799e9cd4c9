// A tile of the grid: picture, sign, caption and looks. Tiles are reused for other elements.

import { preview } from "./api.js";
import { h, replace } from "./dom.js";
import { icon, kindSign, soundSign, statusSign } from "./marks.js";
import { t } from "./texts.js";
import { day, handleOf } from "./units.js";
import { wave, waveOf } from "./waves.js";

// The largest size at which a preview of 320 pixels still looks sharp.
const SMALL = 340;
// The days ahead for which the end of rights is shown, as for projects.
const RIGHTS_SHOWN_DAYS = 30;

/** A tile that can show one element after the other. */
export class Tile {
  #image = h("img", { alt: "", decoding: "async", draggable: "false" });
  #picture = h("div", { class: "picture" }, this.#image);
  #sign = h("span", { class: "tile-sign" });
  #caption = h("div", { class: "caption" });
  #check = h("span", { class: "tile-check", title: t.select }, icon("check"));
  #looks = h("span", { class: "tile-looks", hidden: true });
  #rights = h("span", { class: "tile-rights", hidden: true });
  #element;
  #address;
  #box = {};
  #size;
  #stack;
  #isActive;
  #isSelected;
  // Whether the wave of a recording was requested.
  #hasRequestedWave = false;

  node = h("div", { class: "tile", role: "option", tabindex: "-1" }, this.#picture, this.#sign, this.#check,
    this.#caption, this.#looks, this.#rights);
  index = -1;

  constructor() {
    this.#image.addEventListener("load", () => this.#picture.classList.add("seen"));
    this.#image.addEventListener("error", () => {
      if (this.#picture.classList.contains("none")) return;
      this.#picture.classList.add("none");
      this.#picture.append(h("span", {}, this.#element?.elsewhere ? t.team.elsewhereShort : t.noPreviewShort));
    });
  }

  /** Positions the tile; the height is that of the picture. */
  position(left, top, width, height) {
    const { style } = this.node;
    const box = this.#box;
    if (left !== box.left || top !== box.top) style.transform = `translate(${left}px, ${top}px)`;
    if (width !== box.width) style.width = `${width}px`;
    if (height !== box.height) style.setProperty("--picture", `${height}px`);
    this.#box = { left, top, width, height };
  }

  /** Shows an element, or that it is still loading. */
  show(index, element, pages) {
    const { count, isWhole } = pages;
    const size = isWhole ? String(count) : "-1";
    if (this.index !== index) this.node.setAttribute("aria-posinset", String(index + 1));
    if (this.#size !== size) this.node.setAttribute("aria-setsize", size);
    const base = element && pages.baseOf(element);
    const stack = base ? `of ${base.handle}` : element?.looks ? `${element.looks} ${pages.isOpen(element)}` : "";
    const isSame = this.#element === element && this.#stack === stack && (element || this.index === index);
    this.index = index;
    this.#stack = stack;
    this.#size = size;
    if (isSame) return;
    this.#element = element;
    this.node.classList.toggle("empty", !element);
    if (!element) {
      this.node.setAttribute("aria-label", t.loading);
      this.node.classList.remove("stack", "opened", "look");
      this.#looks.hidden = true;
      this.#rights.hidden = true;
      this.#clear();
      return;
    }
    const kind = t.kind[element.kind] ?? element.kind;
    const isOpen = Boolean(element.looks) && pages.isOpen(element);
    const looks = base ? t.lookOfTile(base) : element.looks && (isOpen ? t.looksOpen : t.looksBehind)(element.looks);
    const rights = this.#showRights(element);
    const label = t.tileLabel(element, kind, t.status[element.status] ?? t.unseen);
    this.node.setAttribute("aria-label", [label, rights, looks]
      .filter(Boolean).join(", "));
    this.node.classList.toggle("stack", Boolean(element.looks) && !isOpen);
    this.node.classList.toggle("opened", isOpen);
    this.node.classList.toggle("look", Boolean(base));
    this.#looks.hidden = !element.looks;
    if (element.looks) {
      this.#looks.title = (isOpen ? t.looksStack : t.looksShow)(element.looks);
      replace(this.#looks, icon(isOpen ? "unstack" : "stack"), String(element.looks));
    }
    this.node.classList.toggle("named", element.cover?.medium !== "picture" && element.cover?.medium !== "clip");
    replace(this.#sign, statusSign(element.status, { isSilent: true }));
    this.#sign.className = `tile-sign ${element.status ?? "none"}`;
    replace(this.#caption,
      h("span", { class: "caption-handle" }, kindSign(element.kind), h("span", {}, handleOf(element)),
        element.side && h("span", { class: "caption-side" }, element.side)),
      h("span", { class: "caption-name" }, element.name || t.kind[element.kind]));
    this.#clear();
  }

  /** Shows that the rights have ended or end soon, and returns it as a text. */
  #showRights({ expires }) {
    const days = expires && (Date.parse(expires) - Date.now()) / 86_400_000;
    const isNear = days !== undefined && days < RIGHTS_SHOWN_DAYS;
    this.#rights.hidden = !isNear;
    if (!isNear) return undefined;
    // The last day still counts.
    const isOver = days < -1;
    // A day this near needs no year.
    const text = isOver ? t.rightsEnded(day(expires)) : t.rightsEnd(day(expires).replace(/ \d+$/, ""));
    replace(this.#rights, statusSign(isOver ? "fail" : "warn", { isSilent: true }), text);
    return text;
  }

  /** Sets whether the tile is the active one for the keyboard. */
  mark(isActive) {
    if (this.#isActive === isActive) return;
    this.#isActive = isActive;
    this.node.tabIndex = isActive ? 0 : -1;
  }

  /** Sets whether the element is selected. */
  select(isSelected) {
    if (this.#isSelected === isSelected) return;
    this.#isSelected = isSelected;
    this.node.setAttribute("aria-selected", String(isSelected));
    this.node.classList.toggle("selected", isSelected);
  }

  /** Fetches the picture in the size of the tile, or the wave of a recording. */
  fetch() {
    const cover = this.#element?.cover;
    if (!cover || cover.medium === "sound") {
      if (this.#element) this.#withoutPicture(cover);
      return;
    }
    const { width = 0, height = 0 } = this.#box;
    const side = Math.max(width, height) * Math.min(devicePixelRatio, 2) > SMALL ? 640 : 320;
    const address = preview(cover.sha256, side);
    if (address === this.#address) return;
    this.#address = address;
    this.#picture.classList.toggle("clip", cover.medium === "clip");
    this.#image.src = address;
  }

  async #withoutPicture(cover) {
    const state = cover ? "sound" : "nothing";
    if (!this.#picture.classList.contains(state)) {
      this.#picture.classList.add(state);
      this.#picture.append(cover ? soundSign()
        : h("span", {}, this.#element.elsewhere ? t.team.elsewhereShort : t.noFilesYet));
    }
    if (!cover || this.#hasRequestedWave) return;
    this.#hasRequestedWave = true;
    const shown = this.#element;
    // A tile that was scrolled out of view meanwhile needs no waveform.
    const text = await waveOf(cover.sha256, () => this.#element === shown);
    if (this.#element !== shown) return;
    if (text) this.#picture.querySelector(".sound-sign")?.replaceWith(wave(text));
    else this.#hasRequestedWave = false;
  }

  #clear() {
    this.#address = undefined;
    this.#hasRequestedWave = false;
    this.#image.removeAttribute("src");
    this.#picture.className = "picture";
    replace(this.#picture, this.#image);
    if (!this.#element) {
      replace(this.#sign);
      replace(this.#caption);
    }
  }
}
