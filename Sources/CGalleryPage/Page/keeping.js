// Storing dropped files, as a change that can be undone.

import { get, post } from "./api.js";
import { change } from "./changes.js";
import { library } from "./library.js";
import { t } from "./texts.js";

/** Returns an answer of `keep` as a change of its first element. */
export function keptChange(answer) {
  const [first, ...others] = answer.elements;
  const count = first.added.length;
  const changes = [
    count > 0 && t.addedWords(count), first.known.length > 0 && t.knownWords(first.known.length),
    ...others.filter((one) => one.voiceOf).map((one) => t.voiceWords(one.handle, one.voiceOf)),
  ].filter(Boolean);
  const isChanged = answer.elements.some((one) => one.changed || one.new);
  const lines = first.new ? [t.isNew, ...changes] : changes;
  const revisionBefore = first.new ? undefined : first.revision - (first.changed ? 1 : 0);
  return { ...first, changed: isChanged, changes: lines, elements: answer.elements, revisionBefore };
}

/**
 * Prepares copies of files that were just stored; `stored` is the change of their element, `sums`
 * are their SHA-256. Targets that would refuse the files get the copies.
 */
export async function repair(stored, sums) {
  const { show } = await get(`/api/elements/${stored.element}`);
  const numbers = show.files.filter((one) => sums.includes(one.sha256)).map((one) => one.number);
  if (numbers.length === 0) return undefined;
  const request = { parent: show.sha256, numbers, for: library.answer.defaultTarget, fit: "pad" };
  return change(() => post(`/api/elements/${stored.element}/prepare`, request), {
    details: show, text: (answer) => t.repaired(answer.copies.length), isFinal: true });
}

/** Undoes `keep`: removes new elements, and restores the others. */
export async function undoKeep(answer) {
  const [first, ...others] = answer.elements;
  const removeElement = (element) => post(`/api/elements/${element.element}/remove`, { parent: element.sha256 });
  const result = first.new ? await removeElement(answer)
    : await post(`/api/elements/${first.element}/restore`, {
      parent: answer.sha256, revision: answer.revisionBefore,
    });
  for (const element of others.filter((other) => other.new)) await removeElement(element);
  return result;
}
