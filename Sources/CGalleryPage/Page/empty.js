// The grid's message when it is empty, and what to do about it.

import { h } from "./dom.js";
import { post } from "./api.js";
import { change, errorText } from "./changes.js";
import { isReadOnly } from "./library.js";
import { t } from "./texts.js";

/** Returns the message for an empty grid: an error, no match, or an empty library. */
export function emptyGrid({ filters, error, clear, everywhere, add, again }) {
  if (error) {
    const button = h("button", { type: "button", onclick: again }, t.tryAgain);
    return message(t.couldNotLoad, [h("p", {}, errorText(error))], button);
  }
  const isFiltered = Object.keys(filters).length > 0;
  if (!isFiltered) return emptyLibrary(add);
  const { words: search, ...others } = filters;
  const isPart = search && Object.keys(others).length > 0;
  const lead = isPart ? t.noWordsHere(search) : search ? t.noWords(search) : filters.retired
    ? t.noRetired : t.noMatchLead;
  return message(t.noMatch, [h("p", {}, lead)], h("div", { class: "buttons" },
    isPart && h("button", { type: "button", onclick: () => everywhere(search) }, t.searchEverywhere),
    h("button", { type: "button", onclick: clear }, t.clear)));
}

function emptyLibrary(add) {
  if (isReadOnly()) return message(t.emptyTitle, [h("p", {}, t.emptyFixed)]);
  const starter = h("button", { type: "button", onclick: async () => {
    starter.disabled = true;
    await change(() => post("/api/starter", {}), { text: t.emptyStarterDone, isFinal: true });
    starter.disabled = false;
  } }, t.emptyStarter);
  return message(t.emptyTitle, [h("p", {}, t.emptyLead), h("p", {}, t.emptyStarterLead)],
    h("div", { class: "buttons" }, h("button", { type: "button", class: "primary", onclick: add }, t.emptyChoose),
      starter));
}

function message(title, lines, button) {
  return h("div", { class: "teach" }, h("h2", {}, title), lines, button);
}
