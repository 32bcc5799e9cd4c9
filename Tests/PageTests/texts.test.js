import { handleFrom, handleProblem, nameFrom } from "../../Sources/CGalleryPage/Page/handles.js";
import { clock, decimal, integer, percent, signed } from "../../Sources/CGalleryPage/Page/figures.js";
import { bytes, day, folderName, moneySum, shotTitle, sumsOf } from "../../Sources/CGalleryPage/Page/units.js";
import { adviceOf } from "../../Sources/CGalleryPage/Page/remedies.js";
import { guessedRole } from "../../Sources/CGalleryPage/Page/roles.js";
import { pageWords } from "../../Sources/CGalleryPage/Page/words.js";
import { visible } from "../../Sources/CGalleryPage/Page/dom.js";
import { equal, ok } from "./assert.js";

Deno.test("handles from names", () => {
  const names = {
    "Mira Okafor": "mira_okafor", "007": "n007", "Åse Łukasz": "ase_lukasz", "Groß": "gross", "山田": "",
    "O’Neill": "oneill", "a  b--c": "a_b_c", "The very long name of a person": "the_very_long_name",
    "Donaudampfschifffahrtsgesellschaft": "donaudampfschifffahr",
  };
  for (const [name, handle] of Object.entries(names)) {
    equal(handleFrom(name), handle, name);
    if (handle) equal(handleProblem(handle), undefined, handle);
  }
  for (const wrong of ["", "1a", "A", "a b", "a".repeat(21), "a-b"]) ok(handleProblem(wrong), wrong);
});

Deno.test("names and roles from files", () => {
  const roles = ["front", "left", "three-quarter-left"];
  equal(nameFrom(["mira-front.jpg", "mira-left.jpg"], roles), "Mira");
  equal(nameFrom(["red mug 1.png", "Red mug 2.png"], roles), "Red mug");
  for (const camera of ["IMG_0001.jpg", "DSCF1234.JPG", "dscn0001.jpg", "photo.png"]) {
    equal(nameFrom([camera], roles), "", camera);
  }
  equal(nameFrom([], roles), "");
  equal(guessedRole("Mira Left.JPG"), "left");
  equal(guessedRole("x1.jpg"), undefined);
});

Deno.test("figures", () => {
  equal([decimal(-1.24), decimal(-0.04), signed(1.26), signed(0.01)], ["−1.2", "0.0", "+1.3", "0.0"]);
  equal(percent(0.318), "32\u2009%");
  equal([clock(75.34), clock(59.96), clock(-1), clock(61, 0)], ["1:15.3", "1:00.0", "0:00.0", "1:01"]);
  equal(integer(12_345.6), "12,346");
  equal([bytes(999), bytes(999_499), bytes(999_500)], ["999\u2009B", "999\u2009kB", "1.0\u2009MB"]);
  equal([day("2026-12-01T10:00:00Z"), day("2026-13-01"), day("soon")], ["1 Dec 2026", "2026-13-01", "soon"]);
});

Deno.test("money is summed exactly, by currency", () => {
  const costs = Array(30).fill({ amount: "0.1", currency: "USD" });
  equal(sumsOf([...costs, { amount: "2", currency: "EUR" }, { amount: "0.0001", currency: "EUR" }]),
    [{ currency: "USD", amount: "3" }, { currency: "EUR", amount: "2.0001" }]);
  equal(moneySum(sumsOf([])), "");
});

Deno.test("titles have no path and no suffix", () => {
  equal([shotTitle("act 1/Shot 3.md"), shotTitle("plan"), folderName("/a/b/"), folderName("/")],
    ["Shot 3", "plan", "b", "/"]);
});

Deno.test("advice without words of the terminal", () => {
  const { text, commands } = adviceOf("crop it closer, or castbook prepare @mira --for kling makes a copy");
  equal(commands, ["castbook prepare @mira --for kling"]);
  ok(!/castbook|--/.test(text), text);
  equal(adviceOf("use a larger picture"), { text: "use a larger picture", commands: [] });
  equal(adviceOf(), { text: "", commands: [] });
});

Deno.test("the server's words become those of the page", () => {
  ok(!pageWords("add a three-quarter-left").includes("three-quarter-left"), "a role has its name");
  equal(pageWords("Revision 3 of @full-body, revisions/1.json"), "Version 3 of @full-body, revisions/1.json");
});

Deno.test("nothing in a name is hidden", () => {
  equal(visible("mira\u202Egpj.exe").includes("\u202E"), false);
  equal(visible("plain ä 山 👩‍👩‍👧"), "plain ä 山 👩‍👩‍👧");
});
