// The settings of the user: a name, keys, what may be spent, the team's store, and the theme.

import { get, post } from "./api.js";
import { askKey, MAIN, nameOf } from "./ask-key.js";
import { showBar } from "./bar.js";
import { CarePart } from "./care.js";
import { errorText } from "./changes.js";
import { dialog } from "./dialog.js";
import { formRow, h, replace } from "./dom.js";
import { isReadOnly, library, reportFailure } from "./library.js";
import { icon, statusSign } from "./marks.js";
import { asCommand } from "./remedies.js";
import { projectAddress } from "./route.js";
import { chooseTheme, theme, THEMES } from "./settings.js";
import { teamPart } from "./team-settings.js";
import { t } from "./texts.js";
import { day, folderName, moneySum } from "./units.js";

const texts = t.views.settings;

/** The view of the settings. */
export class SettingsPage {
  #answer;
  #name = h("div", {});
  #keys = h("div", {});
  #limits = h("div", {});
  #team = h("div", {});
  #projects = h("div", {});
  #care = new CarePart();
  node = h("main", { class: "settings" }, h("h1", { tabindex: "-1" }, texts.title),
    h("p", { class: "hint" }, texts.lead),
    part("keys", texts.keys, this.#keys), part("spending", texts.spending, this.#limits),
    part("name", texts.you, this.#name), part("team", texts.team, this.#team),
    part("care", t.views.care.title, this.#care.node),
    part("projects", t.projects, this.#projects), part("look", texts.look, themeChoice()));

  accepts(route) { return route.view === "settings"; }

  async go() {
    document.title = `${texts.title} · ${t.castbook}`;
    await this.#load();
    this.node.querySelector("h1")?.focus();
  }

  onChange() { return this.#load(); }

  leave() { this.#care.leave(); }

  async #load() {
    this.#care.load();
    try {
      const [answer, team, projects] = await Promise.all([get("/api/settings"), get("/api/team"), get("/api/projects")]);
      this.#show(answer);
      const afterTeam = () => {
        delete this.#team.dataset.edited;
        this.#load();
      };
      fill(this.#team, () => teamPart(team, afterTeam));
      fill(this.#projects, () => projectsPart(projects.projects));
    } catch (error) {
      reportFailure(error);
      replace(this.#keys, h("p", { class: "error-text", role: "alert" }, errorText(error)));
    }
  }

  #show(answer) {
    this.#answer = answer;
    fill(this.#keys, () => this.#keysPart());
    fill(this.#limits, () => this.#limitsPart());
    fill(this.#name, () => this.#namePart());
  }

  /** Sends a change, shows the settings after it, and returns whether it was made. */
  async #change(request, problem, text) {
    const part = problem.closest("[data-edited]");
    problem.textContent = "";
    try {
      const answer = await request();
      if (part) delete part.dataset.edited;
      this.#show(answer);
      if (text) showBar({ text });
      return true;
    } catch (error) {
      reportFailure(error);
      problem.textContent = errorText(error);
      return false;
    }
  }

  // Keys

  #keysPart() {
    const { keys } = this.#answer;
    return [
      keys.length === 0 ? h("p", { class: "quiet-text" }, texts.noKeys)
        : h("ul", { class: "key-list" }, keys.map((key) => this.#keyRow(key))),
      !isReadOnly() && h("div", { class: "buttons" }, h("button", { type: "button", class: "accent", "data-key": "add-key",
        onclick: () => this.askKey() }, icon("plus"), texts.addKey)),
      h("p", { class: "hint" }, texts.keysHint), asCommand("castbook settings key FAL_KEY"),
    ];
  }

  #keyRow(key) {
    const isKept = key.source === "keyring" || key.source === "file";
    return h("li", {}, statusSign("pass", { isSilent: true }), h("div", {},
      h("b", {}, key.provider ?? key.name), key.account !== MAIN && ` · ${key.account}`,
      h("p", { class: "hint" }, [key.provider && key.name, texts.sources[key.source](key.variable),
        key.since && texts.since(day(key.since))].filter(Boolean).join(" · "))),
    isKept && !isReadOnly() && h("div", { class: "buttons" },
      h("button", { type: "button", class: "small", onclick: () => this.askKey(key) }, texts.replace),
      h("button", { type: "button", class: "small quiet", onclick: () => this.#forget(key) }, texts.forget)));
  }

  #forget(key) {
    const problem = h("p", { class: "error-text", role: "alert" });
    dialog({ title: texts.forgetTitle(nameOf(key)), body: [h("p", {}, texts.forgetLead(key.provider)), problem],
      buttons: [{ label: texts.forget, primary: true, run: () => this.#change(
        () => post("/api/settings/forget-key", { name: key.name, account: key.account }), problem,
        texts.forgotten(nameOf(key))) }, { label: t.cancel }] });
  }

  /** Asks for a key: a new one, or another one in the place of `known`. */
  askKey(known) {
    askKey({ missing: this.#answer.missingKeys, known: this.#answer.keys, replaced: known,
      onKept: (answer) => this.#show(answer) });
  }

  // What may be spent

  #limitsPart() {
    const { dailyLimits, spent = [] } = this.#answer;
    const problem = h("p", { class: "error-text", role: "alert" });
    const rows = h("div", { class: "limit-rows" });
    const addRow = (limit) => rows.append(limitRow(limit, rows.children.length));
    for (const limit of dailyLimits) addRow(limit);
    if (dailyLimits.length === 0) addRow();
    const save = (event) => {
      event.preventDefault();
      const limits = [...rows.children].map((row) => [...row.querySelectorAll("input")].map((one) => one.value.trim()))
        .filter(([amount]) => amount).map(([amount, currency]) => `${amount} ${currency.toUpperCase()}`);
      this.#change(() => post("/api/settings/limits", { limits }), problem,
        limits.length > 0 ? texts.limitsSet : texts.limitsRemoved);
    };
    return h("form", { class: "writing", onsubmit: save },
      h("p", {}, dailyLimits.length > 0 ? texts.limitNow(moneySum(dailyLimits), moneySum(spent)) : texts.noLimit),
      !isReadOnly() && [rows, problem, h("div", { class: "buttons" },
        h("button", { type: "submit", class: "accent", "data-key": "save-limits" }, texts.saveLimits),
        h("button", { type: "button", class: "quiet", onclick: () => { addRow(); rows.lastChild
          .querySelector("input").focus(); } }, texts.addCurrency))],
      h("p", { class: "hint" }, texts.limitHint));
  }

  // The name

  #namePart() {
    const { name = "", nameFromEnvironment } = this.#answer;
    const field = h("input", { id: "own-name", autocomplete: "name", maxlength: "200", value: name });
    const problem = h("p", { class: "error-text", role: "alert" });
    if (nameFromEnvironment || isReadOnly()) {
      return h("p", {}, name || texts.noName, nameFromEnvironment && h("span", { class: "hint" },
        ` · ${texts.nameElsewhere}`));
    }
    return h("form", { class: "writing", onsubmit: (event) => {
      event.preventDefault();
      this.#change(() => post("/api/settings/name", { name: field.value }), problem,
        field.value.trim() ? texts.nameSet(field.value.trim()) : texts.nameRemoved);
    } }, formRow("own-name", texts.name, field), problem,
    h("div", { class: "buttons" }, h("button", { type: "submit", class: "accent", "data-key": "save-name" }, texts.saveName)),
    h("p", { class: "hint" }, texts.nameHint));
  }
}

/**
 * Replaces the content of a place unless its form has unsaved input. The focus stays on what has
 * the same id or key.
 */
function fill(place, build) {
  if (place.dataset.edited) return;
  const focused = place.contains(document.activeElement) ? document.activeElement : undefined;
  replace(place, build());
  place.oninput = () => { place.dataset.edited = "yes"; };
  const key = focused?.id || focused?.dataset.key;
  const again = key && place.querySelector(`#${CSS.escape(key)}, [data-key="${CSS.escape(key)}"]`);
  if (focused) (again ?? place.closest("section")?.querySelector("h2"))?.focus();
}

const part = (name, title, ...content) => h("section", { class: "settings-part", "data-part": name,
  "aria-labelledby": `settings-${name}` }, h("h2", { id: `settings-${name}`, tabindex: "-1" }, title), content);

function limitRow({ amount = "", currency = "USD" } = {}, index) {
  const id = `daily-limit-${index}`;
  return formRow(id, texts.limit, h("div", { class: "money" },
    h("input", { id, inputmode: "decimal", autocomplete: "off", pattern: "\\d{1,15}([.]\\d{1,4})?", placeholder: "20",
      value: amount }),
    h("label", { class: "unseen", for: `${id}-currency` }, t.views.exports.currency),
    h("input", { id: `${id}-currency`, autocomplete: "off", pattern: "[A-Za-z]{2,12}", value: currency })));
}

/** The projects with their folders. */
function projectsPart(projects) {
  if (projects.length === 0) return h("p", { class: "quiet-text" }, t.views.projects.none);
  return h("ul", { class: "plain" }, projects.map((one) => h("li", {},
    h("a", { href: projectAddress(one.project) }, one.path ? folderName(one.path) : t.views.projects.nameless),
    one.path && h("code", { class: "hint" }, one.path))));
}

/** The choice of the theme, which this browser remembers. */
function themeChoice() {
  const buttons = THEMES.map((one) => h("button", { type: "button", "aria-pressed": String(theme() === one),
    onclick: () => {
      chooseTheme(one);
      for (const button of buttons) button.setAttribute("aria-pressed", String(button.textContent === t.theme[one]));
    } }, t.theme[one]));
  return [h("div", { class: "segments", role: "group", "aria-label": texts.theme }, buttons),
    h("p", { class: "hint" }, texts.lookHint, " ", library.answer && [texts.libraryPlace, " ",
      h("code", {}, library.answer.folder)])];
}
