// What the grid says when it has nothing to show, and what to do then.

import { h } from "./dom.js";
import { said } from "./changes.js";
import { isReadOnly } from "./library.js";
import { t } from "./texts.js";

/** The words for an empty grid: no answer, nothing like the filters, or a library that has nothing yet. */
export function emptyGrid({ filters, error, clear, everywhere, add, again }) {
  if (error) {
    const button = h("button", { type: "button", onclick: again }, t.tryAgain);
    return message(t.couldNotLoad, [h("p", {}, said(error))], button);
  }
  const isFiltered = Object.keys(filters).length > 0;
  if (!isFiltered) return nothingYet(add);
  const { words, ...others } = filters;
  const isPart = words && Object.keys(others).length > 0;
  const lead = isPart ? t.noWordsHere(words) : words ? t.noWords(words) : filters.retired ? t.noRetired : t.noMatchLead;
  return message(t.noMatch, [h("p", {}, lead)], h("div", { class: "buttons" },
    isPart && h("button", { type: "button", onclick: () => everywhere(words) }, t.searchEverywhere),
    h("button", { type: "button", onclick: clear }, t.clear)));
}

function nothingYet(add) {
  return message(t.emptyTitle, [
    h("p", {}, t.emptyLead),
    h("p", {}, t.emptyStarter, " ", h("code", {}, t.emptyCommand)),
  ], !isReadOnly() && h("button", { type: "button", class: "primary", onclick: add }, t.emptyChoose));
}

function message(title, lines, button) {
  return h("div", { class: "teach" }, h("h2", {}, title), lines, button);
}
