// New files from existing ones: views of a sheet, stills of a clip, a replacement.

import { post } from "./api.js";
import { change, errorText } from "./changes.js";
import { dialog } from "./dialog.js";
import { h, replace } from "./dom.js";
import { dropCard } from "./drop-card.js";
import { acceptOwnDrops } from "./dropping.js";
import { Drops } from "./drops.js";
import { findings } from "./findings.js";
import { reportFailure } from "./library.js";
import { asCommand } from "./remedies.js";
import { t } from "./texts.js";

/** Makes new files from one on the server, and returns the answer. */
function make(page, file, request) {
  const { element, sha256 } = page.details;
  return post(`/api/elements/${element}/make`, { parent: sha256, number: file.number, ...request });
}

/** Cuts a sheet into its views; asks for the layout if it is uncertain. */
export function splitSheet(page, file) {
  const number = (value, label) => h("input", { type: "number", min: "1", max: "12", value, "aria-label": label });
  const [rows, columns] = [number("1", t.splitRows), number("4", t.splitColumns)];
  const status = h("div", { "aria-live": "polite" });
  const layout = h("div", { class: "split-layout", hidden: true }, h("p", {}, t.splitLayout),
    h("div", { class: "form-row" }, rows, h("span", {}, "×"), columns,
      h("button", { type: "button", class: "primary", onclick: () => split(`${rows.value}x${columns.value}`) },
        t.splitAgain)));
  const box = dialog({
    title: t.splitTitle(file.number), kind: "splitting",
    body: [status, layout, asCommand(`castbook split @${page.details.handle} -o views/`)],
  });
  const split = async (grid) => {
    replace(status, h("p", { class: "quiet-text" }, t.splitBusy));
    layout.hidden = true;
    let answer;
    try {
      answer = await make(page, file, { what: "views", grid });
    } catch (error) {
      reportFailure(error);
      replace(status, h("p", { class: "error-text" }, errorText(error)));
      layout.hidden = false;
      return;
    }
    if (!box.open) return;
    if (answer.files.length > 0) {
      box.close();
      page.add({ made: answer.files, leaveOut: file });
      return;
    }
    replace(status, findings((answer.reasons ?? []).map((one) => ({ ...one, fix: undefined }))));
    layout.hidden = false;
    rows.focus();
  };
  split();
}

/** Adds the best stills of a clip as references. */
export async function keepStills(page, file, count) {
  const answer = await make(page, file, { what: "stills", best: count });
  page.add({ made: answer.files });
}

/** Asks for another file, shows its quality, then replaces a file with it. */
export function replaceFile(page, file) {
  const opened = { sha256: page.details.sha256 };
  const card = h("ul", { class: "drops" });
  const problem = h("p", { class: "error-text", role: "alert" });
  const store = h("button", { type: "button", class: "primary", disabled: true, onclick: () => run() },
    t.replaceWith(file.number));
  const picker = h("input", { type: "file", class: "unseen", tabindex: "-1", "aria-hidden": "true",
    onchange: () => setFile([...picker.files]) });
  const choose = h("button", { type: "button", onclick: () => picker.click() }, t.chooseFile);
  const drops = new Drops({ kind: () => page.details.kind, onChange: () => draw() });
  const draw = () => {
    replace(card, drops.list.map((drop) => dropCard(drop, {
      leaveOut: () => drops.leaveOut(drop), retry: () => drops.retry(drop), hasRole: false,
    })));
    store.disabled = drops.keepable.length === 0;
  };
  const setFile = (files) => {
    drops.clear();
    problem.textContent = "";
    drops.add(files.slice(0, 1));
    picker.value = "";
  };
  const run = async () => {
    const [drop] = drops.keepable;
    const stored = await change((parent) => post("/api/drops/replace", {
      element: page.details.element, parent, number: file.number, drop: drop.answer.drop,
    }), { details: page.details, opened, onError: (error) => { problem.textContent = errorText(error); } });
    if (!stored) return;
    drops.clear({ areKept: true });
    box.close();
  };
  const box = dialog({
    title: t.replaceTitle(file.number, file.path), kind: "adding",
    body: [h("p", { class: "hint" }, t.replaceLead), card, picker, h("div", { class: "buttons" }, choose),
      h("div", { class: "adding-foot" }, problem, h("div", { class: "buttons" }, store)),
      asCommand(`castbook edit @${page.details.handle} --replace ${file.number}=FILE`)],
    onClose: () => drops.dispose(),
  });
  acceptOwnDrops(box, { label: t.replaceDrop(file.number), onFiles: setFile });
  choose.focus();
}
