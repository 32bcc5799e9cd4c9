// What the page knows of the library as a whole, and what it hears of changes.

import { get } from "./api.js";

const listeners = { changed: new Set(), state: new Set(), counts: new Set(), restarted: new Set(), team: new Set(),
  sends: new Set() };

/**
 * `answer` is gallery/1. `state` is `here`, or what is missing: the server (`gone`), the library (`away`), or the
 * permission to ask (`session`).
 */
export const library = { answer: undefined, state: "here" };

/**
 * Hears of `changed` (`elements`, or nothing: everything), `state`, `counts`, that the server was `restarted`, of the
 * exchange with the `team`'s store, or of what is sent to providers (`sends`); answers a function that ends it.
 */
export function hear(what, listener) {
  listeners[what].add(listener);
  return () => listeners[what].delete(listener);
}

/** Tells all who hear, and answers when they have done what they do about it. */
export function tell(what, value) {
  return Promise.allSettled([...listeners[what]].map((listener) => listener(value)));
}

// The mark of the library up to which the page knows of changes.
let known;

/**
 * Notes the mark of an answer that is shown before the page listens. Answers come in any order: if two of them differ, no
 * mark is known, so that what changed between them is shown when the page begins to listen.
 */
export function showsUpTo(mark) {
  if (!source) known = known === undefined || known === mark ? mark : "none";
}

/** Asks for the library's facts. */
export async function loadLibrary() {
  const before = library.answer?.run;
  library.answer = await get("/api/library");
  showsUpTo(library.answer.mark);
  tell("counts", library.answer);
  if (before && library.answer.run !== before) tell("restarted");
  return library.answer;
}

/** Whether nothing can be changed: ever, or while the library is away. */
export const isReadOnly = () => Boolean(library.answer?.readOnly) || library.state === "away";

function turn(state) {
  if (library.state === state) return;
  const wasAway = library.state === "away";
  library.state = state;
  tell("state", state);
  // What can be changed depends on it.
  if (wasAway !== (state === "away") && library.answer) tell("counts", library.answer);
}

let source;
let silence;
let waiting;

function alive() {
  clearTimeout(silence);
  // The server says that it is alive every 20 s: after three times that nothing comes any more.
  silence = setTimeout(lost, 65_000);
}

function lost() {
  clearTimeout(silence);
  clearTimeout(waiting);
  source?.close();
  source = undefined;
  waiting = setTimeout(lookAgain, 900);
}

async function lookAgain() {
  try {
    await loadLibrary();
    const wasGone = library.state !== "here";
    turn("here");
    if (!source) listen();
    if (wasGone || library.answer.mark !== known) {
      known = library.answer.mark;
      tell("changed", undefined);
    }
  } catch (error) {
    turn(stateOf(error) ?? "gone");
    waiting = setTimeout(lookAgain, 2_000);
  }
}

const stateOf = (error) => error.status === 401 ? "session" : error.rule === "library.away" ? "away"
  : error.status === 0 ? "gone" : undefined;

/** Listens to the server from now on. */
export function listen() {
  source = new EventSource("/api/events");
  source.addEventListener("open", alive);
  source.addEventListener("alive", (event) => {
    alive();
    const { mark } = JSON.parse(event.data);
    // What changed before the page listened, or was not heard.
    if (mark && known && mark !== known) learn(mark, undefined);
  });
  source.addEventListener("changed", (event) => {
    alive();
    const { mark, elements } = JSON.parse(event.data);
    learn(mark, elements);
  });
  source.addEventListener("team", (event) => {
    alive();
    const work = JSON.parse(event.data);
    tell("team", work);
    // Files that have arrived change no record.
    if (!work.running && work.outcome) tell("changed", undefined);
  });
  source.addEventListener("sends", (event) => {
    alive();
    tell("sends", JSON.parse(event.data));
  });
  source.addEventListener("away", lookNow);
  source.addEventListener("back", lookNow);
  source.addEventListener("error", lost);
  alive();
}

function learn(mark, elements) {
  known = mark;
  tell("changed", elements);
  countSoon();
}

let counting;

function countSoon() {
  clearTimeout(counting);
  counting = setTimeout(() => { loadLibrary().catch(() => {}); }, 400);
}

function lookNow() {
  clearTimeout(waiting);
  waiting = setTimeout(lookAgain);
}

/** Says that an answer did not come, so that the page looks whether the server and the library are there. */
export function noticeRefusal(error) {
  const state = stateOf(error);
  if (state === "away") {
    turn("away");
    lookNow();
  } else if (state) lost();
}
