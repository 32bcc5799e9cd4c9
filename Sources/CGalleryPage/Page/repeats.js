// Pictures of a set that repeat another one: a line for each way of repeating, and its remedies.

import { h } from "./dom.js";
import { icon } from "./marks.js";
import { elementAddress } from "./route.js";
import { t } from "./texts.js";

// The ways of repeating a picture, the closest first, and the rule of each.
const RULES = [["exact", "set.duplicate"], ["near", "set.duplicate"], ["mirror", "set.mirror"],
  ["same-view", "set.same-view"]];

const numberOf = (name) => Number(name.replace(/\D/g, ""));

/** Returns the numbers of the pictures that repeat an earlier one, by the rule that names them. */
function repeatedNumbers(pairs) {
  const found = new Map();
  const known = new Set();
  for (const [kind, rule] of RULES) {
    for (const number of pairs.filter((one) => one.kind === kind).map((one) => numberOf(one.b))) {
      if (known.has(number)) continue;
      known.add(number);
      found.set(rule, [...found.get(rule) ?? [], number].sort((one, other) => one - other));
    }
  }
  return found;
}

/**
 * Returns the findings of a `set/1` with those of one rule about repeated pictures as one finding,
 * which has their `numbers`, and if there are several, their messages as `parts`.
 */
export function foldRepeats({ pairs = [], findings = [] } = {}) {
  const numbersByRule = repeatedNumbers(pairs);
  return findings.flatMap((one, at) => {
    const numbers = numbersByRule.get(one.rule);
    if (!numbers) return [one];
    if (findings.findIndex((other) => other.rule === one.rule) < at) return [];
    const messages = findings.filter((other) => other.rule === one.rule).map((other) => other.message);
    return [messages.length === 1 ? { ...one, numbers }
      : { ...one, numbers, message: t.repeats[one.rule](messages.length), fix: t.repeatsFix, parts: messages }];
  });
}

/** The buttons that leave repeated pictures out, or choose the best ones. */
export function repeatsRemedy(page, { rule, numbers }) {
  const digests = numbers.map((number) => page.details.files.find((file) => file.number === number)?.sha256);
  const current = () => page.details.files.filter((file) => digests.includes(file.sha256)).map((file) => file.number);
  return h("div", { class: "finding-buttons" },
    h("button", { type: "button", class: "quiet small", "data-key": `remedy-${rule}`,
      onclick: () => page.edit(() => ({ drop: current() }), { text: t.leftOut(numbers.length) }),
    }, t.leaveOutNumbers(numbers)),
    numbers.length > 1 && h("a", { class: "button quiet small", href: elementAddress(page.details.element, "/pick") },
      icon("pick"), t.pick));
}
