// Choosing an element by the beginning of its handle or name.

import { preview } from "./api.js";
import { h, replace } from "./dom.js";
import { dialog } from "./dialog.js";
import { elementsFrom } from "./handles.js";
import { soundSign } from "./marks.js";
import { elementAddress } from "./route.js";
import { t } from "./texts.js";
import { handleOf } from "./units.js";

/** A small picture with the handle and the name of an element. */
export function card(element, tag = "a") {
  const isSound = !element.cover || element.cover.medium === "sound";
  return h(tag, tag === "a" ? { class: "card", href: elementAddress(element.element) } : { class: "card" },
    h("span", { class: "card-picture" },
      isSound ? soundSign() : h("img", { src: preview(element.cover.sha256, 320), alt: "", loading: "lazy" })),
    h("span", { class: "card-words" }, h("b", {}, handleOf(element)),
      h("span", {}, element.name || t.kind[element.kind])));
}

/**
 * A field with a list of elements under it; `onChoose(element)` gets the chosen one. `kind` limits
 * the list to one kind.
 *
 * @param {{
 *   label: string, kind?: string, except?: string, onChoose: (element: any) => void, value?: string,
 * }} options
 */
export function elementField({ label, kind, except, onChoose, value = "" }) {
  const id = `choose-${Math.random().toString(36).slice(2)}`;
  const list = h("ul", { class: "choices", role: "listbox", id, "aria-label": label, hidden: true });
  let shown = [];
  let at = -1;
  let controller;
  // Enter works without waiting for the list.
  let isLooking = false;
  let isEnterPending = false;
  const field = h("input", {
    role: "combobox", "aria-label": label, "aria-autocomplete": "list", "aria-controls": id, "aria-expanded": "false",
    autocomplete: "off",
    spellcheck: "false", placeholder: t.chooseHint, value, oninput: () => update(), onfocus: () => update(),
    onkeydown: (event) => onKeyDown(event),
  });
  const choose = (one) => {
    field.value = handleOf(one);
    hide();
    onChoose(one);
  };
  const hide = () => {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const draw = () => {
    replace(list, shown.map((one, index) => h("li", {
      role: "option", id: `${id}-${index}`, "aria-selected": String(index === at),
      onpointerdown: (event) => { event.preventDefault(); choose(one); },
    }, card(one, "span"))),
    shown.length === 0 && h("li", { class: "quiet-text", role: "option", "aria-disabled": "true" }, t.chooseNone));
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    if (at >= 0) field.setAttribute("aria-activedescendant", `${id}-${at}`);
    else field.removeAttribute("aria-activedescendant");
  };
  const update = async () => {
    controller?.abort();
    const { signal } = controller = new AbortController();
    isLooking = true;
    isEnterPending = false;
    try {
      const found = await elementsFrom(field.value.trim(), { kind, signal });
      shown = found.filter((one) => one.handle !== except);
      at = shown.length > 0 && field.value ? 0 : -1;
      isLooking = false;
      if (isEnterPending && shown[at]) choose(shown[at]);
      else draw();
      isEnterPending = false;
    } catch {
      // The list stays as it is if the request fails.
      if (!signal.aborted) isLooking = false;
    }
  };
  const onKeyDown = (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      at = Math.max(0, Math.min(shown.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)));
      draw();
    } else if (event.key === "Enter" && isLooking && field.value) isEnterPending = true;
    else if (event.key === "Enter" && shown[at] && !list.hidden) choose(shown[at]);
    else if (event.key === "Escape" && !list.hidden) hide();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  field.addEventListener("blur", hide);
  return h("div", { class: "chooser" }, field, list);
}

/**
 * Asks for an element in a dialog; returns it, or `undefined`.
 *
 * @param {{ title: string, kind?: string, except?: string }} options
 */
export function chooseElement({ title, kind, except }) {
  return new Promise((resolve) => {
    let answer;
    const box = dialog({
      title, kind: "choosing",
      body: elementField({ label: t.chooseElement, kind, except, onChoose: (one) => { answer = one; box.close(); } }),
      onClose: () => resolve(answer),
    });
    box.querySelector("input").focus();
  });
}
