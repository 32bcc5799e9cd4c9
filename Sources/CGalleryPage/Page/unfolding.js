// Parts that unfold: history, usage, ids at providers, details.

import { get } from "./api.js";
import { h, replace } from "./dom.js";
import { errorText } from "./changes.js";
import { removeElement, restoreElement } from "./edits.js";
import { isReadOnly } from "./library.js";
import { view } from "./parts.js";
import { elementAddress, projectAddress } from "./route.js";
import { t } from "./texts.js";
import { bytes, folderName, moment, money } from "./units.js";
import { pageWords } from "./words.js";

const FIRST = 8;
const open = new Set();

/** Returns parts that are closed at first; open ones stay open for the next element. */
export function unfolding(page) {
  const { details } = page;
  const path = `/api/elements/${details.element}`;
  return [
    part("history", t.history, () => get(`${path}/log`).then((log) => history(page, log))),
    part("usage", t.usage, () => get(`${path}/usage`).then(usage)),
    part("registrations", t.registrations, () =>
      Promise.all([get(`${path}/registrations`), view("verbs.js")])
        .then(([found, module]) => module?.registrationsPart(page, found))),
    part("details", t.details, () => Promise.resolve(detailsList(page))),
    elementActions(page),
  ];
}

/** Buttons for actions on the whole element. */
function elementActions(page) {
  const { details } = page;
  const lazyButton = (module, label, name, ...more) => h("button", { type: "button", class: "quiet small",
    onclick: async () => (await view(module))?.[name](...more) }, label);
  const verb = (...all) => lazyButton("verbs.js", ...all);
  const hasPictures = details.files.some((file) => file.medium === "picture");
  return h("div", { class: "ending" }, hasPictures && verb(t.sheetShort, "contactSheet", page),
    lazyButton("cast-sheet.js", t.castShort, "castSheetOf", [details]), verb(t.packShort, "pack", [details]),
    !page.isFixed && h("button", {
      type: "button", class: "quiet small", onclick: () => removeElement(details, t.removed(details.handle)),
    }, t.removeElement),
    !isReadOnly() && details.latest !== false && verb(t.eraseShort, "erase", page));
}

function part(name, title, load) {
  const container = h("div", { class: "unfolded-part" });
  const node = h("details", { "data-part": name }, h("summary", { "data-key": `part-${name}` }, title), container);
  const fail = (error) => replace(container, h("p", { class: "error-text" }, errorText(error)));
  const fill = () => load().then((made) => replace(container, made), fail);
  node.addEventListener("toggle", () => {
    if (node.open) {
      open.add(name);
      if (!container.hasChildNodes()) fill();
    } else open.delete(name);
  });
  node.open = open.has(name);
  node.addEventListener("again", () => { if (node.open) fill(); });
  return node;
}

function history(page, log) {
  const newest = [...log.revisions].reverse();
  const list = h("ol", { class: "history" });
  // Two versions of a fork may have one number.
  const version = (one) =>
    log.revisions.some((other) => other !== one && other.revision === one.revision) ? one.sha256 : one.revision;
  const show = (some) => some.map((one) => h("li", {},
    h("p", { class: "history-when" }, h("span", {}, h("time", { datetime: one.at }, moment(one.at)),
      one.by && t.historyBy(one.by)), one === newest[0] && h("span", {}, t.historyNow)),
    h("ul", {}, one.changes.map((text) => h("li", {}, pageWords(text)))),
    one !== newest[0] && h("div", { class: "buttons" },
      h("a", {
        class: "button quiet small", href: elementAddress(page.details.element, `?version=${version(one)}`),
      }, t.historyLook),
      !isReadOnly() && page.details.latest !== false && !page.details.fork && h("button", {
        type: "button", class: "quiet small", onclick: () => restoreElement(page.details, { revision: version(one) }),
      }, t.historyBack))));
  replace(list, show(newest.slice(0, FIRST)));
  const rest = newest.slice(FIRST);
  const more = rest.length > 0 && h("button", { type: "button", class: "quiet small", onclick: () => {
    list.append(...show(rest));
    more.remove();
  } }, t.showMore(rest.length));
  return [list, more];
}

function usage(found) {
  if (found.projects.length === 0 && found.exports.length === 0) return h("p", { class: "quiet-text" }, t.usageNone);
  return [
    found.projects.length > 0 && [h("h3", {}, t.usageProjects), h("ul", { class: "plain" }, found.projects.map((one) =>
      h("li", {}, h("a", { href: projectAddress(one.project), title: one.path },
        t.usageProject(folderName(one.path), one.revision)))))],
    found.exports.length > 0 && [h("h3", {}, t.usageExports), h("ul", { class: "plain" },
      found.exports.map((one) => h("li", {},
      h("p", {}, t.usageExport(one.shot, one.target)),
      h("p", { class: "hint" }, [moment(one.at), one.cost && money(one.cost)].filter(Boolean).join(" · ")),
      one.takes?.length > 0 && h("ul", { class: "takes" }, one.takes.map(takeItem)))))],
  ];
}

function takeItem(result) {
  const parts = [t.takes[result.result] ?? result.result, result.seed, result.cost && money(result.cost), result.note];
  return h("li", {}, parts.filter(Boolean).join(" · "));
}

function detailsList(page) {
  const { details } = page;
  const file = page.file;
  const row = (label, value) => value && h("div", {}, h("dt", {}, label), h("dd", {}, value));
  return h("dl", { class: "bare" },
    row(t.identity, h("code", {}, details.element)), row(t.historyOf(details.revision), moment(details.at)),
    row(t.digest, h("code", {}, details.sha256)),
    file && [
      row(t.fileDetails.format, [file.format?.toUpperCase(), file.sampling,
        file.progressive && "progressive"].filter(Boolean).join(" ")),
      row(t.fileDetails.size, file.width && `${file.width} × ${file.height}`),
      row(t.fileDetails.seconds, file.seconds && `${file.seconds.toFixed(2)} s`),
      row(t.fileDetails.bytes, file.bytes && bytes(file.bytes)), row(t.fileDetails.color, file.color),
      row(t.fileDetails.sha256, h("code", {}, file.sha256)),
    ]);
}
