import { Rows, justify, proportion } from "../../Sources/CGalleryPage/Page/rows.js";
import { equal, ok } from "./assert.js";

/** A list of sections as the grid has them. */
const sections = (...shapes) => ({ sectionCount: shapes.length, hasMore: false, shape: (at) => shapes[at] });
const measures = { width: 1000, height: 200, gap: 10, below: 30 };

Deno.test("a picture's proportion has limits, and a sound has one of its own", () => {
  equal(proportion({ cover: { width: 300, height: 200 } }), 1.5);
  ok(proportion({ cover: { width: 10_000, height: 10 } }) < 5, "a panorama is cut");
  ok(proportion({ cover: { width: 10, height: 10_000 } }) > 0.2, "a column is cut");
  equal(proportion({}), proportion({ cover: {} }));
});

Deno.test("rows hold every tile once, in order, and end at the width", () => {
  const proportions = Array.from({ length: 57 }, (_, at) => 0.5 + (at * 37 % 17) / 8);
  const rows = justify(proportions, { width: 990, height: 180, gap: 8, mustFill: true });
  let next = 0;
  for (const row of rows) {
    equal(row.first, next);
    equal(row.widths.length, row.count);
    equal(row.lefts.at(-1) + row.widths.at(-1), 990, "the right edge");
    for (let at = 1; at < row.count; at += 1) {
      ok(Math.abs(row.lefts[at] - row.lefts[at - 1] - row.widths[at - 1] - 8) <= 1, "the gap is kept");
    }
    next += row.count;
  }
  equal(next, 57);
});

Deno.test("the last row of a list keeps the wanted height", () => {
  const [row] = justify([1, 1], { width: 1000, height: 200, gap: 10, mustFill: false });
  equal([row.height, ...row.widths], [200, 200, 200]);
  equal(justify([], { width: 1000, height: 200, gap: 10, mustFill: true }), []);
});

Deno.test("a section that arrives moves nothing above it", () => {
  const rows = new Rows();
  rows.measure(measures);
  ok(rows.arrange(sections({ count: 40 }, { count: 40 }, { count: 40 })), "the first arrangement is new");
  const before = rows.rowOf(10);
  const proportions = Array(40).fill(0.6);
  ok(rows.arrange(sections({ count: 40 }, { count: 40, proportions }, { count: 40 })), "a section changed");
  equal(rows.rowOf(10), before);
  ok(!rows.arrange(sections({ count: 40 }, { count: 40, proportions }, { count: 40 })), "nothing changed");
});

Deno.test("each tile is in the row at its height", () => {
  const rows = new Rows();
  rows.measure(measures);
  rows.arrange(sections({ count: 23 }, { count: 5, proportions: [1, 2, 0.5, 1, 1] }));
  for (let index = 0; index < 28; index += 1) {
    const row = rows.rowOf(index);
    ok(row.first <= index && index < row.first + row.count, `${index} is in its row`);
    equal(rows.rowAt(row.top + 1).first, row.first);
    equal(Rows.nearest(row, row.lefts[index - row.first] + row.widths[index - row.first] / 2), index);
  }
  equal(rows.rowAt(-50).first, 0);
  const last = rows.rowOf(27);
  equal(rows.rowAt(1e9).first, last.first);
  ok(last.top + last.height <= rows.height, "the height holds all rows");
});
