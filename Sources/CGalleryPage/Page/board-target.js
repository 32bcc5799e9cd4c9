// Trying another target for a shot: what it would cost there, and what it breaks.

import { post } from "./api.js";
import { errorText } from "./changes.js";
import { dialog } from "./dialog.js";
import { h, replace } from "./dom.js";
import { library, reportFailure } from "./library.js";
import { severitySign } from "./marks.js";
import { sentence } from "./findings.js";
import { findingsOf } from "./shots-result.js";
import { TargetField } from "./targets.js";
import { t } from "./texts.js";
import { money, shotTitle } from "./units.js";

const texts = t.views.board;
const mostFindings = 4;

/**
 * Asks for a target and compiles a shot for it. `now` is how the shot compiles today; `use(target)`
 * puts the target into the shot, `copy(target)` into a copy.
 */
export function tryTarget(shot, project, now, { use, copy }) {
  const { targets } = library.answer;
  const container = h("div", { class: "other-target", "aria-live": "polite" });
  let chosen;
  let number = 0;
  const finish = (run) => async () => {
    for (const button of buttons) button.disabled = true;
    await run(chosen);
    // If it failed, the board says why.
    box.close();
  };
  const buttons = [[texts.useTarget, use], [texts.copyTarget, copy]].map(([label, run], at) =>
    h("button", { type: "button", class: at === 0 ? "primary" : "", disabled: true, onclick: finish(run) }, label));
  const compile = async (target) => {
    chosen = target;
    const own = number += 1;
    for (const button of buttons) button.disabled = true;
    replace(container, h("p", { class: "quiet-text" }, t.working));
    let answer;
    try {
      answer = await post("/api/shots", { text: shot.text, name: shot.path, project, target });
    } catch (error) {
      reportFailure(error);
      answer = { error };
    }
    // Only the last choice counts.
    if (own !== number) return;
    for (const button of buttons) button.disabled = Boolean(answer.error);
    replace(container, answer.error ? h("p", { class: "error-text" }, errorText(answer.error)) : comparison(now, answer));
  };
  const current = now?.prompt?.target;
  const field = new TargetField({ label: t.checkTarget, targets, first: current ? [] : [["", t.views.shots.chooseTarget]],
    value: current ?? "", onChange: (target) => { if (target) compile(target); } });
  const box = dialog({ title: texts.otherTargetOf(shotTitle(shot.path)), body: [field.node, container,
    h("div", { class: "buttons" }, buttons)] });
}

/** The prices now and there, and the findings there. */
function comparison(now, there) {
  const price = (answer) => {
    const cost = answer?.export?.bundles?.[0]?.cost;
    return cost ? money(cost) : t.views.sends.noPrice;
  };
  const findings = findingsOf(there).filter((one) => one.severity !== "note");
  return [h("p", {}, h("b", {}, price(there)), now?.prompt && ` · ${texts.insteadOf(price(now))}`),
    findings.length === 0 && h("p", {}, texts.noFindings),
    h("ul", { class: "plain" }, findings.slice(0, mostFindings).map((one) => h("li", {}, severitySign(one.severity), " ",
      sentence(one.message)))), findings.length > mostFindings && h("p", { class: "hint" },
      texts.moreFindings(findings.length - mostFindings))];
}
