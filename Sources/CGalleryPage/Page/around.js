// Related elements: the voice, the base of a look, looks, and speakers.

import { h } from "./dom.js";
import { card, chooseElement } from "./chooser.js";
import { t } from "./texts.js";

/** Links to the related elements, with buttons that change them. */
export function around(page) {
  const { details, isFixed } = page;
  const near = details.around ?? {};
  const isVoice = details.kind === "voice";
  const bind = async (key, options) => {
    const opened = { sha256: details.sha256 };
    const chosen = await chooseElement({ except: details.handle, ...options });
    if (chosen) await page.edit({ [key]: chosen.handle }, { opened });
  };
  const button = (label, run) => !isFixed && h("button", { type: "button", class: "quiet small", onclick: run }, label);
  const row = (label, cards, ...buttons) => (cards.length > 0 || buttons.some(Boolean)) && h("div", { class: "field" },
    h("dt", {}, label), h("dd", {}, cards.map((one) => card(one)), h("div", { class: "buttons" }, buttons)));
  const toList = (element) => element ? [element] : [];
  return h("dl", { class: "fields" },
    !isVoice && row(t.voice, toList(near.voice),
      button(near.voice ? t.voiceChange : t.voiceBind, () => bind("voice", { title: t.voiceBind, kind: "voice" })),
      near.voice && button(t.voiceUnbind, () => page.edit({ unset: ["voice"] }))),
    row(t.base, toList(near.base),
      !isVoice && button(near.base ? t.baseChange : t.baseSet,
        () => bind("lookOf", { title: t.baseSet, kind: details.kind })),
      near.base && button(t.baseUnset, () => page.edit({ unset: ["look-of"] }))),
    row(t.looks, near.looks ?? []),
    isVoice && row(t.speakers, near.speakers ?? []));
}
