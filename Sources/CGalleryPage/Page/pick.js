// The best few references of an element, in order, with why each was taken or left.

import { announce, h, replace } from "./dom.js";
import { get, post, preview, query } from "./api.js";
import { t } from "./texts.js";
import { lifeOf } from "./life.js";

const words = t.views.pick;

/**
 * Shows what would be picked. `details` is the element's `show/1`, `library` is `gallery/1`; `change(action)` runs what
 * changes the element and answers what came of it, `close()` leaves.
 */
export function pickView({ element, details, library, change, close }) {
  const root = h("section", { class: "pickview", "aria-label": words.title(details.name || `@${details.handle}`) });
  const life = lifeOf(root);
  const place = h("div", { class: "pickview-place", "aria-live": "polite" });
  const target = targetChooser(library, () => look());
  const count = numberChooser(() => look());
  root.append(
    h("div", { class: "pickview-head" }, h("label", {}, words.target, target.element), count.element,
      close && h("button", { type: "button", class: "v-tool", onclick: close }, t.views.close)),
    place);
  let asked;
  const look = async () => {
    asked?.abort();
    asked = new AbortController();
    const signal = AbortSignal.any([asked.signal, life]);
    root.setAttribute("aria-busy", "true");
    if (!place.hasChildNodes()) replace(place, h("p", { class: "v-quiet" }, words.working));
    try {
      const answer = await get(`/api/elements/${element}/pick${query({ best: count.value(), for: target.value() })}`, signal);
      replace(place, picked(answer, details.files), actions(answer));
    } catch (error) {
      if (error.name === "AbortError") return;
      replace(place, h("p", { class: "v-problem" }, [error.message || t.views.failed, error.fix].filter(Boolean).join(": ")));
    }
    root.removeAttribute("aria-busy");
  };
  const actions = (answer) => {
    const order = answer.taken.map((one) => one.number);
    if (order.length === 0) return undefined;
    const isFirst = order.every((number, at) => details.files[at]?.number === number);
    if (library.readOnly) return h("p", { class: "v-quiet" }, library.why ?? words.readOnly);
    if (isFirst) return h("p", { class: "v-quiet" }, words.isFirst);
    const button = h("button", { type: "button", class: "v-tool primary", onclick: async () => {
      button.disabled = true;
      try {
        const result = await change(() => post(`/api/elements/${element}/edit`, { parent: details.sha256, order }));
        if (result) announce(words.done);
      } finally {
        button.disabled = false;
      }
    } }, words.first);
    return h("div", { class: "pickview-actions" }, button);
  };
  look();
  return root;
}

function targetChooser(library, changed) {
  const element = h("select", { class: "v-select", onchange: changed },
    h("option", { value: "" }, words.anyTarget),
    (library.targets ?? []).map((one) => h("option", { value: one.id }, one.name === one.id ? one.id : `${one.id}: ${one.name}`)));
  return { element, value: () => element.value || undefined };
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

function picked(answer, files) {
  const fileOf = (one) => files.find((file) => file.number === one.number);
  const missing = [answer.missing].flat().filter(Boolean);
  return [
    answer.taken.length === 0 ? h("p", { class: "v-quiet" }, words.nothing) : [
      h("h2", {}, words.taken), h("ol", { class: "pickview-taken" }, answer.taken.map((one, at) => takenOne(one, fileOf(one), at)))],
    answer.shortfall && h("p", { class: "pickview-said" }, h("b", {}, words.shortfall), " ", answer.shortfall),
    missing.length > 0 && h("p", { class: "pickview-said" }, h("b", {}, words.missing), " ", missing.join(", ")),
    (answer.left ?? []).length > 0 && [h("h2", {}, words.left), h("ul", { class: "pickview-left" }, answer.left.map((one) => leftOne(one, fileOf(one))))],
  ];
}

function takenOne(one, file, at) {
  return h("li", {}, file && h("img", { src: preview(file.sha256, 640), alt: "", loading: "lazy" }),
    h("p", {}, h("b", { class: "pickview-place-number" }, at + 1), file && h("span", { class: "pickview-role" }, t.views.role(file.role))),
    h("p", { class: "pickview-why" }, one.words), file && h("p", { class: "v-quiet pickview-file" }, `${file.number} ${file.file}`));
}

function leftOne(one, file) {
  return h("li", {}, file && h("img", { src: preview(file.sha256, 320), alt: "", loading: "lazy" }),
    h("div", {}, h("p", {}, h("b", {}, one.number), " ", file && h("span", { class: "pickview-role" }, t.views.role(file.role))),
      h("p", { class: "pickview-why" }, one.words), file && h("p", { class: "v-quiet pickview-file" }, file.file)));
}
