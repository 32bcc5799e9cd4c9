// A check of the references against a target, run on request.

import { get, preview, query } from "./api.js";
import { h, replace } from "./dom.js";
import { errorText } from "./changes.js";
import { dialog } from "./dialog.js";
import { findings } from "./findings.js";
import { library } from "./library.js";
import { statusSign } from "./marks.js";
import { remedy } from "./remedies.js";
import { targetButton } from "./target-text.js";
import { TargetField } from "./targets.js";
import { t } from "./texts.js";
import { day } from "./units.js";

let chosenTarget;

/** A field for the target, and the result for each file. */
export function checks(page) {
  const { details } = page;
  if (details.files.length === 0) return undefined;
  const { targets = [], defaultTarget } = library.answer ?? {};
  const field = new TargetField({ label: t.checkTarget, key: "target", targets, first: [["all", t.checkAll]],
    value: chosenTarget ?? defaultTarget, onChange: (value) => { chosenTarget = value; } });
  const container = h("div", { "aria-live": "polite" });
  const button = h("button", { type: "button", onclick: () => run() }, t.checkRun);
  const run = async () => {
    button.disabled = true;
    replace(container, h("p", { class: "quiet-text" }, t.checkBusy));
    try {
      const answer = await get(`/api/elements/${details.element}/check${query({ for: field.value })}`);
      // The user left the element; there is nothing to show.
      if (!page.details) return;
      if (field.value === "all") {
        const rows = rowsOf(answer);
        const show = () => showMatrix(answer, rows, page);
        replace(container, h("p", {}, t.checkAllSummary(countsOf(rows))),
          h("button", { type: "button", class: "quiet small", onclick: show }, t.checkAllShow));
        show();
      } else replace(container, targetResult(answer, page));
    } catch (error) {
      replace(container, h("p", { class: "error-text" }, errorText(error)));
    }
    button.disabled = false;
  };
  return [h("h2", {}, t.checkTitle), h("div", { class: "check-row" }, field.node, button), container];
}

const VERDICTS = ["pass", "warn", "fail", "none"];

/**
 * Returns all targets with the worst status of the files at each; those that accept all come first.
 */
function rowsOf(answer) {
  const worst = (id) => ["fail", "warn", "pass"].find((status) =>
    answer.files.some((file) => file.statusFor?.[id] === status)) ?? "none";
  const names = new Map((library.answer?.targets ?? []).map((one) => [one.id, one.name]));
  return answer.targets.map(({ id }) => ({ id, name: names.get(id) ?? id, status: worst(id) }))
    .sort((one, other) => one.name.localeCompare(other.name, "en"));
}

/** Returns how many targets have each verdict. */
function countsOf(rows) {
  const count = (status) => rows.filter((one) => one.status === status).length;
  return { pass: count("pass"), warn: count("warn"), fail: count("fail"), none: count("none") };
}

/** Opens a table of all targets and files, in groups by verdict. */
function showMatrix(answer, rows, page) {
  const { files } = page.details;
  const cell = (file, id) => {
    const status = file.statusFor?.[id];
    return h("td", {}, status ? statusSign(status) : h("span", { class: "quiet-text" }, "–"));
  };
  const groups = VERDICTS.map((status) => [status, rows.filter((one) => one.status === status)])
    .filter(([, some]) => some.length > 0);
  const head = h("tr", {}, h("th", { scope: "col" }, t.checkTarget), answer.files.map((_, at) =>
    h("th", { scope: "col", title: files[at]?.path }, files[at]?.medium === "picture"
      && h("img", { src: preview(files[at].sha256, 320), alt: "", loading: "lazy" }), h("span", {}, at + 1))));
  dialog({ title: t.checkAllTitle(page.details.handle), kind: "matrix-dialog", body: h("div", { class: "matrix",
    role: "region", tabindex: "0", "aria-label": t.checkAll }, h("table", {}, h("thead", {}, head),
    groups.map(([status, some]) => h("tbody", {},
      h("tr", {}, h("th", { scope: "rowgroup", colspan: answer.files.length + 1, class: "matrix-group" },
        status !== "none" && statusSign(status, { isSilent: true }), t.checkGroups[status](some.length))),
      some.map((row) => h("tr", {}, h("th", { scope: "row", title: row.id }, row.name),
        answer.files.map((file) => cell(file, row.id)))))))) });
}

function targetResult(answer, page) {
  const { pass, warn, fail } = answer.summary;
  const target = answer.targets[0];
  // The answer lists the files in the order of the element.
  const rows = answer.files.map((file, at) => h("li", {},
    h("div", { class: "check-file" }, statusSign(file.status), h("b", {}, `${at + 1}`),
      h("span", {}, page.details.files[at]?.path ?? file.path)),
    file.findings.length > 0 && findings(file.findings, {
      aside: (one) => remedy(page, page.details.files[at], one, { target: target?.id }) })));
  return [
    h("p", {}, t.checkSummary(pass, warn, fail)),
    h("ul", { class: "check-files" }, rows),
    answer.set?.findings.length > 0 && findings(answer.set.findings, {
      aside: (one) => remedy(page, undefined, one, { target: target?.id }) }),
    target && h("p", { class: "hint" }, t.checkAsOf(target.id, day(target.asOf)), " ", targetButton(target.id)),
  ];
}
