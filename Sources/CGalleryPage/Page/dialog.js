// Dialogs and menus above the page; the browser manages their focus.

import { h } from "./dom.js";
import { icon } from "./marks.js";
import { t } from "./texts.js";

/** @typedef {{ label: string, primary?: boolean, run?: () => unknown }} DialogButton */

let count = 0;

/**
 * Opens a dialog and returns it. `buttons` are `{ label, run?, primary? }`; they close it unless
 * `run` returns false. `kind` is a class, and `onClose` is called at the end.
 *
 * @param {{ title: string, body: unknown, buttons?: DialogButton[], kind?: string, onClose?: () => void }} options
 */
export function dialog({ title, body, buttons = [], kind = "", onClose }) {
  const id = `dialog-${count += 1}`;
  const close = h("button", { type: "button", class: "quiet square", "aria-label": t.close,
    onclick: () => box.close() },
    icon("close"));
  const row = buttons.map((one) => h("button", {
    type: "button", class: one.primary ? "primary" : "",
    onclick: async () => { if (await one.run?.() !== false) box.close(); },
  }, one.label));
  const box = h("dialog", { class: `dialog ${kind}`, "aria-labelledby": id },
    h("div", { class: "dialog-head" }, h("h2", { id }, title), close),
    h("div", { class: "dialog-body" }, body),
    row.length > 0 && h("div", { class: "dialog-foot" }, row));
  box.addEventListener("close", () => { box.remove(); onClose?.(); });
  box.addEventListener("pointerdown", (event) => {
    const at = box.getBoundingClientRect();
    const isOutside = event.clientX < at.left || event.clientX > at.right
      || event.clientY < at.top || event.clientY > at.bottom;
    if (event.target === box && isOutside) box.close();
  });
  document.body.append(box);
  box.showModal();
  return box;
}

/** Opens a menu at a button; `items` are `{ label, run, key?, chosen? }`. */
export function menu(anchor, items, label) {
  const rows = items.map((one) => h("button", {
    type: "button", role: one.chosen === undefined ? "menuitem" : "menuitemradio",
    "aria-checked": one.chosen === undefined ? undefined : String(one.chosen), tabindex: "-1",
    onclick: () => { list.hidePopover(); anchor.focus(); one.run(); },
  }, h("span", {}, one.label), one.key && h("kbd", { "aria-hidden": "true" }, one.key)));
  const list = h("div", { class: "menu", role: "menu", popover: "auto", "aria-label": label }, rows);
  list.addEventListener("toggle", (event) => {
    anchor.setAttribute("aria-expanded", String(event.newState === "open"));
    if (event.newState === "closed") list.remove();
  });
  list.addEventListener("keydown", (event) => onMenuKeyDown(event, rows,
    () => { list.hidePopover(); anchor.focus(); }));
  (anchor.closest("dialog") ?? document.body).append(list);
  list.showPopover();
  positionMenu(list, anchor);
  (rows.find((row) => row.getAttribute("aria-checked") === "true") ?? rows[0])?.focus();
  return list;
}

function onMenuKeyDown(event, rows, leave) {
  const at = rows.indexOf(document.activeElement);
  const to = {
    ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1,
  }[event.key];
  if (to !== undefined) rows[(to + rows.length) % rows.length].focus();
  else if (event.key === "Tab" || event.key === "Escape") leave();
  else if (event.key.length === 1 && /\p{L}/u.test(event.key)) {
    const candidates = [...rows.slice(at + 1), ...rows.slice(0, at + 1)];
    candidates.find((row) => row.textContent.toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

function positionMenu(list, anchor) {
  const at = anchor.getBoundingClientRect();
  const size = list.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left, innerWidth - size.width - 8));
  const isBelow = at.bottom + size.height + 8 < innerHeight || at.top < size.height;
  const lowest = Math.max(8, innerHeight - size.height - 8);
  const top = isBelow ? Math.min(at.bottom + 4, lowest) : at.top - size.height - 4;
  list.style.left = `${left}px`;
  list.style.top = `${top}px`;
}
