// The best few references of an element, in order, with the reason for each choice.

import { announce, breakable, h, replace } from "./dom.js";
import { get, post, preview, query } from "./api.js";
import { TargetField } from "./targets.js";
import { t } from "./texts.js";
import { errorText } from "./changes.js";
import { lifeOf } from "./life.js";
import { pageWords } from "./words.js";

const texts = t.views.pick;

/**
 * Shows the suggested pick. `details` is the element's `show/2`, `library` is `gallery/1`;
 * `change(action)` runs a change and returns its answer, `close()` leaves.
 */
export function pickView({ element, details, library, change: runChange, close, sortRoles }) {
  const root = h("section", { class: "pickview", "aria-label": texts.title(details.name || `@${details.handle}`) });
  const life = lifeOf(root);
  const container = h("div", { class: "pickview-place", "aria-live": "polite" });
  const target = targetChooser(library, () => update());
  const count = numberChooser(() => update());
  const status = h("span", { class: "v-quiet pickview-status", role: "status" });
  root.append(
    h("div", { class: "pickview-head" },
      h("div", { class: "pickview-target" }, h("span", { "aria-hidden": "true" }, texts.target), target.element),
      count.element, status,
      close && h("button", { type: "button", class: "v-tool", onclick: close }, t.views.close)),
    missingRoles(details, library, sortRoles), container);
  let controller;
  const update = async () => {
    controller?.abort();
    controller = new AbortController();
    const signal = AbortSignal.any([controller.signal, life]);
    root.setAttribute("aria-busy", "true");
    // The former result stays meanwhile; only longer work is reported.
    const waiting = setTimeout(() => { status.textContent = texts.working; }, 300);
    try {
      const answer = await get(`/api/elements/${element}/pick${query({ best: count.value(), for: target.value() })}`,
        signal);
      show(answer, answer.taken.map((one) => one.number));
    } catch (error) {
      if (error.name === "AbortError") return;
      replace(container, h("p", { class: "v-problem" }, errorText(error)));
    } finally {
      clearTimeout(waiting);
      if (!signal.aborted) status.textContent = "";
    }
    root.removeAttribute("aria-busy");
  };
  /** Shows a choice of numbers, the suggested one or what the user made of it. */
  const show = (answer, numbers) => {
    const change = (number) => {
      const isChosen = numbers.includes(number);
      show(answer, isChosen ? numbers.filter((one) => one !== number) : [...numbers, number]);
      announce((isChosen ? texts.leftOutNow : texts.chosenNow)(number));
      container.querySelector(`[data-number="${number}"]`)?.focus({ preventScroll: true });
    };
    replace(container, resultNodes(answer, { numbers, files: details.files, change: library.readOnly ? undefined
      : change, action: firstButton(numbers, { element, details, library, change: runChange, update }) }));
  };
  update();
  return root;
}

/** A note on missing roles, without which a pick knows no views, and a button to set them. */
function missingRoles(details, library, sortRoles) {
  const count = details.files.filter((file) => file.medium === "picture" && file.role === "unsorted").length;
  if (count === 0) return "";
  return h("p", { class: "pickview-roles" }, texts.rolesMissing(count), " ",
    !library.readOnly && sortRoles && h("button", { type: "button", class: "v-tool", onclick: sortRoles },
      t.rolesAll));
}

/** A button that moves the picked references to the front, or the reason why it is not needed. */
function firstButton(order, { element, details, library, change, update }) {
  const digests = new Map(details.files.map((file) => [file.number, file.sha256]));
  const wanted = order.map((number) => digests.get(number));
  if (order.length === 0) return undefined;
  if (library.readOnly) return h("p", { class: "v-quiet" }, library.why ?? texts.readOnly);
  if (order.every((number, at) => details.files[at]?.number === number)) return h("p", { class: "v-quiet" },
    texts.isFirst);
  const button = h("button", { type: "button", class: "v-tool primary", onclick: async () => {
    button.disabled = true;
    try {
      // After a conflict this runs again, when the files may have other numbers.
      const result = await change((parent = details.sha256) => post(`/api/elements/${element}/edit`, {
        parent, order: wanted.map((sha256) => details.files.find((file) =>
          file.sha256 === sha256)?.number).filter(Boolean),
      }));
      if (!result) return;
      announce(texts.done);
      update();
    } finally {
      button.disabled = false;
    }
  } }, texts.first);
  return button;
}

function targetChooser(library, onChange) {
  const field = new TargetField({ label: texts.target, targets: library.targets,
    first: [["", texts.usual(library.defaultTarget)]], onChange });
  return { element: field.node, value: () => field.value || undefined };
}

/** A row of radio buttons for a number from 1 to 8. */
function numberChooser(onChange) {
  let chosen = 4;
  const name = `best-${Math.random().toString(36).slice(2)}`;
  const element = h("fieldset", { class: "pickview-count" }, h("legend", {}, texts.how),
    Array.from({ length: 8 }, (_, at) => h("label", {}, h("input", {
      type: "radio", name, value: String(at + 1), checked: at + 1 === chosen,
      onchange: () => {
        chosen = at + 1;
        onChange();
      },
    }), h("span", {}, at + 1))));
  return { element, value: () => chosen };
}

/** The chosen pictures in their order, why there are not more, and the others. */
function resultNodes(answer, { numbers, files, change, action }) {
  const missing = [answer.missing].flat().filter(Boolean);
  const words = new Map([...answer.taken, ...answer.left ?? []].map((one) => [one.number, one]));
  const isSuggested = (number) => answer.taken.some((one) => one.number === number);
  const item = (number, at) => {
    const isChosen = at !== undefined;
    const isOwn = isChosen !== isSuggested(number);
    const choice = isOwn ? { words: isChosen ? texts.chosenByYou : texts.leftByYou } : words.get(number);
    return pictureItem(choice, files.find((file) => file.number === number), { at, change, number });
  };
  const left = [...words.keys()].filter((number) => !numbers.includes(number));
  return [
    words.size === 0 ? h("p", { class: "v-quiet" }, texts.nothing) : [
      h("div", { class: "pickview-row" }, h("h2", {}, texts.taken), action),
      h("ol", { class: "pickview-taken" }, numbers.map(item))],
    answer.shortfall && h("p", { class: "pickview-said" }, h("b", {}, texts.shortfall), " ", answer.shortfall),
    missing.length > 0 && h("p", { class: "pickview-said" }, h("b", {}, texts.missing), " ", missing.join(", ")),
    left.length > 0 && [h("h2", {}, texts.left),
      h("ul", { class: "pickview-left" }, left.map((number) => item(number)))],
  ];
}

/** A picture with the reason for its place; `at` is its place among the chosen ones. */
function pictureItem(choice, file, { at, change, number }) {
  const isChosen = at !== undefined;
  return h("li", {}, file && picture(file, isChosen ? 640 : 320),
    h("div", {}, h("p", {}, isChosen && h("b", { class: "pickview-place-number" }, texts.place(at + 1)), role(file)),
      h("p", { class: "pickview-why" }, pageWords(choice.words)),
      choice.remark && h("p", { class: "pickview-why" }, choice.remark),
      h("p", { class: "v-quiet pickview-file" }, file && breakable(file.path)),
      change && h("button", { type: "button", class: "v-tool v-small", "data-number": number,
        onclick: () => change(number) }, (isChosen ? texts.leaveOut : texts.choose)(number))));
}

/** A reference with the number that the reasons use. */
function picture(file, side) {
  return h("span", { class: "pickview-picture" }, h("img", { src: preview(file.sha256, side), alt: "",
    loading: "lazy" }),
    h("span", { class: "pickview-number" }, file.number));
}

const role = (file) => file && h("span", { class: "pickview-role" }, t.views.role(file.role));
