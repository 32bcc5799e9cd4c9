// What a project may cost.

import { dialog } from "./dialog.js";
import { formRow, h } from "./dom.js";
import { t } from "./texts.js";
import { moneySum } from "./units.js";

const texts = t.views.board;

/**
 * Asks for a project's limit; `save(limits)` stores it. Limits in further currencies stay as they
 * are.
 */
export function askLimit(limits, spent, save) {
  const [first, ...others] = limits;
  const amount = h("input", { id: "limit-amount", inputmode: "decimal", autocomplete: "off", required: true,
    pattern: "\\d{1,15}([.]\\d{1,4})?", value: first?.amount ?? "", placeholder: "20" });
  const currency = h("input", { id: "limit-currency", autocomplete: "off", required: true,
    pattern: "[A-Za-z]{2,12}", value: first?.currency ?? spent[0]?.currency ?? "USD" });
  const store = async (some) => {
    await save([...some, ...others]);
    // If it failed, the board says why.
    box.close();
  };
  const box = dialog({ title: texts.limitTitle, body: h("form", { class: "writing", onsubmit: (event) => {
    event.preventDefault();
    store([{ amount: amount.value.trim(), currency: currency.value.trim().toUpperCase() }]);
  } }, h("p", { class: "hint" }, texts.limitLead),
  spent.length > 0 && h("p", {}, t.views.projects.spent(moneySum(spent))),
  formRow("limit-amount", texts.limit, h("div", { class: "money" }, amount,
    h("label", { class: "unseen", for: "limit-currency" }, t.views.exports.currency), currency)),
  h("div", { class: "buttons" }, h("button", { type: "submit", class: "primary" }, texts.setLimit),
    first && h("button", { type: "button", onclick: () => store([]) }, texts.removeLimit))) });
}
