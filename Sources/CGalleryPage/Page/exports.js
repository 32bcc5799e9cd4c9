// Exports: each bundle with its price, content and takes; new takes are recorded here.

import { get, post, query, remove, send } from "./api.js";
import { change, errorText } from "./changes.js";
import { dialog } from "./dialog.js";
import { formRow, h, replace } from "./dom.js";
import { acceptOwnDrops } from "./dropping.js";
import { isReadOnly, library, reportFailure } from "./library.js";
import { view } from "./parts.js";
import { asCommand } from "./remedies.js";
import { doubts } from "./takes.js";
import { TargetField } from "./targets.js";
import { t } from "./texts.js";
import { moment, money, moneySum, shotTitle } from "./units.js";

const texts = t.views.exports;
const FIRST = 20;

/** The exports of a `ledger/1`; `hasFilters` adds fields for a target and a first day. */
export class ExportsPart {
  #controller;
  #container = h("div", { "aria-live": "polite" });
  #since;
  #target;
  #choices = h("div", { class: "exports-choices", hidden: true });
  node = h("section", { class: "project-part", "aria-labelledby": "exports-title" },
    h("div", { class: "part-head" }, h("h2", { id: "exports-title" }, texts.title),
      h("button", { type: "button", class: "small", "data-key": "open-bundle",
        onclick: async () => (await view("open-bundle.js"))?.openBundle() }, t.views.bundles.open)),
    this.#choices, this.#container);

  constructor({ hasFilters = false } = {}) {
    if (!hasFilters) return;
    const targets = (library.answer?.targets ?? []).filter((one) => one.takesPrompts);
    this.#target = new TargetField({ label: t.checkTarget, id: "exports-target", key: "exports-target",
      first: [["", texts.anyTarget]], targets, onChange: () => this.#reload() });
    this.#since = h("input", { id: "exports-since", type: "date", "data-key": "exports-since",
      onchange: () => this.#reload() });
    replace(this.#choices, formRow("exports-target", t.checkTarget, this.#target.node),
      formRow("exports-since", texts.since, this.#since));
  }

  /** Shows other exports; the filters keep their values. */
  show(ledger) {
    this.#choices.hidden = !this.#target || ledger.exports.exports.length === 0;
    if (this.#target?.value || this.#since?.value) this.#reload();
    else draw(this.#container, ledger.exports, FIRST);
  }

  async #reload() {
    this.#controller?.abort();
    const { signal } = this.#controller = new AbortController();
    try {
      const parameters = query({ for: this.#target.value, since: this.#since.value });
      const found = await get(`/api/exports${parameters}`, signal);
      if (!signal.aborted) draw(this.#container, found.exports, FIRST);
    } catch (error) {
      if (error.name === "AbortError") return;
      reportFailure(error);
      replace(this.#container, h("p", { class: "error-text" }, errorText(error)));
    }
  }
}

function draw(container, { exports, priced, spent, cut }, count) {
  if (exports.length === 0) {
    replace(container, h("p", { class: "quiet-text" }, texts.none));
    return;
  }
  const more = exports.length > count && h("button", { type: "button", class: "quiet small",
    onclick: () => draw(container, { exports, priced, spent, cut }, count + 200) }, t.showMore(exports.length - count));
  replace(container, h("ul", { class: "exports" }, exports.slice(0, count).map(row)), more,
    h("p", { class: "totals" }, [
      texts.count(exports.length), priced.length > 0 && t.views.projects.priced(moneySum(priced)),
      spent.length > 0 && t.views.projects.spent(moneySum(spent)), cut && texts.cut,
    ].filter(Boolean).join(" · ")));
}

function row(bundle) {
  const takes = bundle.takes.map((take) => [t.takes[take.result], take.seed && texts.seed(take.seed),
    take.cost && money(take.cost), take.note].filter(Boolean).join(" · "));
  return h("li", {}, h("div", {}, h("b", {}, shotTitle(bundle.shot)), h("span", { class: "hint" }, [
    bundle.target, moment(bundle.times[0]), bundle.times.length > 1 && texts.times(bundle.times.length),
    bundle.cost ? money(bundle.cost) : texts.noPrice].filter(Boolean).join(" · ")),
  h("span", {}, bundle.elements.map((handle) => `@${handle}`).join(", ")),
  takes.length > 0 && h("ul", { class: "takes" }, takes.map((line) => h("li", {}, line)))),
  !isReadOnly() && h("button", { type: "button", class: "small quiet", "data-key": `take-${bundle.bundle}`,
    "aria-label": texts.addTakeOf(shotTitle(bundle.shot)), onclick: () => addTake(bundle) }, texts.addTake));
}

/** Records a clip that a provider returned for a bundle. */
function addTake(bundle) {
  const file = h("input", { type: "file", id: "take-file", accept: "video/*,image/*,audio/*", required: true });
  const result = h("select", { id: "take-result" },
    Object.keys(t.takes).map((one) => h("option", { value: one }, t.takes[one])));
  const seed = h("input", { id: "take-seed", autocomplete: "off" });
  const amount = h("input", { id: "take-cost", inputmode: "decimal", autocomplete: "off", placeholder: "0.84" });
  const currency = h("input", { id: "take-currency", value: bundle.cost?.currency ?? "USD", autocomplete: "off" });
  const note = h("input", { id: "take-note", autocomplete: "off" });
  const problem = h("p", { class: "error-text", role: "alert" });
  const button = h("button", { type: "submit", class: "primary" }, texts.record);
  const run = async (event) => {
    event.preventDefault();
    problem.textContent = "";
    button.disabled = true;
    let drop;
    try {
      ({ drop } = await send(`/api/drops${query({ name: file.files[0].name })}`, file.files[0]));
    } catch (error) {
      reportFailure(error);
      problem.textContent = errorText(error);
      button.disabled = false;
      return;
    }
    const given = { drop, bundle: bundle.bundle, result: result.value, seed: seed.value.trim() || undefined,
      note: note.value.trim() || undefined,
      cost: amount.value.trim() ? { amount: amount.value.trim(), currency: currency.value.trim() } : undefined };
    const stored = await change(() => post("/api/takes", given), {
      text: (answer) => texts.recorded(shotTitle(bundle.shot), doubts(answer)),
      onError: (error) => { problem.textContent = errorText(error); },
      // A clip that already had this rating stays as it was.
      undo: (answer) => answer.new
        ? post("/api/takes/withdraw", { bundle: answer.bundle, sha256: answer.sha256 }) : {},
    });
    button.disabled = false;
    if (stored) box.close();
    else remove(`/api/drops/${drop}`).catch(() => {});
  };
  const box = dialog({ title: texts.addTakeOf(shotTitle(bundle.shot)), body: h("form", { class: "writing",
    onsubmit: run },
    formRow("take-file", texts.file, file), formRow("take-result", texts.result, result),
    formRow("take-cost", texts.cost, h("div", { class: "money" }, amount, h("label", { class: "unseen",
      for: "take-currency" }, texts.currency), currency)),
    formRow("take-seed", texts.seedLabel, seed), formRow("take-note", texts.note, note), problem,
    h("div", { class: "buttons" }, button),
    asCommand(`castbook take add CLIP --bundle ${bundle.bundle.slice(0, 12)}`)) });
  acceptOwnDrops(box, { label: texts.dropTake(shotTitle(bundle.shot)), onFiles: ([dropped]) => {
    if (!dropped) return;
    const transfer = new DataTransfer();
    transfer.items.add(dropped);
    file.files = transfer.files;
  } });
}
