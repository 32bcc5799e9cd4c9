// Sending several shots with one plan: what each does and costs, and one total.

import { showAccounts } from "./accounts.js";
import { post } from "./api.js";
import { errorText } from "./changes.js";
import { dialog } from "./dialog.js";
import { h, replace } from "./dom.js";
import { notify, reportFailure } from "./library.js";
import { severitySign, statusSign } from "./marks.js";
import { missingKeyButton, planNodes, providerOf } from "./sends.js";
import { t } from "./texts.js";
import { money, moneySum, sumsOf } from "./units.js";

const texts = t.views.board;

/**
 * Opens one plan for several shots: `shots` are `{ title, question }`, with the body of
 * `POST /api/shots` as the question. Those that can't be sent are named and left out.
 * `limitFor(costs)` returns the limit that costs would exceed, if any. `onSent()` is called when
 * all others are on their way.
 */
export async function sendTogether(shots, limitFor, onSent) {
  const place = h("div", {});
  const body = h("div", { class: "send-plan", "aria-live": "polite" }, h("p", { class: "quiet-text" }, t.working));
  const button = h("button", { type: "button", class: "primary", disabled: true }, t.views.sends.send);
  let isOpen = true;
  const box = dialog({ title: texts.sendTitle(shots.length), kind: "wide", body: [place, body,
    h("div", { class: "buttons" }, button)], onClose: () => { isOpen = false; } });
  let account;
  // Only the latest plans are shown: the account may change while others are made.
  let latest = 0;
  const planAll = async () => {
    const wanted = latest += 1;
    const plans = [];
    button.disabled = true;
    for (const [at, shot] of shots.entries()) {
      replace(body, h("p", { class: "quiet-text" }, texts.planning(at + 1, shots.length)));
      plans.push({ ...shot, ...await planOf({ ...shot.question, account }) });
      if (!isOpen || wanted !== latest) return;
    }
    show(plans);
  };
  showAccounts(place, (chosen) => {
    account = chosen;
    planAll();
  });

  function show(plans) {
    const ready = plans.filter((one) => one.key);
    const costs = ready.flatMap((one) => one.plan.costs);
    const total = moneySum(sumsOf(costs));
    const limit = limitFor(costs);
    const lacking = plans.find((one) => one.missingKeys)?.missingKeys;
    replace(body, plans.map(section), lacking && missingKeyButton(lacking, planAll, account),
      ready.length > 0 && h("p", {}, h("b", {}, texts.total(ready.length, total))),
      limit && h("p", { class: "error-text", role: "alert" }, texts.overLimit(money(limit))),
      ready.some((one) => one.plan.unknownPrices > 0) && h("p", { class: "hint" }, t.views.sends.unknownPrices));
    button.textContent = texts.send(ready.length, total);
    button.disabled = ready.length === 0 || Boolean(limit);
    button.onclick = async () => {
      button.disabled = true;
      for (const one of ready) {
        try {
          notify("sends", await post("/api/sends", { plan: one.key }));
          one.isSent = true;
        } catch (error) {
          reportFailure(error);
          one.problem = error;
        }
        replace(body, plans.map(section));
      }
      onSent();
      if (ready.every((one) => one.isSent)) box.close();
    };
    if (!place.contains(document.activeElement)) button.focus();
  }

  await planAll();
}

/** Plans one shot: `plan` with its `key` if it can be sent, otherwise a `problem`. */
async function planOf(question) {
  try {
    const { plan, key } = await post("/api/sends/plan", { ...question, again: false });
    if (!plan) return { problem: { message: t.views.shots.exportRefused } };
    const bundle = plan.bundles[0];
    const [obstacle] = bundle.obstacles;
    if (bundle.state === "done") return { plan, problem: { message: t.views.sends.states.done } };
    if (plan.missingKeys) {
      const { missingKeys } = plan;
      return { plan, missingKeys, problem: { message: t.views.sends.missingKeys(providerOf(bundle.target), missingKeys) } };
    }
    return obstacle ? { plan, problem: obstacle } : { plan, key };
  } catch (error) {
    reportFailure(error);
    return { problem: error };
  }
}

/** One shot of the plan, with what it does folded. */
function section({ title, plan, problem, isSent }) {
  if (isSent) return h("p", {}, statusSign("pass", { isSilent: true }), " ", texts.isSent(title));
  if (problem) {
    return h("p", { class: "error-text", role: "alert" }, severitySign("error"), " ", h("b", {}, title), ": ",
      problem.rule ? errorText(problem) : problem.message);
  }
  return h("details", {}, h("summary", {}, h("b", {}, title), " ", h("span", { class: "hint" },
    moneySum(plan.costs) || t.views.sends.noPrice)), planNodes(plan.bundles[0], plan));
}
