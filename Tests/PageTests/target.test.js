import { factOf, partsOf } from "../../Sources/CGalleryPage/Page/target-text.js";
import { equal } from "./assert.js";

Deno.test("a target's page is divided into parts and facts", () => {
  equal(partsOf(["a", "b", "", "", "c", ""]), [["a", "b"], ["c"]]);
  equal(factOf("  file size          10 MB at most  [1] inferred (c)"),
    { name: "file size", words: "10 MB at most  [1] inferred (c)" });
  equal(factOf("  (a) official Kling; fal states none"), { words: "(a) official Kling; fal states none" });
  equal(factOf("Live"), { words: "Live" });
});
