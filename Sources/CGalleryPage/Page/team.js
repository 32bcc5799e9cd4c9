// The team's store: exchanges, pushes, and the machines that have a copy.

import { get, post, remove } from "./api.js";
import { errorText } from "./changes.js";
import { dialog } from "./dialog.js";
import { h, replace, visible } from "./dom.js";
import { isReadOnly, notify, reportFailure, subscribe } from "./library.js";
import { severitySign } from "./marks.js";
import { asCommand } from "./remedies.js";
import { elementAddress } from "./route.js";
import { t } from "./texts.js";
import { day, handleOf, moment } from "./units.js";

const texts = t.team;

/** The number of erasures listed after an exchange; `castbook pull` lists more. */
const SHOWN_ERASURES = 30;

/**
 * Starts a sync, a pull, a push, or a fetch of some elements. Every open page gets its progress.
 */
export async function exchange(what, elements = []) {
  try {
    const { work } = await post("/api/team", { do: what, elements });
    if (work) notify("team", work);
  } catch (error) {
    reportFailure(error);
    notify("team", { number: 0, what, problem: { message: error.message, fix: error.fix } });
  }
}

/** A progress bar with a button that stops the exchange; at its end, the result. */
function progressNode(work) {
  if (!work) return undefined;
  if (!work.running) return outcomeNode(work);
  const { step, count, total } = work;
  return h("div", { class: "team-progress" },
    h("progress", { max: "1", value: total ? count / total : undefined, "aria-label": texts.doing[work.what] }),
    h("span", {}, step ? texts.steps[step](count, total) : texts.doing[work.what]),
    h("button", { type: "button", class: "small", onclick: () => remove("/api/team").catch(reportFailure) },
      texts.stop));
}

function outcomeNode({ outcome: done, problem }) {
  if (problem) return h("p", { class: "error-text", role: "alert" }, errorText(problem));
  if (!done) return undefined;
  const lines = texts.done(done);
  const undecided = (done.pulled?.elements ?? []).filter((one) => one.forked || one.nameShared);
  return h("div", { class: "team-done", role: "status" },
    lines.map((line) => h("p", {}, line)),
    (done.pulled?.erasures ?? []).slice(0, SHOWN_ERASURES).map((one) => h("p", {}, severitySign("warning"), " ",
      visible(texts.erasure(one, day(one.at))))),
    done.loss && h("p", { class: "error-text" }, texts.lost(done.loss)),
    undecided.map((one) => h("p", {}, severitySign("warning"), " ",
      h("a", { href: elementAddress(one.element), onclick: (event) => event.target.closest("dialog")?.close() },
        handleOf(one)), " ", texts.toDecide(one))),
    (done.pulled?.problems ?? []).map((one) => h("p", { class: "error-text" }, `${one.key}: ${one.reason}`)));
}

/** A button that fetches the files of an element, with its progress. */
export function fetchPart(details) {
  const container = h("div", { class: "team-work", "aria-live": "polite" });
  const button = h("button", { type: "button", class: "primary", onclick: () => exchange("fetch", [details.element]) },
    texts.fetch);
  const show = (work) => {
    button.disabled = Boolean(work?.running);
    replace(container, work ? progressNode(work) : undefined);
  };
  const unsubscribe = subscribe("team", (work) => { if (container.isConnected) show(work); else unsubscribe(); });
  return h("div", { class: "teach" }, h("p", {}, texts.fileElsewhere), !isReadOnly() && button, container);
}

/** Opens the dialog of the team's store. */
export function teamDialog() {
  const facts = h("div", { class: "team-facts" });
  const container = h("div", { class: "team-work", "aria-live": "polite" });
  const button = (what, kind) => h("button", { type: "button", class: kind, title: texts.titles[what],
    onclick: () => exchange(what) }, texts.verbs[what]);
  const buttons = [button("sync", "primary"), button("pull"), button("push"), button("fetch")];
  const show = (work) => {
    for (const button of buttons) button.disabled = Boolean(work?.running);
    replace(container, progressNode(work));
  };
  const load = async () => {
    try {
      const answer = await get("/api/team");
      replace(facts, storeFacts(answer));
      return answer;
    } catch (error) {
      reportFailure(error);
      replace(facts, h("p", { class: "error-text" }, errorText(error)));
      return undefined;
    }
  };
  const unsubscribe = subscribe("team", (work) => {
    show(work);
    if (!work.running) load();
  });
  dialog({
    title: texts.title, kind: "team", onClose: unsubscribe,
    body: [!isReadOnly() && h("div", { class: "buttons" }, buttons), container, facts, asCommand("castbook sync")],
  });
  load().then((answer) => show(answer?.work));
}

function storeFacts({ remote, machines }) {
  if (!remote) return h("p", {}, texts.notShared);
  const { remote: settings, lastPull, unsentRecordCount, absentFileCount, pushes = [], openErasures = [] } = remote;
  const { waitingErasureCount = 0, loss } = remote;
  const row = (name, value) => [h("dt", {}, name), h("dd", {}, value)];
  const part = (title, ...rows) => h("section", {}, h("h3", {}, title), rows);
  const list = h("dl", { class: "team-list" },
    row(texts.store, `${settings.location}${settings.endpoint ? `, ${settings.endpoint}` : ""}`
      + (settings.sealed ? `, ${texts.sealed}` : "")),
    row(texts.lastPull, lastPull ? day(lastPull) : texts.never),
    row(texts.unsent, texts.records(unsentRecordCount)),
    row(texts.absent, texts.files(absentFileCount)));
  return h("div", {}, list,
    loss && h("p", { class: "error-text" }, texts.lost(loss)),
    waitingErasureCount > 0 && h("p", {}, severitySign("warning"), " ", texts.waitingErasures(waitingErasureCount)),
    openErasures.map((one) => h("p", { class: "team-open" }, severitySign("warning"), " ",
      texts.openErasure(day(one.at), [...one.store ? [texts.theStore] : [], ...namesOf(one.machines ?? [],
        machines)]))),
    pushes.length > 0 && part(texts.pushes, h("ul", { class: "plain" }, pushes.slice(0, 8).map((one) =>
      h("li", {}, texts.push(one.by ?? [], one.recordCount), " ", h("span", { class: "hint" }, moment(one.at)))))),
    machines.length > 0 && part(texts.machines, h("ul", { class: "plain" }, machines.map((one) =>
      h("li", {}, nameOfMachine(one), " ", h("span", { class: "hint" }, texts.since(day(one.joined), one.this)))))));
}

const nameOfMachine = (one) => one.by ? `${one.by}${one.host ? ` (${one.host})` : ""}` : one.host || texts.aMachine;

const namesOf = (ids, machines) => ids.map((id) => machines.find((one) => one.id === id)).filter(Boolean)
  .map(nameOfMachine);
