// The editor of shot files: a plain text field above lines that show highlights.

import { h } from "./dom.js";
import { t } from "./texts.js";
import { Lines, rangeOf } from "./shots-lines.js";
import { attachCompletion } from "./shots-complete.js";

const texts = t.views.shots;

/**
 * Returns a field for shot files. `onChange()` is called after every change; `library` is
 * `gallery/1`, for completion; `signal` ends it.
 */
export function shotEditor({ library, onChange, signal }) {
  const lines = new Lines();
  const field = h("textarea", {
    class: "shots-field", id: "shots-text", "aria-label": texts.text, "aria-describedby": "shots-hint",
    spellcheck: "true", autocomplete: "off", autocapitalize: "sentences", wrap: "soft",
  });
  const sheet = h("div", { class: "shots-sheet" }, lines.element, field);
  const element = h("div", { class: "shots-editor" }, sheet);
  const numberLines = () => lines.number(element.getBoundingClientRect());
  const update = () => {
    lines.draw(field.value);
    numberLines();
  };
  const editor = {
    element, field, lines, sheet,
    get text() { return field.value; },
    /** Replaces the whole text. */
    set text(text) {
      field.value = text;
      lines.mark([]);
      update();
    },
    insert(from, to, text) { insert(field, from, to, text); },
    /** Replaces the whole text so that it can be undone, and leaves the caret at its end. */
    replaceAll(text) { insert(field, 0, field.value.length, text); },
    mark(findings) {
      lines.mark(findings);
      numberLines();
    },
    caret() { return caretOf(field); },
    /** Goes to the position of a finding. */
    goTo(finding) { goTo(editor, finding); },
    /** Replaces the text that a finding is about. */
    replaceAt(finding, text) {
      goTo(editor, finding);
      insert(field, field.selectionStart, field.selectionEnd, text);
    },
  };
  field.addEventListener("input", () => {
    update();
    onChange();
  }, { signal });
  element.addEventListener("scroll", numberLines, { passive: true, signal });
  const observer = new ResizeObserver(numberLines);
  observer.observe(element);
  signal.addEventListener("abort", () => observer.disconnect());
  attachCompletion(editor, { library, signal });
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

/** Replaces a range of the text so that the browser can undo it. */
function insert(field, from, to, text) {
  field.focus();
  field.setSelectionRange(from, to);
  // Only this command keeps the undo history of a text field.
  if (document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, from, to, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Returns the caret's position: its line from 0, its offset in it, and the text before it. */
function caretOf(field) {
  const at = field.selectionEnd;
  const start = field.value.lastIndexOf("\n", at - 1) + 1;
  const line = field.value.slice(0, start).split("\n").length - 1;
  return { at, line, offset: at - start, before: field.value.slice(start, at) };
}
