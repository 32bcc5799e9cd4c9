// Dragging nodes onto targets, with a mouse, a pen or a held finger.

import { h } from "./dom.js";

// As in the strip of references.
const dragThreshold = 6;
const holdDelay = 350;
// The distance from the edge of the scrolled part within which it scrolls, and by how much, in
// pixels.
const scrollEdge = 56;
const scrollStep = 14;

/**
 * Makes what `handle(node)` returns draggable within a container. `start(node)` returns what is
 * dragged, `{ label, image?, accepts(target) }`; `drop(dragged, target)` gets the node with
 * `data-target` that it was dropped on. `scroller()` is the part that scrolls near its edges.
 */
export function acceptDrags(container, { handle, start, drop, scroller }) {
  container.addEventListener("pointerdown", (event) => {
    const node = handle(event.target);
    if (!node || event.button !== 0) return;
    const from = { x: event.clientX, y: event.clientY };
    const isTouch = event.pointerType === "touch";
    const ended = new AbortController();
    let drag;
    let isHeld = !isTouch;
    const begin = () => {
      const dragged = start(node);
      if (dragged) drag = new Drag(container, dragged, scroller());
    };
    const hold = isTouch && setTimeout(() => { isHeld = true; begin(); drag?.move(from.x, from.y); }, holdDelay);
    const end = () => {
      clearTimeout(hold);
      ended.abort();
      drag?.end();
    };
    const options = { signal: ended.signal };
    addEventListener("pointermove", (now) => {
      const isFar = Math.hypot(now.clientX - from.x, now.clientY - from.y) > dragThreshold;
      if (!drag && isFar && !isHeld) end();
      else if (!drag && isFar) begin();
      drag?.move(now.clientX, now.clientY);
    }, options);
    addEventListener("pointerup", () => {
      const { target, dragged } = drag ?? {};
      end();
      if (!dragged) return;
      // The click that follows is not meant for what is under the pointer.
      const ignore = (click) => { click.preventDefault(); click.stopPropagation(); };
      addEventListener("click", ignore, { capture: true, once: true });
      setTimeout(() => removeEventListener("click", ignore, { capture: true }));
      if (target) drop(dragged, target);
    }, options);
    addEventListener("pointercancel", end, options);
    addEventListener("keydown", (key) => {
      if (key.key !== "Escape" || !drag) return;
      key.preventDefault();
      key.stopPropagation();
      end();
    }, { ...options, capture: true });
    addEventListener("touchmove", (touch) => { if (drag) touch.preventDefault(); }, { ...options, passive: false });
    addEventListener("contextmenu", (menu) => { if (drag || isTouch) menu.preventDefault(); }, options);
  });
}

/** One drag: its image under the pointer, and the target below. */
class Drag {
  #container;
  #scroller;
  #image;
  #timer;
  #at = { x: 0, y: 0 };
  dragged;
  target;

  constructor(container, dragged, scroller) {
    this.#container = container;
    this.#scroller = scroller;
    this.dragged = dragged;
    this.#image = h("div", { class: "drag-image", "aria-hidden": "true" },
      dragged.image && h("img", { src: dragged.image, alt: "" }), h("span", {}, dragged.label));
    container.append(this.#image);
    container.classList.add("dragging");
    this.#timer = setInterval(() => this.#scroll(), 16);
  }

  move(x, y) {
    this.#at = { x, y };
    this.#image.style.transform = `translate(${x + 12}px, ${y + 12}px)`;
    const found = document.elementFromPoint(x, y)?.closest("[data-target]");
    const target = found && this.#container.contains(found) && this.dragged.accepts(found) ? found : undefined;
    if (target === this.target) return;
    this.target?.classList.remove("drag-over");
    this.target = target;
    target?.classList.add("drag-over");
  }

  #scroll() {
    const { top, bottom } = this.#scroller.getBoundingClientRect();
    const { x, y } = this.#at;
    const by = y < top + scrollEdge ? -scrollStep : y > bottom - scrollEdge ? scrollStep : 0;
    if (by === 0) return;
    this.#scroller.scrollTop += by;
    this.move(x, y);
  }

  end() {
    clearInterval(this.#timer);
    this.target?.classList.remove("drag-over");
    this.#container.classList.remove("dragging");
    this.#image.remove();
  }
}
