// Findings as a list: sign, message and advice.

import { h } from "./dom.js";
import { whyButton } from "./findings.js";
import { severitySign } from "./marks.js";
import { adviceOf } from "./remedies.js";
import { t } from "./texts.js";
import { pageWords } from "./words.js";

/**
 * @typedef {{
 *   onChoose?: (finding: any) => void, canGo?: (finding: any) => unknown,
 *   locate?: (finding: any) => string | undefined, remedy?: (finding: any) => Element | undefined,
 * }} ListOptions
 */

/** Returns the message of a finding and its advice. */
export function findingText(finding) {
  const { text } = adviceOf(finding.fix);
  return pageWords(text ? `${finding.message}: ${text}` : finding.message);
}

/**
 * A list of findings; those that `canGo` become buttons for `onChoose`. `remedy(finding)` returns a
 * button that helps, or `undefined`.
 */
export function findingList(findings, /** @type {ListOptions} */ options = {}) {
  const { onChoose, canGo, locate, remedy } = options;
  return h("ul", { class: "v-findings" }, findings.map((finding) => {
    const parts = [
      severitySign(finding.severity), h("span", { class: "unseen" }, `${t.views.severities[finding.severity]}: `),
      h("span", { class: "v-said" }, findingText(finding)),
      locate?.(finding) && h("span", { class: "v-place" }, locate(finding)),
    ];
    return h("li", {}, onChoose && canGo?.(finding)
      ? h("button", { type: "button", class: "v-finding", title: finding.rule, onclick: () => onChoose(finding) },
        parts)
      : h("span", { class: "v-finding", title: finding.rule }, parts), finding.rule && whyButton(finding),
    remedy?.(finding));
  }));
}
