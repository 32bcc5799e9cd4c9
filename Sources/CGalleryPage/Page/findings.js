// Findings of a file, of several, or of an element: what happened, what to do, and whether it is meant so.

import { h, replace } from "./dom.js";
import { said } from "./changes.js";
import { dismiss } from "./edits.js";
import { measureOf } from "./measures.js";
import { severitySign } from "./marks.js";
import { adviceOf, asCommand, remedy } from "./remedies.js";
import { t } from "./texts.js";

/** A list of findings, worst first. */
export function findings(list, { aside } = {}) {
  return h("ul", { class: "findings" }, list.map((one) => h("li", { class: one.severity },
    severitySign(one.severity),
    h("div", {}, h("p", {}, h("span", { class: "unseen" }, `${t.severity[one.severity] ?? one.severity}: `),
      sentence(one.message)),
      advice(one)),
    aside?.(one))));
}

/** What to do: in words, and as a command for those who ask for it. */
function advice(finding) {
  const { words, commands } = adviceOf(finding.fix);
  return [words && h("p", { class: "fix" }, sentence(words)), asCommand(...commands)];
}

/** The findings of one file of an element, each of which can be dismissed; a player says by itself what it found. */
export function findingsOfFile(page, file, { isHeard = false } = {}) {
  const open = isHeard ? [] : file.findings ?? [];
  const gone = file.dismissed ?? [];
  return [
    open.length > 0 && findings(open, { aside: (one) => !page.isFixed && h("div", { class: "finding-buttons" },
      remedy(page, file, one), measureOf(one) && meantSo(page, file, one)) }),
    gone.length > 0 && h("details", { class: "meant" }, h("summary", {}, `${t.dismissed} (${gone.length})`),
      h("ul", { class: "findings" }, gone.map((one) => h("li", { class: "note" }, severitySign("note"),
        h("div", {}, h("p", {}, sentence(one.message)), h("p", { class: "fix" }, `“${one.reason}”`)),
        !page.isFixed && h("button", {
          type: "button", class: "quiet",
          onclick: () => dismiss(page.details, { number: file.number, rule: one.rule,
            words: t.countedWords(one.rule) }),
        }, t.countAgain))))),
  ];
}

function meantSo(page, file, finding) {
  const place = h("div", { class: "meant-so" });
  const ask = h("button", { type: "button", class: "quiet", "data-key": `dismiss-${finding.rule}`,
    onclick: () => write() }, t.dismiss);
  const write = () => {
    const field = h("input", { "aria-label": t.dismissWhy, placeholder: t.dismissWhy, required: true });
    const problem = h("p", { class: "error-text", role: "alert" });
    const end = () => {
      delete place.dataset.editing;
      replace(place, ask);
      ask.focus();
    };
    const store = async (event) => {
      event.preventDefault();
      const done = await dismiss(page.details, {
        number: file.number, rule: finding.rule, reason: field.value.trim(), words: t.dismissedWords(finding.rule),
      }, { refused: (error) => { problem.textContent = said(error); } });
      if (!done) return;
      end();
      page.draw();
    };
    place.dataset.editing = "yes";
    replace(place, h("form", { class: "writing", onsubmit: store,
      onkeydown: (event) => { if (event.key === "Escape") end(); } },
      field, h("p", { class: "hint" }, t.dismissHint), problem,
      h("div", { class: "buttons" }, h("button", { type: "submit", class: "accent" }, t.save),
        h("button", { type: "button", class: "quiet", onclick: end }, t.cancel))));
    field.focus();
  };
  place.append(ask);
  return place;
}

/** A message as a sentence; a name or a command at its beginning stays as it is written. */
export function sentence(text) {
  const isPlain = /^[a-z]+[ ,:]/.test(text) && !text.startsWith("castbook ");
  const first = isPlain ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return /[.!?]$/.test(first) || text.startsWith("castbook ") ? first : `${first}.`;
}
