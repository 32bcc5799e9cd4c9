// What a rule means, why it matters and what to do, for a finding.

import { get } from "./api.js";
import { errorText } from "./changes.js";
import { dialog } from "./dialog.js";
import { h, replace } from "./dom.js";
import { sentence } from "./findings.js";
import { reportFailure } from "./library.js";
import { adviceOf } from "./remedies.js";
import { t } from "./texts.js";
import { pageWords } from "./words.js";

/** Returns a text about a rule without the commands of the terminal. */
const plain = (text) => pageWords(text.replace(/ \(`castbook [^`]*`\)/g, "").replace(/`castbook [^`]*`/g, t.castbook));

/** Explains the rule of a finding. */
export async function explainRule(rule) {
  const container = h("div", { class: "rule-text", "aria-live": "polite" }, h("p", { class: "quiet-text" }, t.working));
  const box = dialog({ title: t.ruleTitle, body: container });
  try {
    const found = await get(`/api/rules/${rule}`);
    box.querySelector("h2").textContent = pageWords(found.title);
    const advice = adviceOf(found.fix).text;
    replace(container, h("p", {}, plain(found.what)), found.why && [h("h3", {}, t.ruleWhy), h("p", {}, plain(found.why))],
      advice && [h("h3", {}, t.ruleFix), h("p", {}, sentence(plain(advice)))],
      h("p", { class: "hint" }, t.severity[found.severity], " · ", h("code", {}, found.rule)));
  } catch (error) {
    reportFailure(error);
    replace(container, h("p", { class: "error-text" }, errorText(error)));
  }
}
