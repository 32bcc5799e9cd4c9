// Two references at the same scale and place: side by side, with a divider, or one after the other.

import { announce, h, isWriting, replace } from "./dom.js";
import { t } from "./texts.js";
import { clamp } from "./figures.js";
import { evidence, fitEvidence } from "./evidence.js";
import { lightDifference } from "./light.js";
import { setKeys } from "./keys.js";
import { lifeOf } from "./life.js";
import { linkedZoom } from "./zoom.js";
import { layer, lookOf, scoreTable, strip } from "./compare-parts.js";

const words = t.views.compare;

/**
 * Compares two references of an element. `details` is its `show/2`, `a` and `b` are numbers of files; `choose(a, b)`
 * hears of others that are looked at, `close()` that it is done.
 */
export function compareView({ element, details, a, b, close, choose }) {
  const files = details.files.filter((file) => file.width && (file.medium ?? "picture") === "picture" && !file.missing);
  const root = h("section", { class: "compare", tabindex: "-1", "data-element": element,
    "aria-label": words.title(details.name || `@${details.handle}`) });
  if (files.length < 2) {
    root.append(h("div", { class: "compare-none" }, h("p", { class: "v-problem" }, words.noPicture),
      close && h("button", { type: "button", class: "v-tool", onclick: close }, t.views.close)));
    return root;
  }
  const comparison = new Comparison(root, files, { close, choose });
  const first = files.find((file) => file.number === a) ?? files[0];
  const second = files.find((file) => file.number === b && file !== first) ?? files.find((file) => file !== first);
  comparison.show(first, second);
  return root;
}

/** What is compared, and how it is looked at. */
class Comparison {
  mode = "side";
  shown = "b";
  divided = 50;
  marked = false;

  constructor(root, files, { close, choose }) {
    Object.assign(this, { root, files, close, choose });
    this.life = lifeOf(root);
    this.layers = { a: layer("A"), b: layer("B") };
    this.divider = this.makeDivider();
    this.stage = h("div", { class: "compare-stage" }, this.layers.a.element, this.layers.b.element, this.divider);
    this.status = h("span", { class: "compare-scale", role: "status" });
    this.strips = h("div", { class: "compare-strips" });
    this.panel = h("div", { class: "compare-panel" });
    root.append(this.makeHead(), h("div", { class: "compare-body" },
      h("div", { class: "compare-left" }, this.stage, this.strips), this.panel));
    this.zoom = linkedZoom(this.stage, {
      paneAt: (event) => event.target.closest?.(".compare-divider") ? undefined : this.paneAt(event),
      changed: () => this.draw(), signal: this.life,
    });
    // Wherever the focus is, and before the page's own keys: what is compared is all there is to see.
    document.addEventListener("keydown", (event) => this.key(event), { signal: this.life, capture: true });
    const observer = new ResizeObserver(() => this.draw());
    observer.observe(this.stage);
    this.life.addEventListener("abort", () => observer.disconnect());
    this.setMode("side");
    setKeys(words.keys, words.keyLines.map(([keys, what]) => ({ keys, shown: keys, words: what })));
    this.life.addEventListener("abort", () => setKeys(words.keys));
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
    const tool = (text, run, { pressed, label, name } = {}) => h("button", {
      type: "button", class: "v-tool", onclick: run, "aria-label": label, title: label, "data-tool": name,
      "aria-pressed": pressed === undefined ? undefined : String(pressed),
    }, text);
    return h("div", { class: "compare-head", role: "toolbar", "aria-label": words.title("") },
      h("span", { class: "compare-group" }, ["side", "over", "blink"].map((mode) =>
        tool(words.modes[mode], () => this.press(mode), { pressed: false, name: mode }))),
      h("span", { class: "compare-group" },
        tool("−", () => this.zoom.zoom(1 / 1.4), { label: words.further, name: "further" }),
        tool("+", () => this.zoom.zoom(1.4), { label: words.closer, name: "closer" }),
        tool(words.fit, () => this.zoom.reset(), { label: words.fitLong, name: "fit" }),
        tool(words.actual, () => this.actual(), { label: words.actualLong })),
      h("span", { class: "compare-group" },
        tool(words.evidence, () => this.setMarked(!this.marked), { pressed: false, name: "evidence" }),
        tool(words.swap, () => this.show(this.b, this.a), { label: words.swapLong })),
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
    if (mode === "blink") announce(words.blinkHint);
  }

  setMarked(marked) {
    this.marked = marked;
    this.tool("evidence").setAttribute("aria-pressed", String(marked));
    this.mark();
  }

  tool(name) { return this.root.querySelector(`[data-tool=${name}]`); }

  blink() {
    this.shown = this.shown === "a" ? "b" : "a";
    this.draw();
    announce(words.shows(this.shown.toUpperCase()));
  }

  show(a, b) {
    const isOther = this.a && (a !== this.a || b !== this.b);
    Object.assign(this, { a, b });
    for (const [name, file] of [["a", a], ["b", b]]) this.layers[name].show(file);
    replace(this.strips, strip("A", this.files, a, (file) => this.show(file, file === this.b ? this.a : this.b)),
      strip("B", this.files, b, (file) => this.show(file === this.a ? this.b : this.a, file)));
    replace(this.panel, h("section", {}, h("h2", {}, words.light), lightDifference(a, b)),
      h("section", {}, h("h2", {}, words.scores), scoreTable(a, b,
        { mark: (name) => this.mark(name ?? this.pinned), pin: (name) => this.pin(name) })));
    this.pinned = undefined;
    this.mark();
    this.draw();
    if (isOther) this.choose?.(a.number, b.number);
  }

  /** Keeps the boxes of a measure on the pictures, or no longer. */
  pin(name) {
    this.pinned = this.pinned === name ? undefined : name;
    for (const one of this.panel.querySelectorAll("[data-measure]")) {
      one.setAttribute("aria-pressed", String(one.dataset.measure === this.pinned));
    }
    this.mark(this.pinned);
  }

  /** Draws the boxes: of one measure, or of all that is weak while evidence is on. */
  mark(active) {
    for (const [name, file] of [["a", this.a], ["b", this.b]]) {
      const wanted = active ? evidence(file, { active }) : this.marked ? evidence(file) : undefined;
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
      const look = lookOf(file, view, box);
      this.layers[name].look(look, view, box);
      if (this.layers[name].boxes) fitEvidence(this.layers[name].boxes);
      return look.scale;
    });
    this.layers.a.element.classList.toggle("compare-hidden", this.mode === "blink" && this.shown === "b");
    this.layers.b.element.classList.toggle("compare-hidden", this.mode === "blink" && this.shown === "a");
    this.layers.b.element.style.clipPath = this.mode === "over" ? `inset(0 0 0 ${this.divided}%)` : "";
    this.divider.style.left = `${this.divided}%`;
    this.stage.classList.toggle("compare-movable", view.scale > 1);
    for (const one of ["further", "fit"]) this.tool(one)?.setAttribute("aria-disabled", String(view.scale <= 1));
    const [a, b] = scales.map((scale) => scale * devicePixelRatio);
    const isEmpty = this.marked && ["a", "b"].every((name) => !this.layers[name].boxes?.hasChildNodes());
    this.status.textContent = [words.scaleLong(a, b), isEmpty && words.nothingWeak].filter(Boolean).join(". ");
  }

  /** One pixel of A for one of the screen. */
  actual() {
    const { view } = this.zoom;
    const { scale } = lookOf(this.a, view, this.layers.a.element.getBoundingClientRect());
    this.zoom.zoom(1 / (scale * devicePixelRatio));
  }

  step(name, by) {
    const other = name === "a" ? this.b : this.a;
    const rest = this.files.filter((file) => file !== other);
    const next = rest[(rest.indexOf(this[name]) + by + rest.length) % rest.length];
    this.show(name === "a" ? next : this.a, name === "b" ? next : this.b);
    announce(words.pane(name.toUpperCase(), next.number, t.views.role(next.role)));
  }

  makeDivider() {
    const line = h("div", { class: "compare-divider", role: "slider", tabindex: "0", "aria-label": words.divider,
      "aria-orientation": "horizontal", "aria-valuemin": "0", "aria-valuemax": "100", "aria-valuenow": "50",
        hidden: true }, h("span", {}));
    const set = (part) => {
      this.divided = clamp(part, 0, 100);
      line.setAttribute("aria-valuenow", Math.round(this.divided));
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
      set(this.divided + steps[event.key]);
    });
    return line;
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event)) return;
    if (document.querySelector("dialog[open]") || event.target.closest?.("[role=separator], [role=slider]")) return;
    const far = event.shiftKey ? 0.25 : 0.06;
    const keys = {
      s: () => this.setMode("side"), o: () => this.setMode("over"), b: () => this.press("blink"),
      e: () => this.setMarked(!this.marked), x: () => this.show(this.b, this.a),
      "+": () => this.zoom.zoom(1.4), "=": () => this.zoom.zoom(1.4), "-": () => this.zoom.zoom(1 / 1.4),
      "0": () => this.zoom.reset(),
      "1": () => this.actual(), "[": () => this.step("b", -1), "]": () => this.step("b", 1),
      "{": () => this.step("a", -1), "}": () => this.step("a", 1),
      ArrowLeft: () => this.zoom.pan(far, 0), ArrowRight: () => this.zoom.pan(-far, 0),
      ArrowUp: () => this.zoom.pan(0, far), ArrowDown: () => this.zoom.pan(0, -far),
      Escape: () => this.close?.(),
    };
    const run = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!run) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  }
}
