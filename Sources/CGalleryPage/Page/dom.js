// Elements of the page, made without markup in texts: what comes from a library is never read as HTML.

const SVG = "http://www.w3.org/2000/svg";

/**
 * Makes an element: h("button", { class: "quiet", onclick: save, "aria-label": t.save }, "Save").
 * Properties that begin with `on` are listeners; `class`, `data-…`, `aria-…` and others are attributes; true stands
 * for an empty one, false and nothing for none; `style` is an object of CSS properties. Children are elements, texts,
 * arrays of them, or nothing.
 */
export function h(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

/** The same for drawings. */
export function s(tag, properties = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), properties, children);
}

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "style") {
      for (const [key, one] of Object.entries(value)) element.style.setProperty(key, one);
    } else if (name === "value" || name === "checked" || name === "selected") element[name] = value;
    else if (value === true) element.setAttribute(name, "");
    else element.setAttribute(name, read.has(name) ? visible(String(value)) : String(value));
  }
  append(element, children);
  return element;
}

/** Puts children behind those that are there. */
export function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false) continue;
    element.append(child instanceof Node ? child : visible(String(child)));
  }
  return element;
}

/** The attributes that people read. */
const read = new Set(["title", "alt", "aria-label", "placeholder"]);

// Characters that can't be seen or that reverse what follows, as `sanitized` in Model has them; lines stay lines.
const hidden = /[\p{DI}\p{Bidi_C}\u2028\u2029\ufff9-\ufffb\u0000-\u0008\u000b-\u001f\u007f-\u009f]/gu;
const joining = /[\u0600-\u0dff\u1000-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc]/u;
const isPicture = (one) => one !== undefined && /\p{Emoji}/u.test(one) && one.codePointAt(0) >= 0x80;

/** Whether a character changes how its neighbors look, and so is seen. */
function isSeen(one, before, after) {
  if (/[\u200c\u200d]/.test(one)) {
    const isInside = joining.test(before ?? "") && joining.test(after ?? "");
    return isInside || ((isPicture(before) || before === "\ufe0f") && isPicture(after));
  }
  if (/[\ufe0e\ufe0f]/.test(one)) {
    return before !== undefined && /\p{Emoji}/u.test(before) && (isPicture(before) || after === "\u20e3");
  }
  return /[\ufe00-\ufe0d\u{e0100}-\u{e01ef}]/u.test(one) && /[\p{Ideographic}]/u.test(before ?? "");
}

/** Where a text has characters that can't be seen, as `from` and `to`. */
export function hiddenIn(text) {
  if (text.search(hidden) < 0) return [];
  const all = [...text];
  const found = [];
  let from = 0;
  for (const [at, one] of all.entries()) {
    const to = from + one.length;
    if (one.search(hidden) >= 0 && !isSeen(one, all[at - 1], all[at + 1])) found.push({ from, to });
    from = to;
  }
  return found;
}

/** Shows characters that can't be seen as their numbers, so that no name hides a word or turns around. */
export function visible(text) {
  let shown = "";
  let end = 0;
  for (const { from, to } of hiddenIn(text)) {
    shown += `${text.slice(end, from)}\\u{${text.codePointAt(from).toString(16)}}`;
    end = to;
  }
  return shown + text.slice(end);
}

/** Puts other children in the place of those that are there. */
export function replace(element, ...children) {
  element.textContent = "";
  return append(element, children);
}

/** A field of a form under its label; `id` is that of the field. */
export function formRow(id, label, field) {
  return h("div", { class: "form-row" }, h("label", { for: id }, label), field);
}

/** Has the browser save what lies at an address. */
export function saveAs(address, name = "") {
  const link = h("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
}

/** Whether a key was pressed in a text field. */
export function isWriting(event) {
  const at = event.target;
  return at instanceof HTMLElement
    && (at.isContentEditable || at.matches("input:not([type=checkbox], [type=radio], [type=range]), textarea, select"));
}

/** Hears where on an element one presses, and pulls to. */
export function hearPull(element, pulled, signal) {
  element.addEventListener("pointerdown", (event) => {
    element.setPointerCapture(event.pointerId);
    pulled(event);
  }, { signal });
  element.addEventListener("pointermove", (event) => {
    if (element.hasPointerCapture(event.pointerId)) pulled(event);
  }, { signal });
}

/** Announces something to screen readers; `urgently` breaks in on what is being said. */
export function announce(text, urgently = false) {
  const id = urgently ? "said-now" : "said";
  let place = document.getElementById(id);
  if (!place) {
    const manner = urgently ? { "aria-live": "assertive", role: "alert" } : { "aria-live": "polite", role: "status" };
    place = h("div", { id, class: "unseen", ...manner });
    document.body.append(place);
  }
  place.textContent = "";
  requestAnimationFrame(() => { place.textContent = text; });
}
