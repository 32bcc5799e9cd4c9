// A fork: the changes on each side, and the ways to end it.

import { h } from "./dom.js";
import { isReadOnly } from "./library.js";
import { endFork } from "./edits.js";
import { elementAddress } from "./route.js";
import { t } from "./texts.js";
import { moment } from "./units.js";

/** A section with the sides, the conflicts and the buttons. */
export function fork(details) {
  const { sides, conflicts } = details.fork;
  return h("section", { class: "banner fork", "aria-label": t.forkTitle },
    h("p", {}, t.forked(sides.length)),
    h("ol", { class: "fork-sides" }, sides.map((side) => sideItem(details, side))),
    conflicts.length > 0 && h("div", { class: "fork-conflicts" }, h("p", {}, t.forkConflicts),
      h("ul", {}, conflicts.map((conflict) => h("li", {}, t.forkConflict(conflict))))),
    !isReadOnly() && h("div", { class: "buttons" },
      h("button", { type: "button", class: "accent", onclick: () => endFork(details) }, t.forkMerge),
      sides.map((side) => h("button", {
        type: "button", onclick: () => endFork(details, side),
      }, t.forkKeep(side.side)))));
}

function sideItem(details, side) {
  const changes = [...side.seen, ...side.unseen];
  const isShown = side.sha256 === details.sha256;
  return h("li", {},
    h("p", { class: "fork-side" }, h("strong", {}, side.side), h("span", {}, t.forkWhen(moment(side.at), side.by)),
      isShown ? h("span", { class: "hint" }, t.forkShown)
        : h("a", { class: "button quiet small", href: elementAddress(details.element, `?version=${side.sha256}`) },
          t.forkLook(side.side))),
    changes.length > 0 && h("ul", {}, changes.map((text) => h("li", {}, text))));
}
