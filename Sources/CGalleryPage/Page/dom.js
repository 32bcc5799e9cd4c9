// Elements of the page, built without markup: text from a library is never parsed as HTML.

const SVG = "http://www.w3.org/2000/svg";

/**
 * Returns an element: h("button", { class: "quiet", onclick: save, "aria-label": t.save }, "Save").
 * Properties that begin with `on` are listeners, `style` is an object of CSS properties, and all
 * others are attributes: true sets an empty one, false and `undefined` none. Children are elements,
 * texts, arrays of them, or `undefined`.
 */
export function h(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

/** Returns an SVG element; the arguments are those of `h`. */
export function s(tag, properties = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), properties, children);
}

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "style") {
      for (const [key, setting] of Object.entries(value)) element.style.setProperty(key, setting);
    } else if (name === "value" || name === "checked" || name === "selected") element[name] = value;
    else if (value === true) element.setAttribute(name, "");
    else element.setAttribute(name, readableAttributes.has(name) ? visible(String(value)) : String(value));
  }
  append(element, children);
  return element;
}

/** Appends children to an element. */
export function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false) continue;
    element.append(child instanceof Node ? child : visible(String(child)));
  }
  return element;
}

/** The attributes that users read. */
const readableAttributes = new Set(["title", "alt", "aria-label", "placeholder"]);

// Characters that are invisible or reverse the text after them, as in `sanitized` in Model; lines
// stay lines.
const hidden = /[\p{DI}\p{Bidi_C}\u2028\u2029\ufff9-\ufffb\u0000-\u0008\u000b-\u001f\u007f-\u009f]/gu;
const joining = /[\u0600-\u0dff\u1000-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc]/u;
const isPicture = (character) => character !== undefined && /\p{Emoji}/u.test(character)
  && character.codePointAt(0) >= 0x80;

/** Whether a character changes how its neighbors look, and so is visible. */
function isSeen(character, before, after) {
  if (/[\u200c\u200d]/.test(character)) {
    const isInside = joining.test(before ?? "") && joining.test(after ?? "");
    return isInside || ((isPicture(before) || before === "\ufe0f") && isPicture(after));
  }
  if (/[\ufe0e\ufe0f]/.test(character)) {
    return before !== undefined && /\p{Emoji}/u.test(before) && (isPicture(before) || after === "\u20e3");
  }
  return /[\ufe00-\ufe0d\u{e0100}-\u{e01ef}]/u.test(character) && /[\p{Ideographic}]/u.test(before ?? "");
}

/** Returns the ranges of invisible characters in a text, as `from` and `to`. */
export function hiddenIn(text) {
  if (text.search(hidden) < 0) return [];
  const all = [...text];
  const found = [];
  let from = 0;
  for (const [at, character] of all.entries()) {
    const to = from + character.length;
    if (character.search(hidden) >= 0 && !isSeen(character, all[at - 1], all[at + 1])) found.push({ from, to });
    from = to;
  }
  return found;
}

/**
 * Replaces invisible characters by their numbers, so that no name hides a word or changes
 * direction.
 */
export function visible(text) {
  let shown = "";
  let end = 0;
  for (const { from, to } of hiddenIn(text)) {
    shown += `${text.slice(end, from)}\\u{${text.codePointAt(from).toString(16)}}`;
    end = to;
  }
  return shown + text.slice(end);
}

/** Replaces the children of an element. */
export function replace(element, ...children) {
  element.textContent = "";
  return append(element, children);
}

/** A form field under its label; `id` is that of the field. */
export function formRow(id, label, field) {
  return h("div", { class: "form-row" }, h("label", { for: id }, label), field);
}

/** Returns a path or a name whose lines break after its signs, and not within its words. */
export const breakable = (path) => path.split(/(?<=[/_.-])/)
  .flatMap((part, at) => at === 0 ? [part] : [h("wbr"), part]);

/** Makes the browser save the file at an address. */
export function saveAs(address, name = "") {
  const link = h("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
}

/** Whether a key was pressed in a text field. */
export function isWriting(event) {
  const target = event.target;
  return target instanceof HTMLElement
    && (target.isContentEditable
      || target.matches("input:not([type=checkbox], [type=radio], [type=range]), textarea, select"));
}

/** Calls `listener` when the pointer is pressed on an element, and while it is dragged. */
export function onDrag(element, listener, signal) {
  element.addEventListener("pointerdown", (event) => {
    element.setPointerCapture(event.pointerId);
    listener(event);
  }, { signal });
  element.addEventListener("pointermove", (event) => {
    if (element.hasPointerCapture(event.pointerId)) listener(event);
  }, { signal });
}

/** Announces a text to screen readers; an urgent one interrupts. */
export function announce(text, isUrgent = false) {
  const id = isUrgent ? "said-now" : "said";
  let region = document.getElementById(id);
  if (!region) {
    const attributes = isUrgent ? { "aria-live": "assertive", role: "alert" }
      : { "aria-live": "polite", role: "status" };
    region = h("div", { id, class: "unseen", ...attributes });
    document.body.append(region);
  }
  region.textContent = "";
  requestAnimationFrame(() => { region.textContent = text; });
}
