import { differenceOf } from "../../Sources/CGalleryPage/Page/text-diff.js";
import { equal, ok } from "./assert.js";

const signs = { mine: "-", theirs: "+", both: " ", gap: "…" };
const shown = (mine, theirs) => differenceOf(mine, theirs).map(({ side, text = "" }) => signs[side] + text);

Deno.test("lines that differ are shown with their neighbours", () => {
  const mine = "a\nb\nc\nd\ne\nf\n";
  equal(shown(mine, "a\nb\nC\nd\ne\nf\n"), ["…", " b", "-c", "+C", " d", "…"]);
  equal(shown(mine, `${mine}g\n`), ["…", " f", "+g"]);
  equal(shown(mine, "b\nc\nd\ne\nf"), ["-a", " b", "…"]);
  equal(shown(mine, mine), ["…"]);
  equal(shown("", "one\ntwo"), ["-", "+one", "+two"]);
});

Deno.test("lines that moved together stay together", () => {
  equal(shown("1\n2\n3\n4\n5", "4\n5\n1\n2\n3"), ["+4", "+5", " 1", "…", " 3", "-4", "-5"]);
});

Deno.test("any two texts can be put together again from their difference", () => {
  let seed = 7;
  const random = (below) => (seed = seed * 48_271 % 2_147_483_647) % below;
  for (let round = 0; round < 200; round += 1) {
    const [mine, theirs] = [0, 1].map(() => Array.from({ length: random(9) + 1 }, () => "abc"[random(3)]));
    const lines = differenceOf(mine.join("\n"), theirs.join("\n"));
    if (lines.some((one) => one.side === "gap")) continue;
    const side = (name) => lines.filter((one) => one.side === "both" || one.side === name).map((one) => one.text);
    equal([side("mine"), side("theirs")], [mine, theirs]);
  }
});

Deno.test("long texts are compared without aligning them", () => {
  const long = (word) => Array.from({ length: 4_000 }, (_, at) => `${word} ${at}`).join("\n");
  const began = performance.now();
  equal(differenceOf(long("a"), long("b")).length, 8_000);
  ok(performance.now() - began < 2_000, "it takes too long");
});
