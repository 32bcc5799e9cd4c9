// The header: product name, search, filters, tile size and links.

import { h, replace } from "./dom.js";
import { gridChoices } from "./grid-choices.js";
import { isReadOnly, library, subscribe } from "./library.js";
import { listKeys } from "./keys.js";
import { icon, kindSign } from "./marks.js";
import { rememberTileSize, tileSize } from "./settings.js";
import { TargetField } from "./targets.js";
import { t } from "./texts.js";

const EXPIRING = ["30", "90", "365"];

/**
 * The header. Handlers: `onFilter(filters)`, `onResize()`, `onSort()`, `onLeave()`, `add()`,
 * `team()`.
 */
export class Header {
  #handlers;
  #filters = {};
  #typingTimer;

  #search = h("input", {
    type: "search", id: "search", placeholder: t.searchHint, autocomplete: "off", spellcheck: "false",
    enterkeyhint: "search",
    "aria-label": t.search, oninput: () => this.#onSearchInput(), onkeydown: (event) => this.#onSearchKeyDown(event),
  });
  #kinds = h("div", { class: "segments", role: "group", "aria-label": t.kindLabel });
  #chosen = h("div", { class: "chosen" });
  #row = h("div", { class: "filters", id: "filters" });
  #toggle = h("button", {
    type: "button", class: "quiet filters-toggle", "aria-expanded": "false", "aria-controls": "filters",
    onclick: () => this.#unfold(),
  });
  #count = h("span", { class: "count", role: "status" });
  #add = h("button", { type: "button", class: "primary add", onclick: () => this.#handlers.add() });
  #team = h("button", {
    type: "button", class: "quiet team-button", hidden: true, "aria-label": t.team.title,
    onclick: () => this.#handlers.team(),
  }, icon("team"), h("span", {}, t.team.title));
  #size = h("input", {
    type: "range", class: "size", min: "100", max: "440", step: "10", value: String(tileSize()), "aria-label": t.size,
    oninput: () => { rememberTileSize(Number(this.#size.value)); this.#handlers.onResize(); },
  });

  node = h("header", { class: "head" },
    h("button", { type: "button", class: "skip", onclick: skip }, t.skip),
    h("div", { class: "head-row" },
      h("a", { class: "product", href: "#/", "aria-label": t.castbook }, productSign(), h("span", {}, t.castbook)),
      h("div", { class: "search" }, icon("search"), this.#search, h("kbd", { "aria-hidden": "true" }, "/")),
      this.#toggle,
      h("div", { class: "head-tools" },
        this.#size,
        h("a", { class: "button quiet", href: "#/projects", "aria-label": t.projects }, icon("projects"),
          h("span", {}, t.projects)),
        h("a", { class: "button quiet", href: "#/shots", "aria-label": t.shots }, icon("shots"),
          h("span", { class: "wide-only" }, t.shots), h("span", { class: "narrow-only" }, t.shotsShort)),
        this.#team,
        h("a", { class: "button quiet square", href: "#/settings", "aria-label": t.views.settings.title,
          title: t.views.settings.title }, icon("settings"), h("span", { class: "narrow-only", "aria-hidden": "true" },
          t.views.settings.title)),
        h("button", { type: "button", class: "quiet square keys-button", "aria-label": t.help, onclick: listKeys },
          icon("help")),
        this.#add)),
    this.#row);

  constructor(handlers) {
    this.#handlers = handlers;
    this.showWaiting(0);
    this.#showToggle();
    subscribe("counts", () => this.#draw());
    subscribe("team", (work) => this.#showExchange(work));
  }

  /** Updates the header for a route. */
  show(route) {
    this.node.dataset.view = route.view;
    if (route.view !== "grid") return;
    this.#filters = route.filters;
    if (document.activeElement !== this.#search) this.#search.value = route.filters.words ?? "";
    this.#draw();
  }

  /** Shows the number of elements. */
  showCount(pages) {
    const text = pages.isLoading ? t.looking : pages.isWhole ? t.countStacked(pages.count, pages.stacked)
      : t.countSoFar(pages.count);
    if (this.#count.textContent !== text) this.#count.textContent = this.#count.title = text;
  }

  /** Shows the number of waiting files. */
  showWaiting(count) {
    const label = count > 0 ? t.addWaiting(count) : t.add;
    this.#add.setAttribute("aria-label", label);
    replace(this.#add, icon("plus"), h("span", { class: "wide-only" }, label));
    this.#add.classList.toggle("waiting", count > 0);
    this.#add.hidden = isReadOnly();
  }

  focusSearch() {
    this.#search.focus();
    this.#search.select();
  }

  /** Shows the progress of an exchange with the team's store. */
  #showExchange({ running, what, count, total }) {
    this.#team.classList.toggle("working", Boolean(running));
    const share = running && total ? ` ${Math.floor(count / total * 100)} %` : "";
    this.#team.setAttribute("aria-label", running ? `${t.team.doing[what]}${share}` : t.team.title);
    this.#team.lastChild.textContent = running ? `${t.team.verbs[what]}${share}` : t.team.title;
  }

  #draw() {
    this.#add.hidden = isReadOnly();
    if (!library.answer) return;
    this.#team.hidden = !library.answer.shared;
    const focused = this.#row.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
    replace(this.#row, this.#kindButtons(), this.#choices(), this.#chosenTags(), this.#clear(),
      gridChoices({ filters: this.#filters, count: this.#count, onSort: this.#handlers.onSort,
        onNames: this.#handlers.onResize }));
    if (focused) this.#row.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
    this.#showToggle();
  }

  #showToggle() {
    const count = Object.keys(this.#filters).filter((key) => key !== "words").length;
    replace(this.#toggle, icon("filters"), h("span", { class: "unseen" }, count > 0 ? t.filtersOn(count) : t.filters),
      count > 0 && h("span", { class: "badge", "aria-hidden": "true" }, count));
  }

  #kindButtons() {
    const { counts, kinds } = library.answer;
    const button = (kind, label, count) => h("button", {
      type: "button", "aria-pressed": String((this.#filters.kind ?? "") === kind),
      "data-key": `kind-${kind}`, onclick: () => this.#set({ kind: kind || undefined }),
    },
    kind && kindSign(kind), h("span", {}, label),
    count > 0 && h("span", { class: "number" }, count.toLocaleString("en")));
    const each = kinds.map((kind) => button(kind, t.kinds[kind] ?? kind, counts[kind] ?? 0));
    replace(this.#kinds, button("", t.all), each);
    return this.#kinds;
  }

  #choices() {
    const { tags, targets, retired } = library.answer;
    const { tag = [], passes = "", expiring = "", weak, retired: isRetired } = this.#filters;
    const free = tags.filter((one) => !tag.includes(one.tag)).map((one) => [one.tag, `${one.tag} (${one.elements})`]);
    const days = EXPIRING.map((one) => [one, t.expiringIn(one)]);
    return [
      toggle("weak", t.weak, weak, () => this.#set({ weak: !weak || undefined })),
      tags.length > 0 && select("tag", t.tag, [["", t.anyTag], ...free], "",
        (value) => value && this.#set({ tag: [...tag, value] })),
      select("expiring", t.expiring, [["", t.expiringAny], ...days], expiring,
        (value) => this.#set({ expiring: value || undefined })),
      new TargetField({ label: t.passes, key: "passes", targets, first: [["", t.passesAny]], value: passes,
        onChange: (value) => this.#set({ passes: value || undefined }) }).node,
      (retired > 0 || isRetired) && toggle("retired", t.retired, isRetired,
        () => this.#set({ retired: !isRetired || undefined })),
    ];
  }

  #chosenTags() {
    const tags = this.#filters.tag ?? [];
    replace(this.#chosen, tags.map((tag) => h("button", {
      type: "button", class: "chip", "data-key": `chosen-${tag}`, "aria-label": t.takeAwayTag(tag),
      onclick: () => this.#set({ tag: tags.length > 1 ? tags.filter((one) => one !== tag) : undefined }),
    }, tag, icon("close"))));
    return this.#chosen;
  }

  #clear() {
    return Object.keys(this.#filters).length > 0
      && h("button", { type: "button", class: "link", "data-key": "clear",
        onclick: () => this.#handlers.onFilter({}) }, t.clear);
  }

  #set(values) {
    const filters = { ...this.#filters, ...values };
    for (const [key, value] of Object.entries(filters)) if (value === undefined) delete filters[key];
    this.#handlers.onFilter(filters);
  }

  #onSearchInput() {
    clearTimeout(this.#typingTimer);
    this.#typingTimer = setTimeout(() => {
      this.#set({ words: this.#search.value.trim() || undefined });
    }, 25);
  }

  #onSearchKeyDown(event) {
    if (event.key === "Escape" && !this.#search.value) this.#handlers.onLeave();
    else if (event.key === "ArrowDown" || event.key === "Enter") this.#handlers.onLeave();
    else return;
    event.preventDefault();
  }

  #unfold() {
    const isOpen = this.node.classList.toggle("unfolded");
    this.#toggle.setAttribute("aria-expanded", String(isOpen));
  }
}

function skip() {
  const main = document.querySelector("main:not([hidden])");
  const first = (selector) => [...(main?.querySelectorAll(selector) ?? [])].find((one) => one.checkVisibility());
  (first("[tabindex='0']") ?? first("h1[tabindex]") ?? first("a[href], button:enabled, textarea, select"))?.focus();
}

function productSign() {
  return h("span", { class: "product-sign", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
}

function toggle(key, label, isOn, run) {
  return h("button", {
    type: "button", class: "toggle", "aria-pressed": String(Boolean(isOn)), "data-key": key, onclick: run,
  }, label);
}

function select(key, label, options, value, run) {
  const box = h("select", {
    "aria-label": label, "data-key": key, class: value ? "on" : "", onchange: () => run(box.value),
  }, options.map(([one, label]) => h("option", { value: one }, label)));
  box.value = value;
  return box;
}

