// Findings as a list: their sign, what they say, and what to do.

import { h } from "./dom.js";
import { severitySign } from "./marks.js";
import { adviceOf } from "./remedies.js";
import { t } from "./texts.js";

/** What a finding says, with what to do about it. */
export function findingWords(finding) {
  const { words } = adviceOf(finding.fix);
  return words ? `${finding.message}: ${words}` : finding.message;
}

/** A list of findings; `onChoose` makes those places that can be gone to into buttons. */
export function findingList(findings, { onChoose, canGo = () => false, place = () => undefined } = {}) {
  return h("ul", { class: "v-findings" }, findings.map((finding) => {
    const words = [
      severitySign(finding.severity), h("span", { class: "unseen" }, `${t.views.severities[finding.severity]}: `),
      h("span", { class: "v-said" }, findingWords(finding)),
      place(finding) && h("span", { class: "v-place" }, place(finding)),
    ];
    return h("li", {}, onChoose && canGo(finding)
      ? h("button", { type: "button", class: "v-finding", title: finding.rule, onclick: () => onChoose(finding) },
        words)
      : h("span", { class: "v-finding", title: finding.rule }, words));
  }));
}
