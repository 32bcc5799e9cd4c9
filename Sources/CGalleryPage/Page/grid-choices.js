// How the grid shows elements: in which order, and whether it says their names. Each browser remembers it.

import { h } from "./dom.js";
import { names, rememberNames, rememberSortOrder, sortOrder } from "./settings.js";
import { t } from "./texts.js";

/** The choices, behind the `count`; `sorted()` and `named()` hear of them. Not all `filters` leave a choice. */
export function gridChoices({ filters, count, sorted, named }) {
  // A search has the best matches first, and rights that end the first to end.
  const hasOrder = !filters.words && !filters.expiring;
  const order = h("select", {
    "data-key": "sort", "aria-label": t.sort, disabled: !hasOrder, title: hasOrder ? undefined : t.sortFixed,
    onchange: () => {
      rememberSortOrder(order.value);
      sorted();
    },
  }, Object.entries(t.sorts).map(([value, words]) => h("option", { value }, words)));
  order.value = sortOrder() ?? "newest";
  const shown = h("button", { type: "button", class: "toggle", "data-key": "names", onclick: () => {
    rememberNames(names() === "always" ? "demand" : "always");
    tell();
    named();
  } }, t.names);
  const tell = () => {
    shown.setAttribute("aria-pressed", String(names() === "always"));
    shown.title = t.namesShown[names()];
  };
  tell();
  return h("div", { class: "grid-choices" }, count, order, shown);
}
