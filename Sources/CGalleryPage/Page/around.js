// What an element belongs with: its voice, what it is a look of, its looks, those who speak with it.

import { h } from "./dom.js";
import { card, chooseElement } from "./chooser.js";
import { t } from "./texts.js";

/** Links to the elements around one, and how to bind others. */
export function around(page) {
  const { details, isFixed } = page;
  const near = details.around ?? {};
  const isVoice = details.kind === "voice";
  const bind = async (key, options) => {
    const opened = { sha256: details.sha256 };
    const one = await chooseElement({ but: details.handle, ...options });
    if (one) await page.edit({ [key]: one.handle }, { opened });
  };
  const button = (words, run) => !isFixed && h("button", { type: "button", class: "quiet small", onclick: run }, words);
  const row = (label, cards, ...buttons) => (cards.length > 0 || buttons.some(Boolean)) && h("div", { class: "field" },
    h("dt", {}, label), h("dd", {}, cards.map((one) => card(one)), h("div", { class: "buttons" }, buttons)));
  const one = (element) => element ? [element] : [];
  return h("dl", { class: "fields" },
    !isVoice && row(t.voice, one(near.voice),
      button(near.voice ? t.voiceChange : t.voiceBind, () => bind("voice", { title: t.voiceBind, kind: "voice" })),
      near.voice && button(t.voiceUnbind, () => page.edit({ unset: ["voice"] }))),
    row(t.base, one(near.base),
      !isVoice && button(near.base ? t.baseChange : t.baseSet,
        () => bind("lookOf", { title: t.baseSet, kind: details.kind })),
      near.base && button(t.baseUnset, () => page.edit({ unset: ["look-of"] }))),
    row(t.looks, near.looks ?? []),
    isVoice && row(t.speakers, near.speakers ?? []));
}
