import { elementAddress, gridAddress, projectAddress, readRoute, shotAddress }
  from "../../Sources/CGalleryPage/Page/route.js";
import { equal } from "./assert.js";

const id = "01JD0000000000000000000001";

Deno.test("what an address is made from is read from it again", () => {
  const filters = { kind: "character", words: "red coat & hat", passes: "kling.v3", weak: true, tag: ["a b", "ä/ö"] };
  equal(readRoute(gridAddress(filters)), { view: "grid", filters });
  equal(readRoute(gridAddress()), { view: "grid", filters: {} });
  equal(readRoute(elementAddress(id)), { view: "element", id, revision: undefined });
  equal(readRoute(projectAddress(id)), { view: "projects", id });
  equal(readRoute(projectAddress()), { view: "projects", id: undefined });
  for (const name of ["shot.md", "act 1/Shot #3?.md", "100%.md", "übung.md"]) {
    equal(readRoute(shotAddress(id, name)), { view: "shots", project: id, name });
  }
  equal(readRoute(shotAddress()), { view: "shots", project: undefined, name: undefined });
  equal(readRoute("#/settings"), { view: "settings" });
});

Deno.test("versions and comparisons", () => {
  const sha256 = "ab".repeat(32);
  equal(readRoute(elementAddress(id, `?version=${sha256}`)).revision, sha256);
  equal(readRoute(elementAddress(id, "?version=3")).revision, 3);
  equal(readRoute(elementAddress(id, "?version=last")).revision, undefined);
  equal(readRoute(elementAddress(id, "/compare/3/5")), { view: "compare", id, a: 3, b: 5 });
  equal(readRoute(elementAddress(id, "/compare/x")), { view: "compare", id, a: 1, b: 2 });
  equal(readRoute(elementAddress(id, "/pick")), { view: "pick", id });
});

Deno.test("addresses that people typed lead to the grid or to all", () => {
  for (const hash of ["", "#", "#/", "#/element/../../etc", "#/element/short", "#/nowhere/at/all", "#/%E0%A4%A"]) {
    equal(readRoute(hash).view, "grid", hash);
  }
  equal(readRoute("#/projects/<script>"), { view: "projects", id: undefined });
  equal(readRoute(`#/shots/${id}/%E0%A4%A`).name, "%E0%A4%A");
});
