// Findings of a file, of several, or of an element, with advice and a way to dismiss them.

import { h, replace } from "./dom.js";
import { errorText } from "./changes.js";
import { dismiss } from "./edits.js";
import { measureOf } from "./measures.js";
import { severitySign } from "./marks.js";
import { view } from "./parts.js";
import { adviceOf, asCommand, remedy } from "./remedies.js";
import { t } from "./texts.js";
import { pageWords } from "./words.js";

/**
 * A list of findings, worst first; one with `parts` unfolds to them. `aside` returns what stands
 * beside a finding.
 */
export function findings(list, /** @type {{ aside?: (finding: object) => unknown }} */ { aside } = {}) {
  return h("ul", { class: "findings" }, list.map((one) => h("li", { class: one.severity },
    severitySign(one.severity),
    h("div", {}, h("p", {}, h("span", { class: "unseen" }, `${t.severity[one.severity] ?? one.severity}: `),
      sentence(one.message), one.rule && [" ", whyButton(one)]),
      advice(one), one.parts && h("details", { class: "finding-parts" }, h("summary", {}, t.which),
        h("ul", {}, one.parts.map((part) => h("li", {}, sentence(part)))))),
    aside?.(one))));
}

/** A button that explains the rule of a finding. */
export const whyButton = ({ rule, message }) => h("button", { type: "button", class: "link why", "data-key": `why-${rule}`,
  "aria-label": t.ruleWhyOf(sentence(message)), onclick: async () => (await view("rule-text.js"))?.explainRule(rule) },
t.ruleMore);

/** The advice: as text, and as a command that unfolds. */
function advice(finding) {
  const { text, commands } = adviceOf(finding.fix);
  return [text && h("p", { class: "fix" }, sentence(text)), asCommand(...commands)];
}

/**
 * The findings of one file of an element, each of which can be dismissed; a player of a sound lists
 * its own.
 */
export function findingsOfFile(page, file, { isSound = false } = {}) {
  const active = isSound ? [] : file.findings ?? [];
  const dismissed = file.dismissed ?? [];
  return [
    active.length > 0 && findings(active, { aside: (one) => !page.isFixed && h("div", { class: "finding-buttons" },
      remedy(page, file, one), measureOf(one) && dismissControl(page, file, one)) }),
    dismissed.length > 0 && h("details", { class: "meant" }, h("summary", {}, `${t.dismissed} (${dismissed.length})`),
      h("ul", { class: "findings" }, dismissed.map((one) => h("li", { class: "note" }, severitySign("note"),
        h("div", {}, h("p", {}, sentence(one.message)), h("p", { class: "fix" }, `“${one.reason}”`)),
        !page.isFixed && h("button", {
          type: "button", class: "quiet",
          onclick: () => dismiss(page.details, { number: file.number, rule: one.rule,
            text: t.countedWords(one.rule) }),
        }, t.countAgain))))),
  ];
}

function dismissControl(page, file, finding) {
  const container = h("div", { class: "meant-so" });
  const button = h("button", { type: "button", class: "quiet", "data-key": `dismiss-${finding.rule}`,
    onclick: () => write() }, t.dismiss);
  const write = () => {
    const field = h("input", { "aria-label": t.dismissWhy, placeholder: t.dismissWhy, required: true });
    const problem = h("p", { class: "error-text", role: "alert" });
    const end = () => {
      delete container.dataset.editing;
      replace(container, button);
      button.focus();
    };
    const store = async (event) => {
      event.preventDefault();
      const done = await dismiss(page.details, {
        number: file.number, rule: finding.rule, reason: field.value.trim(), text: t.dismissedWords(finding.rule),
      }, { onError: (error) => { problem.textContent = errorText(error); } });
      if (!done) return;
      end();
      page.draw();
    };
    container.dataset.editing = "yes";
    replace(container, h("form", { class: "writing", onsubmit: store,
      onkeydown: (event) => { if (event.key === "Escape") end(); } },
      field, h("p", { class: "hint" }, t.dismissHint), problem,
      h("div", { class: "buttons" }, h("button", { type: "submit", class: "accent" }, t.save),
        h("button", { type: "button", class: "quiet", onclick: end }, t.cancel))));
    field.focus();
  };
  container.append(button);
  return container;
}

/** Returns a message as a sentence; a name or a command at its beginning keeps its case. */
export function sentence(message) {
  const text = pageWords(message);
  const isPlain = /^[a-z]+[ ,:]/.test(text) && !text.startsWith("castbook ");
  const first = isPlain ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return /[.!?]$/.test(first) || text.startsWith("castbook ") ? first : `${first}.`;
}
