// What the page does: its errors, requests, timers, downloads and changes.

const original = Object.fromEntries(["fetch", "setTimeout", "clearTimeout"].map((name) =>
  [name, window[name].bind(window)]));
/** Elements with a click listener of their own. */
const clickTargets = new WeakSet();
const timers = new Set();
let pendingRequests = 0, isMutated = false;
// The changes that the page stored, and the events about changes that it received.
let storedChanges = 0, receivedChanges = 0;
/** The target of the press and the page before it; the activity since then. */
let target, before, log;
/** The interface for the tests. `ignoresChanges` drops events; `failingPath` fails requests. */
const watch = window.pressing = { ignoresChanges: false, failingPath: "" };

const resetLog = () => {
  log = { errors: [], requests: [], downloads: 0, choosers: 0, isChanged: false };
};
resetLog();

addEventListener("error", (event) => { if (event.message) log.errors.push(event.message); });
addEventListener("unhandledrejection", (event) => log.errors.push(`not caught: ${event.reason}`));
const originalError = console.error;
console.error = (...words) => {
  log.errors.push(words.join(" "));
  originalError.apply(console, words);
};

window.fetch = async (place, options = {}) => {
  const request = { method: options.method ?? "GET", path: new URL(place, location).pathname };
  log.requests.push(request);
  pendingRequests += 1;
  try {
    if (watch.failingPath && request.path.startsWith(watch.failingPath)) {
      return new Response("", { status: 500 });
    }
    const response = await original.fetch(place, options);
    request.status = response.status;
    const text = await response.clone().text();
    if (response.ok) recordChange(request, text);
    return response;
  } finally {
    original.setTimeout(() => { pendingRequests -= 1; }, 0);
  }
};
// Requests that only preview what could be stored.
const PREVIEW = /^\/api\/(shots|drops|packs|cast-sheet|elements\/[^/]+\/(make|sheet))$/;
const recordChange = ({ method, path }, text) => {
  if (method === "GET" || PREVIEW.test(path)) return;
  log.isChanged = true;
  if (/^\/api\/(elements|drops\/keep)/.test(path) && /"(changed|new)":true/.test(text)) {
    storedChanges += 1;
  }
};

const { open, send } = XMLHttpRequest.prototype;
XMLHttpRequest.prototype.open = function (method, path, ...rest) {
  this.watched = { method, path: new URL(path, location).pathname };
  return open.call(this, method, path, ...rest);
};
XMLHttpRequest.prototype.send = function (body) {
  log.requests.push(this.watched);
  pendingRequests += 1;
  this.addEventListener("loadend", () => {
    this.watched.status = this.status;
    original.setTimeout(() => { pendingRequests -= 1; }, 0);
  });
  return send.call(this, body);
};

window.EventSource = class extends EventSource {
  addEventListener(kind, listener) {
    super.addEventListener(kind, (event) => {
      if (kind === "changed") receivedChanges += 1;
      if (kind !== "changed" || !watch.ignoresChanges) listener(event);
    });
  }
};

// Timers of more than a second are not part of a press.
window.setTimeout = (run, wait = 0, ...rest) => {
  const id = original.setTimeout(() => { timers.delete(id); run(...rest); }, wait);
  if (wait <= 1000) timers.add(id);
  return id;
};
window.clearTimeout = (id) => { timers.delete(id); original.clearTimeout(id); };

const listen = EventTarget.prototype.addEventListener;
EventTarget.prototype.addEventListener = function (kind, ...rest) {
  if (kind === "click" && this instanceof Element) clickTargets.add(this);
  return listen.call(this, kind, ...rest);
};
const recordClick = (element) => {
  if (element.closest("a[download]")) log.downloads += 1;
  if (element.matches("input[type=file]")) {
    log.choosers += 1;
    watch.fileField = element;
  }
};
addEventListener("click", (event) => recordClick(event.target), true);
const { click } = HTMLElement.prototype;
// A click on an element outside the document does not reach the listener on the window.
HTMLElement.prototype.click = function () {
  if (!this.isConnected) recordClick(this);
  return click.call(this);
};

const media = () => [...document.querySelectorAll("audio, video")];
const isPlaying = (node) =>
  media().some((one) => !one.paused && one.closest("section")?.contains(node));
new MutationObserver((records) => {
  if (records.some((one) => !isPlaying(one.target))) isMutated = true;
}).observe(document, { childList: true, subtree: true, attributes: true, characterData: true });
