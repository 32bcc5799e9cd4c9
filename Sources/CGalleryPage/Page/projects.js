// Projects: a rail with all of them, and of one its pins, what is behind, what was exported and what came back.

import { get, post, Refusal } from "./api.js";
import { change, said } from "./changes.js";
import { card, elementField } from "./chooser.js";
import { dialog } from "./dialog.js";
import { append, formRow, h, replace } from "./dom.js";
import { isReadOnly, noticeRefusal } from "./library.js";
import { icon, statusSign } from "./marks.js";
import { findings } from "./findings.js";
import { view } from "./parts.js";
import { asCommand } from "./remedies.js";
import { elementAddress, projectAddress } from "./route.js";
import { ExportsPart } from "./exports.js";
import { SendsPart } from "./sends.js";
import { TakesWall } from "./takes.js";
import { t } from "./texts.js";
import { folderName, handleOf, moneySum } from "./units.js";

const words = t.views.projects;

/** The projects as links; the chosen one is marked. */
export class ProjectRail {
  #answer;
  #asked;
  #id;
  node = h("nav", { class: "rail", "aria-label": words.title });

  /** Marks a project, by its ID; an empty text marks all of them together. */
  choose(id) {
    this.#id = id;
    if (this.#answer) this.#draw();
  }

  /** Fetches the projects and returns them. An earlier request that is still open is cancelled. */
  async load() {
    this.#asked?.abort();
    const { signal } = this.#asked = new AbortController();
    const answer = await get("/api/projects", signal);
    signal.throwIfAborted();
    this.#answer = answer;
    this.#draw();
    return answer;
  }

  #draw() {
    const link = (id, name, status, lines) => h("li", {}, h("a", {
      href: projectAddress(id), "aria-current": this.#id === (id ?? "") ? "page" : undefined,
    }, status ? statusSign(status) : icon("projects"), h("span", {}, h("b", {}, name),
      lines.filter(Boolean).map((one) => h("span", { class: "hint" }, one)))));
    replace(this.node, h("ul", {},
      link(undefined, words.all, undefined, [words.count(this.#answer.projects.length), spent(this.#answer)]),
      this.#answer.projects.map((one) => link(one.project, nameOf(one), one.status, lines(one)))));
  }
}

/** A path, quoted for a terminal. */
const quoted = (path) => /^[\w./~-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
const nameOf = (project) => project.path ? folderName(project.path) : words.nameless;
const spent = (totals) => totals.spent.length > 0 && words.spent(moneySum(totals.spent));

/** The lines below the name of a project. */
function lines(project) {
  const states = Object.entries(project.counts).filter(([state]) => state !== "current");
  return [
    project.path && project.absence ? words.notHere : words.pins(project.pinCount),
    states.map(([state, count]) => words.state(state, count)).join(", "),
    spent(project),
  ];
}

/** The view: the rail, and beside it one project or all of them together. */
export class ProjectsPage {
  #rail = new ProjectRail();
  #main = h("div", { class: "project" });
  #wall = new TakesWall();
  #exports = new ExportsPart();
  #sends = new SendsPart({ takes: false });
  #id;
  #asked;
  node = h("main", { class: "projects" }, this.#rail.node, this.#main);

  accepts(route) { return route.view === "projects"; }

  async go(route) {
    const isOther = this.#id !== route.id;
    this.#id = route.id;
    if (isOther) {
      this.#wall = new TakesWall();
      this.#exports = new ExportsPart({ filters: !route.id });
    }
    this.#rail.choose(route.id ?? "");
    await this.#load(isOther);
  }

  /** Hears that elements changed: pins may be behind now, or clips may have come back. */
  changed() { return this.#load(false); }

  leave() { this.#asked?.abort(); }

  /** What can be done here, by name. */
  verbs() {
    return isReadOnly() ? [] : [{ words: words.open, run: () => openProject() }];
  }

  async #load(isOther) {
    this.#asked?.abort();
    const { signal } = this.#asked = new AbortController();
    try {
      const [list, one] = await Promise.all([
        this.#rail.load(), this.#id ? get(projectPath(this.#id), signal) : get("/api/exports", signal),
      ]);
      if (signal.aborted) return;
      if (!this.#id) this.#sends.load();
      const at = document.activeElement?.dataset?.key;
      const top = this.#main.scrollTop;
      this.#wall.show(one.ledger ?? one);
      this.#exports.show(one.ledger ?? one);
      document.title = `${this.#id ? nameOf(one.overview) : words.title} · ${t.castbook}`;
      replace(this.#main, this.#id ? this.#project(one) : this.#all(list, one));
      this.#main.scrollTop = isOther ? 0 : top;
      if (isOther) this.#main.querySelector("h1")?.focus({ preventScroll: true });
      else if (at) this.#main.querySelector(`[data-key="${CSS.escape(at)}"]`)?.focus({ preventScroll: true });
    } catch (error) {
      if (error.name === "AbortError") return;
      noticeRefusal(error);
      replace(this.#main, h("h1", { tabindex: "-1" }, words.title), h("p", { class: "error-text" }, said(error)));
    }
  }

  #all(list, ledger) {
    const button = !isReadOnly() && h("button", { type: "button", onclick: () => openProject() }, words.open);
    if (list.projects.length === 0 && ledger.exports.exports.length === 0) {
      return h("div", { class: "teach" }, h("h1", { tabindex: "-1" }, words.none), h("p", {}, words.noneLead), button,
        asCommand("castbook use @HANDLE"));
    }
    return [
      h("div", { class: "project-head" }, h("h1", { tabindex: "-1" }, words.all), totals(list),
        h("div", { class: "buttons" }, button)),
      ending(list.projects), this.#sends.node, this.#wall.node, this.#exports.node,
    ];
  }

  #project({ overview, status, elements, ledger }) {
    const isHere = Boolean(status);
    return [
      h("div", { class: "project-head" }, h("h1", { tabindex: "-1" }, nameOf(overview)),
        overview.path && h("p", { class: "hint" }, overview.path), totals(overview),
        overview.path && overview.absence && h("p", { class: "warning-text" }, `${words.absent(overview.absence)} `,
          !isReadOnly() && h("button", { type: "button", class: "link", onclick: () => openProject(words.find) },
            words.find)),
        isHere && this.#buttons(overview, status)),
      ending([overview]), isHere && pins(status, elements), !isHere && elements.length > 0 && remembered(elements),
      this.#wall.node, this.#exports.node,
    ];
  }

  #buttons(overview, status) {
    const isBehind = status.pins.some((pin) => pin.state === "behind" || pin.latest.some((one) =>
      one.sha256 !== pin.sha256));
    const isOpen = !isReadOnly();
    return h("div", { class: "buttons" },
      isOpen && isBehind && h("button", { type: "button", class: "primary", "data-key": "update-all",
        onclick: () => update(status) }, words.updateAll),
      isOpen && h("button", { type: "button", "data-key": "pin", onclick: () => pinElements(status) }, words.pin),
      status.pins.length > 0 && h("button", { type: "button", "data-key": "cast-sheet", onclick: async () =>
        (await view("cast-sheet.js"))?.castSheet({ what: { project: overview.project }, words: nameOf(overview),
          command: `--project ${quoted(overview.path)}` }) }, t.castShort));
  }
}

/** What was exported, what came back, and what it cost. */
function totals(one) {
  const takes = one.takes.kept + one.takes.rejected;
  return h("p", { class: "totals" }, [
    words.exports(one.exportCount), takes > 0 && words.takes(takes, one.takes.kept),
    one.spent.length > 0 && words.spent(moneySum(one.spent)),
    one.priced.length > 0 && words.priced(moneySum(one.priced)),
  ].filter(Boolean).join(" · "));
}

/** Whose rights have ended or end soon. */
function ending(projects) {
  const all = projects.flatMap((project) => project.endingRights);
  const seen = new Set();
  const each = all.filter((one) => !seen.has(one.element) && seen.add(one.element));
  return each.length > 0 && h("section", { class: "project-part" }, h("h2", {}, words.ending),
    h("ul", { class: "plain" }, each.map((one) => h("li", {},
      h("a", { href: elementAddress(one.element) }, `@${one.handle}`), ` ${one.message}`))));
}

/** The pins as pictures, each with what is to be done. */
function pins(status, elements) {
  if (status.pins.length === 0) return h("p", { class: "quiet-text" }, words.noPins);
  return h("section", { class: "project-part", "aria-labelledby": "pins-title" },
    h("h2", { id: "pins-title" }, words.pinned),
    h("ul", { class: "pins" }, status.pins.map((pin) => h("li", { class: `pin ${pin.status}` },
      pinCard(pin, elements), pinWords(pin), !isReadOnly() && pinButtons(status, pin)))));
}

function pinCard(pin, elements) {
  const element = elements.find((one) => one.element === pin.element);
  // The project's handle counts here, whatever the library calls the element now.
  return element ? card({ ...element, handle: pin.handle }) : h("span", { class: "card" },
    h("span", { class: "card-words" }, h("b", {}, `@${pin.handle}`), h("span", {}, words.gone)));
}

function pinWords(pin) {
  const latest = Math.max(...pin.latest.map((one) => one.revision), 0);
  const differs = !pin.latest.some((one) => one.sha256 === pin.sha256) && latest > 0;
  return [
    h("p", { class: "hint" }, statusSign(pin.status), differs ? words.revisions(pin.revision, latest)
      : words.revision(pin.revision)),
    pin.findings.length > 0 && findings(pin.findings.map((one) => ({ ...one, fix: undefined }))),
    changes(pin.seen, pin.unseen),
  ];
}

/** What a provider would see of a difference, and the rest. */
function changes(seen = [], unseen = []) {
  return (seen.length > 0 || unseen.length > 0) && h("details", { class: "changes" },
    h("summary", {}, words.differences(seen.length + unseen.length)),
    h("ul", {}, seen.map((one) => h("li", {}, one)),
      unseen.map((one) => h("li", { class: "hint" }, words.unseen(one)))));
}

function pinButtons(status, pin) {
  const canMove = pin.latest.length === 1 && pin.latest[0].sha256 !== pin.sha256 && !pin.latest[0].retired;
  return h("div", { class: "buttons" },
    canMove && h("button", { type: "button", class: "small accent", "data-key": `update-${pin.element}`,
      "aria-label": words.updateOne(pin.handle), onclick: () => update(status, pin) }, words.update),
    h("button", { type: "button", class: "small quiet", "data-key": `unpin-${pin.element}`,
      "aria-label": words.unpinOne(pin.handle), onclick: () => unpin(status, pin) }, words.unpin));
}

/** Elements that the library's records name while the project's folder is away. */
function remembered(elements) {
  return h("section", { class: "project-part" }, h("h2", {}, words.remembered),
    h("ul", { class: "pins" }, elements.map((one) => h("li", { class: "pin" }, card(one)))));
}

const projectPath = (id) => `/api/projects/${id}`;
const send = (status, verb, elements, more) =>
  post(`${projectPath(status.project)}/${verb}`, { elements, ...more });

/** Undo of a change of pins: each gets the revision that it had, and new ones are removed. */
const takeBack = (status) => async (answer) => {
  const back = answer.pins.filter((one) => one.before || one.change === "removed")
    .map((one) => `@${one.handle}:sha256-${(one.before ?? one).sha256}`);
  const added = answer.pins.filter((one) => one.change === "added").map((one) => `@${one.handle}`);
  if (back.length > 0) await send(status, "use", back);
  if (added.length > 0) await send(status, "unuse", added);
  return {};
};

/** Shows what would change, then moves pins to their latest revisions. */
async function update(status, pin) {
  const place = h("div", { class: "asked", "aria-live": "polite" }, h("p", { class: "quiet-text" }, t.working));
  const handles = pin ? [`@${pin.handle}`] : [];
  const button = h("button", { type: "button", class: "primary", disabled: true, onclick: () => run() },
    words.updateRun);
  const box = dialog({ title: pin ? words.updateOne(pin.handle) : words.updateAll, kind: "wide",
    body: [place, h("div", { class: "buttons" }, button), asCommand(`castbook update ${handles.join(" ")}`.trim())] });
  const run = async () => {
    button.disabled = true;
    const done = await change(() => send(status, "update", handles), { words: words.updated,
      undo: takeBack(status), refused: (error) => replace(place, h("p", { class: "error-text" }, said(error))) });
    if (done) box.close();
  };
  try {
    const plan = await send(status, "update", handles, { dryRun: true });
    const moving = plan.pins.filter((one) => one.change !== "stays");
    replace(place, moving.length === 0 && h("p", {}, words.nothingMoves),
      h("ul", { class: "plain" }, plan.pins.filter((one) => one.change !== "stays" || one.left).map((one) =>
        h("li", {}, h("b", {}, `@${one.handle} `), one.left ? words.left(one.left)
          : one.before ? words.moves(one.before.revision, one.revision) : words.moveWords[one.change] ?? one.change,
        h("ul", { class: "dots" }, (one.seen ?? []).map((line) => h("li", {}, line)),
          (one.unseen ?? []).map((line) => h("li", { class: "hint" }, words.unseen(line))))))));
    button.disabled = moving.length === 0;
  } catch (error) {
    noticeRefusal(error);
    replace(place, h("p", { class: "error-text" }, said(error)));
  }
}

/** Unpins an element. There is no Undo for one that can't be pinned now: it was removed, or is missing. */
const unpin = (status, pin) => change(() => send(status, "unuse", [`@${pin.handle}`]), {
  words: words.unpinned(pin.handle),
  ...pin.state !== "missing" && pin.latest.some((one) => !one.retired) && { undo: takeBack(status) },
});

/** Pins more elements: chosen one after the other, then all at once. */
function pinElements(status) {
  const chosen = [];
  const list = h("ul", { class: "plain" });
  const problem = h("p", { class: "error-text", role: "alert" });
  const button = h("button", { type: "button", class: "primary", disabled: true, onclick: () => run() }, words.pinRun);
  const draw = () => {
    button.disabled = chosen.length === 0;
    replace(list, chosen.map((one) => h("li", {}, card(one, "span"), h("button", { type: "button",
      class: "quiet square", "aria-label": words.leaveOut(one.handle), onclick: () => {
        chosen.splice(chosen.indexOf(one), 1);
        draw();
      } }, icon("close")))));
  };
  const field = elementField({ label: t.chooseElement, chosen: (one) => {
    if (!chosen.some((other) => other.element === one.element)) chosen.push(one);
    box.querySelector("input").value = "";
    draw();
  } });
  const run = async () => {
    button.disabled = true;
    const done = await change(() => send(status, "use", chosen.map(handleOf)), {
      words: words.pinnedNow(chosen.length), undo: takeBack(status),
      refused: (error) => { problem.textContent = said(error); },
    });
    if (done) box.close();
    button.disabled = false;
  };
  const box = dialog({ title: words.pin, kind: "choosing",
    body: [field, list, problem, h("div", { class: "buttons" }, button), asCommand("castbook use @HANDLE")] });
  box.querySelector("input").focus();
}

/** Names the folder of a project: a known one that was moved, or a new one, with the first elements to pin. */
function openProject(title = words.open) {
  const folder = h("input", { id: "project-folder", autocomplete: "off", spellcheck: "false",
    placeholder: words.folderHint });
  const problem = h("p", { class: "error-text", role: "alert" });
  const place = h("div", {});
  let first;
  const button = h("button", { type: "button", class: "primary", onclick: () => run() }, words.openRun);
  const run = async () => {
    problem.textContent = "";
    button.disabled = true;
    try {
      const asked = { folder: folder.value.trim(), elements: first ? [handleOf(first)] : [] };
      const answer = await post(`/api/projects/${first ? "use" : "find"}`, asked);
      if (answer.unnoted) throw new Refusal(500, { message: answer.unnoted });
      // Of a project that pins nothing which this library has, there is nothing to record or to show.
      await get(projectPath(answer.project)).catch(() => { throw new Refusal(404, { message: words.unknown }); });
      box.close();
      location.hash = projectAddress(answer.project);
    } catch (error) {
      noticeRefusal(error);
      const isNew = (error.rule === "project.none" || error.status === 404) && !first;
      problem.textContent = error.rule === "project.none" && !first ? words.folderNew : said(error);
      // A folder that pins nothing yet becomes a project with its first pin.
      if (isNew && !place.hasChildNodes()) {
        append(place, [h("p", { class: "hint" }, words.firstPin),
          elementField({ label: t.chooseElement, chosen: (one) => { first = one; } })]);
        place.querySelector("input").focus();
      }
    }
    button.disabled = false;
  };
  const box = dialog({ title,
    body: [h("p", {}, words.openLead), formRow("project-folder", words.folder, folder), place, problem,
      h("div", { class: "buttons" }, button), asCommand("castbook projects --project DIR")] });
  folder.addEventListener("keydown", (event) => { if (event.key === "Enter") run(); });
  folder.focus();
}
