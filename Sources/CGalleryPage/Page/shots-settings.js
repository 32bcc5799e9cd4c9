// The settings at the top of a shot file, changed without touching the rest of its text.

const fence = /^---\s*$/;

/** Returns the value of a setting, or `undefined`. */
export function setting(text, key) {
  const { lines, from, to } = block(text);
  const found = lines.slice(from, to).find((line) => keyOf(line) === key);
  return found?.slice(found.indexOf(":") + 1).trim();
}

/** Returns a shot file with a setting; one that is there is replaced. */
export function withSetting(text, key, value) {
  const { lines, from, to } = block(text);
  const line = `${key}: ${value}`;
  if (from === undefined) return ["---", line, "---", ...text === "" ? [""] : lines].join("\n");
  const at = lines.slice(from, to).findIndex((one) => keyOf(one) === key);
  if (at >= 0) lines[from + at] = line;
  else lines.splice(to, 0, line);
  return lines.join("\n");
}

const keyOf = (line) => line.includes(":") ? line.slice(0, line.indexOf(":")).trim() : undefined;

/** Returns the lines of a text, and the range of its settings; none if it has no settings. */
function block(text) {
  const lines = text.split("\n");
  const first = lines.findIndex((line) => line.trim() !== "");
  if (first < 0 || !fence.test(lines[first])) return { lines };
  const end = lines.findIndex((line, at) => at > first && fence.test(line));
  return end < 0 ? { lines } : { lines, from: first + 1, to: end };
}
