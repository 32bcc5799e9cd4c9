// Changes of an element's facts.

import { post } from "./api.js";
import { change } from "./changes.js";
import { t } from "./texts.js";

/**
 * Changes facts of an element. `values` are the keys of `edit`, or a function that returns them
 * when the change runs.
 */
export function edit(details, values, options = {}) {
  const path = `/api/elements/${details.element}/edit`;
  const action = (parent) => post(path, { parent, ...(typeof values === "function" ? values() : values) });
  return change(action, { details, ...options });
}

/** Removes an element from the library's lists. */
export function removeElement(details, text) {
  const path = `/api/elements/${details.element}`;
  return change((parent) => post(`${path}/remove`, { parent }), {
    details, text, undo: (answer) => post(`${path}/restore`, { parent: answer.sha256 }),
  });
}

/**
 * Restores a removed element, or makes an earlier version the latest; `revision` is its number or
 * digest.
 */
export function restoreElement(
  details,
  /** @type {{ revision?: number | string, parent?: string, text?: string }} */
  { revision, parent, text } = {},
) {
  const path = `/api/elements/${details.element}`;
  const undo = revision === undefined ? (answer) => post(`${path}/remove`, { parent: answer.sha256 }) : undefined;
  return change((latest) => post(`${path}/restore`, { parent: parent ?? latest, revision }), { details, text, undo });
}

/** Ends a fork: merges all sides, or keeps one. There is no Undo; the history has all sides. */
export function endFork(details, side) {
  const values = side ? { keep: side.sha256 } : { merge: true };
  const text = side ? t.forkKept(details.handle, side.side) : t.forkMerged(details.handle);
  return edit(details, values, { text, isFinal: true });
}

/** Dismisses a finding for a reason; without a reason, counts it again. */
export function dismiss(
  details,
  /** @type {{ number: number, rule: string, reason?: string, text: string }} */
  { number, rule, reason, text },
  options = {},
) {
  const path = `/api/elements/${details.element}/dismiss`;
  const setAside = (why) => post(path, { number, rule, reason: why });
  const countAgain = () => post(path, { number, rule, again: true });
  return change(() => reason ? setAside(reason) : countAgain(),
    { details, text, undo: reason ? countAgain : undefined, ...options });
}
