// Finds elements that look like a picture dropped on the search field.

import { preview, query, remove, send } from "./api.js";
import { errorText } from "./changes.js";
import { dialog } from "./dialog.js";
import { h, replace } from "./dom.js";
import { elementsFrom } from "./handles.js";
import { reportFailure } from "./library.js";
import { elementAddress } from "./route.js";
import { t } from "./texts.js";

/** Shows the pictures of the library that resemble a file, the nearest first. Stores no file. */
export async function findAlike(file, add) {
  const address = URL.createObjectURL(file);
  const container = h("div", { class: "alike", "aria-live": "polite" }, h("p", { class: "quiet-text" }, t.alikeBusy));
  let drop;
  const box = dialog({
    title: t.alikeTitle, kind: "wide", body: container,
    buttons: [{ label: t.alikeAdd, run: () => add([file]) }],
    onClose: () => {
      URL.revokeObjectURL(address);
      if (drop) remove(`/api/drops/${drop}`).catch(() => {});
    },
  });
  try {
    const answer = await send(`/api/drops${query({ name: file.name })}`, file);
    ({ drop } = answer);
    const same = (answer.alsoIn ?? []).map((handle) => ({ handle, sha256: answer.sha256, label: t.alikeSame }));
    const near = (answer.similar ?? []).filter((one) => one.likeness !== "exact").flatMap((one) =>
      one.elements.map(({ handle }) => ({
        handle, sha256: one.sha256, label: t.likeness(one.likeness, one.distance),
      })));
    const found = [...same, ...near];
    const own = h("figure", {}, h("img", { src: address, alt: t.alikeYours }), h("figcaption", {}, t.alikeYours));
    replace(container, own, found.length === 0 ? h("p", {}, answer.keepable ? t.alikeNone : errorText(answer.refusal))
      : h("ul", { class: "plain" }, found.map((one) => h("li", {}, h("figure", {},
        h("img", { src: preview(one.sha256, 640), alt: "" }),
        h("figcaption", {}, h("button", { type: "button", class: "link", onclick: () => open(one.handle) },
          `@${one.handle}`), " ", one.label))))));
  } catch (error) {
    reportFailure(error);
    replace(container, h("p", { class: "error-text" }, errorText(error)));
  }
  async function open(handle) {
    const found = await elementsFrom(handle, {}).catch(() => []);
    const element = found.find((one) => one.handle === handle);
    box.close();
    if (element) location.hash = elementAddress(element.element);
  }
}
