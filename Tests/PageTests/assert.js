// Assertions of the unit tests, which need no package.

/** Fails unless two values have the same JSON; a message says which values differ. */
export function equal(value, expected, what = "") {
  const [is, should] = [value, expected].map((one) => JSON.stringify(one) ?? "undefined");
  if (is !== should) throw new Error(`${what || "value"} is ${is}, not ${should}`);
}

/** Fails unless a condition holds. */
export function ok(condition, what) {
  if (!condition) throw new Error(what);
}
