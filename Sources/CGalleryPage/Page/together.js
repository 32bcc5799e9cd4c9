// What the references are together: where they look from, how they are lit, what was found of them as a set.

import { get } from "./api.js";
import { h, replace } from "./dom.js";
import { findings } from "./findings.js";
import { view } from "./parts.js";
import { remedy } from "./remedies.js";
import { angleOf, wantedView } from "./roles.js";
import { t } from "./texts.js";

let asked;
// What is shown: the set as the server last had it, of which files, and where it is drawn.
let shown;
// Roles that were set and whose edit is under way, by element and file.
const expected = new Map();

/** The part beside the strip, or under it; what is known of a set is shown at once, and what is new a moment later. */
export function together(page) {
  asked?.abort();
  asked = new AbortController();
  const { details } = page;
  const pictures = details.files.filter((file) => file.medium === "picture");
  if (details.kind === "voice" || pictures.length === 0) return undefined;
  // A view may seem missing that is only elsewhere.
  if (details.files.some((file) => file.elsewhere)) return undefined;
  const place = h("div", { class: "together", "aria-busy": "true" });
  const digests = digestsOf(details);
  const isKnown = shown?.digests === digests && shown.draw;
  shown = { ...isKnown ? shown : {}, page, place, digests };
  const mine = shown;
  if (isKnown) draw();
  Promise.all([get(`/api/elements/${details.element}/set`, asked.signal), view("ring.js"), view("light.js")])
    .then(([set, ring, light]) => {
      if (mine !== shown) return;
      Object.assign(shown, { set, draw: (now, files) => parts(shown.page, now, files, ring, light) });
      draw();
    }, (error) => {
      if (error.name !== "AbortError") replace(place, h("p", { class: "quiet-text" }, t.setUnknown));
    })
    .finally(() => place.removeAttribute("aria-busy"));
  return [h("h2", {}, t.setTitle), place];
}

const keyOf = (details, file) => `${details.element} ${file.sha256}`;

const digestsOf = (details) => JSON.stringify([details.element, details.files.map((file) => file.sha256)]);

/** Shows a role that is being stored; answers a function for when that is done, which shows the one that is stored. */
export function expectRole(details, file, role) {
  const key = keyOf(details, file);
  const digests = digestsOf(details);
  const mine = { role };
  expected.set(key, mine);
  if (shown?.draw && shown.digests === digests) draw();
  return () => {
    // Another role may have been set since.
    if (expected.get(key) !== mine) return;
    expected.delete(key);
    if (shown?.draw && shown.digests === digests) draw();
  };
}

/** Draws what is known, with the roles that files have by now. */
function draw() {
  const { place, page, set } = shown;
  // The user left the page; there is nothing to draw.
  if (!page.details) return;
  const { details } = page;
  const files = details.files.map((file) => ({ ...file, role: expected.get(keyOf(details, file))?.role ?? file.role }));
  const focused = place.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  replace(place, shown.draw(withRoles(set, files), files));
  if (focused) place.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

/** A set as it will be with the roles of files: where each looks from, and which gaps they close. */
function withRoles(set, files) {
  const pictures = files.filter((file) => file.medium === "picture");
  const known = (file) => set.ring?.find((one) => one.number === file.number && one.role === file.role)?.degrees;
  const ring = pictures.map(({ number, role }) => ({ number, role, degrees: known({ number, role }) ?? angleOf(role) }))
    .filter((one) => one.degrees !== undefined);
  const isIn = ({ from, to }, degrees) => [degrees - 360, degrees, degrees + 360].some((at) => at >= from && at <= to);
  return {
    ...set, ring,
    gaps: (set.gaps ?? []).filter((gap) => !ring.some((one) => isIn(gap, one.degrees))),
    coverage: (set.coverage ?? []).map((one) => ({
      ...one, files: pictures.filter((file) => wantedView(file.role) === one.part).map((file) => file.number),
    })),
  };
}

function parts(page, set, files, ring, light) {
  const { details } = page;
  const choose = (number) => page.select(number);
  // The light strip says by itself what speaks about light, and the plan which views are missing.
  const saidBelow = ["set.lighting", (set.coverage ?? []).length > 0 && "set.coverage"];
  const others = (set.set?.findings ?? []).filter((one) => !saidBelow.includes(one.rule)
    && !one.rule.startsWith("rights."));
  return [
    others.length > 0 && findings(others, { aside: (one) => remedy(page, undefined, one) }),
    h("div", { class: "together-columns" },
      ring?.coverageRing?.(set, files, {
        kind: details.kind, onChoose: choose,
        onGap: page.isFixed ? undefined : (role) => page.add({ choose: true, role }),
      }),
      light?.lightStrip?.(set, files)),
  ];
}
