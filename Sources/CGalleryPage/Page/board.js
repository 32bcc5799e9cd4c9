// The board of a project: one card for each shot, with who is in it, its price and how far it is.

import { get, post, preview, query, remove as removeDrop, send as upload } from "./api.js";
import { change, errorText } from "./changes.js";
import { chooseElement } from "./chooser.js";
import { menu } from "./dialog.js";
import { announce, h, replace } from "./dom.js";
import { acceptOwnDrops } from "./dropping.js";
import { findingsOf } from "./shots-result.js";
import { setting, withSetting } from "./shots-settings.js";
import { isReadOnly, reportFailure, subscribe } from "./library.js";
import { icon, statusSign } from "./marks.js";
import { view } from "./parts.js";
import { go, shotAddress } from "./route.js";
import { openReview, takesOf } from "./takes.js";
import { t } from "./texts.js";
import { handleOf, money, moneySum, shotTitle, sumsOf } from "./units.js";

const texts = t.views.board;
const compiledAtOnce = 2;
const mostPictures = 3;
const shotType = "text/castbook-shot";

/** The type under which a dragged element has its handle. */
export const elementType = "text/castbook-element";

/** The states of a shot, each with the sign that it has. */
const states = { draft: undefined, findings: "fail", ready: "pass", sent: undefined, review: "warn", kept: "pass",
  approved: "pass" };

/** The cards of a project's shots. */
export class BoardPart {
  #project;
  #shots = [];
  #takes = [];
  #jobs = [];
  /** The shot of each exported bundle. */
  #shotOf = new Map();
  /** The shots that are at a provider. */
  #sent = new Set();
  #unsubscribe = subscribe("sends", (answer) => {
    this.#onSends(answer);
    for (const shot of this.#shots) this.#fill(shot);
  });
  #spent = [];
  #limits = [];
  #chosen = new Set();
  /** What compiling a shot's text gave, by its path and the SHA-256 of the text. */
  #compiled = new Map();
  #waiting = [];
  #running = 0;
  #controller = new AbortController();
  /** Whether shot files have changed during a drag. */
  #isStale = false;
  /** What is wrong with the file of the order, if anything. */
  #boardProblem;
  /** The number of the latest refresh; the answers to earlier ones are ignored. */
  #latest = 0;
  #cards = new Map();
  #totals = h("div", { class: "totals board-totals" });
  #problem = h("p", { class: "warning-text", role: "status" });
  #list = h("ol", { class: "board", onkeydown: (event) => this.#onKeyDown(event) });
  #send = h("button", { type: "button", class: "primary", hidden: true, "data-key": "send-chosen",
    onclick: () => this.#sendChosen() });
  node = h("section", { class: "project-part", "aria-labelledby": "board-title" },
    h("div", { class: "part-head" }, h("h2", { id: "board-title" }, texts.title), h("div", { class: "buttons" },
      this.#send, h("button", { type: "button", class: "small", "data-key": "new-shot", onclick: () => this.#create() },
        texts.create))), this.#totals, this.#problem, this.#list);

  constructor() {
    if (isReadOnly()) this.node.querySelector("[data-key=new-shot]").hidden = true;
  }

  /** Shows the shots of a project; `ledger` is its `ledger/1`. */
  async show(project, ledger) {
    if (project !== this.#project) this.#chosen.clear();
    this.#project = project;
    this.#controller.abort();
    const { signal } = this.#controller = new AbortController();
    // What the library has may have changed, so every shot is compiled again.
    this.#compiled.clear();
    this.#waiting = [];
    this.#takes = takesOf(ledger);
    try {
      const [answer, sends] = await Promise.all([get(`/api/projects/${project}/shots`, signal),
        get("/api/sends", signal)]);
      if (signal.aborted) return;
      this.#shotOf = new Map(ledger.exports.exports.map((one) => [one.bundle, one.shot]));
      this.#onSends(sends);
      this.#showProblem(answer.boardProblem);
      this.#take(answer);
    } catch (error) {
      if (error.name === "AbortError") return;
      reportFailure(error);
      this.#problem.textContent = errorText(error);
    }
  }

  /** Shows what has changed in the shot files, after a drag that is under way. */
  async refresh() {
    this.#isStale = Boolean(this.#list.querySelector(".dragged"));
    if (!this.#project || this.#isStale) return;
    const { signal } = this.#controller;
    const number = this.#latest += 1;
    try {
      const answer = await get(`/api/projects/${this.#project}/shots`, signal);
      if (signal.aborted || number !== this.#latest) return;
      this.#isStale = Boolean(this.#list.querySelector(".dragged"));
      if (this.#isStale) return;
      // The message about a write that failed stays.
      if (answer.boardProblem !== this.#boardProblem) this.#showProblem(answer.boardProblem);
      this.#take(answer, { isRefresh: true });
    } catch (error) {
      if (error.name !== "AbortError") reportFailure(error);
    }
  }

  /** Shows what is wrong with the order of the shots, if anything. */
  #showProblem(problem) {
    this.#boardProblem = problem;
    this.#problem.textContent = problem ? texts.boardProblem(problem) : "";
  }

  leave() {
    this.#unsubscribe();
    this.#controller.abort();
    this.#waiting = [];
  }

  /** Takes over what is being sent; an event doesn't name the jobs that nobody follows. */
  #onSends({ works, jobs = this.#jobs }) {
    this.#jobs = jobs;
    const bundles = [...works.filter((one) => one.running).map((one) => one.bundle),
      ...jobs.map(({ job }) => job.sha256)];
    this.#sent = new Set(bundles.map((one) => this.#shotOf.get(one)).filter(Boolean));
  }

  /**
   * Takes over a `project-shots/1`. Cards of unchanged shots stay, and a refresh leaves them as
   * they are, so it never interrupts a drag or closes a menu.
   */
  #take({ shots: found, limits, spent }, { isRefresh = false } = {}) {
    const known = new Map(this.#shots.map((one) => [one.path, one]));
    const isSame = (one) => JSON.stringify(one) === JSON.stringify(known.get(one.path));
    const shots = found.map((one) => isSame(one) ? known.get(one.path) : one);
    [this.#shots, this.#limits, this.#spent] = [shots, limits, spent];
    const paths = new Set(shots.map((one) => one.path));
    for (const path of this.#chosen) if (!paths.has(path)) this.#chosen.delete(path);
    const focused = document.activeElement?.closest?.(".board-card")?.dataset.path;
    const cards = this.#cards;
    this.#cards = new Map(shots.map((shot) =>
      [shot.path, (known.get(shot.path) === shot && cards.get(shot.path)) || this.#card(shot)]));
    const nodes = shots.length === 0 ? [h("li", { class: "quiet-text" }, texts.none)] : [...this.#cards.values()];
    const isInPlace = nodes.length === this.#list.children.length
      && nodes.every((one, at) => one === this.#list.children[at]);
    if (!isInPlace) {
      replace(this.#list, nodes);
      if (focused) this.#cards.get(focused)?.querySelector("a")?.focus({ preventScroll: true });
    }
    for (const shot of shots) if (!isRefresh || known.get(shot.path) !== shot) this.#fill(shot);
    this.#drawTotals();
    this.#waiting = shots.filter((one) => one.text !== undefined && !this.#compiled.has(keyOf(one)));
    this.#compileNext();
  }

  // Compiling

  #compileNext() {
    const { signal } = this.#controller;
    while (this.#running < compiledAtOnce && this.#waiting.length > 0) {
      const shot = this.#waiting.shift();
      this.#running += 1;
      post("/api/shots", { text: shot.text, name: shot.path, project: this.#project }, signal).catch((error) =>
        error.name === "AbortError" ? undefined : { error: { message: error.message, fix: error.fix } })
        .then((answer) => {
          this.#running -= 1;
          if (answer && !signal.aborted) {
            this.#compiled.set(keyOf(shot), answer);
            if (this.#shots.includes(shot)) this.#fill(shot);
            this.#drawTotals();
          }
          this.#compileNext();
        });
    }
  }

  #takesOf(shot) { return this.#takes.filter((one) => one.bundle.shot === shot.path); }

  /** How far a shot is. */
  #stateOf(shot) {
    const results = new Set(this.#takesOf(shot).map((one) => one.take.result));
    if (results.has("approved")) return "approved";
    if (results.has("new")) return "review";
    if (this.#sent.has(shot.path)) return "sent";
    if (results.has("kept")) return "kept";
    const answer = this.#compiled.get(keyOf(shot));
    if (shot.text === undefined) return "findings";
    if (!answer) return undefined;
    if (answer.error || shot.text.trim() === "") return "draft";
    return findingsOf(answer).some((one) => one.severity === "error") ? "findings" : "ready";
  }

  // Drawing

  #card(shot) {
    const node = h("li", { class: "board-card", "data-path": shot.path, draggable: String(!isReadOnly()) });
    node.addEventListener("dragstart", (event) => {
      event.dataTransfer.setData(shotType, shot.path);
      event.dataTransfer.effectAllowed = "move";
      node.classList.add("dragged");
    });
    node.addEventListener("dragend", () => {
      node.classList.remove("dragged");
      if (this.#isStale) this.refresh();
    });
    node.addEventListener("dragover", (event) => this.#onDragOver(event, node));
    node.addEventListener("dragleave", () => node.classList.remove("before", "after", "gets"));
    node.addEventListener("drop", (event) => this.#onDrop(event, shot, node));
    if (!isReadOnly()) {
      acceptOwnDrops(node, { label: texts.dropFrame(shotTitle(shot.path)), onFiles: ([file]) => {
        if (file) this.#addFrame(shot, file);
      } });
    }
    return node;
  }

  #fill(shot) {
    const node = this.#cards.get(shot.path);
    const answer = this.#compiled.get(keyOf(shot));
    const state = this.#stateOf(shot);
    const takes = this.#takesOf(shot);
    const box = h("input", { type: "checkbox", checked: this.#chosen.has(shot.path), disabled: state !== "ready"
      && !takes.length, "aria-label": texts.choose(shotTitle(shot.path)), onchange: () => {
      if (box.checked) this.#chosen.add(shot.path);
      else this.#chosen.delete(shot.path);
      this.#drawTotals();
    } });
    const more = h("button", { type: "button", class: "quiet square small", "aria-haspopup": "menu",
      "aria-label": texts.more(shotTitle(shot.path)), onclick: () => this.#openMenu(more, shot) }, icon("more"));
    const fresh = takes.filter((one) => one.take.result === "new");
    replace(node, h("div", { class: "board-pictures" }, this.#pictures(shot, answer, takes)),
      h("div", { class: "board-head" }, !isReadOnly() && box,
        h("a", { href: shotAddress(this.#project, shot.path) }, shotTitle(shot.path)), !isReadOnly() && more),
      h("p", { class: "board-state" }, state && [states[state] && statusSign(states[state], { isSilent: true }), " ",
        texts.states[state]], !state && h("span", { class: "hint" }, t.working)),
      h("p", { class: "hint" }, factsOf(answer).join(" · ")), h("p", { class: "hint" }, castOf(answer).join(" ")),
      shot.problem && h("p", { class: "error-text" }, shot.problem),
      answer?.error && h("p", { class: "error-text" }, errorText(answer.error)),
      state === "findings" && answer && h("p", { class: "hint" }, findingsOf(answer)[0]?.message),
      takes.length > 0 && h("button", { type: "button", class: fresh.length > 0 ? "small accent" : "small",
        onclick: () => openReview(fresh.length > 0 ? fresh : takes, 0) },
      fresh.length > 0 ? texts.reviewNew(fresh.length) : texts.takes(takes.length)));
  }

  #drawTotals() {
    const all = this.#shots.map((one) => this.#stateOf(one));
    const approved = all.filter((one) => one === "approved").length;
    const waiting = all.filter((one) => one === "review").length;
    const limitKey = document.activeElement?.dataset?.key === "limit";
    replace(this.#totals, h("span", {}, this.#shots.length > 0 && [texts.approved(approved, this.#shots.length),
      waiting > 0 && texts.waiting(waiting), ...spendingWords(this.#spent, this.#limits)].filter(Boolean).join(" · ")),
    !isReadOnly() && h("button", { type: "button", class: "quiet small", "data-key": "limit",
      onclick: () => this.#askLimit() }, this.#limits.length > 0 ? texts.changeLimit : texts.setLimit));
    if (limitKey) this.#totals.querySelector("[data-key=limit]")?.focus({ preventScroll: true });
    const chosen = this.#shots.filter((one) => this.#chosen.has(one.path));
    const costs = sumsOf(chosen.map((one) => this.#compiled.get(keyOf(one))?.export?.bundles?.[0]?.cost)
      .filter(Boolean));
    this.#send.hidden = chosen.length === 0;
    this.#send.textContent = texts.send(chosen.length, costs.length > 0 ? moneySum(costs) : "");
  }

  /** The pictures of a card: that of the best take, the first frame, or those of the cast. */
  #pictures(shot, answer, takes) {
    const frame = firstFrame(shot);
    if (takePicture(takes) || !frame) return takePicture(takes) ?? castPictures(answer);
    return h("img", { src: `/api/projects/${this.#project}/picture${query({ path: frame })}`, alt: "",
      loading: "lazy", onerror: (event) => event.target.replaceWith(...castPictures(answer)) });
  }

  // Changing

  #openMenu(anchor, shot) {
    const at = this.#shots.indexOf(shot);
    menu(anchor, [
      { label: texts.edit, run: () => go(shotAddress(this.#project, shot.path)) },
      { label: texts.addElement, run: () => this.#chooseElement(shot) },
      { label: texts.otherTarget, run: () => this.#tryTarget(shot) },
      { label: texts.duplicate, run: () => this.#duplicate(shot) },
      at > 0 && { label: texts.earlier, key: "Alt+←", run: () => this.#move(shot, -1) },
      at < this.#shots.length - 1 && { label: texts.later, key: "Alt+→", run: () => this.#move(shot, 1) },
    ].filter(Boolean), texts.more(shotTitle(shot.path)));
  }

  #onKeyDown(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const card = event.target.closest(".board-card");
    if (!by || !event.altKey || !card || isReadOnly()) return;
    event.preventDefault();
    this.#move(this.#shots.find((one) => one.path === card.dataset.path), by);
  }

  #move(shot, by) {
    const paths = this.#shots.map((one) => one.path);
    const at = paths.indexOf(shot.path);
    if (at + by < 0 || at + by >= paths.length) return;
    paths.splice(at, 1);
    paths.splice(at + by, 0, shot.path);
    announce(texts.position(shotTitle(shot.path), at + by + 1, paths.length));
    this.#order(paths);
  }

  #order(paths) {
    const before = this.#shots.map((one) => one.path);
    const store = (order) => post(`/api/projects/${this.#project}/order`, { paths: order });
    return change(async () => {
      const answer = await store(paths);
      this.#take(answer);
      return answer;
    }, { text: texts.ordered, undo: () => store(before) });
  }

  /**
   * Writes a shot's text; a file that was changed elsewhere stays as it is, and the board says so.
   */
  #write(shot, text, what) {
    const store = (known, value) => post(`/api/projects/${this.#project}/shots`,
      { path: shot.path, text: value, sha256: known });
    return change(async () => {
      const answer = await store(shot.sha256, text);
      if (!answer.shot) throw new Error(texts.changed(shotTitle(shot.path)));
      this.#showProblem(this.#boardProblem);
      return answer;
    }, { text: what, undo: (answer) => store(answer.shot.sha256, shot.text),
      onError: (error) => { this.#problem.textContent = error.status === undefined ? error.message : errorText(error); } });
  }

  async #chooseElement(shot) {
    const element = await chooseElement({ title: texts.addElement });
    if (element) this.#addElement(shot, handleOf(element));
  }

  /** Adds a handle at the end of a shot's text. */
  #addElement(shot, handle) {
    const text = shot.text.replace(/\s*$/, "");
    this.#write(shot, `${text}${text ? " " : ""}${handle}\n`, texts.added(handle, shotTitle(shot.path)));
  }

  /** Compiles a shot for another target, which is then used in it or in a copy. */
  async #tryTarget(shot) {
    const parts = await view("board-target.js");
    parts?.tryTarget(shot, this.#project, this.#compiled.get(keyOf(shot)), {
      use: (target) => this.#write(shot, withSetting(shot.text, "target", target), texts.targetOf(shotTitle(shot.path))),
      copy: (target) => this.#duplicate(shot, withSetting(shot.text, "target", target)),
    });
  }

  async #askLimit() {
    const parts = await view("board-limit.js");
    parts?.askLimit(this.#limits, this.#spent, (limits) => {
      const store = (some) => post(`/api/projects/${this.#project}/limit`, { limits: some.map(typed) });
      const before = this.#limits;
      return change(async () => {
        const answer = await store(limits);
        this.#take(answer);
        return answer;
      }, { text: limits.length > 0 ? texts.limited(moneySum(limits)) : texts.unlimited, undo: () => store(before),
        onError: (error) => { this.#problem.textContent = errorText(error); } });
    });
  }

  async #create() {
    const answer = await this.#make(`${t.views.shots.untitled}.md`, "");
    if (answer) go(shotAddress(this.#project, answer.shot.path));
  }

  async #duplicate(shot, text = shot.text) {
    const answer = await this.#make(shot.path, text);
    if (!answer) return;
    const paths = this.#shots.map((one) => one.path);
    paths.splice(paths.indexOf(shot.path) + 1, 0, answer.shot.path);
    this.#order(paths);
  }

  /** Makes a shot file with an unused name like the wanted one. */
  async #make(wanted, text) {
    const names = new Set(this.#shots.map((one) => one.path));
    const [, stem] = /^(.*?)(\.[^.]*)?$/s.exec(wanted);
    let path = `${stem}.md`;
    for (let number = 2; names.has(path); number += 1) path = `${stem} ${number}.md`;
    try {
      const answer = await post(`/api/projects/${this.#project}/shots`, { path, text });
      if (answer.shot) return answer;
      this.#problem.textContent = t.views.shots.taken(path);
    } catch (error) {
      reportFailure(error);
      this.#problem.textContent = errorText(error);
    }
    return undefined;
  }

  // Dragging

  #onDragOver(event, node) {
    const { types } = event.dataTransfer;
    const isShot = types.includes(shotType);
    if ((!isShot && !types.includes(elementType)) || isReadOnly()) return;
    event.preventDefault();
    const box = node.getBoundingClientRect();
    const isAfter = event.clientX > box.left + box.width / 2;
    node.classList.toggle("before", isShot && !isAfter);
    node.classList.toggle("after", isShot && isAfter);
    node.classList.toggle("gets", !isShot);
  }

  #onDrop(event, shot, node) {
    const isAfter = node.classList.contains("after");
    node.classList.remove("before", "after", "gets");
    const dragged = event.dataTransfer.getData(shotType);
    const handle = event.dataTransfer.getData(elementType);
    if ((!dragged && !handle) || isReadOnly()) return;
    event.preventDefault();
    if (handle) {
      this.#addElement(shot, handle);
      return;
    }
    const paths = this.#shots.map((one) => one.path).filter((path) => path !== dragged);
    const at = paths.indexOf(shot.path);
    if (at < 0) return;
    paths.splice(at + (isAfter ? 1 : 0), 0, dragged);
    this.#order(paths);
  }

  /** Makes a picture the first frame of a shot, or its last if it has a first one. */
  async #addFrame(shot, file) {
    const { signal } = this.#controller;
    try {
      const { drop } = await upload(`/api/drops${query({ name: file.name })}`, file, { signal });
      let path;
      try {
        ({ path } = await post(`/api/projects/${this.#project}/frames`, { drop }));
      } catch (error) {
        removeDrop(`/api/drops/${drop}`).catch(() => {});
        throw error;
      }
      const key = setting(shot.text, "start") === undefined ? "start" : "end";
      const folders = "../".repeat(shot.path.split("/").length - 1);
      await this.#write(shot, withSetting(shot.text, key, folders + path), t.views.shots.frameAdded(file.name, key));
    } catch (error) {
      if (error.name === "AbortError") return;
      reportFailure(error);
      this.#problem.textContent = errorText(error);
    }
  }

  async #sendChosen() {
    const chosen = this.#shots.filter((one) => this.#chosen.has(one.path));
    (await view("board-send.js"))?.sendTogether(chosen.map((shot) => ({ title: shotTitle(shot.path),
      question: { text: shot.text, name: shot.path, project: this.#project } })),
    (costs) => overLimit(this.#limits, this.#spent, costs), () => {
      this.#chosen.clear();
      this.#drawTotals();
    });
  }
}

const keyOf = (shot) => `${shot.path}\n${shot.sha256}`;

/** An amount of money as it is typed. */
const typed = ({ amount, currency }) => `${amount} ${currency}`;

/** What was spent, of how much in each currency that is limited. */
function spendingWords(spent, limits) {
  const limited = limits.map((limit) => texts.spentOf(sumsOf(spent).find((one) => one.currency === limit.currency)
    ?.amount ?? "0", money(limit)));
  const others = spent.filter((one) => !limits.some((limit) => limit.currency === one.currency));
  return [...limited, ...others.length > 0 ? [t.views.projects.spent(moneySum(others))] : []];
}

/** Returns a limit that costs exceed together with what was spent, or `undefined`. */
const overLimit = (limits, spent, costs) => limits.find((limit) => costs.some((one) => one.currency === limit.currency)
  && sumsOf([...spent, ...costs]).some((sum) => sum.currency === limit.currency
    && Number(sum.amount) > Number(limit.amount)));

/**
 * Returns the path of a shot's first frame below the project's folder; `undefined` if it is
 * elsewhere.
 */
function firstFrame(shot) {
  const start = setting(shot.text ?? "", "start")?.replace(/^(["'])(.*)\1$/, "$2");
  if (!start || /^[/@]|^[\w+.-]+:/.test(start)) return undefined;
  const parts = [];
  for (const part of [...shot.path.split("/").slice(0, -1), ...start.split("/")]) {
    if (part === "..") {
      if (parts.length === 0) return undefined;
      parts.pop();
    } else if (part && part !== ".") parts.push(part);
  }
  return parts.join("/");
}

/** The picture of the best take, if it has one. */
function takePicture(takes) {
  const best = ["approved", "kept", "new"].map((result) => takes.find((one) => one.take.result === result))
    .find(Boolean);
  if (!best || best.file.missing || best.file.medium === "sound") return undefined;
  return h("img", { src: preview(best.file.sha256, 640), alt: "", loading: "lazy" });
}

/** The pictures of the cast that are sent for a shot. */
function castPictures(answer) {
  const sent = (answer?.prompt?.bindings ?? []).map((one) => (one.sent ?? []).find((file) => file.role !== "voice"))
    .filter((file) => file?.sha256);
  return sent.slice(0, mostPictures).map((file) =>
    h("img", { src: preview(file.sha256, 320), alt: "", loading: "lazy" }));
}

/** The target, the length and the price of a shot. */
function factsOf(answer) {
  const { prompt, export: exported } = answer ?? {};
  const cost = exported?.bundles?.[0]?.cost;
  return [prompt?.target, prompt?.seconds !== undefined && t.views.shots.seconds(prompt.seconds),
    cost && money(cost)].filter(Boolean);
}

const castOf = (answer) => [...new Set((answer?.prompt?.bindings ?? []).map((one) => one.handle).filter(Boolean))]
  .map((handle) => `@${handle}`);
