// Targets to choose from: those of a provider together, and each with a name that no other has.

import { h } from "./dom.js";
import { t } from "./texts.js";

/** The provider and the rest of a target's name. */
function named(target) {
  const [provider, ...rest] = (target.name || target.id).split(", ");
  return { id: target.id, provider: rest.length > 0 ? provider : t.otherTargets, title: rest.join(", ") || provider };
}

/** Options for a `select`, in groups; targets that would look alike also show their ids. */
export function targetOptions(targets) {
  const all = targets.map(named);
  const groups = Map.groupBy(all, (one) => one.provider);
  return [...groups].sort(([one], [other]) => one.localeCompare(other, "en")).map(([provider, some]) => {
    const isTwin = (one) => some.some((other) => other !== one && other.title === one.title);
    return h("optgroup", { label: provider }, some.map((one) => h("option", { value: one.id, title: one.id },
      isTwin(one) ? `${one.title} (${one.id})` : one.title)));
  });
}
