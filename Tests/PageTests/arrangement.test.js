import { Arrangement } from "../../Sources/CGalleryPage/Page/arrangement.js";
import { equal, ok } from "./assert.js";

const files = (arrangement) => arrangement.groups.map((group) => group.drops.join(""));
const begin = () => {
  const arrangement = new Arrangement();
  arrangement.start([
    { proposal: { handle: "mira" }, drops: ["a", "b", "c"] }, { proposal: { handle: "mug" }, drops: ["d"] },
  ], ["x"]);
  return arrangement;
};

Deno.test("files move between groups, to a new one and out of them", () => {
  const arrangement = begin();
  const [mira, mug] = arrangement.groups;
  equal(arrangement.move(["c"], mug.id).drops, ["d", "c"]);
  equal(files(arrangement), ["ab", "dc"]);
  equal(arrangement.move(["x"], "new", ["ben"]).keys, ["ben"]);
  arrangement.move(["a", "b"], "unsorted");
  equal([files(arrangement), arrangement.unsorted], [["dc", "x"], ["a", "b"]]);
  equal(arrangement.move(["c"], mug.id), undefined, "a move to where the file is");
  equal(arrangement.move(["c"], mira.id), undefined, "a move to a group that is gone");
});

Deno.test("undo and redo go through all steps", () => {
  const arrangement = begin();
  ok(!arrangement.canUndo, "the proposal is the first state");
  const [mira, mug] = arrangement.groups;
  arrangement.merge(mug.id, mira.id);
  arrangement.move(["x"], mira.id);
  equal([files(arrangement), arrangement.unsorted], [["abcdx"], []]);
  equal(arrangement.groupOfKey("mug").id, mira.id);
  arrangement.undo();
  arrangement.undo();
  equal([files(arrangement), arrangement.unsorted], [["abc", "d"], ["x"]]);
  arrangement.redo();
  equal(files(arrangement), ["abcd"]);
  arrangement.move(["a"], "unsorted");
  ok(!arrangement.canRedo, "another change ends redo");
});

Deno.test("files that are gone stay gone after undo, and stored groups can't come back", () => {
  const arrangement = begin();
  arrangement.move(["d"], "unsorted");
  arrangement.update(["a", "b", "d", "x", "new", "busy"], (one) => one !== "busy");
  equal([files(arrangement), arrangement.unsorted], [["ab"], ["x", "d", "new"]]);
  arrangement.undo();
  equal([files(arrangement), arrangement.unsorted], [["ab", "d"], ["x", "new"]]);
  arrangement.remove([arrangement.groups[0].id]);
  ok(!arrangement.canUndo && !arrangement.canRedo, "stored files are not moved");
  equal(files(arrangement), ["d"]);
});
