// Changes of an element's facts, as the page asks for them.

import { post } from "./api.js";
import { change } from "./changes.js";
import { t } from "./texts.js";

/** Changes facts of an element: `values` are the keys of `edit`, or a function that tells them when it is its turn. */
export function edit(details, values, options = {}) {
  const path = `/api/elements/${details.element}/edit`;
  const action = (parent) => post(path, { parent, ...(typeof values === "function" ? values() : values) });
  return change(action, { details, ...options });
}

/** Takes an element out of the library's lists. */
export function removeElement(details, words) {
  const path = `/api/elements/${details.element}`;
  return change((parent) => post(`${path}/remove`, { parent }), {
    details, words, undo: (answer) => post(`${path}/restore`, { parent: answer.sha256 }),
  });
}

/** Brings an element back that was removed, or makes an earlier version the one that holds: `revision`, or its digest. */
export function restoreElement(details, { revision, parent, words } = {}) {
  const path = `/api/elements/${details.element}`;
  const options = { details, words };
  if (revision === undefined) options.undo = (answer) => post(`${path}/remove`, { parent: answer.sha256 });
  return change((known) => post(`${path}/restore`, { parent: parent ?? known, revision }), options);
}

/** Ends a fork: all sides are merged, or one is kept. History has all of them, and no undo forks it again. */
export function endFork(details, side) {
  const values = side ? { keep: side.sha256 } : { merge: true };
  const words = side ? t.forkKept(details.handle, side.side) : t.forkMerged(details.handle);
  return edit(details, values, { words, isFinal: true });
}

/** Counts a finding no more, for a reason; without one it is counted again. */
export function dismiss(details, { number, rule, reason, words }, options = {}) {
  const path = `/api/elements/${details.element}/dismiss`;
  const away = (why) => post(path, { number, rule, reason: why });
  const back = () => post(path, { number, rule, again: true });
  return change(() => reason ? away(reason) : back(), { details, words, undo: reason ? back : undefined, ...options });
}
