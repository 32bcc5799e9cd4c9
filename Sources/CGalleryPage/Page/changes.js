// Changes of elements: run, reported, undone, and merged with changes by other programs.

import { get, getElement, post, RequestError } from "./api.js";
import { showBar } from "./bar.js";
import { dialog } from "./dialog.js";
import { h } from "./dom.js";
import { notify, reportFailure } from "./library.js";
import { adviceOf } from "./remedies.js";
import { t } from "./texts.js";
import { pageWords } from "./words.js";

const longestWait = 15_000;
const undos = [];
const redos = [];

/**
 * Runs a change and reports it, with Undo. `action(parent)` returns edit/1 (or dismiss/2, add/2);
 * `details` is the show/2 that the page shows. Returns the answer, or `undefined` if it was not
 * stored; the caller then keeps what was typed. `onError(error)` replaces the bar. `undo(answer)`
 * replaces going back to the version before; `isFinal` means that there is no Undo. `text`, or
 * `text(answer)`, reports the change in place of `changes`.
 *
 * `opened.sha256` is the revision that was shown when the change was begun, by default that of
 * `details`. Changes made elsewhere since are kept. If they affect one value, the user sees both,
 * and `action` runs again with the latest digest if the user's value is to be kept.
 *
 * @returns {Promise<any>} the answer, or `undefined` if nothing changed
 */
export const change = (action, options = {}) => enqueue(() => runChange(action, options));

/** @type {Promise<any>} */
let queue = Promise.resolve();

/** Runs changes one after the other, each once the page shows the one before, its base. */
function enqueue(work) {
  const result = queue.then(work);
  queue = result.catch(() => {});
  return result;
}

/**
 * Changes each item of a list in order and reports them together, with one Undo. `act(item)`
 * returns edit/1, or `undefined` if the item needs no change; `undo(answer)` replaces going back to
 * the version before. Failures are listed at the end and don't stop the others. Returns whether all
 * succeeded.
 *
 * @returns {Promise<boolean>}
 */
export const changeAll = (list, act, options) => enqueue(() => runAll(list, act, options));

async function runAll(list, act, { text, undo, progress }) {
  const answers = [];
  const failures = [];
  for (const [at, item] of list.entries()) {
    progress?.(at + 1);
    try {
      const answer = await act(item);
      if (answer && answer.changed !== false) answers.push(answer);
    } catch (error) {
      reportFailure(error);
      failures.push({ item, error });
      // Without the server or the library, the other items can't be changed either.
      if ([0, 401, 503].includes(error.status)) break;
    }
  }
  const failure = failures[0]?.error;
  const undoAll = async () => {
    let last;
    for (const answer of answers.toReversed()) last = await (undo ? undo(answer) : revert(answer)());
    return { ...last, element: undefined };
  };
  if (answers.length > 0) {
    undos.push({ text: t.changedAll(text, answers.length), undo: undoAll });
    redos.length = 0;
  }
  const message = failure ? `${t.changedSome(answers.length, list.length)} ${errorText(failure)}`
    + (failures.length > 1 ? ` ${t.refusedToo(failures.slice(1).map(({ item }) => `@${item.handle}`))}` : "")
    : answers.length === 0 ? t.unchanged : t.changedAll(text, answers.length);
  const undoButton = answers.length > 0 ? { button: t.undo, run: undoLast } : {};
  showBar({ text: message, isError: Boolean(failure), ...undoButton });
  await waitUntilShown(undefined);
  return !failure;
}

/** Waits until the page shows a change, but not for a page that does not respond. */
function waitUntilShown(answer) {
  const notified = notify("changed",
    answer?.element ? [{ element: answer.element, handle: answer.handle }] : undefined);
  return Promise.race([notified, new Promise((resolve) => { setTimeout(resolve, longestWait); })]);
}

async function runChange(action, options) {
  const { details, opened, onError } = options;
  const parent = opened?.sha256 ?? details?.sha256;
  let answer;
  try {
    answer = await action(parent);
  } catch (error) {
    if (error.isConflict && details) return conflict(error, action, options);
    reportFailure(error);
    if (onError) onError(error);
    else showBar({ text: errorText(error), isError: true });
    return undefined;
  }
  reportDone(answer, options);
  // The next change builds on this revision, even before the page has fetched it, unless it
  // contains more than is shown.
  if (details && answer.element === details.element && answer.sha256 && answer.before === details.sha256) {
    details.sha256 = answer.sha256;
    details.revision = answer.revision;
  }
  await waitUntilShown(answer);
  return answer;
}

/**
 * Returns the message and the advice of an error or an `error/1`. Errors of the page itself go to
 * the console.
 */
export function errorText(error) {
  if (error instanceof Error && !(error instanceof RequestError)) {
    console.error(error);
    return t.pageFault;
  }
  // Commands are for the terminal; the page has buttons for them.
  const advice = adviceOf(error.fix).text;
  const next = advice.charAt(0).toUpperCase() + advice.slice(1);
  return error.status === 0 ? t.noAnswer : pageWords([error.message, next].filter(Boolean).join(". "));
}

function reportDone(answer, { details, text, undo, isFinal }) {
  const summary = (typeof text === "function" ? text(answer) : text) ?? summarize(answer);
  const isRevision = details && answer.changed && answer.element && !isFinal;
  const inverse = undo ? () => undo(answer) : isRevision && revert(answer);
  if (answer.changed === false || !inverse) {
    showBar({ text: answer.changed === false ? t.unchanged : summary });
    return;
  }
  undos.push({ text: summary, undo: inverse });
  redos.length = 0;
  showBar({ text: summary, button: t.undo, run: undoLast });
}

/** Returns one or two changes, or how many there are: "What changed" lists them. */
function summarize({ handle, changes = [] }) {
  return `@${handle}: ${changes.length > 2 ? t.changeCount(changes.length) : changes.map(pageWords).join("; ")}`;
}

/** Returns a function that undoes one change and keeps all others. */
const revert = (answer) => () => post(`/api/elements/${answer.element}/restore`,
  { parent: answer.sha256, revision: answer.before });

/** Undoes the last change. */
export const undoLast = () => enqueue(() => stepHistory(undos, redos, (entry) =>
  ({ text: t.undone(entry.text), button: t.redo, run: redoLast })));

/** Runs the change again that was undone last. */
export const redoLast = () => enqueue(() => stepHistory(redos, undos, (entry) =>
  ({ text: entry.text, button: t.undo, run: undoLast })));

async function stepHistory(from, to, bar) {
  const entry = from.pop();
  if (!entry) {
    showBar({ text: t.nothingToUndo });
    return;
  }
  try {
    const answer = await entry.undo();
    const inverse = entry.redo ?? (answer?.element && answer.sha256 && answer.before && revert(answer));
    if (inverse) to.push({ text: entry.text, undo: inverse, redo: entry.redo && entry.undo });
    const { text, ...button } = bar(entry);
    showBar(inverse ? { text, ...button } : { text });
    await waitUntilShown(answer);
  } catch (error) {
    reportFailure(error);
    showBar({ text: errorText(error), isError: true });
  }
}

async function conflict(error, action, options) {
  const { details } = options;
  let now;
  let log;
  try {
    [now, log] = await Promise.all([getElement(details.element), get(`/api/elements/${details.element}/log`)]);
  } catch (failure) {
    reportFailure(failure);
    if (options.onError) options.onError(failure);
    else showBar({ text: errorText(failure), isError: true });
    return undefined;
  }
  const since = log.revisions.filter((one) => one.revision > details.revision).flatMap((one) => one.changes);
  const shouldApply = await askAboutConflict(now, error.conflicts, since);
  for (const key of Object.keys(details)) delete details[key];
  Object.assign(details, now);
  if (shouldApply) return runChange(action, { ...options, opened: { sha256: now.sha256 } });
  await waitUntilShown(details);
  return undefined;
}

function askAboutConflict(now, conflicts, since) {
  const values = conflicts.map((one) => h("div", { class: "conflict" }, h("h3", {}, one.what),
    h("p", {}, h("span", { class: "quiet-text" }, t.conflictTheirs), " ", one.theirs),
    h("p", {}, h("span", { class: "quiet-text" }, t.conflictMine), " ", one.yours)));
  const list = since.length > 0 ? h("ul", {}, since.map((text) => h("li", {}, pageWords(text))))
    : h("p", {}, t.conflictUnknown);
  return new Promise((resolve) => {
    let answer = false;
    dialog({
      title: t.conflictTitle(`@${now.handle}`),
      body: values.length > 0 ? [h("p", {}, t.conflictSame), values] : [h("p", {}, t.conflictLead), list],
      buttons: [
        { label: t.conflictApply, run: () => { answer = true; } },
        { label: t.conflictLook, primary: true },
      ],
      onClose: () => resolve(answer),
    });
  });
}
