// The strip of references: selected by clicking, reordered by dragging or with the keyboard.

import { preview } from "./api.js";
import { h, replace } from "./dom.js";
import { icon, soundSign, statusSign } from "./marks.js";
import { fileRole, shortRole } from "./roles.js";
import { t } from "./texts.js";

const holdDelay = 350;
const dragThreshold = 6;

/**
 * The strip. Handlers: `select(file)`, `order(digests)`, `roles(file, anchor)`, `add()`, `open()`.
 */
export class Strip {
  #handlers;
  #shown = "";
  #drag;
  #files = [];
  #willFocus = false;
  #list = h("div", { class: "strip-list", role: "listbox", "aria-label": t.stripLabel,
    "aria-orientation": "horizontal" });
  #add = h("button", { type: "button", class: "strip-add", "aria-label": t.addHere, title: t.addHere });
  #hint = h("p", { class: "hint" }, t.stripHint);
  node = h("div", { class: "strip" }, h("div", { class: "strip-row" }, this.#list, this.#add), this.#hint);

  constructor(handlers) {
    this.#handlers = handlers;
    this.#add.append(icon("plus"));
    this.#add.addEventListener("click", () => handlers.add());
    this.#list.addEventListener("pointerdown", (event) => this.#onPointerDown(event));
    this.#list.addEventListener("keydown", (event) => this.#onKeyDown(event));
    this.#list.addEventListener("contextmenu", (event) => { if (this.#drag) event.preventDefault(); });
  }

  /** Focuses the chosen reference when it is drawn next. */
  willFocus() { this.#willFocus = this.#list.contains(document.activeElement); }

  /** Shows the files in their order. */
  draw(details, chosen, isFixed, isForced = false) {
    this.#files = details.files;
    this.isFixed = isFixed;
    this.node.hidden = this.#files.length === 0;
    this.#add.hidden = isFixed;
    this.#hint.hidden = isFixed || this.#files.length < 2;
    const key = JSON.stringify(this.#files.map((file) => [file.sha256, file.number, fileRole(file), file.status]));
    if (key !== this.#shown || isForced) {
      const hadFocus = this.#willFocus || this.#list.contains(document.activeElement);
      this.#shown = key;
      replace(this.#list, this.#files.map((file) => this.#thumb(file)));
      if (hadFocus) this.#nodeOf(chosen)?.focus({ preventScroll: true });
      this.#willFocus = false;
    }
    for (const node of this.#list.children) {
      const isChosen = node.dataset.sha === chosen?.sha256;
      node.setAttribute("aria-selected", String(isChosen));
      node.tabIndex = isChosen ? 0 : -1;
    }
  }

  #nodeOf(file) { return file && [...this.#list.children].find((node) => node.dataset.sha === file.sha256); }

  #thumb(file) {
    const role = fileRole(file);
    const label = h("span", { class: `thumb-role${this.isFixed ? "" : " chosen-by-click"}`, "aria-hidden": "true" },
      shortRole(file));
    return h("div", {
      class: "thumb", role: "option", "data-sha": file.sha256, "data-key": `thumb-${file.sha256}`, title: file.path,
      "aria-label": t.thumbLabel(file, role, t.status[file.status] ?? t.unseen),
    },
      h("div", { class: "thumb-picture" }, file.elsewhere ? h("span", { class: "no-preview" }, t.team.elsewhereShort)
        : file.medium === "sound" || file.missing ? soundSign()
        : h("img", { src: preview(file.sha256, 320), alt: "", loading: "lazy", decoding: "async",
          draggable: "false",
          onerror: (event) => event.target.replaceWith(h("span", { class: "no-preview" }, t.noPreviewShort)) })),
      h("span", { class: "thumb-number" }, file.number),
      h("span", { class: `thumb-sign ${file.status ?? "none"}` }, statusSign(file.status, { isSilent: true })),
      label);
  }

  #onKeyDown(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const at = this.#files.findIndex((file) => file.sha256 === event.target.dataset?.sha);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: this.#files.length - 1 }[event.key];
    if (to !== undefined && this.#files[to]) {
      this.#handlers.select(this.#files[to]);
      this.#nodeOf(this.#files[to])?.focus();
    } else if (event.key === "Enter") this.#handlers.open();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #onPointerDown(event) {
    const thumb = event.target.closest(".thumb");
    if (!thumb || event.button !== 0) return;
    const file = this.#files.find((one) => one.sha256 === thumb.dataset.sha);
    const start = { x: event.clientX, y: event.clientY };
    const isTouch = event.pointerType === "touch";
    const ended = new AbortController();
    let isHeld = !isTouch;
    const hold = isTouch && setTimeout(() => {
      isHeld = true;
      if (!this.isFixed) this.#startDrag(thumb, start);
    }, holdDelay);
    const move = (now) => {
      const isFar = Math.hypot(now.clientX - start.x, now.clientY - start.y) > dragThreshold;
      if (this.#drag) this.#onDragMove(now);
      else if (isFar && !isHeld) end();
      else if (isFar && !this.isFixed) this.#startDrag(thumb, start);
    };
    const end = () => {
      clearTimeout(hold);
      ended.abort();
    };
    const up = (now) => {
      end();
      if (this.#drag) this.#drop();
      else if (now.target.closest(".thumb-role") && !this.isFixed) {
        this.#handlers.select(file);
        this.#handlers.roles(file, this.#nodeOf(file).querySelector(".thumb-role"));
      } else {
        this.#handlers.select(file);
        this.#nodeOf(file)?.focus({ preventScroll: true });
      }
    };
    const options = { signal: ended.signal };
    addEventListener("pointermove", move, options);
    addEventListener("pointerup", up, options);
    addEventListener("pointercancel", () => { end(); this.#endDrag(); }, options);
    addEventListener("keydown", (key) => {
      if (key.key !== "Escape" || !this.#drag) return;
      key.preventDefault();
      end();
      this.#endDrag();
    }, { ...options, capture: true });
    addEventListener("touchmove", (touch) => { if (this.#drag) touch.preventDefault(); },
      { ...options, passive: false });
  }

  #startDrag(thumb, start) {
    const boxes = [...this.#list.children].map((node) => node.getBoundingClientRect());
    this.#drag = { thumb, start, boxes, from: [...this.#list.children].indexOf(thumb), to: undefined };
    this.#drag.to = this.#drag.from;
    thumb.classList.add("dragged");
    this.#list.classList.add("dragging");
  }

  #onDragMove(event) {
    const { thumb, start, boxes, from } = this.#drag;
    thumb.style.transform = `translate(${event.clientX - start.x}px, ${event.clientY - start.y}px)`;
    const near = boxes.map((box) => Math.hypot(event.clientX - (box.left + box.width / 2),
      event.clientY - (box.top + box.height / 2)));
    const to = this.#drag.to = near.indexOf(Math.min(...near));
    [...this.#list.children].forEach((node, at) => {
      if (node === thumb) return;
      const shift = at > from && at <= to ? -1 : at < from && at >= to ? 1 : 0;
      const target = boxes[at + shift];
      node.style.transform = shift
        ? `translate(${target.left - boxes[at].left}px, ${target.top - boxes[at].top}px)` : "";
    });
  }

  #drop() {
    const { from, to, thumb } = this.#drag;
    this.#endDrag();
    if (from === to) return;
    const children = [...this.#list.children];
    children.splice(to, 0, ...children.splice(from, 1));
    replace(this.#list, children);
    thumb.focus({ preventScroll: true });
    this.#handlers.order(children.map((node) => node.dataset.sha));
  }

  #endDrag() {
    if (!this.#drag) return;
    this.#drag.thumb.classList.remove("dragged");
    this.#list.classList.remove("dragging");
    for (const node of this.#list.children) node.style.transform = "";
    this.#drag = undefined;
  }
}
