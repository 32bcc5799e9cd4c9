// The facts of an element, each edited in place.

import { h } from "./dom.js";
import { choiceField, listField, textField } from "./fields.js";
import { handleProblem } from "./handles.js";
import { library } from "./library.js";
import { gridAddress } from "./route.js";
import { t } from "./texts.js";

/** Fields for name, handle, texts, tags, aliases, and the person in the pictures. */
export function facts(page) {
  const { details, isFixed } = page;
  const key = (name) => `${details.element}-${name}`;
  // A change is based on the revision shown here, even if a newer one is loaded meanwhile.
  const opened = { sha256: details.sha256 };
  const text = (name, label, empty, more = {}) => textField({
    label, empty, value: details[name], key: key(name), isFixed, opened, onLeave: () => page.draw(),
    save: (value, onError, since) => page.edit(value ? { [name]: value } : { unset: [name] },
      { onError, opened: since }), ...more,
  });
  const list = (name, one, label, addLabel, more = {}) => listField({
    label, addLabel, values: details[name] ?? [], key: key(name), isFixed,
    add: (value) => page.edit({ [one]: [value] }, { opened }),
    remove: (value) => page.edit({ [`un${one}`]: [value] }, { opened }), ...more,
  });
  return h("dl", { class: "fields" },
    text("name", t.name, t.nameAdd, {
      save: (value, onError, since) => page.edit({ name: value }, { onError, opened: since }),
    }),
    text("handle", t.handle, t.handle, {
      written: `@${details.handle}`, hint: t.handleHint, check: handleProblem,
      save: (value, onError, since) => page.edit({ rename: value }, { onError, opened: since }),
    }),
    text("description", t.description, t.descriptionAdd, { isLong: true }),
    text("notes", t.notes, t.notesAdd, { isLong: true }),
    list("tags", "tag", t.tags, t.tagsAdd, {
      suggestions: (library.answer?.tags ?? []).map((one) => one.tag).filter((tag) => !details.tags?.includes(tag)),
      tag: (value) => gridAddress({ tag: [value] }),
    }),
    list("aliases", "alias", t.aliases, t.aliasesAdd),
    details.kind !== "voice" && choiceField({
      label: t.person, value: details.person ?? "", key: key("person"), isFixed,
      options: ["", ...(library.answer?.persons ?? [])].map((one) => [one, t.persons[one] ?? one]),
      save: (value) => page.edit(value ? { person: value } : { unset: ["person"] }, { opened }),
    }));
}
