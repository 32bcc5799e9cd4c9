// Two references at one scale and position: side by side, with a divider, or alternating.

import { announce, h, isWriting, replace } from "./dom.js";
import { t } from "./texts.js";
import { clamp } from "./figures.js";
import { evidence, fitEvidence } from "./evidence.js";
import { lightDifference } from "./light.js";
import { setKeys } from "./keys.js";
import { lifeOf } from "./life.js";
import { linkedZoom } from "./zoom.js";
import { geometryOf, makePane, scoreTable, strip } from "./compare-parts.js";

const texts = t.views.compare;

/**
 * Compares two references of an element. `details` is its `show/2`, `a` and `b` are file numbers;
 * `choose(a, b)` gets other choices, `close()` leaves.
 */
export function compareView({ element, details, a, b, close, choose }) {
  const files = details.files.filter((file) => file.width && (file.medium ?? "picture") === "picture" && !file.missing);
  const root = h("section", { class: "compare", tabindex: "-1", "data-element": element,
    "aria-label": texts.title(details.name || `@${details.handle}`) });
  if (files.length < 2) {
    root.append(h("div", { class: "compare-none" }, h("p", { class: "v-problem" }, texts.noPicture),
      close && h("button", { type: "button", class: "v-tool", onclick: close }, t.views.close)));
    return root;
  }
  const comparison = new Comparison(root, files, { close, choose });
  const first = files.find((file) => file.number === a) ?? files[0];
  const second = files.find((file) => file.number === b && file !== first) ?? files.find((file) => file !== first);
  comparison.show(first, second);
  return root;
}

/** @typedef {{ pressed?: boolean, label?: string, name?: string }} ToolOptions */

/** The state of a comparison and its view. */
class Comparison {
  mode = "side";
  shown = "b";
  dividerPercent = 50;
  isMarked = false;
  /** The two files that are compared. */
  a;
  b;

  constructor(root, files, { close, choose }) {
    this.root = root;
    this.files = files;
    this.close = close;
    this.choose = choose;
    this.life = lifeOf(root);
    this.layers = { a: makePane("A"), b: makePane("B") };
    this.divider = this.makeDivider();
    this.stage = h("div", { class: "compare-stage" }, this.layers.a.element, this.layers.b.element, this.divider);
    this.status = h("span", { class: "compare-scale", role: "status" });
    this.strips = h("div", { class: "compare-strips" });
    this.panel = h("div", { class: "compare-panel" });
    root.append(this.makeHead(), h("div", { class: "compare-body" },
      h("div", { class: "compare-left" }, this.stage, this.strips), this.panel));
    this.zoom = linkedZoom(this.stage, {
      paneAt: (event) => event.target.closest?.(".compare-divider") ? undefined : this.paneAt(event),
      onChange: () => this.draw(), signal: this.life,
    });
    // Captured before the page's own keys and wherever the focus is, since the comparison fills the
    // page.
    document.addEventListener("keydown", (event) => this.onKeyDown(event), { signal: this.life, capture: true });
    const observer = new ResizeObserver(() => this.draw());
    observer.observe(this.stage);
    this.life.addEventListener("abort", () => observer.disconnect());
    this.setMode("side");
    setKeys(texts.keys, texts.keyLines.map(([keys, what]) => ({ keys, shown: keys, label: what })));
    this.life.addEventListener("abort", () => setKeys(texts.keys));
    requestAnimationFrame(() => { if (!root.contains(document.activeElement)) root.focus({ preventScroll: true }); });
  }

  paneAt(event) {
    if (this.mode !== "side") return this.layers.a.element;
    return [this.layers.a.element, this.layers.b.element].find((one) => {
      const box = one.getBoundingClientRect();
      return event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top
        && event.clientY <= box.bottom;
    });
  }

  makeHead() {
    const tool = (text, run, /** @type {ToolOptions} */ { pressed, label, name } = {}) => h("button", {
      type: "button", class: "v-tool", onclick: run, "aria-label": label, title: label, "data-tool": name,
      "aria-pressed": pressed === undefined ? undefined : String(pressed),
    }, text);
    return h("div", { class: "compare-head", role: "toolbar", "aria-label": texts.title("") },
      h("span", { class: "compare-group" }, ["side", "over", "blink"].map((mode) =>
        tool(texts.modes[mode], () => this.press(mode), { pressed: false, name: mode }))),
      h("span", { class: "compare-group" },
        tool("−", () => this.zoom.zoom(1 / 1.4), { label: texts.further, name: "further" }),
        tool("+", () => this.zoom.zoom(1.4), { label: texts.closer, name: "closer" }),
        tool(texts.fit, () => this.zoom.reset(), { label: texts.fitLong, name: "fit" }),
        tool(texts.actual, () => this.actual(), { label: texts.actualLong })),
      h("span", { class: "compare-group" },
        tool(texts.evidence, () => this.setMarked(!this.isMarked), { pressed: false, name: "evidence" }),
        tool(texts.swap, () => this.show(this.b, this.a), { label: texts.swapLong })),
      this.status, this.close && tool(t.views.close, () => this.close(), { name: "close" }));
  }

  press(mode) {
    if (mode === "blink" && this.mode === "blink") this.blink();
    else this.setMode(mode);
  }

  setMode(mode) {
    this.mode = mode;
    this.root.dataset.mode = mode;
    if (mode === "blink") this.shown = "a";
    for (const one of ["side", "over", "blink"]) this.tool(one).setAttribute("aria-pressed", String(one === mode));
    this.divider.hidden = mode !== "over";
    this.draw();
    if (mode === "blink") announce(texts.blinkHint);
  }

  setMarked(isMarked) {
    this.isMarked = isMarked;
    this.tool("evidence").setAttribute("aria-pressed", String(isMarked));
    this.mark();
  }

  tool(name) { return this.root.querySelector(`[data-tool=${name}]`); }

  blink() {
    this.shown = this.shown === "a" ? "b" : "a";
    this.draw();
    announce(texts.shows(this.shown.toUpperCase()));
  }

  show(a, b) {
    const isOther = this.a && (a !== this.a || b !== this.b);
    this.a = a;
    this.b = b;
    for (const [name, file] of [["a", a], ["b", b]]) this.layers[name].show(file);
    replace(this.strips, strip("A", this.files, a, (file) => this.show(file, file === this.b ? this.a : this.b)),
      strip("B", this.files, b, (file) => this.show(file === this.a ? this.b : this.a, file)));
    replace(this.panel, h("section", {}, h("h2", {}, texts.light), lightDifference(a, b)),
      h("section", {}, h("h2", {}, texts.scores), scoreTable(a, b,
        { mark: (name) => this.mark(name ?? this.pinned), pin: (name) => this.pin(name) })));
    this.pinned = undefined;
    this.mark();
    this.draw();
    if (isOther) this.choose?.(a.number, b.number);
  }

  /** Keeps the boxes of a measure on the pictures, or removes them again. */
  pin(name) {
    this.pinned = this.pinned === name ? undefined : name;
    for (const one of this.panel.querySelectorAll("[data-measure]")) {
      one.setAttribute("aria-pressed", String(one.dataset.measure === this.pinned));
    }
    this.mark(this.pinned);
  }

  /** Draws the boxes of one measure, or of all weak ones while evidence is on. */
  mark(active) {
    for (const [name, file] of [["a", this.a], ["b", this.b]]) {
      const wanted = active ? evidence(file, { active }) : this.isMarked ? evidence(file) : undefined;
      this.layers[name].mark(wanted);
    }
    this.draw();
  }

  draw() {
    if (!this.a) return;
    const box = this.layers.a.element.getBoundingClientRect();
    if (box.width === 0) return;
    const { view } = this.zoom;
    const scales = [["a", this.a], ["b", this.b]].map(([name, file]) => {
      const geometry = geometryOf(file, view, box);
      this.layers[name].update(geometry, view, box);
      if (this.layers[name].boxes) fitEvidence(this.layers[name].boxes);
      return geometry.scale;
    });
    this.layers.a.element.classList.toggle("compare-hidden", this.mode === "blink" && this.shown === "b");
    this.layers.b.element.classList.toggle("compare-hidden", this.mode === "blink" && this.shown === "a");
    this.layers.b.element.style.clipPath = this.mode === "over" ? `inset(0 0 0 ${this.dividerPercent}%)` : "";
    this.divider.style.left = `${this.dividerPercent}%`;
    this.stage.classList.toggle("compare-movable", view.scale > 1);
    for (const one of ["further", "fit"]) this.tool(one)?.setAttribute("aria-disabled", String(view.scale <= 1));
    const [a, b] = scales.map((scale) => scale * devicePixelRatio);
    const isEmpty = this.isMarked && ["a", "b"].every((name) => !this.layers[name].boxes?.hasChildNodes());
    this.status.textContent = [texts.scaleLong(a, b), isEmpty && texts.nothingWeak].filter(Boolean).join(". ");
  }

  /** Shows one pixel of A per screen pixel. */
  actual() {
    const { view } = this.zoom;
    const { scale } = geometryOf(this.a, view, this.layers.a.element.getBoundingClientRect());
    this.zoom.zoom(1 / (scale * devicePixelRatio));
  }

  step(name, by) {
    const other = name === "a" ? this.b : this.a;
    const rest = this.files.filter((file) => file !== other);
    const next = rest[(rest.indexOf(this[name]) + by + rest.length) % rest.length];
    this.show(name === "a" ? next : this.a, name === "b" ? next : this.b);
    announce(texts.pane(name.toUpperCase(), next.number, t.views.role(next.role)));
  }

  makeDivider() {
    const line = h("div", { class: "compare-divider", role: "slider", tabindex: "0", "aria-label": texts.divider,
      "aria-orientation": "horizontal", "aria-valuemin": "0", "aria-valuemax": "100", "aria-valuenow": "50",
        hidden: true }, h("span", {}));
    const set = (part) => {
      this.dividerPercent = clamp(part, 0, 100);
      line.setAttribute("aria-valuenow", Math.round(this.dividerPercent));
      this.draw();
    };
    line.addEventListener("pointerdown", (event) => line.setPointerCapture(event.pointerId));
    line.addEventListener("pointermove", (event) => {
      if (!line.hasPointerCapture(event.pointerId)) return;
      const box = this.stage.getBoundingClientRect();
      set((event.clientX - box.left) / box.width * 100);
    });
    line.addEventListener("keydown", (event) => {
      const steps = { ArrowLeft: -2, ArrowRight: 2, Home: -100, End: 100, PageDown: -10, PageUp: 10 };
      if (!(event.key in steps) || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      set(this.dividerPercent + steps[event.key]);
    });
    return line;
  }

  onKeyDown(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event)) return;
    if (document.querySelector("dialog[open]") || event.target.closest?.("[role=separator], [role=slider]")) return;
    const distance = event.shiftKey ? 0.25 : 0.06;
    const keys = {
      s: () => this.setMode("side"), o: () => this.setMode("over"), b: () => this.press("blink"),
      e: () => this.setMarked(!this.isMarked), x: () => this.show(this.b, this.a),
      "+": () => this.zoom.zoom(1.4), "=": () => this.zoom.zoom(1.4), "-": () => this.zoom.zoom(1 / 1.4),
      "0": () => this.zoom.reset(),
      "1": () => this.actual(), "[": () => this.step("b", -1), "]": () => this.step("b", 1),
      "{": () => this.step("a", -1), "}": () => this.step("a", 1),
      ArrowLeft: () => this.zoom.pan(distance, 0), ArrowRight: () => this.zoom.pan(-distance, 0),
      ArrowUp: () => this.zoom.pan(0, distance), ArrowDown: () => this.zoom.pan(0, -distance),
      Escape: () => this.close?.(),
    };
    const run = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!run) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  }
}
