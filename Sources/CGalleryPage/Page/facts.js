// The facts of an element, each of which is changed where it stands.

import { h } from "./dom.js";
import { choiceField, textField, wordsField } from "./fields.js";
import { handleProblem } from "./handles.js";
import { library } from "./library.js";
import { gridAddress } from "./route.js";
import { t } from "./texts.js";

/** Name, handle, texts, tags, other names, and who is in the pictures. */
export function facts(page) {
  const { details, isFixed } = page;
  const key = (name) => `${details.element}-${name}`;
  // A change rests on what stands here, whatever else becomes of the element until it is stored.
  const opened = { sha256: details.sha256 };
  const text = (name, label, empty, more = {}) => textField({
    label, empty, value: details[name], key: key(name), isFixed, opened, left: () => page.draw(),
    save: (value, refused, since) => page.edit(value ? { [name]: value } : { unset: [name] },
      { refused, opened: since }), ...more,
  });
  const words = (name, one, label, addWords, more = {}) => wordsField({
    label, addWords, values: details[name] ?? [], key: key(name), isFixed,
    add: (value) => page.edit({ [one]: [value] }, { opened }),
    remove: (value) => page.edit({ [`un${one}`]: [value] }, { opened }), ...more,
  });
  return h("dl", { class: "fields" },
    text("name", t.name, t.nameAdd, {
      save: (value, refused, since) => page.edit({ name: value }, { refused, opened: since }),
    }),
    text("handle", t.handle, t.handle, {
      written: `@${details.handle}`, hint: t.handleHint, check: handleProblem,
      save: (value, refused, since) => page.edit({ rename: value }, { refused, opened: since }),
    }),
    text("description", t.description, t.descriptionAdd, { isLong: true }),
    text("notes", t.notes, t.notesAdd, { isLong: true }),
    words("tags", "tag", t.tags, t.tagsAdd, {
      suggestions: (library.answer?.tags ?? []).map((one) => one.tag).filter((tag) => !details.tags?.includes(tag)),
      tag: (value) => gridAddress({ tag: [value] }),
    }),
    words("aliases", "alias", t.aliases, t.aliasesAdd),
    details.kind !== "voice" && choiceField({
      label: t.person, value: details.person ?? "", key: key("person"), isFixed,
      options: ["", ...(library.answer?.persons ?? [])].map((one) => [one, t.persons[one] ?? one]),
      save: (value) => page.edit(value ? { person: value } : { unset: ["person"] }, { opened }),
    }));
}
