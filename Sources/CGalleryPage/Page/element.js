// The page of one element: its references large and in their order, and what is known of it.

import { getElement } from "./api.js";
import { change, said } from "./changes.js";
import { append, h, replace } from "./dom.js";
import { setKeys } from "./keys.js";
import { hear, isReadOnly, library, noticeRefusal } from "./library.js";
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

/** One element after the other; `neighbours(id, signal)`, `add(options)` and `goBack()` are the page's. */
export class ElementPage {
  details = undefined;
  #handlers;
  #route = {};
  #asked;
  #loading;
  #unhear;
  #sections = new Sections();
  #references = new References(this);
  #title = h("h1", { tabindex: "-1" });
  #steps = h("div", { class: "steps" });
  #near = {};
  #head = h("div", { class: "element-head" });
  #whole = h("div", { class: "element-whole" });
  #other = h("div", { class: "element-other", hidden: true });

  node = h("main", { class: "element" }, this.#head, this.#whole, this.#other);

  constructor(handlers) {
    this.#handlers = handlers;
    this.#unhear = hear("counts", () => { if (this.details) this.draw(); });
    const place = (name, tag = "section", properties = {}) =>
      this.#sections.place(name, h(tag, { class: `part part-${name}`, ...properties }));
    append(this.#whole, [place("banner"),
      h("div", { class: "element-body" },
        h("div", { class: "element-main" }, this.#references.node,
          place("together", "section", { "aria-label": t.setTitle })),
        h("aside", { class: "element-facts", "aria-label": t.facts },
          place("facts"), place("around"), place("rights"), place("checks"), place("unfolding")))]);
  }

  /** Whether an address is of this page. */
  accepts(route) { return ["element", "compare", "pick"].includes(route.view); }

  /** Whether no fact can be changed: an earlier version, a read-only library, a removed element, a fork. */
  get isFixed() {
    return isReadOnly() || this.details.latest === false || Boolean(this.details.retired || this.details.fork);
  }

  /** Goes to an element, or to another view of it. */
  async go(route) {
    const isOther = route.id !== this.#route.id || route.revision !== this.#route.revision || !this.details;
    const wasBeside = this.#route.view !== route.view && !isOther;
    this.#route = route;
    if (isOther) {
      this.#references.select(undefined);
      if (!await this.#load()) return;
      this.#whole.scrollTop = 0;
    }
    await this.#showView();
    if (isOther || wasBeside) this.#title.focus({ preventScroll: true });
    setKeys(t.keysElement, route.view === "element" ? this.#keys() : []);
  }

  /** Hears that elements changed. */
  changed(elements) {
    const mine = [this.details?.element, ...Object.values(this.details?.around ?? {}).flat().map((one) => one.element)];
    // What could not be loaded is asked for again, too.
    if (!elements || elements.some((one) => mine.includes(one.element))) this.#loading = this.#loadAgain();
    return this.#caughtUp();
  }

  async #loadAgain() {
    const wasHere = Boolean(this.details);
    if (!await this.#load()) return;
    if (!wasHere) await this.#showView();
    // What providers hold changes without a new revision.
    if (!this.node.querySelector("[data-part=registrations] form:focus-within")) this.showAgain("registrations");
  }

  /** Waits for what was asked last, however often it was asked again meanwhile. */
  async #caughtUp() {
    let one;
    do {
      one = this.#loading;
      await one;
    } while (one !== this.#loading);
  }

  leave() {
    this.#asked?.abort();
    this.#unhear();
    this.details = undefined;
    setKeys(t.keysElement, undefined);
  }

  /** The reference that is shown large. */
  get file() { return this.#references.file; }

  /** Shows a reference large, by its number. */
  select(number) { this.#references.select(this.details.files.find((file) => file.number === number)?.sha256, true); }

  /** What can be done with the element, by name. */
  verbs() {
    const { details } = this;
    if (!details || this.#route.view !== "element") return [];
    const pictures = details.files.filter((file) => file.medium === "picture");
    const verb = (words, module, run) => ({ words, run: async () => run(await view(module)) });
    return [
      pictures.length > 1 && { words: t.pick, run: () => go(elementAddress(details.element, "/pick")) },
      !this.isFixed && pictures.length > 0 && verb(t.rolesAll, "roles-sheet.js", (one) => one?.rolesSheet(this)),
      !this.isFixed && pictures.length > 0 && verb(t.prepareAll(details.handle), "preparing.js",
        (one) => one?.prepare(this)),
      pictures.length > 0 && verb(t.sheetShort, "verbs.js", (one) => one?.contactSheet(this)),
      verb(t.castShort, "cast-sheet.js", (one) => one?.castSheetOf([details])),
      verb(t.packShort, "verbs.js", (one) => one?.pack([details])),
      !isReadOnly() && verb(t.eraseShort, "verbs.js", (one) => one?.erase(this)),
    ].filter(Boolean);
  }

  /** Has a part that unfolds fetch again what it shows. */
  showAgain(part) {
    this.node.querySelector(`details[data-part="${part}"]`)?.dispatchEvent(new Event("again"));
  }

  /** Carries out a change of this element. */
  change(action, options = {}) { return change(action, { details: this.details, ...options }); }

  /** Changes facts of this element. */
  edit(values, options) { return edit(this.details, values, options); }

  add(options) { this.#handlers.add({ details: this.details, ...options }); }

  /** Draws what has changed. */
  draw() {
    const { details } = this;
    document.title = `${details.name || `@${details.handle}`} · ${t.castbook}`;
    this.#drawHead();
    const { around: near, files, set, sha256, ...known } = details;
    const isFixed = this.isFixed;
    const always = [isFixed, details.element, Boolean(library.answer)];
    const fill = (name, data, build) => this.#sections.fill(name, [data, always], build);
    fill("banner", [details.retired, details.latest, details.revision, details.forked, details.sha256, known.findings],
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
    this.#asked?.abort();
    const asked = this.#asked = new AbortController();
    const { id, revision } = this.#route;
    try {
      const found = await getElement(id, { revision, signal: asked.signal });
      this.#take(found);
      this.draw();
      this.#lookAround();
      return true;
    } catch (error) {
      if (error.name !== "AbortError") this.#fail(error);
      return false;
    }
  }

  /** Keeps one object for one element, since views that were given it go on reading it. */
  #take(found) {
    if (this.details?.element !== found.element) {
      this.details = found;
      this.#sections.forget();
      return;
    }
    for (const key of Object.keys(this.details)) delete this.details[key];
    Object.assign(this.details, found);
  }

  #fail(error) {
    noticeRefusal(error);
    if (this.details && error.status !== 404) return;
    this.details = undefined;
    replace(this.#head);
    replace(this.#other, h("div", { class: "teach" }, h("h1", { tabindex: "-1" }, t.couldNotLoad),
      h("p", {}, said(error)),
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

  /** Leads to the elements before and after this one, in the list that the user comes from. */
  async #lookAround() {
    this.#near = await this.#handlers.neighbours(this.details.element, this.#asked.signal).catch(() => ({}));
    const step = (one, words, drawing) => h("a", {
      class: "button quiet square", "aria-label": words, title: one ? `@${one.handle}` : words,
      href: one ? elementAddress(one.element) : undefined, "aria-disabled": one ? undefined : "true",
      role: one ? undefined : "link",
    }, icon(drawing));
    const { previous, next } = this.#near;
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
          { instead: true, silent: true }),
      })
      : module?.pickView({ element: details.element, details, library: library.answer, close,
        change: (action) => this.change(action),
        sortRoles: async () => (await view("roles-sheet.js"))?.rolesSheet(this) });
    replace(this.#other, shown ?? h("p", { class: "teach" }, t.couldNotLoad));
  }

  #keys() {
    const neighbour = (which) => {
      const one = this.#near[which];
      if (one) go(elementAddress(one.element));
    };
    return [
      ...this.#references.keys(),
      { keys: [","], words: t.keyNeighbours, shown: [",", "."], run: () => neighbour("previous") },
      { keys: ["."], words: t.keyNeighbours, isHidden: true, run: () => neighbour("next") },
    ];
  }
}
