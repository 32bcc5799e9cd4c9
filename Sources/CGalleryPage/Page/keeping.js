// What keeping dropped files did, as a change that can be taken back.

import { post } from "./api.js";
import { t } from "./texts.js";

/** What was kept, as a change of the first element. */
export function kept(answer) {
  const [first, ...others] = answer.elements;
  const count = first.added.length;
  const changes = [
    count > 0 && t.addedWords(count), first.known.length > 0 && t.knownWords(first.known.length),
    ...others.filter((one) => one.voiceOf).map((one) => t.voiceWords(one.handle, one.voiceOf)),
  ].filter(Boolean);
  const isChanged = answer.elements.some((one) => one.changed || one.new);
  const words = first.new ? [t.isNew, ...changes] : changes;
  const revisionBefore = first.new ? undefined : first.revision - (first.changed ? 1 : 0);
  return { ...first, changed: isChanged, changes: words, elements: answer.elements, revisionBefore };
}

/** Takes back what was kept: what is new is removed, what was there is as it was. */
export async function takeBack(answer) {
  const [first, ...others] = answer.elements;
  const away = (one) => post(`/api/elements/${one.element}/remove`, { parent: one.sha256 });
  const result = first.new ? await away(answer)
    : await post(`/api/elements/${first.element}/restore`, {
      parent: answer.sha256, revision: answer.revisionBefore,
    });
  for (const one of others.filter((other) => other.new)) await away(one);
  return result;
}
