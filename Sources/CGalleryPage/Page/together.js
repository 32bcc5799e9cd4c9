// What the references are together: where they look from, how they are lit, what was found of them as a set.

import { get } from "./api.js";
import { h, replace } from "./dom.js";
import { findings } from "./findings.js";
import { view } from "./parts.js";
import { remedy } from "./remedies.js";
import { t } from "./texts.js";

let asked;

/** The part under the strip; it comes a moment later than the rest, and what is asked no more is let go. */
export function together(page) {
  asked?.abort();
  asked = new AbortController();
  const { details } = page;
  const pictures = details.files.filter((file) => file.medium === "picture");
  const place = h("div", { class: "together", "aria-busy": "true" });
  if (details.kind === "voice" || pictures.length === 0) return undefined;
  Promise.all([get(`/api/elements/${details.element}/set`, asked.signal), view("ring.js"), view("light.js")])
    .then(([set, ring, light]) => place.isConnected && replace(place, parts(page, set, ring, light)), (error) => {
      if (error.name !== "AbortError") replace(place, h("p", { class: "quiet-text" }, t.setUnknown));
    })
    .finally(() => place.removeAttribute("aria-busy"));
  return [h("h2", {}, t.setTitle), place];
}

function parts(page, set, ring, light) {
  const { details } = page;
  const choose = (number) => page.select(number);
  // The light strip says by itself what speaks about light, and the plan which views are missing.
  const saidBelow = ["set.lighting", (set.coverage ?? []).length > 0 && "set.coverage"];
  const others = (set.set?.findings ?? []).filter((one) => !saidBelow.includes(one.rule)
    && !one.rule.startsWith("rights."));
  return [
    others.length > 0 && findings(others, { aside: (one) => remedy(page, undefined, one) }),
    h("div", { class: "together-columns" },
      ring?.coverageRing?.(set, details.files, {
        kind: details.kind, onChoose: choose,
        onGap: page.isFixed ? undefined : (role) => page.add({ choose: true, role }),
      }),
      light?.lightStrip?.(set, details.files)),
  ];
}
