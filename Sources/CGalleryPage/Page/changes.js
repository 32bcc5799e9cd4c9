// Changes of elements: carried out, told, taken back; and what happens when somebody else was faster.

import { get, post } from "./api.js";
import { showBar } from "./bar.js";
import { dialog } from "./dialog.js";
import { h } from "./dom.js";
import { noticeRefusal, tell } from "./library.js";
import { t } from "./texts.js";

const LONGEST = 15_000;
const undos = [];
const redos = [];

/** The digest and number of the latest revision of each element, as our own changes left it. */
const latest = new Map();

/**
 * Carries out a change and tells of it, with Undo. `action(parent)` answers edit/1 (or dismiss/2, add/2); `details` is
 * the show/2 that the page shows. Answers what the action answered, or nothing when it was not stored: then whoever
 * asked keeps what was typed. `refused` hears why in its own place; else the bar says it. `undo(answer)` takes it back
 * where going back to the version before is not what does it; `isFinal` is for what can't be taken back; `words` say
 * what was done, in place of `changes`.
 *
 * When the element was changed elsewhere meanwhile, that is shown; to store mine on top, `details` takes the facts that
 * hold now and `action` runs again with their digest.
 */
export const change = (action, options = {}) => inTurn(() => carryOut(action, options));

let turn = Promise.resolve();

/** Changes go one after the other, each when the page shows what the one before has done: it says what it rests on. */
function inTurn(work) {
  const mine = turn.then(work);
  turn = mine.catch(() => {});
  return mine;
}

/** Waits until the page shows a change, but not for a page that does not come. */
function shown(answer) {
  const told = tell("changed", answer?.element ? [{ element: answer.element, handle: answer.handle }] : undefined);
  return Promise.race([told, new Promise((resolve) => { setTimeout(resolve, LONGEST); })]);
}

async function carryOut(action, { details, refused, words, undo, isFinal }) {
  const before = details && { revision: details.revision, sha256: details.sha256 };
  let answer;
  try {
    answer = await action(details?.sha256);
  } catch (error) {
    if (error.isConflict && details) return conflict(action, { details, refused, words, undo, isFinal });
    noticeRefusal(error);
    if (refused) refused(error);
    else showBar({ words: said(error), isError: true });
    return undefined;
  }
  done(answer, { before, words, undo, isFinal });
  // What comes next rests on this one, even before the page has fetched it.
  if (details && answer.element === details.element && answer.sha256) {
    details.sha256 = answer.sha256;
    details.revision = answer.revision;
  }
  await shown(answer);
  return answer;
}

/** What an error says, with what to do. */
export const said = (error) => error.status === 0 ? t.noAnswer : [error.message, error.fix].filter(Boolean).join(". ");

function done(answer, { before, words, undo, isFinal }) {
  if (answer.element && answer.sha256) latest.set(answer.element, { sha256: answer.sha256, revision: answer.revision });
  const text = words ?? sentence(answer);
  const isRevision = before && answer.changed && answer.element && !isFinal;
  const back = undo ? () => undo(answer) : isRevision && (() => restore(answer.element, before.revision));
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

async function restore(element, revision) {
  const parent = latest.get(element)?.sha256;
  return post(`/api/elements/${element}/restore`, { parent, revision });
}

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
    let back = entry.forth;
    if (answer?.element && answer.sha256) {
      const revision = latest.get(answer.element)?.revision;
      latest.set(answer.element, { sha256: answer.sha256, revision: answer.revision });
      back ??= revision && (() => restore(answer.element, revision));
    }
    if (back) to.push({ words: entry.words, back, forth: entry.forth && entry.back });
    const { words, ...button } = bar(entry);
    showBar(back ? { words, ...button } : { words });
    await shown(answer);
  } catch (error) {
    noticeRefusal(error);
    showBar({ words: said(error), isError: true });
  }
}

async function conflict(action, options) {
  const { details } = options;
  let now;
  let log;
  try {
    const path = `/api/elements/${details.element}`;
    [now, log] = await Promise.all([get(path), get(`${path}/log`)]);
  } catch (error) {
    noticeRefusal(error);
    if (options.refused) options.refused(error);
    else showBar({ words: said(error), isError: true });
    return undefined;
  }
  const since = log.revisions.filter((one) => one.revision > details.revision).flatMap((one) => one.changes);
  const wantsMine = await askAboutConflict(now, since);
  for (const key of Object.keys(details)) delete details[key];
  Object.assign(details, now);
  if (wantsMine) return carryOut(action, options);
  await shown(details);
  return undefined;
}

function askAboutConflict(now, since) {
  return new Promise((resolve) => {
    let answer = false;
    dialog({
      title: t.conflictTitle(`@${now.handle}`),
      body: since.length > 0
        ? [h("p", {}, t.conflictLead), h("ul", {}, since.map((words) => h("li", {}, words)))]
        : [h("p", {}, t.conflictLead), h("p", {}, t.conflictUnknown)],
      buttons: [
        { words: t.conflictApply, run: () => { answer = true; } },
        { words: t.conflictLook, primary: true },
      ],
      closed: () => resolve(answer),
    });
  });
}
