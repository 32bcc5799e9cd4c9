// Targets to choose from: those of a provider together, and each with a name that no other has.

import { h } from "./dom.js";
import { t } from "./texts.js";

/** A target with its provider, with which its name begins. */
function named({ id, name = id }) {
  const [provider, ...rest] = name.split(", ");
  return { id, name, provider: rest.length > 0 ? provider : t.otherTargets };
}

/** Options for a `select`, in groups; targets that would look alike also show their ids. */
export function targetOptions(targets) {
  const all = targets.map(named);
  const groups = Map.groupBy(all, (one) => one.provider);
  return [...groups].sort(([one], [other]) => one.localeCompare(other, "en")).map(([provider, some]) => {
    const isTwin = (one) => some.some((other) => other !== one && other.name === one.name);
    // The whole name, since a list that is closed shows no group.
    return h("optgroup", { label: provider }, some.map((one) => h("option", { value: one.id, title: one.id },
      isTwin(one) ? `${one.name} (${one.id})` : one.name)));
  });
}
