// What a target accepts, with the sources.

import { get } from "./api.js";
import { errorText } from "./changes.js";
import { dialog } from "./dialog.js";
import { h, replace } from "./dom.js";
import { reportFailure } from "./library.js";
import { asCommand } from "./remedies.js";
import { t } from "./texts.js";

const texts = t.views.target;

/** A button that shows what a target accepts. */
export const targetButton = (id) => h("button", { type: "button", class: "quiet small", "data-key": `target-${id}`,
  onclick: () => showTarget(id) }, texts.open);

async function showTarget(id) {
  const body = h("div", { class: "target-page", tabindex: "0" }, h("p", { class: "quiet-text" }, t.working));
  const box = dialog({ title: texts.title, kind: "wide", body: [body, asCommand(`castbook targets ${id}`)] });
  try {
    const page = await get(`/api/targets/${id}`);
    box.querySelector("h2").textContent = page.name;
    replace(body, partsOf(page.lines).map(part));
  } catch (error) {
    reportFailure(error);
    replace(body, h("p", { class: "error-text", role: "alert" }, errorText(error)));
  }
}

/** Divides the lines of a target at the empty ones. */
export function partsOf(lines) {
  const parts = [[]];
  for (const line of lines) {
    if (line.trim() === "") parts.push([]);
    else parts.at(-1).push(line);
  }
  return parts.filter((one) => one.length > 0);
}

/** Returns a fact of an indented line as its name and its words; without a name it is a remark. */
export function factOf(line) {
  const [, name, words] = /^ {2}(\S.*?) {2,}(\S.*)$/.exec(line) ?? [];
  return name ? { name, words } : { words: line.trim() };
}

function part([head, ...lines], at) {
  // The first line of all is the name of the target, which is the title.
  const facts = lines.map(factOf);
  const named = facts.filter((one) => one.name);
  const remarks = facts.filter((one) => !one.name);
  return h("section", {}, at > 0 && h("h3", {}, head),
    named.length > 0 && h("dl", { class: "target-facts" }, named.map(({ name, words }) => [h("dt", {}, name),
      h("dd", {}, words)])),
    remarks.length > 0 && h("ul", { class: at > 0 ? "plain hint" : "plain" }, remarks.map(({ words }) =>
      h("li", {}, words))));
}
