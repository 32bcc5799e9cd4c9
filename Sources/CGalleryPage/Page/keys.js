// Keyboard shortcuts: each view registers its own, and `?` lists them.

import { h, isWriting } from "./dom.js";
import { dialog } from "./dialog.js";
import { t } from "./texts.js";

const groups = new Map();

/**
 * Sets the keys of one part of the page, or removes them without `keys`. Each has `keys`
 * (`event.key` after `Alt+`, `Mod+`, `Shift+`), `label`, `run`, and optionally `shown`, the keys in
 * the list. A key without `run` is only listed, since the part handles it; one with `isHidden` is
 * not listed.
 */
export function setKeys(group, keys) {
  if (keys) groups.set(group, keys);
  else groups.delete(group);
}

function keyOf(event) {
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("Mod");
  if (event.altKey) parts.push("Alt");
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.shiftKey && (parts.length > 0 || key.length > 1)) parts.push("Shift");
  return [...parts, key].join("+");
}

function onKeyDown(event) {
  if (event.defaultPrevented || event.isComposing || isWriting(event)) return;
  if (document.querySelector("dialog[open]") || event.target.closest?.("[role=menu]")) return;
  const key = keyOf(event);
  for (const keys of [...groups.values()].reverse()) {
    const found = keys.find((one) => one.run && one.keys.includes(key));
    if (!found) continue;
    if (event.key === " " && event.target.closest?.("button, summary, a, [role=slider]")) return;
    event.preventDefault();
    found.run(event);
    return;
  }
}

document.addEventListener("keydown", onKeyDown);

const NAMES = {
  ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", " ": "Space", Escape: "Esc", PageUp: "Page up",
  PageDown: "Page down",
};
const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

function keyLabels(key) {
  return key.split("+").map((part) => part === "Mod" ? (isMac ? "⌘" : "Ctrl") : NAMES[part]
    ?? (part.length === 1 ? part.toUpperCase() : part));
}

const keyNode = (key) => h("span", {}, keyLabels(key).map((part) => h("kbd", {}, part)));

/** Lists the available keys. */
export function listKeys() {
  const parts = [...groups].filter(([, keys]) => keys.length > 0).reverse().map(([group, keys]) => h("section", {},
    h("h3", {}, group),
    h("dl", { class: "keys" }, keys.filter((one) => !one.isHidden).map((one) => h("div", {},
      h("dt", {}, (one.shown ?? one.keys.slice(0, 1)).map(keyNode)),
      h("dd", {}, one.label))))));
  dialog({ title: t.keysTitle, body: h("div", { class: "keys-columns" }, parts), kind: "wide" });
}
