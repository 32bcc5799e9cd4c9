// The references as a set: their views, their light, and findings about the set.

import { get } from "./api.js";
import { h, replace } from "./dom.js";
import { findings } from "./findings.js";
import { view } from "./parts.js";
import { remedy } from "./remedies.js";
import { foldRepeats } from "./repeats.js";
import { angleOf, wantedView } from "./roles.js";
import { t } from "./texts.js";

let controller;
// The current set: the server's last answer, its files, and its container.
let shown;
// Roles whose edit is under way, by element and file.
const expected = new Map();

/** The part beside or under the strip; shows what is known at once, and updates it later. */
export function together(page) {
  controller?.abort();
  controller = new AbortController();
  const { details } = page;
  const pictures = details.files.filter((file) => file.medium === "picture");
  if (details.kind === "voice" || pictures.length === 0) return undefined;
  // With files elsewhere, a view may seem missing.
  if (details.files.some((file) => file.elsewhere)) return undefined;
  const container = h("div", { class: "together", "aria-busy": "true" });
  const digests = digestsOf(details);
  const isKnown = shown?.digests === digests && shown.draw;
  shown = { ...isKnown ? shown : {}, page, container, digests };
  const current = shown;
  if (isKnown) draw();
  Promise.all([get(`/api/elements/${details.element}/set`, controller.signal), view("ring.js"), view("light.js")])
    .then(([set, ring, light]) => {
      if (current !== shown) return;
      Object.assign(shown, { set, draw: (now, files) => columns(shown.page, now, files, ring, light) });
      draw();
    }, (error) => {
      if (error.name !== "AbortError") replace(container, h("p", { class: "quiet-text" }, t.setUnknown));
    })
    .finally(() => container.removeAttribute("aria-busy"));
  return [h("h2", {}, t.setTitle), container];
}

const keyOf = (details, file) => `${details.element} ${file.sha256}`;

const digestsOf = (details) => JSON.stringify([details.element, details.files.map((file) => file.sha256)]);

/** Shows a role that is being stored; returns a function to call when that is done. */
export function expectRole(details, file, role) {
  const key = keyOf(details, file);
  const digests = digestsOf(details);
  const entry = { role };
  expected.set(key, entry);
  if (shown?.draw && shown.digests === digests) draw();
  return () => {
    // Another role may have been set since.
    if (expected.get(key) !== entry) return;
    expected.delete(key);
    if (shown?.draw && shown.digests === digests) draw();
  };
}

/** Draws the set with the current roles of the files. */
function draw() {
  const { container, page, set } = shown;
  // The user left the page; there is nothing to draw.
  if (!page.details) return;
  const { details } = page;
  const files = details.files.map((file) => ({ ...file, role: expected.get(keyOf(details, file))?.role ?? file.role }));
  const focused = container.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  replace(container, shown.draw(withRoles(set, files), files));
  if (focused) container.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

/** Returns a set with other roles: its ring, gaps and coverage. */
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

function columns(page, set, files, ring, light) {
  const { details } = page;
  const choose = (number) => page.select(number);
  // The light strip shows findings about light, and the ring those about views.
  const rulesShownBelow = ["set.lighting", (set.coverage ?? []).length > 0 && "set.coverage"];
  const others = foldRepeats(set.set).filter((one) => !rulesShownBelow.includes(one.rule)
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
