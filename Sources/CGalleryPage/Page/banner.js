// Banners above an element: removed, an earlier version, two versions, rights that end.

import { h } from "./dom.js";
import { findings } from "./findings.js";
import { fork } from "./fork.js";
import { isReadOnly } from "./library.js";
import { elementAddress } from "./route.js";
import { restoreElement } from "./edits.js";
import { getElement } from "./api.js";
import { t } from "./texts.js";

/** Returns the banners of an element; empty if there are none. */
export function banner(page) {
  const { details } = page;
  const lines = [];
  if (details.latest === false) lines.push(earlier(details));
  else if (details.retired) {
    lines.push(h("div", { class: "banner" }, h("p", {}, t.removedHere), !isReadOnly() && h("button", {
      type: "button", class: "accent", onclick: () => restoreElement(details, { text: t.broughtBack(details.handle) }),
    }, t.bringBack)));
  }
  if (details.fork) lines.push(fork(details));
  const others = (details.findings ?? []).filter((one) => one.rule !== "element.forked");
  const aside = (one) => remedy(page, one);
  if (others.length > 0) lines.push(h("div", { class: "banner" }, findings(others, { aside })));
  return lines;
}

/** Returns the remedy for a finding about rights, on this page or on that of the base element. */
function remedy(page, finding) {
  if (!finding.rule.startsWith("rights.") || page.isFixed) return undefined;
  const base = page.details.rightsInherited && page.details.around?.base;
  if (base) return h("a", { class: "button small quiet", href: elementAddress(base.element) }, `@${base.handle}`);
  const open = () => {
    const button = page.node.querySelector("[data-key=rights]");
    button?.scrollIntoView({ block: "center" });
    button?.click();
  };
  return h("button", { type: "button", class: "small quiet", onclick: open }, t.rightsEdit);
}

function earlier(details) {
  return h("div", { class: "banner" }, h("p", {}, t.historyOld(details.revision)),
    h("a", { class: "button", href: elementAddress(details.element) }, t.historyLatest),
    !isReadOnly() && h("button", { type: "button", onclick: () => goBackTo(details) }, t.historyBack));
}

async function goBackTo(details) {
  const now = await getElement(details.element);
  const stored = await restoreElement(now, { revision: details.sha256 });
  if (stored) location.hash = elementAddress(details.element);
}
