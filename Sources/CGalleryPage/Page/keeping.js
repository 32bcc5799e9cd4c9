// Storing dropped files, as a change that can be undone.

import { get, post } from "./api.js";
import { library, reportFailure } from "./library.js";
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
 * Prepares copies of files that were just stored, for targets that would refuse the files, and
 * returns how many there are in words; `sums` are the SHA-256 of the files.
 */
export async function repair(element, sums) {
  try {
    const { show } = await get(`/api/elements/${element}`);
    const numbers = show.files.filter((one) => sums.includes(one.sha256)).map((one) => one.number);
    const request = { parent: show.sha256, numbers, for: library.answer.defaultTarget, fit: "pad" };
    const { copies } = await post(`/api/elements/${element}/prepare`, request);
    return t.repaired(copies.length);
  } catch (error) {
    // The files are stored in any case.
    reportFailure(error);
    return t.notRepaired;
  }
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
