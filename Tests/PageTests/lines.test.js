import { offsetOf, rangeOf, settingsEnd } from "../../Sources/CGalleryPage/Page/shots-lines.js";
import { equal } from "./assert.js";

Deno.test("settings end at the second rule", () => {
  equal(settingsEnd(["---", "a: b", "---", "text"]), 2);
  equal(settingsEnd(["---", "a: b"]), 2);
  equal(settingsEnd(["text", "---"]), -1);
  equal(settingsEnd([]), -1);
});

Deno.test("columns count what people see as one character", () => {
  equal(offsetOf("plain text", 7), 6);
  equal(offsetOf("a👩‍👩‍👧b", 3), "a👩‍👩‍👧".length);
  equal(offsetOf("éclair", 2), 1);
  equal(offsetOf("e\u0301clair", 2), 2);
  equal(offsetOf("ab", 99), 2);
});

Deno.test("a finding marks the word at its column, or the line", () => {
  const marked = (text, column) => {
    const { from, to } = rangeOf(text, { column });
    return text.slice(from, to);
  };
  equal(marked("Shot 1: @mira waits.", 9), "@mira");
  equal(marked("Shot 1: @ésope waits.", 9), "@ésope");
  equal(marked("aspect: 5:1", 9), "5");
  equal(marked("whole line", undefined), "whole line");
  equal(marked("end", 9), "d");
});
