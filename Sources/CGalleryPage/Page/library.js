// The library as a whole, and the events about it.

import { get } from "./api.js";

const listeners = { changed: new Set(), state: new Set(), counts: new Set(), restarted: new Set(), team: new Set(),
  sends: new Set(), care: new Set(), project: new Set() };

/**
 * `answer` is gallery/1. `state` is `here`, or what is missing: the server (`gone`), the library
 * (`away`), or the session (`session`).
 */
export const library = { answer: undefined, state: "here" };

/**
 * Subscribes to a topic: `changed` (with `elements`, or `undefined` for all), `state`, `counts`,
 * `restarted` (the server), `team` (an exchange), `sends` (to providers), `care` (a check or a
 * backup), or `project` (the id of one whose shot files were changed). Returns a function that
 * unsubscribes.
 */
export function subscribe(topic, listener) {
  listeners[topic].add(listener);
  return () => listeners[topic].delete(listener);
}

/** Notifies all subscribers; resolves when they are done. */
export function notify(topic, value) {
  return Promise.allSettled([...listeners[topic]].map((listener) => listener(value)));
}

// The mark of the latest change that the page knows of.
let knownMark;

/**
 * Records the mark of an answer that is shown before the page listens. If two answers differ, the
 * mark is unknown, and the page reloads when it begins to listen.
 */
export function recordMark(mark) {
  if (!source) knownMark = knownMark === undefined || knownMark === mark ? mark : "none";
}

/** Fetches the library's facts. */
export async function loadLibrary() {
  const before = library.answer?.run;
  library.answer = await get("/api/library");
  recordMark(library.answer.mark);
  notify("counts", library.answer);
  if (before && library.answer.run !== before) notify("restarted");
  return library.answer;
}

/** Whether changes are impossible, always or while the library is away. */
export const isReadOnly = () => Boolean(library.answer?.readOnly) || library.state === "away";

function setState(state) {
  if (library.state === state) return;
  const wasAway = library.state === "away";
  library.state = state;
  notify("state", state);
  // Views disable their changes by this.
  if (wasAway !== (state === "away") && library.answer) notify("counts", library.answer);
}

let source;
let silenceTimer;
let reconnectTimer;

function onSignOfLife() {
  clearTimeout(silenceTimer);
  // The server signals every 20 s; after three missed signals it counts as lost.
  silenceTimer = setTimeout(reconnectSoon, 65_000);
}

function reconnectSoon() {
  clearTimeout(silenceTimer);
  clearTimeout(reconnectTimer);
  source?.close();
  source = undefined;
  reconnectTimer = setTimeout(reconnect, 900);
}

async function reconnect() {
  try {
    await loadLibrary();
    const wasGone = library.state !== "here";
    setState("here");
    if (!source) listen();
    if (wasGone || library.answer.mark !== knownMark) {
      knownMark = library.answer.mark;
      notify("changed", undefined);
    }
  } catch (error) {
    setState(stateOf(error) ?? "gone");
    reconnectTimer = setTimeout(reconnect, 2_000);
  }
}

const stateOf = (error) => error.status === 401 ? "session" : error.rule === "library.away" ? "away"
  : error.status === 0 ? "gone" : undefined;

/** Subscribes to the server's events. */
export function listen() {
  source = new EventSource("/api/events");
  source.addEventListener("open", onSignOfLife);
  source.addEventListener("alive", (event) => {
    onSignOfLife();
    const { mark } = JSON.parse(event.data);
    // A change was missed, or came before the page listened.
    if (mark && knownMark && mark !== knownMark) onChange(mark, undefined);
  });
  source.addEventListener("changed", (event) => {
    onSignOfLife();
    const { mark, elements } = JSON.parse(event.data);
    onChange(mark, elements);
  });
  source.addEventListener("team", (event) => {
    onSignOfLife();
    const work = JSON.parse(event.data);
    notify("team", work);
    // Fetched files change no record, so no other event follows.
    if (!work.running && work.outcome) notify("changed", undefined);
  });
  source.addEventListener("sends", (event) => {
    onSignOfLife();
    notify("sends", JSON.parse(event.data));
  });
  source.addEventListener("care", (event) => {
    onSignOfLife();
    notify("care", JSON.parse(event.data));
  });
  source.addEventListener("project", (event) => {
    onSignOfLife();
    notify("project", JSON.parse(event.data).project);
  });
  source.addEventListener("away", reconnectNow);
  source.addEventListener("back", reconnectNow);
  source.addEventListener("error", reconnectSoon);
  onSignOfLife();
}

function onChange(mark, elements) {
  knownMark = mark;
  notify("changed", elements);
  reloadSoon();
}

let reloadTimer;

function reloadSoon() {
  clearTimeout(reloadTimer);
  reloadTimer = setTimeout(() => { loadLibrary().catch(() => {}); }, 400);
}

function reconnectNow() {
  clearTimeout(reconnectTimer);
  reconnectTimer = setTimeout(reconnect);
}

/** Checks after a failed request whether the server and the library are available. */
export function reportFailure(error) {
  const state = stateOf(error);
  if (state === "away") {
    setState("away");
    reconnectNow();
  } else if (state) reconnectSoon();
}
