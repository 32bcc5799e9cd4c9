// New files out of those that are there: the views of a sheet, the stills of a clip, another file in the place of one.

import { post } from "./api.js";
import { change, said } from "./changes.js";
import { dialog } from "./dialog.js";
import { h, replace } from "./dom.js";
import { dropCard } from "./drop-card.js";
import { Drops } from "./drops.js";
import { findings } from "./findings.js";
import { noticeRefusal } from "./library.js";
import { asCommand } from "./remedies.js";
import { t } from "./texts.js";

/** Has new files made of one; those that come are put where dropped files are. */
async function make(page, file, request) {
  const { element, sha256 } = page.details;
  return post(`/api/elements/${element}/make`, { parent: sha256, number: file.number, ...request });
}

/** Cuts a sheet into its views; where that is uncertain, the layout is asked for. */
export function splitSheet(page, file) {
  const number = (value, label) => h("input", { type: "number", min: "1", max: "12", value, "aria-label": label });
  const [rows, columns] = [number("1", t.splitRows), number("4", t.splitColumns)];
  const words = h("div", { "aria-live": "polite" });
  const layout = h("div", { class: "split-layout", hidden: true }, h("p", {}, t.splitLayout),
    h("div", { class: "form-row" }, rows, h("span", {}, "×"), columns,
      h("button", { type: "button", class: "primary", onclick: () => look(`${rows.value}x${columns.value}`) },
        t.splitAgain)));
  const box = dialog({
    title: t.splitTitle(file.number), kind: "splitting",
    body: [words, layout, asCommand(`castbook split @${page.details.handle} -o views/`)],
  });
  const look = async (grid) => {
    replace(words, h("p", { class: "quiet-text" }, t.splitBusy));
    layout.hidden = true;
    let answer;
    try {
      answer = await make(page, file, { what: "views", grid });
    } catch (error) {
      noticeRefusal(error);
      replace(words, h("p", { class: "error-text" }, said(error)));
      layout.hidden = false;
      return;
    }
    if (!box.open) return;
    if (answer.files.length > 0) {
      box.close();
      page.add({ made: answer.files, leaveOut: file });
      return;
    }
    replace(words, findings((answer.reasons ?? []).map((one) => ({ ...one, fix: undefined }))));
    layout.hidden = false;
    rows.focus();
  };
  look();
}

/** Takes the best stills of a clip as references. */
export async function keepStills(page, file, count) {
  const answer = await make(page, file, { what: "stills", best: count });
  page.add({ made: answer.files });
}

/** Asks for another file, shows how good it is, then replaces a file with it. */
export function replaceFile(page, file) {
  const opened = { sha256: page.details.sha256 };
  const card = h("ul", { class: "drops" });
  const problem = h("p", { class: "error-text", role: "alert" });
  const store = h("button", { type: "button", class: "primary", disabled: true, onclick: () => keep() },
    t.replaceWith(file.number));
  const picker = h("input", { type: "file", class: "unseen", tabindex: "-1", "aria-hidden": "true",
    onchange: () => take([...picker.files]) });
  const choose = h("button", { type: "button", onclick: () => picker.click() }, t.chooseFile);
  const drops = new Drops({ kind: () => page.details.kind, changed: () => draw() });
  const draw = () => {
    replace(card, drops.list.map((drop) => dropCard(drop, {
      leaveOut: () => drops.leaveOut(drop), again: () => drops.again(drop), hasRole: false,
    })));
    store.disabled = drops.keepable.length === 0;
  };
  const take = (files) => {
    drops.clear();
    problem.textContent = "";
    drops.add(files.slice(0, 1));
    picker.value = "";
  };
  const keep = async () => {
    const [drop] = drops.keepable;
    const stored = await change((parent) => post("/api/drops/replace", {
      element: page.details.element, parent, number: file.number, drop: drop.answer.drop,
    }), { details: page.details, opened, refused: (error) => { problem.textContent = said(error); } });
    if (!stored) return;
    drops.clear({ areKept: true });
    box.close();
  };
  const box = dialog({
    title: t.replaceTitle(file.number, file.path), kind: "adding",
    body: [h("p", { class: "hint" }, t.replaceLead), card, picker, h("div", { class: "buttons" }, choose),
      h("div", { class: "adding-foot" }, problem, h("div", { class: "buttons" }, store)),
      asCommand(`castbook edit @${page.details.handle} --replace ${file.number}=FILE`)],
    closed: () => drops.end(),
  });
  choose.focus();
}
