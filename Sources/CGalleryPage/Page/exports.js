// What was exported: each bundle with its price, what is in it, and what came back; clips are recorded here.

import { get, post, query, remove, send } from "./api.js";
import { change, said } from "./changes.js";
import { dialog } from "./dialog.js";
import { formRow, h, replace } from "./dom.js";
import { isReadOnly, library, noticeRefusal } from "./library.js";
import { asCommand } from "./remedies.js";
import { TargetField } from "./targets.js";
import { t } from "./texts.js";
import { moment, money, moneySum } from "./units.js";

const words = t.views.exports;
const FIRST = 20;

/** The exports of a `ledger/1`; `filters` adds fields for a target and a first day. */
export class ExportsPart {
  #asked;
  #place = h("div", { "aria-live": "polite" });
  #since;
  #target;
  #choices = h("div", { class: "exports-choices", hidden: true });
  node = h("section", { class: "project-part", "aria-labelledby": "exports-title" },
    h("h2", { id: "exports-title" }, words.title), this.#choices, this.#place);

  constructor({ filters = false } = {}) {
    if (!filters) return;
    const targets = (library.answer?.targets ?? []).filter((one) => one.takesPrompts);
    this.#target = new TargetField({ label: t.checkTarget, id: "exports-target", key: "exports-target",
      first: [["", words.anyTarget]], targets, changed: () => this.#look() });
    this.#since = h("input", { id: "exports-since", type: "date", "data-key": "exports-since",
      onchange: () => this.#look() });
    replace(this.#choices, formRow("exports-target", t.checkTarget, this.#target.node),
      formRow("exports-since", words.since, this.#since));
  }

  /** Shows other exports. The filters stay as the user set them. */
  show(ledger) {
    this.#choices.hidden = !this.#target || ledger.exports.exports.length === 0;
    if (this.#target?.value || this.#since?.value) this.#look();
    else draw(this.#place, ledger.exports, FIRST);
  }

  async #look() {
    this.#asked?.abort();
    const { signal } = this.#asked = new AbortController();
    try {
      const asked = query({ for: this.#target.value, since: this.#since.value });
      const found = await get(`/api/exports${asked}`, signal);
      if (!signal.aborted) draw(this.#place, found.exports, FIRST);
    } catch (error) {
      if (error.name === "AbortError") return;
      noticeRefusal(error);
      replace(this.#place, h("p", { class: "error-text" }, said(error)));
    }
  }
}

function draw(place, { exports, priced, spent, cut }, count) {
  if (exports.length === 0) {
    replace(place, h("p", { class: "quiet-text" }, words.none));
    return;
  }
  const more = exports.length > count && h("button", { type: "button", class: "quiet small",
    onclick: () => draw(place, { exports, priced, spent, cut }, count + 200) }, t.showMore(exports.length - count));
  replace(place, h("ul", { class: "exports" }, exports.slice(0, count).map(row)), more,
    h("p", { class: "totals" }, [
      words.count(exports.length), priced.length > 0 && t.views.projects.priced(moneySum(priced)),
      spent.length > 0 && t.views.projects.spent(moneySum(spent)), cut && words.cut,
    ].filter(Boolean).join(" · ")));
}

function row(one) {
  const takes = one.takes.map((take) => [t.takes[take.result], take.seed && words.seed(take.seed),
    take.cost && money(take.cost), take.note].filter(Boolean).join(" · "));
  return h("li", {}, h("div", {}, h("b", {}, one.shot), h("span", { class: "hint" }, [
    one.target, moment(one.times[0]), one.times.length > 1 && words.times(one.times.length),
    one.cost ? money(one.cost) : words.noPrice].filter(Boolean).join(" · ")),
  h("span", {}, one.elements.map((handle) => `@${handle}`).join(", ")),
  takes.length > 0 && h("ul", { class: "takes" }, takes.map((line) => h("li", {}, line)))),
  !isReadOnly() && h("button", { type: "button", class: "small quiet", "data-key": `take-${one.bundle}`,
    "aria-label": words.addTakeOf(one.shot), onclick: () => addTake(one) }, words.addTake));
}

/** Records a clip that a provider returned for a bundle. */
function addTake(bundle) {
  const file = h("input", { type: "file", id: "take-file", accept: "video/*,image/*,audio/*", required: true });
  const result = h("select", { id: "take-result" },
    ["kept", "rejected"].map((one) => h("option", { value: one }, t.takes[one])));
  const seed = h("input", { id: "take-seed", autocomplete: "off" });
  const amount = h("input", { id: "take-cost", inputmode: "decimal", autocomplete: "off", placeholder: "0.84" });
  const currency = h("input", { id: "take-currency", value: bundle.cost?.currency ?? "USD", autocomplete: "off" });
  const note = h("input", { id: "take-note", autocomplete: "off" });
  const problem = h("p", { class: "error-text", role: "alert" });
  const button = h("button", { type: "submit", class: "primary" }, words.record);
  const run = async (event) => {
    event.preventDefault();
    problem.textContent = "";
    button.disabled = true;
    let drop;
    try {
      ({ drop } = await send(`/api/drops${query({ name: file.files[0].name })}`, file.files[0]));
    } catch (error) {
      noticeRefusal(error);
      problem.textContent = said(error);
      button.disabled = false;
      return;
    }
    const given = { drop, bundle: bundle.bundle, result: result.value, seed: seed.value.trim() || undefined,
      note: note.value.trim() || undefined,
      cost: amount.value.trim() ? { amount: amount.value.trim(), currency: currency.value.trim() } : undefined };
    const done = await change(() => post("/api/takes", given), {
      words: words.recorded(bundle.shot), refused: (error) => { problem.textContent = said(error); },
      // A clip that was rated so before stays as it was.
      undo: (answer) => answer.new
        ? post("/api/takes/withdraw", { bundle: answer.bundle, sha256: answer.sha256 }) : {},
    });
    button.disabled = false;
    if (done) box.close();
    else remove(`/api/drops/${drop}`).catch(() => {});
  };
  const box = dialog({ title: words.addTakeOf(bundle.shot), body: h("form", { class: "writing", onsubmit: run },
    formRow("take-file", words.file, file), formRow("take-result", words.result, result),
    formRow("take-cost", words.cost, h("div", { class: "money" }, amount, h("label", { class: "unseen",
      for: "take-currency" }, words.currency), currency)),
    formRow("take-seed", words.seedLabel, seed), formRow("take-note", words.note, note), problem,
    h("div", { class: "buttons" }, button),
    asCommand(`castbook take add CLIP --bundle ${bundle.bundle.slice(0, 12)} --result kept`)) });
}
