// Changes of elements: made, reported, undone; and what happens if another program changed the same element.

import { get, getElement, post, Refusal } from "./api.js";
import { showBar } from "./bar.js";
import { dialog } from "./dialog.js";
import { h } from "./dom.js";
import { noticeRefusal, tell } from "./library.js";
import { adviceOf } from "./remedies.js";
import { t } from "./texts.js";

const LONGEST = 15_000;
const undos = [];
const redos = [];

/**
 * Carries out a change and tells of it, with Undo. `action(parent)` answers edit/1 (or dismiss/2, add/2); `details` is
 * the show/2 that the page shows. Answers what the action answered, or nothing when it was not stored: then whoever
 * asked keeps what was typed. `refused` hears why in its own place; else the bar says it. `undo(answer)` takes it back
 * where going back to the version before is not what does it; `isFinal` is for what can't be taken back; `words` say
 * what was done, in place of `changes`.
 *
 * `opened` is the revision that was shown when the change was begun, by its `sha256`; else it is the one of `details`.
 * What was changed elsewhere since stays. If it is the same value, both are shown, and `action` runs again with the
 * latest digest when mine shall count.
 */
export const change = (action, options = {}) => inTurn(() => carryOut(action, options));

let turn = Promise.resolve();

/** Changes go one after the other, each when the page shows what the one before has done: it says what it rests on. */
function inTurn(work) {
  const mine = turn.then(work);
  turn = mine.catch(() => {});
  return mine;
}

/**
 * Carries out one change of each of several, one after the other, and tells of all together, with one Undo. `act(one)`
 * answers edit/1, or nothing for one that needs none; `back(answer)` takes a change back, else going back to the
 * version before does. What is refused is named at the end; the others are changed all the same. Answers whether all
 * were.
 */
export const changeAll = (list, act, options) => inTurn(() => carryOutAll(list, act, options));

async function carryOutAll(list, act, { words, back, progress }) {
  const answers = [];
  const refused = [];
  for (const [at, one] of list.entries()) {
    progress?.(at + 1);
    try {
      const answer = await act(one);
      if (answer && answer.changed !== false) answers.push(answer);
    } catch (error) {
      noticeRefusal(error);
      refused.push({ one, error });
      // Without the server or the library, no other one can be changed either.
      if ([0, 401, 503].includes(error.status)) break;
    }
  }
  const failure = refused[0]?.error;
  const takeBack = async () => {
    let last;
    for (const answer of answers.toReversed()) last = await (back ? back(answer) : revert(answer)());
    return { ...last, element: undefined };
  };
  if (answers.length > 0) {
    undos.push({ words: t.changedAll(words, answers.length), back: takeBack });
    redos.length = 0;
  }
  const told = failure ? `${t.changedSome(answers.length, list.length)} ${said(failure)}`
    + (refused.length > 1 ? ` ${t.refusedToo(refused.slice(1).map(({ one }) => `@${one.handle}`))}` : "")
    : answers.length === 0 ? t.unchanged : t.changedAll(words, answers.length);
  const undo = answers.length > 0 ? { button: t.undo, run: undoLast } : {};
  showBar({ words: told, isError: Boolean(failure), ...undo });
  await shown(undefined);
  return !failure;
}

/** Waits until the page shows a change, but not for a page that does not come. */
function shown(answer) {
  const told = tell("changed", answer?.element ? [{ element: answer.element, handle: answer.handle }] : undefined);
  return Promise.race([told, new Promise((resolve) => { setTimeout(resolve, LONGEST); })]);
}

async function carryOut(action, options) {
  const { details, opened, refused } = options;
  const seen = opened?.sha256 ?? details?.sha256;
  let answer;
  try {
    answer = await action(seen);
  } catch (error) {
    if (error.isConflict && details) return conflict(error, action, options);
    noticeRefusal(error);
    if (refused) refused(error);
    else showBar({ words: said(error), isError: true });
    return undefined;
  }
  done(answer, options);
  // What comes next rests on this one, even before the page has fetched it, unless there is more in it than is shown.
  if (details && answer.element === details.element && answer.sha256 && answer.before === details.sha256) {
    details.sha256 = answer.sha256;
    details.revision = answer.revision;
  }
  await shown(answer);
  return answer;
}

/** What an error or an `error/1` says, with what to do. A fault of the page itself is for its console alone. */
export function said(error) {
  if (error instanceof Error && !(error instanceof Refusal)) {
    console.error(error);
    return t.pageFault;
  }
  // Commands are for the terminal: the page has its own ways.
  const advice = adviceOf(error.fix).words;
  const next = advice.charAt(0).toUpperCase() + advice.slice(1);
  return error.status === 0 ? t.noAnswer : [error.message, next].filter(Boolean).join(". ");
}

function done(answer, { details, words, undo, isFinal }) {
  const text = words ?? sentence(answer);
  const isRevision = details && answer.changed && answer.element && !isFinal;
  const back = undo ? () => undo(answer) : isRevision && revert(answer);
  if (answer.changed === false || !back) {
    showBar({ words: answer.changed === false ? t.unchanged : text });
    return;
  }
  undos.push({ words: text, back });
  redos.length = 0;
  showBar({ words: text, button: t.undo, run: undoLast });
}

function sentence(answer) {
  const shown = (answer.changes ?? []).slice(0, 3).join("; ");
  const more = (answer.changes?.length ?? 0) > 3 ? " …" : "";
  return `@${answer.handle}: ${shown}${more}`;
}

/** Takes back what a change did, and nothing that was changed before or after it. */
const revert = (answer) => () => post(`/api/elements/${answer.element}/restore`,
  { parent: answer.sha256, revision: answer.before });

/** Takes the last change back. */
export const undoLast = () => inTurn(() => step(undos, redos, (entry) =>
  ({ words: t.undone(entry.words), button: t.redo, run: redoLast })));

/** Does what was taken back once more. */
export const redoLast = () => inTurn(() => step(redos, undos, (entry) =>
  ({ words: entry.words, button: t.undo, run: undoLast })));

async function step(from, to, bar) {
  const entry = from.pop();
  if (!entry) {
    showBar({ words: t.nothingToUndo });
    return;
  }
  try {
    const answer = await entry.back();
    const back = entry.forth ?? (answer?.element && answer.sha256 && answer.before && revert(answer));
    if (back) to.push({ words: entry.words, back, forth: entry.forth && entry.back });
    const { words, ...button } = bar(entry);
    showBar(back ? { words, ...button } : { words });
    await shown(answer);
  } catch (error) {
    noticeRefusal(error);
    showBar({ words: said(error), isError: true });
  }
}

async function conflict(error, action, options) {
  const { details } = options;
  let now;
  let log;
  try {
    [now, log] = await Promise.all([getElement(details.element), get(`/api/elements/${details.element}/log`)]);
  } catch (failure) {
    noticeRefusal(failure);
    if (options.refused) options.refused(failure);
    else showBar({ words: said(failure), isError: true });
    return undefined;
  }
  const since = log.revisions.filter((one) => one.revision > details.revision).flatMap((one) => one.changes);
  const wantsMine = await askAboutConflict(now, error.conflicts, since);
  for (const key of Object.keys(details)) delete details[key];
  Object.assign(details, now);
  if (wantsMine) return carryOut(action, { ...options, opened: { sha256: now.sha256 } });
  await shown(details);
  return undefined;
}

function askAboutConflict(now, conflicts, since) {
  const values = conflicts.map((one) => h("div", { class: "conflict" }, h("h3", {}, one.what),
    h("p", {}, h("span", { class: "quiet-text" }, t.conflictTheirs), " ", one.theirs),
    h("p", {}, h("span", { class: "quiet-text" }, t.conflictMine), " ", one.yours)));
  const list = since.length > 0 ? h("ul", {}, since.map((words) => h("li", {}, words))) : h("p", {}, t.conflictUnknown);
  return new Promise((resolve) => {
    let answer = false;
    dialog({
      title: t.conflictTitle(`@${now.handle}`),
      body: values.length > 0 ? [h("p", {}, t.conflictSame), values] : [h("p", {}, t.conflictLead), list],
      buttons: [
        { words: t.conflictApply, run: () => { answer = true; } },
        { words: t.conflictLook, primary: true },
      ],
      closed: () => resolve(answer),
    });
  });
}
