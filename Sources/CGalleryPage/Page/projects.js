// Projects: a rail with all of them, and the pins, exports and takes of one.

import { get, post } from "./api.js";
import { change, errorText } from "./changes.js";
import { card, elementField } from "./chooser.js";
import { dialog } from "./dialog.js";
import { h, replace } from "./dom.js";
import { isReadOnly, reportFailure, subscribe } from "./library.js";
import { icon, statusSign } from "./marks.js";
import { findings } from "./findings.js";
import { BoardPart, elementType } from "./board.js";
import { openProject } from "./open-project.js";
import { view } from "./parts.js";
import { asCommand } from "./remedies.js";
import { elementAddress, projectAddress } from "./route.js";
import { ExportsPart } from "./exports.js";
import { SendsPart } from "./sends.js";
import { TakesWall } from "./takes.js";
import { t } from "./texts.js";
import { folderName, handleOf, moneySum } from "./units.js";

const texts = t.views.projects;

/** The projects as links; the chosen one is marked. */
export class ProjectRail {
  #answer;
  #controller;
  #id;
  node = h("nav", { class: "rail", "aria-label": texts.title });

  /** Marks a project, by its ID; an empty ID marks all of them together. */
  choose(id) {
    this.#id = id;
    if (this.#answer) this.#draw();
  }

  /** Fetches the projects and returns them. Cancels an earlier request. */
  async load() {
    this.#controller?.abort();
    const { signal } = this.#controller = new AbortController();
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
      link(undefined, texts.all, undefined, [texts.count(this.#answer.projects.length), spent(this.#answer)]),
      this.#answer.projects.map((one) => link(one.project, nameOf(one), one.status, lines(one)))));
  }
}

/** Returns a path, quoted for a terminal. */
const shellQuoted = (path) => /^[\w./~-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
const nameOf = (project) => project.path ? folderName(project.path) : texts.nameless;
const spent = (totals) => totals.spent.length > 0 && texts.spent(moneySum(totals.spent));

/** Returns the lines below the name of a project. */
function lines(project) {
  const states = Object.entries(project.counts).filter(([state]) => state !== "current");
  return [
    project.path && project.absence ? texts.notHere : texts.pins(project.pinCount),
    states.map(([state, count]) => texts.state(state, count)).join(", "),
    spent(project),
  ];
}

/** The view of projects: the rail, and one project or all of them together. */
export class ProjectsPage {
  #rail = new ProjectRail();
  #main = h("div", { class: "project" });
  #wall = new TakesWall();
  #board = new BoardPart();
  #exports = new ExportsPart();
  #sends = new SendsPart({ hasTakes: false });
  #id;
  #controller;
  node = h("main", { class: "projects" }, this.#rail.node, this.#main);

  #unsubscribe = subscribe("project", (id) => { if (id === this.#id) this.#board.refresh(); });

  accepts(route) { return route.view === "projects"; }

  async go(route) {
    const isOther = this.#id !== route.id;
    this.#id = route.id;
    if (isOther) {
      this.#wall = new TakesWall();
      this.#board.leave();
      this.#board = new BoardPart();
      this.#exports = new ExportsPart({ hasFilters: !route.id });
    }
    this.#rail.choose(route.id ?? "");
    await this.#load(isOther);
  }

  /** Reloads: pins may be behind, or clips may have come back. */
  onChange() { return this.#load(false); }

  leave() {
    this.#unsubscribe();
    this.#controller?.abort();
    this.#board.leave();
  }

  /** The commands available here. */
  verbs() {
    return isReadOnly() ? [] : [{ label: texts.open, run: () => openProject() }];
  }

  async #load(isOther) {
    this.#controller?.abort();
    const { signal } = this.#controller = new AbortController();
    try {
      const [list, one] = await Promise.all([
        this.#rail.load(), this.#id ? get(projectPath(this.#id), signal) : get("/api/exports", signal),
      ]);
      if (signal.aborted) return;
      if (!this.#id) this.#sends.load();
      else if (one.status) this.#board.show(this.#id, one.ledger);
      const at = document.activeElement?.dataset?.key;
      const top = this.#main.scrollTop;
      this.#wall.show(one.ledger ?? one, this.#id && { id: this.#id, name: nameOf(one.overview) });
      this.#exports.show(one.ledger ?? one);
      document.title = `${this.#id ? nameOf(one.overview) : texts.title} · ${t.castbook}`;
      replace(this.#main, this.#id ? this.#project(one) : this.#all(list, one));
      this.#main.scrollTop = isOther ? 0 : top;
      if (isOther) this.#main.querySelector("h1")?.focus({ preventScroll: true });
      else if (at) this.#main.querySelector(`[data-key="${CSS.escape(at)}"]`)?.focus({ preventScroll: true });
    } catch (error) {
      if (error.name === "AbortError") return;
      reportFailure(error);
      replace(this.#main, h("h1", { tabindex: "-1" }, texts.title), h("p", { class: "error-text" }, errorText(error)));
    }
  }

  #all(list, ledger) {
    const button = !isReadOnly() && h("button", { type: "button", onclick: () => openProject() }, texts.open);
    if (list.projects.length === 0 && ledger.exports.exports.length === 0) {
      return h("div", { class: "teach" }, h("h1", { tabindex: "-1" }, texts.none), h("p", {}, texts.noneLead), button,
        asCommand("castbook use @HANDLE"));
    }
    return [
      h("div", { class: "project-head" }, h("h1", { tabindex: "-1" }, texts.all), totals(list),
        h("div", { class: "buttons" }, button)),
      endingRights(list.projects), this.#sends.node, this.#wall.node, this.#exports.node,
    ];
  }

  #project({ overview, status, elements }) {
    const isHere = Boolean(status);
    return [
      h("div", { class: "project-head" }, h("h1", { tabindex: "-1" }, nameOf(overview)),
        overview.path && h("p", { class: "hint" }, overview.path), totals(overview),
        overview.path && overview.absence && h("p", { class: "warning-text" }, `${texts.absent(overview.absence)} `,
          !isReadOnly() && h("button", { type: "button", class: "link", onclick: () => openProject(texts.find) },
            texts.find)),
        isHere && this.#buttons(overview, status)),
      isHere && this.#board.node,
      endingRights([overview]), isHere && pins(status, elements), !isHere && elements.length > 0
        && rememberedElements(elements),
      this.#wall.node, this.#exports.node,
    ];
  }

  #buttons(overview, status) {
    const isBehind = status.pins.some((pin) => pin.state === "behind" || pin.latest.some((one) =>
      one.sha256 !== pin.sha256));
    const isOpen = !isReadOnly();
    return h("div", { class: "buttons" },
      isOpen && isBehind && h("button", { type: "button", class: "primary", "data-key": "update-all",
        onclick: () => update(status) }, texts.updateAll),
      isOpen && h("button", { type: "button", "data-key": "pin", onclick: () => pinElements(status) }, texts.pin),
      status.pins.length > 0 && h("button", { type: "button", "data-key": "cast-sheet", onclick: async () =>
        (await view("cast-sheet.js"))?.castSheet({ what: { project: overview.project }, title: nameOf(overview),
          command: `--project ${shellQuoted(overview.path)}` }) }, t.castShort));
  }
}

/** Numbers of exports and takes, and their costs. */
function totals(summary) {
  const hasTakes = Object.values(summary.takes).some((count) => count > 0);
  return h("p", { class: "totals" }, [
    texts.exports(summary.exportCount), hasTakes && texts.takes(summary.takes),
    summary.spent.length > 0 && texts.spent(moneySum(summary.spent)),
    summary.priced.length > 0 && texts.priced(moneySum(summary.priced)),
  ].filter(Boolean).join(" · "));
}

/** The elements whose rights have ended or end soon. */
function endingRights(projects) {
  const all = projects.flatMap((project) => project.endingRights);
  const seen = new Set();
  const each = all.filter((one) => !seen.has(one.element) && seen.add(one.element));
  return each.length > 0 && h("section", { class: "project-part" }, h("h2", {}, texts.ending),
    h("ul", { class: "plain" }, each.map((one) => h("li", {},
      h("a", { href: elementAddress(one.element) }, `@${one.handle}`), ` ${one.message}`))));
}

/** The pins as pictures, each with its state and buttons. */
function pins(status, elements) {
  if (status.pins.length === 0) return h("p", { class: "quiet-text" }, texts.noPins);
  return h("section", { class: "project-part", "aria-labelledby": "pins-title" },
    h("h2", { id: "pins-title" }, texts.pinned),
    h("ul", { class: "pins" }, status.pins.map((pin) => h("li", { class: `pin ${pin.status}`,
      ondragstart: (event) => event.dataTransfer.setData(elementType, `@${pin.handle}`) },
      pinCard(pin, elements), pinWords(pin), !isReadOnly() && pinButtons(status, pin)))));
}

function pinCard(pin, elements) {
  const element = elements.find((one) => one.element === pin.element);
  // The project's handle is shown, even if the library has renamed the element.
  return element ? card({ ...element, handle: pin.handle }) : h("span", { class: "card" },
    h("span", { class: "card-words" }, h("b", {}, `@${pin.handle}`), h("span", {}, texts.gone)));
}

function pinWords(pin) {
  const latest = Math.max(...pin.latest.map((one) => one.revision), 0);
  const differs = !pin.latest.some((one) => one.sha256 === pin.sha256) && latest > 0;
  return [
    h("p", { class: "hint" }, statusSign(pin.status), differs ? texts.revisions(pin.revision, latest)
      : texts.revision(pin.revision)),
    pin.findings.length > 0 && findings(pin.findings.map((one) => ({ ...one, fix: undefined }))),
    changes(pin.seen, pin.unseen),
  ];
}

/** The differences that a provider would see, and the others. */
function changes(seen = [], unseen = []) {
  return (seen.length > 0 || unseen.length > 0) && h("details", { class: "changes" },
    h("summary", {}, texts.differences(seen.length + unseen.length)),
    h("ul", {}, seen.map((one) => h("li", {}, one)),
      unseen.map((one) => h("li", { class: "hint" }, texts.unseen(one)))));
}

function pinButtons(status, pin) {
  const canMove = pin.latest.length === 1 && pin.latest[0].sha256 !== pin.sha256 && !pin.latest[0].retired;
  return h("div", { class: "buttons" },
    canMove && h("button", { type: "button", class: "small accent", "data-key": `update-${pin.element}`,
      "aria-label": texts.updateOne(pin.handle), onclick: () => update(status, pin) }, texts.update),
    h("button", { type: "button", class: "small quiet", "data-key": `unpin-${pin.element}`,
      "aria-label": texts.unpinOne(pin.handle), onclick: () => unpin(status, pin) }, texts.unpin));
}

/** The elements that the library's records name while the project's folder is away. */
function rememberedElements(elements) {
  return h("section", { class: "project-part" }, h("h2", {}, texts.remembered),
    h("ul", { class: "pins" }, elements.map((one) => h("li", { class: "pin" }, card(one)))));
}

const projectPath = (id) => `/api/projects/${id}`;
const send = (status, verb, elements, more) =>
  post(`${projectPath(status.project)}/${verb}`, { elements, ...more });

/** Returns the Undo of a change of pins: restores former revisions, and removes new pins. */
const undoPins = (status) => async (answer) => {
  const back = answer.pins.filter((one) => one.before || one.change === "removed")
    .map((one) => `@${one.handle}:sha256-${(one.before ?? one).sha256}`);
  const added = answer.pins.filter((one) => one.change === "added").map((one) => `@${one.handle}`);
  if (back.length > 0) await send(status, "use", back);
  if (added.length > 0) await send(status, "unuse", added);
  return {};
};

/** Shows what would change, then moves pins to their latest revisions. */
async function update(status, pin) {
  const container = h("div", { class: "asked", "aria-live": "polite" }, h("p", { class: "quiet-text" }, t.working));
  const handles = pin ? [`@${pin.handle}`] : [];
  const button = h("button", { type: "button", class: "primary", disabled: true, onclick: () => run() },
    texts.updateRun);
  const box = dialog({ title: pin ? texts.updateOne(pin.handle) : texts.updateAll, kind: "wide",
    body: [container, h("div", { class: "buttons" }, button),
      asCommand(`castbook update ${handles.join(" ")}`.trim())] });
  const run = async () => {
    button.disabled = true;
    const stored = await change(() => send(status, "update", handles), { text: texts.updated,
      undo: undoPins(status),
      onError: (error) => replace(container, h("p", { class: "error-text" }, errorText(error))) });
    if (stored) box.close();
  };
  try {
    const plan = await send(status, "update", handles, { dryRun: true });
    const moving = plan.pins.filter((one) => one.change !== "stays");
    replace(container, moving.length === 0 && h("p", {}, texts.nothingMoves),
      h("ul", { class: "plain" }, plan.pins.filter((one) => one.change !== "stays" || one.left).map((one) =>
        h("li", {}, h("b", {}, `@${one.handle} `), one.left ? texts.left(one.left)
          : one.before ? texts.moves(one.before.revision, one.revision) : texts.moveWords[one.change] ?? one.change,
        h("ul", { class: "dots" }, (one.seen ?? []).map((line) => h("li", {}, line)),
          (one.unseen ?? []).map((line) => h("li", { class: "hint" }, texts.unseen(line))))))));
    button.disabled = moving.length === 0;
  } catch (error) {
    reportFailure(error);
    replace(container, h("p", { class: "error-text" }, errorText(error)));
  }
}

/** Unpins an element. There is no Undo if it can't be pinned any more: removed, or missing. */
const unpin = (status, pin) => change(() => send(status, "unuse", [`@${pin.handle}`]), {
  text: texts.unpinned(pin.handle),
  ...pin.state !== "missing" && pin.latest.some((one) => !one.retired) && { undo: undoPins(status) },
});

/** Pins more elements: chosen one by one, then pinned all at once. */
function pinElements(status) {
  const chosen = [];
  const list = h("ul", { class: "plain" });
  const problem = h("p", { class: "error-text", role: "alert" });
  const button = h("button", { type: "button", class: "primary", disabled: true, onclick: () => run() }, texts.pinRun);
  const draw = () => {
    button.disabled = chosen.length === 0;
    replace(list, chosen.map((one) => h("li", {}, card(one, "span"), h("button", { type: "button",
      class: "quiet square", "aria-label": texts.leaveOut(one.handle), onclick: () => {
        chosen.splice(chosen.indexOf(one), 1);
        draw();
      } }, icon("close")))));
  };
  const field = elementField({ label: t.chooseElement, onChoose: (one) => {
    if (!chosen.some((other) => other.element === one.element)) chosen.push(one);
    box.querySelector("input").value = "";
    draw();
  } });
  const run = async () => {
    button.disabled = true;
    const stored = await change(() => send(status, "use", chosen.map(handleOf)), {
      text: texts.pinnedNow(chosen.length), undo: undoPins(status),
      onError: (error) => { problem.textContent = errorText(error); },
    });
    if (stored) box.close();
    button.disabled = false;
  };
  const box = dialog({ title: texts.pin, kind: "choosing",
    body: [field, list, problem, h("div", { class: "buttons" }, button), asCommand("castbook use @HANDLE")] });
  box.querySelector("input").focus();
}
