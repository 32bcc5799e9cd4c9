// The order of the grid and whether it shows names; remembered by the browser.

import { h } from "./dom.js";
import { names, rememberNames, rememberSortOrder, sortOrder } from "./settings.js";
import { t } from "./texts.js";

/**
 * The choices, after the `count`; `onSort()` and `onNames()` report changes. Some `filters` fix the
 * order.
 */
export function gridChoices({ filters, count, onSort, onNames }) {
  // A search lists the best matches first, and expiring rights the first to end.
  const hasOrder = !filters.words && !filters.expiring;
  const order = h("select", {
    "data-key": "sort", "aria-label": t.sort, disabled: !hasOrder, title: hasOrder ? undefined : t.sortFixed,
    onchange: () => {
      rememberSortOrder(order.value);
      onSort();
    },
  }, Object.entries(t.sorts).map(([value, label]) => h("option", { value }, label)));
  order.value = sortOrder() ?? "newest";
  const shown = h("button", { type: "button", class: "toggle", "data-key": "names", onclick: () => {
    rememberNames(names() === "always" ? "demand" : "always");
    update();
    onNames();
  } }, t.names);
  const update = () => {
    shown.setAttribute("aria-pressed", String(names() === "always"));
    shown.title = t.namesShown[names()];
  };
  update();
  return h("div", { class: "grid-choices" }, count, order, shown);
}
