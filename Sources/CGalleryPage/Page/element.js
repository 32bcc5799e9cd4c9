// The page of one element: its references and its facts.

import { getElement } from "./api.js";
import { change, errorText } from "./changes.js";
import { append, h, replace } from "./dom.js";
import { setKeys } from "./keys.js";
import { isReadOnly, library, reportFailure, subscribe } from "./library.js";
import { icon, kindSign } from "./marks.js";
import { view } from "./parts.js";
import { elementAddress, go } from "./route.js";
import { banner } from "./banner.js";
import { facts } from "./facts.js";
import { around } from "./around.js";
import { checks } from "./checks.js";
import { rightsPart } from "./rights.js";
import { References } from "./references.js";
import { Sections } from "./sections.js";
import { together } from "./together.js";
import { unfolding } from "./unfolding.js";
import { t } from "./texts.js";
import { edit } from "./edits.js";
import { handleOf } from "./units.js";

/** Shows one element at a time. Handlers: `neighbours(id, signal)`, `add(options)`, `goBack()`. */
export class ElementPage {
  details = undefined;
  #handlers;
  #route = {};
  #controller;
  #loading;
  #unsubscribe;
  #sections = new Sections();
  #references = new References(this);
  #title = h("h1", { tabindex: "-1" });
  #steps = h("div", { class: "steps" });
  #neighbours = {};
  #head = h("div", { class: "element-head" });
  #whole = h("div", { class: "element-whole" });
  #other = h("div", { class: "element-other", hidden: true });

  node = h("main", { class: "element" }, this.#head, this.#whole, this.#other);

  constructor(handlers) {
    this.#handlers = handlers;
    this.#unsubscribe = subscribe("counts", () => { if (this.details) this.draw(); });
    const part = (name, tag = "section", properties = {}) =>
      this.#sections.define(name, h(tag, { class: `part part-${name}`, ...properties }));
    append(this.#whole, [part("banner"),
      h("div", { class: "element-body" },
        h("div", { class: "element-main" }, this.#references.node,
          part("together", "section", { "aria-label": t.setTitle })),
        h("aside", { class: "element-facts", "aria-label": t.facts },
          part("facts"), part("around"), part("rights"), part("checks"), part("unfolding")))]);
  }

  /** Whether this page can show a route. */
  accepts(route) { return ["element", "compare", "pick"].includes(route.view); }

  /**
   * Whether no fact can be changed: an earlier version, a read-only library, a removed element, a
   * fork.
   */
  get isFixed() {
    return isReadOnly() || this.details.latest === false || Boolean(this.details.retired || this.details.fork);
  }

  /** Shows an element, or another view of it. */
  async go(route) {
    const isOther = route.id !== this.#route.id || route.revision !== this.#route.revision || !this.details;
    const isOtherView = this.#route.view !== route.view && !isOther;
    this.#route = route;
    if (isOther) {
      this.#references.select(undefined);
      if (!await this.#load()) return;
      this.#whole.scrollTop = 0;
    }
    await this.#showView();
    if (isOther || isOtherView) this.#title.focus({ preventScroll: true });
    setKeys(t.keysElement, route.view === "element" ? this.#keys() : []);
  }

  /** Reloads if one of the elements shown has changed. */
  onChange(elements) {
    const ids = [this.details?.element, ...Object.values(this.details?.around ?? {}).flat().map((one) => one.element)];
    // A failed load is repeated, too.
    if (!elements || elements.some((one) => ids.includes(one.element))) this.#loading = this.#loadAgain();
    return this.#settle();
  }

  async #loadAgain() {
    const wasHere = Boolean(this.details);
    if (!await this.#load()) return;
    if (!wasHere) await this.#showView();
    // Registrations change without a new revision.
    if (!this.node.querySelector("[data-part=registrations] form:focus-within")) this.reload("registrations");
  }

  /** Waits for the latest load, also if another one starts meanwhile. */
  async #settle() {
    let current;
    do {
      current = this.#loading;
      await current;
    } while (current !== this.#loading);
  }

  leave() {
    this.#controller?.abort();
    this.#unsubscribe();
    this.details = undefined;
    setKeys(t.keysElement, undefined);
  }

  /** The reference that is shown large. */
  get file() { return this.#references.file; }

  /** Shows a reference large, by its number. */
  select(number) { this.#references.select(this.details.files.find((file) => file.number === number)?.sha256, true); }

  /** The commands for the element, for the palette. */
  verbs() {
    const { details } = this;
    if (!details || this.#route.view !== "element") return [];
    const pictures = details.files.filter((file) => file.medium === "picture");
    const verb = (label, module, run) => ({ label, run: async () => run(await view(module)) });
    return [
      pictures.length > 1 && { label: t.pick, run: () => go(elementAddress(details.element, "/pick")) },
      !this.isFixed && pictures.length > 0 && verb(t.rolesAll, "roles-sheet.js", (one) => one?.rolesSheet(this)),
      !this.isFixed && pictures.length > 0 && verb(t.prepareAll(details.handle), "preparing.js",
        (one) => one?.prepare(this)),
      pictures.length > 0 && verb(t.sheetShort, "verbs.js", (one) => one?.contactSheet(this)),
      verb(t.castShort, "cast-sheet.js", (one) => one?.castSheetOf([details])),
      verb(t.packShort, "verbs.js", (one) => one?.pack([details])),
      !isReadOnly() && verb(t.eraseShort, "verbs.js", (one) => one?.erase(this)),
    ].filter(Boolean);
  }

  /** Reloads a part that unfolds. */
  reload(part) {
    this.node.querySelector(`details[data-part="${part}"]`)?.dispatchEvent(new Event("again"));
  }

  /** Runs a change of this element. */
  change(action, options = {}) { return change(action, { details: this.details, ...options }); }

  /** Changes facts of this element. */
  edit(values, options) { return edit(this.details, values, options); }

  add(options) { this.#handlers.add({ details: this.details, ...options }); }

  /** Draws the parts that have changed. */
  draw() {
    const { details } = this;
    document.title = `${details.name || `@${details.handle}`} · ${t.castbook}`;
    this.#drawHead();
    const { around: near, files, set: _set, sha256, ...known } = details;
    const isFixed = this.isFixed;
    const always = [isFixed, details.element, Boolean(library.answer)];
    const fill = (name, data, build) => this.#sections.fill(name, [data, always], build);
    fill("banner", [details.retired, details.latest, details.revision, details.fork, details.sha256, known.findings],
      () => banner(this));
    this.#references.draw();
    fill("together", files.map((file) => [file.sha256, file.role]), () => together(this));
    fill("facts", [known.name, known.handle, known.description, known.notes, known.tags, known.aliases, known.person],
      () => facts(this));
    fill("around", near, () => around(this));
    fill("rights", [known.rights, known.rightsInherited], () => rightsPart(this));
    fill("checks", files.map((file) => file.sha256), () => checks(this));
    fill("unfolding", [sha256, details.retired], () => unfolding(this));
  }

  async #load() {
    this.#controller?.abort();
    const controller = this.#controller = new AbortController();
    const { id, revision } = this.#route;
    try {
      const found = await getElement(id, { revision, signal: controller.signal });
      this.#adopt(found);
      this.draw();
      this.#showNeighbours();
      return true;
    } catch (error) {
      if (error.name !== "AbortError") this.#fail(error);
      return false;
    }
  }

  /** Updates the same object for the same element, since other views hold it. */
  #adopt(found) {
    if (this.details?.element !== found.element) {
      this.details = found;
      this.#sections.forget();
      return;
    }
    for (const key of Object.keys(this.details)) delete this.details[key];
    Object.assign(this.details, found);
  }

  #fail(error) {
    reportFailure(error);
    if (this.details && error.status !== 404) return;
    this.details = undefined;
    replace(this.#head);
    replace(this.#other, h("div", { class: "teach" }, h("h1", { tabindex: "-1" }, t.couldNotLoad),
      h("p", {}, error.status === 404 ? t.elementGone : errorText(error)),
      h("a", { class: "button", href: "#/" }, t.back)));
    this.#other.hidden = false;
    this.#whole.hidden = true;
  }

  #drawHead() {
    const { details } = this;
    replace(this.#title, details.name || `@${details.handle}`);
    replace(this.#head,
      h("button", { type: "button", class: "quiet square", "aria-label": t.back,
        onclick: () => this.#handlers.goBack() }, icon("back")),
      h("div", { class: "element-title" }, this.#title,
        h("p", {}, h("span", {}, handleOf(details)), h("span", {}, kindSign(details.kind),
          t.kind[details.kind] ?? details.kind))),
      this.#steps);
  }

  /** Shows links to the elements before and after this one in the user's list. */
  async #showNeighbours() {
    this.#neighbours = await this.#handlers.neighbours(this.details.element, this.#controller.signal).catch(() => ({}));
    const step = (one, label, drawing) => h("a", {
      class: "button quiet square", "aria-label": label, title: one ? `@${one.handle}` : label,
      href: one ? elementAddress(one.element) : undefined, "aria-disabled": one ? undefined : "true",
      role: one ? undefined : "link",
    }, icon(drawing));
    const { previous, next } = this.#neighbours;
    replace(this.#steps, step(previous, t.previousElement, "previous"), step(next, t.nextElement, "next"));
  }

  async #showView() {
    const { view: name, a, b } = this.#route;
    const isWhole = name === "element";
    this.#whole.hidden = !isWhole;
    this.#other.hidden = isWhole;
    if (isWhole) {
      replace(this.#other);
      this.draw();
      return;
    }
    const close = () => go(elementAddress(this.details.element));
    const { details } = this;
    const module = await view(name === "compare" ? "compare.js" : "pick.js");
    const shown = name === "compare"
      ? module?.compareView({
        element: details.element, details, a, b, close,
        choose: (one, two) => go(elementAddress(details.element, `/compare/${one}/${two}`),
          { isReplacing: true, isSilent: true }),
      })
      : module?.pickView({ element: details.element, details, library: library.answer, close,
        change: (action) => this.change(action),
        sortRoles: async () => (await view("roles-sheet.js"))?.rolesSheet(this) });
    replace(this.#other, shown ?? h("p", { class: "teach" }, t.couldNotLoad));
  }

  #keys() {
    const neighbour = (which) => {
      const element = this.#neighbours[which];
      if (element) go(elementAddress(element.element));
    };
    return [
      ...this.#references.keys(),
      { keys: [","], label: t.keyNeighbours, shown: [",", "."], run: () => neighbour("previous") },
      { keys: ["."], label: t.keyNeighbours, isHidden: true, run: () => neighbour("next") },
    ];
  }
}
