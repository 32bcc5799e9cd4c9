// Sending to providers: the plan with its price, the progress of jobs, and the results.

import { get, post, remove } from "./api.js";
import { showAccounts } from "./accounts.js";
import { askMissingKey } from "./ask-key.js";
import { errorText } from "./changes.js";
import { dialog } from "./dialog.js";
import { formRow, h, replace } from "./dom.js";
import { isReadOnly, library, notify, reportFailure, subscribe } from "./library.js";
import { severitySign, statusSign } from "./marks.js";
import { takeCard, takenSubjects } from "./takes.js";
import { t } from "./texts.js";
import { bytes, day, moment, money, moneySum } from "./units.js";

const texts = t.views.sends;

/**
 * Opens the plan for a shot file in the editor: `question` is the body of `POST /api/shots`.
 * `onRefused()` is called if it can't be exported, and `onSent()` once it was sent.
 */
export async function sendDialog(
  question,
  /** @type {{ onRefused?: () => void, onSent?: () => void }} */
  { onRefused, onSent } = {},
) {
  const body = h("div", { class: "send-plan", "aria-live": "polite" }, h("p", { class: "quiet-text" }, t.working));
  const button = h("button", { type: "button", class: "primary", disabled: true }, texts.send);
  const foot = h("div", { class: "buttons" }, button);
  const place = h("div", {});
  const box = dialog({ title: texts.title, kind: "send", body: [place, body, foot] });
  let account;
  showAccounts(place, (chosen) => {
    account = chosen;
    plan(false);
  });
  const showError = (error) => {
    reportFailure(error);
    replace(body, h("p", { class: "error-text", role: "alert" }, errorText(error)));
    button.disabled = true;
  };
  // Only the latest plan is shown: the account may change while another plan is made.
  let latest = 0;
  const plan = async (again) => {
    const wanted = latest += 1;
    button.disabled = true;
    let answer;
    try {
      answer = await post("/api/sends/plan", { ...question, again, account });
    } catch (error) {
      if (wanted === latest) showError(error);
      return;
    }
    if (wanted !== latest) return;
    if (!answer.plan) {
      box.close();
      onRefused?.();
      return;
    }
    const { isDone, isPossible, words } = choiceOf(answer.plan);
    replace(body, planNodes(answer.plan.bundles[0], answer.plan, () => plan(again)));
    button.textContent = words;
    button.disabled = !isPossible;
    button.onclick = () => isDone ? plan(true) : send(answer.key);
    if (!place.contains(document.activeElement)) button.focus();
  };
  const send = async (key) => {
    button.disabled = true;
    try {
      notify("sends", await post("/api/sends", { plan: key }));
      box.close();
      onSent?.();
    } catch (error) {
      showError(error);
    }
  };
  await plan(false);
}

/**
 * What the button of a plan for one bundle does and says: sends it, or plans another take of it.
 */
export function choiceOf({ bundles: [bundle], costs, missingKeys }) {
  const isDone = bundle.state === "done";
  const isPossible = bundle.obstacles.length === 0 && !missingKeys;
  return { isDone, isPossible, words: isDone ? texts.again : texts.sendFor(isPossible && moneySum(costs)) };
}

/**
 * Describes the plan: what stops it, calls with prices, files, hosts and warnings. `onKey()` is
 * called once a missing key was entered.
 */
export function planNodes(bundle, plan, onKey) {
  const size = (way) => {
    const files = bundle.files.filter((file) => file.way === way);
    return files.length > 0 && h("li", {}, texts.files[way](files.length, bytes(files.reduce((sum, file) =>
      sum + file.bytes, 0))));
  };
  const hosts = [...new Set(bundle.calls.flatMap((call) => call.hosts))].sort();
  const foreign = bundle.calls.filter((call, index) =>
    call.profile && bundle.calls.findIndex((other) => other.target === call.target) === index);
  const state = texts.states[bundle.submits && bundle.state === "undecided" ? "asked" : bundle.state];
  return [
    h("p", {}, h("b", {}, bundle.name), " ", h("span", { class: "hint" }, [bundle.target, bundle.tier]
      .filter(Boolean).join(" · "))),
    plan.missingKeys && [h("p", { class: "error-text", role: "alert" }, severitySign("error"), " ",
      texts.missingKeys(providerOf(bundle.target), plan.missingKeys)),
    missingKeyButton(plan.missingKeys, onKey, plan.account), h("p", {}, texts.missingKeysFix), h("p", {}, texts.wouldSend)],
    bundle.obstacles.map((one) => h("p", { class: "error-text", role: "alert" }, severitySign("error"), " ",
      errorText(one))),
    bundle.renders && h("p", { class: "hint" }, bundle.renders),
    state && h("p", {}, state),
    (!state || bundle.submits) && [h("ol", { class: "send-calls" }, bundle.calls.map((call) => h("li", {},
        h("span", {}, call.creates ? texts.creates(call.creates) : texts.renders),
        h("span", { class: "hint" }, price(call.cost))))),
      h("ul", { class: "plain" }, ["upload", "uploaded", "in-request"].map(size)),
      hosts.length > 0 && h("p", { class: "hint" }, texts.sendsTo(hosts)),
      foreign.map(({ target, profile }) => h("p", {}, severitySign("warning"), " ",
        texts.profile(target, profile.file, profile.replacesBuiltIn))),
      plan.unknownPrices > 0 && h("p", { class: "hint" }, texts.unknownPrices)],
    bundle.warnings.map((one) => h("p", {}, severitySign("warning"), " ", errorText(one))),
  ];
}

/** A button that asks for the first of the keys that a plan lacks. */
export const missingKeyButton = ([name], onKey, account) => h("div", { class: "buttons" }, h("button", { type: "button",
  class: "accent", onclick: () => askMissingKey(name, onKey, account) }, texts.enterKey));

/** The name of a target's provider, with which its own name begins. */
export const providerOf = (id) => library.answer?.targets?.find((one) => one.id === id)?.name.split(", ")[0] ?? id;

const price = (cost) => cost ? [money(cost), cost.asOf && texts.asOf(day(cost.asOf))].filter(Boolean).join(", ")
  : texts.noPrice;

const progressOf = (work) => work.step ? work.words : texts.begins;

/**
 * Running work, and jobs whose results are still to come; `hasTakes` shows the clips that came
 * back. `node` is hidden if there are none.
 */
export class SendsPart {
  #hasTakes;
  #unsubscribe;
  #works = [];
  #jobs = [];
  #shown = new Map();
  // The jobs that the provider did not recognize when they were to be cancelled.
  #unknownJobs = new Set();
  #shownJobs = "";
  #workList = h("ul", { class: "sends" });
  #jobList = h("ul", { class: "sends" });
  #problem = h("p", { class: "error-text", role: "alert" });
  node = h("section", { class: "project-part sends-part", "aria-labelledby": "sends-title", hidden: true },
    h("h2", { id: "sends-title" }, texts.jobs), this.#problem, this.#workList, this.#jobList);

  constructor({ hasTakes = true } = {}) {
    this.#hasTakes = hasTakes;
  }

  /** Subscribes until the part leaves the page. */
  #listen() {
    if (this.#unsubscribe) return;
    let wasShown = false;
    this.#unsubscribe = subscribe("sends", (answer) => {
      wasShown ||= this.node.isConnected;
      if (this.node.isConnected || !wasShown) this.#update(answer);
      else {
        this.#unsubscribe();
        this.#unsubscribe = undefined;
      }
    });
  }

  /** Fetches the current state. */
  async load() {
    this.#listen();
    try {
      this.#update(await get("/api/sends"));
    } catch (error) {
      reportFailure(error);
    }
  }

  #update({ works, jobs }) {
    const hasEnded = this.#works.some((one) => one.running && !works.find((other) => other.number === one.number)
      ?.running);
    this.#works = works;
    if (jobs) this.#jobs = jobs;
    this.#draw();
    if (hasEnded) this.load();
  }

  #draw() {
    this.node.hidden = this.#works.length === 0 && this.#jobs.length === 0;
    // Running rows only change their text, so that a playing film and a pressed button stay.
    let ledgerPromise;
    const ledger = () => ledgerPromise ??= get("/api/exports");
    const rows = this.#works.map((work) => {
      const known = this.#shown.get(work.number);
      if (known && Boolean(work.running) === known.isRunning) {
        if (known.isRunning) known.status.textContent = progressOf(work);
        return known.row;
      }
      const line = h("span", {}, progressOf(work));
      const row = h("li", {}, this.#work(work, line, ledger));
      this.#shown.set(work.number, { isRunning: Boolean(work.running), row, status: line });
      return row;
    });
    for (const number of this.#shown.keys()) {
      if (!this.#works.some((work) => work.number === number)) this.#shown.delete(number);
    }
    if (rows.length !== this.#workList.children.length || rows.some((row, at) => row !== this.#workList.children[at])) {
      replace(this.#workList, rows);
    }
    // The list is redrawn only after a change, so that a field in use stays.
    const jobs = JSON.stringify([this.#jobs, isReadOnly(), [...this.#unknownJobs]]);
    if (jobs === this.#shownJobs) return;
    this.#shownJobs = jobs;
    replace(this.#jobList, this.#jobs.map((one) => h("li", { "data-job": one.job.id }, this.#job(one))));
  }

  #work({ number, name, target, running, result, problem }, line, ledger) {
    const head = h("p", {}, h("b", {}, name), " ", h("span", { class: "hint" }, target));
    if (running) {
      return [head, h("div", { class: "team-progress", role: "status" },
        h("progress", { "aria-label": texts.doing(name) }), line,
        h("button", { type: "button", class: "small", onclick: () => this.#run(() =>
          remove(`/api/sends/${number}`)) }, texts.stopWaiting))];
    }
    if (problem?.rule === "cancelled") return [head, h("p", { class: "hint" }, texts.stopped)];
    if (problem) return [head, h("p", { class: "error-text", role: "alert" }, errorText(problem))];
    if (result.end === "take") {
      return [head, h("p", { role: "status" }, statusSign("pass"), " ", texts.came(result.job.cost
        && money(result.job.cost))), takenSubjects(result),
        this.#hasTakes && takeCard(ledger(), result.job.sha256, result.sha256)];
    }
    return [head, h("p", { role: "status" }, severitySign(["accepted", "done-before"].includes(result.end) ? "note"
      : "warning"), " ", texts.ends[result.end], " ", result.problem ? errorText(result.problem)
      : h("span", { class: "hint" }, result.job?.note))];
  }

  /** A job whose result is still to come, and which is not being followed. */
  #job({ subject, job }) {
    const head = h("p", {}, h("b", {}, subject ?? job.id), " ", h("span", { class: "hint" },
      [job.target, moment(job.at), job.cost && money(job.cost), texts.job(job.id)].filter(Boolean).join(" · ")));
    if (isReadOnly()) return [head, h("p", {}, texts.open[job.state])];
    const act = (what, given = {}) => this.#run(() => post(`/api/jobs/${job.id}/${what}`, given), job.id);
    if (job.state === "accepted") {
      const isUnknown = this.#unknownJobs.has(job.id);
      return [head, isUnknown && h("p", { role: "alert" }, severitySign("warning"), " ", texts.open.unknown),
      h("div", { class: "buttons" },
        h("button", { type: "button", class: "small", onclick: () => act("fetch") }, texts.getResult),
        isUnknown
          ? h("button", { type: "button", class: "small quiet", onclick: () => act("cancel", { sure: true }) },
            texts.giveUp)
          : h("button", { type: "button", class: "small quiet", onclick: () => act("cancel") }, texts.stopJob))];
    }
    const id = h("input", { id: `task-${job.id}`, autocomplete: "off", spellcheck: "false" });
    return [head, h("p", {}, severitySign("warning"), " ", texts.open.sending, " ",
      h("span", { class: "hint" }, job.note)),
      h("form", { class: "send-task", onsubmit: (event) => {
        event.preventDefault();
        if (id.value.trim()) act("fetch", { task: id.value.trim() });
      } }, formRow(id.id, texts.task, id), h("div", { class: "buttons" },
        h("button", { type: "submit", class: "small" }, texts.follow),
        h("button", { type: "button", class: "small quiet", onclick: () => act("cancel", { sure: true }) },
          texts.giveUp)))];
  }

  async #run(action, job) {
    this.#problem.textContent = "";
    try {
      this.#update(await action());
    } catch (error) {
      reportFailure(error);
      if (error.rule === "send.unsure" && job) {
        this.#unknownJobs.add(job);
        this.#draw();
      } else {
        this.#problem.textContent = errorText(error);
      }
    }
  }
}
