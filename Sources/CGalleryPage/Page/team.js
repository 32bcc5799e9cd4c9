// The team's store: what is to be exchanged, who sent what when, and who has a copy.

import { get, post, remove } from "./api.js";
import { said } from "./changes.js";
import { dialog } from "./dialog.js";
import { h, replace, visible } from "./dom.js";
import { hear, isReadOnly, noticeRefusal, tell } from "./library.js";
import { severitySign } from "./marks.js";
import { asCommand } from "./remedies.js";
import { elementAddress } from "./route.js";
import { t } from "./texts.js";
import { day, handleOf, moment } from "./units.js";

const words = t.team;

/** How many erasures an exchange names; `castbook pull` names more. */
const SHOWN_ERASURES = 30;

/** Starts a sync, a pull, a push, or a fetch of some elements. Every open page hears of its progress. */
export async function exchange(what, elements = []) {
  try {
    const { work } = await post("/api/team", { do: what, elements });
    if (work) tell("team", work);
  } catch (error) {
    noticeRefusal(error);
    tell("team", { number: 0, what, problem: { message: error.message, fix: error.fix } });
  }
}

/** A progress bar with a button that stops the exchange; at its end, the result. */
function progress(work) {
  if (!work) return undefined;
  if (!work.running) return outcome(work);
  const { step, count, total } = work;
  return h("div", { class: "team-progress" },
    h("progress", { max: "1", value: total ? count / total : undefined, "aria-label": words.doing[work.what] }),
    h("span", {}, step ? words.steps[step](count, total) : words.doing[work.what]),
    h("button", { type: "button", class: "small", onclick: () => remove("/api/team").catch(noticeRefusal) },
      words.stop));
}

function outcome({ outcome: done, problem }) {
  if (problem) return h("p", { class: "error-text", role: "alert" }, said(problem));
  if (!done) return undefined;
  const lines = words.done(done);
  const open = (done.pulled?.elements ?? []).filter((one) => one.forked || one.nameShared);
  return h("div", { class: "team-done", role: "status" },
    lines.map((line) => h("p", {}, line)),
    (done.pulled?.erasures ?? []).slice(0, SHOWN_ERASURES).map((one) => h("p", {}, severitySign("warning"), " ",
      visible(words.erasure(one, day(one.at))))),
    done.loss && h("p", { class: "error-text" }, words.lost(done.loss)),
    open.map((one) => h("p", {}, severitySign("warning"), " ",
      h("a", { href: elementAddress(one.element), onclick: (event) => event.target.closest("dialog")?.close() },
        handleOf(one)), " ", words.toDecide(one))),
    (done.pulled?.problems ?? []).map((one) => h("p", { class: "error-text" }, `${one.key}: ${one.reason}`)));
}

/** A button that fetches the files of an element, and what it is doing. */
export function fetchPart(details) {
  const place = h("div", { class: "team-work", "aria-live": "polite" });
  const button = h("button", { type: "button", class: "primary", onclick: () => exchange("fetch", [details.element]) },
    words.fetch);
  const show = (work) => {
    button.disabled = Boolean(work?.running);
    replace(place, work ? progress(work) : undefined);
  };
  const end = hear("team", (work) => { if (place.isConnected) show(work); else end(); });
  return h("div", { class: "teach" }, h("p", {}, words.fileElsewhere), !isReadOnly() && button, place);
}

/** Shows the team's store. */
export function teamDialog() {
  const facts = h("div", { class: "team-facts" });
  const place = h("div", { class: "team-work", "aria-live": "polite" });
  const button = (what, kind) => h("button", { type: "button", class: kind, title: words.titles[what],
    onclick: () => exchange(what) }, words.verbs[what]);
  const buttons = [button("sync", "primary"), button("pull"), button("push"), button("fetch")];
  const show = (work) => {
    for (const one of buttons) one.disabled = Boolean(work?.running);
    replace(place, progress(work));
  };
  const load = async () => {
    try {
      const answer = await get("/api/team");
      replace(facts, about(answer));
      return answer;
    } catch (error) {
      noticeRefusal(error);
      replace(facts, h("p", { class: "error-text" }, said(error)));
      return undefined;
    }
  };
  const end = hear("team", (work) => {
    show(work);
    if (!work.running) load();
  });
  dialog({
    title: words.title, kind: "team", closed: end,
    body: [!isReadOnly() && h("div", { class: "buttons" }, buttons), place, facts, asCommand("castbook sync")],
  });
  load().then((answer) => show(answer?.work));
}

function about({ remote, machines }) {
  if (!remote) return h("p", {}, words.notShared);
  const { remote: settings, lastPull, unsentRecordCount, absentFileCount, pushes = [], openErasures = [] } = remote;
  const { waitingErasureCount = 0, loss } = remote;
  const row = (name, value) => [h("dt", {}, name), h("dd", {}, value)];
  const part = (title, ...rows) => h("section", {}, h("h3", {}, title), rows);
  const list = h("dl", { class: "team-list" },
    row(words.store, `${settings.location}${settings.endpoint ? `, ${settings.endpoint}` : ""}`
      + (settings.sealed ? `, ${words.sealed}` : "")),
    row(words.lastPull, lastPull ? day(lastPull) : words.never),
    row(words.unsent, words.records(unsentRecordCount)),
    row(words.absent, words.files(absentFileCount)));
  return h("div", {}, list,
    loss && h("p", { class: "error-text" }, words.lost(loss)),
    waitingErasureCount > 0 && h("p", {}, severitySign("warning"), " ", words.waitingErasures(waitingErasureCount)),
    openErasures.map((one) => h("p", { class: "team-open" }, severitySign("warning"), " ",
      words.openErasure(day(one.at), [...one.store ? [words.theStore] : [], ...namesOf(one.machines ?? [], machines)]))),
    pushes.length > 0 && part(words.pushes, h("ul", { class: "plain" }, pushes.slice(0, 8).map((one) =>
      h("li", {}, words.push(one.by ?? [], one.recordCount), " ", h("span", { class: "hint" }, moment(one.at)))))),
    machines.length > 0 && part(words.machines, h("ul", { class: "plain" }, machines.map((one) =>
      h("li", {}, nameOfMachine(one), " ", h("span", { class: "hint" }, words.since(day(one.joined), one.this)))))));
}

const nameOfMachine = (one) => one.by ? `${one.by}${one.host ? ` (${one.host})` : ""}` : one.host || words.aMachine;

const namesOf = (ids, machines) => ids.map((id) => machines.find((one) => one.id === id)).filter(Boolean)
  .map(nameOfMachine);
