// The best few references of an element, in order, with why each was taken or left.

import { announce, h, replace } from "./dom.js";
import { get, post, preview, query } from "./api.js";
import { TargetField } from "./targets.js";
import { t } from "./texts.js";
import { said } from "./changes.js";
import { lifeOf } from "./life.js";

const words = t.views.pick;

/**
 * Shows what would be picked. `details` is the element's `show/2`, `library` is `gallery/1`; `change(action)` runs what
 * changes the element and answers what came of it, `close()` leaves.
 */
export function pickView({ element, details, library, change, close, sortRoles }) {
  const root = h("section", { class: "pickview", "aria-label": words.title(details.name || `@${details.handle}`) });
  const life = lifeOf(root);
  const place = h("div", { class: "pickview-place", "aria-live": "polite" });
  const target = targetChooser(library, () => look());
  const count = numberChooser(() => look());
  const status = h("span", { class: "v-quiet pickview-status", role: "status" });
  root.append(
    h("div", { class: "pickview-head" },
      h("div", { class: "pickview-target" }, h("span", { "aria-hidden": "true" }, words.target), target.element),
      count.element, status,
      close && h("button", { type: "button", class: "v-tool", onclick: close }, t.views.close)),
    missingRoles(details, library, sortRoles), place);
  const actions = (answer) => firstButton(answer.taken, { element, details, library, change, look });
  let asked;
  const look = async () => {
    asked?.abort();
    asked = new AbortController();
    const signal = AbortSignal.any([asked.signal, life]);
    root.setAttribute("aria-busy", "true");
    // What was there stays until the new is here; only longer work is told.
    const waiting = setTimeout(() => { status.textContent = words.working; }, 300);
    try {
      const answer = await get(`/api/elements/${element}/pick${query({ best: count.value(), for: target.value() })}`,
        signal);
      replace(place, picked(answer, details.files, actions(answer)));
    } catch (error) {
      if (error.name === "AbortError") return;
      replace(place, h("p", { class: "v-problem" }, said(error)));
    } finally {
      clearTimeout(waiting);
      if (!signal.aborted) status.textContent = "";
    }
    root.removeAttribute("aria-busy");
  };
  look();
  return root;
}

/** Without roles a pick knows no views: that is said first, with the way to set them. */
function missingRoles(details, library, sortRoles) {
  const count = details.files.filter((file) => file.medium === "picture" && file.role === "unsorted").length;
  if (count === 0) return "";
  return h("p", { class: "pickview-roles" }, words.rolesMissing(count), " ",
    !library.readOnly && sortRoles && h("button", { type: "button", class: "v-tool", onclick: sortRoles },
      t.rolesAll));
}

/** What puts those that were taken in front, or says why that is not to be done. */
function firstButton(taken, { element, details, library, change, look }) {
  const digests = new Map(details.files.map((file) => [file.number, file.sha256]));
  const order = taken.map((one) => one.number);
  const wanted = order.map((number) => digests.get(number));
  if (order.length === 0) return undefined;
  if (library.readOnly) return h("p", { class: "v-quiet" }, library.why ?? words.readOnly);
  if (order.every((number, at) => details.files[at]?.number === number)) return h("p", { class: "v-quiet" },
    words.isFirst);
  const button = h("button", { type: "button", class: "v-tool primary", onclick: async () => {
    button.disabled = true;
    try {
      // Where the element was changed meanwhile this runs again, and its files may have other numbers by then.
      const result = await change((parent = details.sha256) => post(`/api/elements/${element}/edit`, {
        parent, order: wanted.map((sha256) => details.files.find((file) =>
          file.sha256 === sha256)?.number).filter(Boolean),
      }));
      if (!result) return;
      announce(words.done);
      look();
    } finally {
      button.disabled = false;
    }
  } }, words.first);
  return button;
}

function targetChooser(library, changed) {
  const field = new TargetField({ label: words.target, targets: library.targets,
    first: [["", words.usual(library.defaultTarget)]], changed });
  return { element: field.node, value: () => field.value || undefined };
}

/** One of 1 to 8, as a row of radio buttons: one press, and arrows go through them. */
function numberChooser(changed) {
  let chosen = 4;
  const name = `best-${Math.random().toString(36).slice(2)}`;
  const element = h("fieldset", { class: "pickview-count" }, h("legend", {}, words.how),
    Array.from({ length: 8 }, (_, at) => h("label", {}, h("input", {
      type: "radio", name, value: String(at + 1), checked: at + 1 === chosen,
      onchange: () => {
        chosen = at + 1;
        changed();
      },
    }), h("span", {}, at + 1))));
  return { element, value: () => chosen };
}

function picked(answer, files, action) {
  const fileOf = (one) => files.find((file) => file.number === one.number);
  const missing = [answer.missing].flat().filter(Boolean);
  return [
    answer.taken.length === 0 ? h("p", { class: "v-quiet" }, words.nothing) : [
      h("div", { class: "pickview-row" }, h("h2", {}, words.taken), action),
      h("ol", { class: "pickview-taken" }, answer.taken.map((one, at) => takenOne(one, fileOf(one), at)))],
    answer.shortfall && h("p", { class: "pickview-said" }, h("b", {}, words.shortfall), " ", answer.shortfall),
    missing.length > 0 && h("p", { class: "pickview-said" }, h("b", {}, words.missing), " ", missing.join(", ")),
    (answer.left ?? []).length > 0 && [h("h2", {}, words.left),
      h("ul", { class: "pickview-left" }, answer.left.map((one) => leftOne(one, fileOf(one))))],
  ];
}

function takenOne(one, file, at) {
  return h("li", {}, file && picture(file, 640),
    h("p", {}, h("b", { class: "pickview-place-number" }, words.place(at + 1)), role(file)),
    h("p", { class: "pickview-why" }, one.words),
    one.remark && h("p", { class: "pickview-why" }, one.remark),
    h("p", { class: "v-quiet pickview-file" }, file?.path));
}

function leftOne(one, file) {
  return h("li", {}, file && picture(file, 320),
    h("div", {}, h("p", {}, role(file)), h("p", { class: "pickview-why" }, one.words),
      h("p", { class: "v-quiet pickview-file" }, file?.path)));
}

/** A reference with its number, by which the reasons call it. */
function picture(file, side) {
  return h("span", { class: "pickview-picture" }, h("img", { src: preview(file.sha256, side), alt: "",
    loading: "lazy" }),
    h("span", { class: "pickview-number" }, file.number));
}

const role = (file) => file && h("span", { class: "pickview-role" }, t.views.role(file.role));
