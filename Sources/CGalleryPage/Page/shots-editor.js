// The field in which a shot file is written: a plain text field above lines that show what stands out.

import { h } from "./dom.js";
import { t } from "./texts.js";
import { Lines, rangeOf } from "./shots-lines.js";
import { completion } from "./shots-complete.js";

const words = t.views.shots;

/**
 * A field for shot files. `changed()` hears of every change; `library` is `gallery/1`, for what can be completed;
 * `signal` ends it.
 */
export function shotEditor({ library, changed, signal }) {
  const lines = new Lines();
  const field = h("textarea", {
    class: "shots-field", id: "shots-text", "aria-label": words.text, "aria-describedby": "shots-hint",
    spellcheck: "true", autocomplete: "off", autocapitalize: "sentences", wrap: "soft",
  });
  const sheet = h("div", { class: "shots-sheet" }, lines.element, field);
  const element = h("div", { class: "shots-editor" }, sheet);
  const number = () => lines.number(element.getBoundingClientRect());
  const update = () => {
    lines.draw(field.value);
    number();
  };
  const editor = {
    element, field, lines, sheet,
    get text() { return field.value; },
    /** Puts a whole other text in. */
    set text(text) {
      field.value = text;
      lines.mark([]);
      update();
    },
    insert(from, to, text) { insert(field, from, to, text); },
    mark(findings) {
      lines.mark(findings);
      number();
    },
    caret() { return caretOf(field); },
    /** Goes to the place of a finding. */
    goTo(finding) { goTo(editor, finding); },
  };
  field.addEventListener("input", () => {
    update();
    changed();
  }, { signal });
  element.addEventListener("scroll", number, { passive: true, signal });
  const observer = new ResizeObserver(number);
  observer.observe(element);
  signal.addEventListener("abort", () => observer.disconnect());
  completion(editor, { library, signal });
  update();
  return editor;
}

function goTo({ field, lines, element }, finding) {
  const line = Math.min(finding.line - 1, lines.lines.length - 1);
  const { from, to } = rangeOf(lines.lines[line], finding);
  const start = lines.lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0);
  field.focus({ preventScroll: true });
  field.setSelectionRange(start + from, start + to);
  const box = lines.boxAt(line, from);
  const frame = element.getBoundingClientRect();
  const isSeen = box && box.top > frame.top + 20 && box.bottom < frame.bottom - 20;
  if (box && !isSeen) element.scrollTop += box.top - frame.top - frame.height / 3;
  element.scrollIntoView({ block: "nearest" });
}

/** Puts a text in the place of a part, so that the browser can undo it. */
function insert(field, from, to, text) {
  field.focus();
  field.setSelectionRange(from, to);
  // The one way in which a text field keeps its own undo.
  if (document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, from, to, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Where the caret is: its line from 0, its offset in it, and the text before it in that line. */
function caretOf(field) {
  const at = field.selectionEnd;
  const start = field.value.lastIndexOf("\n", at - 1) + 1;
  const line = field.value.slice(0, start).split("\n").length - 1;
  return { at, line, offset: at - start, before: field.value.slice(start, at) };
}
