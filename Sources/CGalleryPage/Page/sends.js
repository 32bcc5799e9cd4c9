// Sending to providers: the plan with its price, how far jobs are, and the clip that comes back beside its references.

import { get, post, remove } from "./api.js";
import { said } from "./changes.js";
import { dialog } from "./dialog.js";
import { formRow, h, replace } from "./dom.js";
import { hear, isReadOnly, noticeRefusal, tell } from "./library.js";
import { severitySign, statusSign } from "./marks.js";
import { takeCard } from "./takes.js";
import { t } from "./texts.js";
import { bytes, day, moment, money, moneySum } from "./units.js";

const words = t.views.sends;

/**
 * Opens the plan for a shot file that is being written: `question` is what `POST /api/shots` asks. `refused()` hears
 * that it can't be exported.
 */
export async function sendDialog(question, { refused } = {}) {
  const body = h("div", { class: "send-plan", "aria-live": "polite" }, h("p", { class: "quiet-text" }, t.working));
  const button = h("button", { type: "button", class: "primary", disabled: true }, words.send);
  const foot = h("div", { class: "buttons" }, button);
  const box = dialog({ title: words.title, kind: "send", body: [body, foot] });
  const fail = (error) => {
    noticeRefusal(error);
    replace(body, h("p", { class: "error-text", role: "alert" }, said(error)));
    button.disabled = true;
  };
  const plan = async (again) => {
    button.disabled = true;
    let answer;
    try {
      answer = await post("/api/sends/plan", { ...question, again });
    } catch (error) {
      fail(error);
      return;
    }
    if (!answer.plan) {
      box.close();
      refused?.();
      return;
    }
    const bundle = answer.plan.bundles[0];
    const isDone = bundle.state === "done";
    replace(body, planned(bundle, answer.plan));
    button.textContent = isDone ? words.again : words.sendFor(moneySum(answer.plan.costs));
    button.disabled = bundle.obstacles.length > 0 || Boolean(answer.plan.missingKeys);
    button.onclick = () => isDone ? plan(true) : begin(answer.key);
    button.focus();
  };
  const begin = async (key) => {
    button.disabled = true;
    try {
      tell("sends", await post("/api/sends", { plan: key }));
      box.close();
    } catch (error) {
      fail(error);
    }
  };
  await plan(false);
}

/** What sending will do: calls with prices and their days, files, hosts, and what speaks against it. */
function planned(bundle, plan) {
  const size = (way) => {
    const files = bundle.files.filter((file) => file.way === way);
    return files.length > 0 && h("li", {}, words.files[way](files.length, bytes(files.reduce((sum, file) =>
      sum + file.bytes, 0))));
  };
  const hosts = [...new Set(bundle.calls.flatMap((call) => call.hosts))].sort();
  const foreign = bundle.calls.filter((call, index) =>
    call.profile && bundle.calls.findIndex((other) => other.target === call.target) === index);
  const state = words.states[bundle.submits && bundle.state === "undecided" ? "asked" : bundle.state];
  return [
    h("p", {}, h("b", {}, bundle.name), " ", h("span", { class: "hint" }, [bundle.target, bundle.tier]
      .filter(Boolean).join(" · "))),
    bundle.renders && h("p", { class: "hint" }, bundle.renders),
    state && h("p", {}, state),
    (!state || bundle.submits) && [h("ol", { class: "send-calls" }, bundle.calls.map((call) => h("li", {},
        h("span", {}, call.creates ? words.creates(call.creates) : words.renders),
        h("span", { class: "hint" }, price(call.cost))))),
      h("ul", { class: "plain" }, ["upload", "uploaded", "in-request"].map(size)),
      hosts.length > 0 && h("p", { class: "hint" }, words.sendsTo(hosts)),
      foreign.map(({ target, profile }) => h("p", {}, severitySign("warning"), " ",
        words.profile(target, profile.file, profile.replacesBuiltIn))),
      plan.unknownPrices > 0 && h("p", { class: "hint" }, words.unknownPrices),
      plan.missingKeys && h("p", { class: "error-text", role: "alert" }, severitySign("error"), " ",
        words.missingKeys(plan.missingKeys))],
    bundle.warnings.map((one) => h("p", {}, severitySign("warning"), " ", said(one))),
    bundle.obstacles.map((one) => h("p", { class: "error-text", role: "alert" }, severitySign("error"), " ",
      said(one))),
  ];
}

const price = (cost) => cost ? [money(cost), cost.asOf && words.asOf(day(cost.asOf))].filter(Boolean).join(", ")
  : words.noPrice;

const progressOf = (work) => work.step ? work.words : words.begins;

/**
 * What is being sent and fetched, and the jobs whose results are still to come; `takes` shows the clips that came back.
 * `node` is hidden if there is nothing.
 */
export class SendsPart {
  #hasTakes;
  #end;
  #works = [];
  #jobs = [];
  #shown = new Map();
  // The jobs that the provider didn't know when they were to be stopped.
  #unsure = new Set();
  #shownJobs = "";
  #list = h("ul", { class: "sends" });
  #open = h("ul", { class: "sends" });
  #problem = h("p", { class: "error-text", role: "alert" });
  node = h("section", { class: "project-part sends-part", "aria-labelledby": "sends-title", hidden: true },
    h("h2", { id: "sends-title" }, words.jobs), this.#problem, this.#list, this.#open);

  constructor({ takes = true } = {}) {
    this.#hasTakes = takes;
  }

  /** Hears of them from now on, until the part is taken off the page. */
  #listen() {
    if (this.#end) return;
    let wasShown = false;
    this.#end = hear("sends", (answer) => {
      wasShown ||= this.node.isConnected;
      if (this.node.isConnected || !wasShown) this.#take(answer);
      else {
        this.#end();
        this.#end = undefined;
      }
    });
  }

  /** Asks for them. */
  async load() {
    this.#listen();
    try {
      this.#take(await get("/api/sends"));
    } catch (error) {
      noticeRefusal(error);
    }
  }

  #take({ works, jobs }) {
    const hasEnded = this.#works.some((one) => one.running && !works.find((other) => other.number === one.number)
      ?.running);
    this.#works = works;
    if (jobs) this.#jobs = jobs;
    this.#draw();
    if (hasEnded) this.load();
  }

  #draw() {
    this.node.hidden = this.#works.length === 0 && this.#jobs.length === 0;
    // A film that plays and a button that is being pressed stay: only the words change while it runs.
    let asked;
    const ledger = () => asked ??= get("/api/exports");
    const rows = this.#works.map((work) => {
      const known = this.#shown.get(work.number);
      if (known && Boolean(work.running) === known.isRunning) {
        if (known.isRunning) known.words.textContent = progressOf(work);
        return known.row;
      }
      const line = h("span", {}, progressOf(work));
      const row = h("li", {}, this.#work(work, line, ledger));
      this.#shown.set(work.number, { isRunning: Boolean(work.running), row, words: line });
      return row;
    });
    for (const number of this.#shown.keys()) {
      if (!this.#works.some((work) => work.number === number)) this.#shown.delete(number);
    }
    if (rows.length !== this.#list.children.length || rows.some((row, at) => row !== this.#list.children[at])) {
      replace(this.#list, rows);
    }
    // So does a field in which the user types.
    const jobs = JSON.stringify([this.#jobs, isReadOnly(), [...this.#unsure]]);
    if (jobs === this.#shownJobs) return;
    this.#shownJobs = jobs;
    replace(this.#open, this.#jobs.map((one) => h("li", { "data-job": one.job.id }, this.#job(one))));
  }

  #work({ number, name, target, running, result, problem }, line, ledger) {
    const head = h("p", {}, h("b", {}, name), " ", h("span", { class: "hint" }, target));
    if (running) {
      return [head, h("div", { class: "team-progress", role: "status" },
        h("progress", { "aria-label": words.doing(name) }), line,
        h("button", { type: "button", class: "small", onclick: () => this.#do(() =>
          remove(`/api/sends/${number}`)) }, words.stopWaiting))];
    }
    if (problem?.rule === "cancelled") return [head, h("p", { class: "hint" }, words.stopped)];
    if (problem) return [head, h("p", { class: "error-text", role: "alert" }, said(problem))];
    if (result.end === "take") {
      return [head, h("p", { role: "status" }, statusSign("pass"), " ", words.came(result.job.cost
        && money(result.job.cost))),
        this.#hasTakes && takeCard(ledger(), result.job.sha256, result.sha256)];
    }
    return [head, h("p", { role: "status" }, severitySign(["accepted", "done-before"].includes(result.end) ? "note"
      : "warning"), " ", words.ends[result.end], " ", result.problem ? said(result.problem)
      : h("span", { class: "hint" }, result.job?.note))];
  }

  /** A job whose result is still to come, and which nothing follows. */
  #job({ subject, job }) {
    const head = h("p", {}, h("b", {}, subject ?? job.id), " ", h("span", { class: "hint" },
      [job.target, moment(job.at), job.cost && money(job.cost), words.job(job.id)].filter(Boolean).join(" · ")));
    if (isReadOnly()) return [head, h("p", {}, words.open[job.state])];
    const ask = (what, given = {}) => this.#do(() => post(`/api/jobs/${job.id}/${what}`, given), job.id);
    if (job.state === "accepted") {
      const isUnsure = this.#unsure.has(job.id);
      return [head, isUnsure && h("p", { role: "alert" }, severitySign("warning"), " ", words.open.unknown),
      h("div", { class: "buttons" },
        h("button", { type: "button", class: "small", onclick: () => ask("fetch") }, words.getResult),
        isUnsure
          ? h("button", { type: "button", class: "small quiet", onclick: () => ask("cancel", { sure: true }) },
            words.giveUp)
          : h("button", { type: "button", class: "small quiet", onclick: () => ask("cancel") }, words.stopJob))];
    }
    const id = h("input", { id: `task-${job.id}`, autocomplete: "off", spellcheck: "false" });
    return [head, h("p", {}, severitySign("warning"), " ", words.open.sending, " ",
      h("span", { class: "hint" }, job.note)),
      h("form", { class: "send-task", onsubmit: (event) => {
        event.preventDefault();
        if (id.value.trim()) ask("fetch", { task: id.value.trim() });
      } }, formRow(id.id, words.task, id), h("div", { class: "buttons" },
        h("button", { type: "submit", class: "small" }, words.follow),
        h("button", { type: "button", class: "small quiet", onclick: () => ask("cancel", { sure: true }) },
          words.giveUp)))];
  }

  async #do(action, job) {
    this.#problem.textContent = "";
    try {
      this.#take(await action());
    } catch (error) {
      noticeRefusal(error);
      if (error.rule === "send.unsure" && job) {
        this.#unsure.add(job);
        this.#draw();
      } else {
        this.#problem.textContent = said(error);
      }
    }
  }
}
