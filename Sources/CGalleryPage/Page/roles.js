// The roles of references: their words, and which number key sets which.

import { library } from "./library.js";
import { t } from "./texts.js";

// In the order in which one walks around a head: what is set most has the nearest keys.
const NUMBERED = [
  "front", "three-quarter-left", "three-quarter-right", "left", "right", "back", "full-body", "expression", "detail",
];

export const roleWords = (role) => t.roles[role] ?? role;

/** The same where there is little room. */
export const shortRole = (role) => t.rolesShort[role] ?? roleWords(role);

/** Roles with their number keys. */
export const numberedRoles = () => new Map(NUMBERED.map((role, at) => [role, String(at + 1)]));

/** The roles that a file of a medium can have, those with keys first. */
export function rolesFor(medium) {
  const known = library.answer?.roles ?? Object.keys(t.roles);
  if (medium === "sound") return known.filter((role) => ["voice", "unsorted"].includes(role));
  const pictures = known.filter((role) => !["voice", "clip"].includes(role));
  const sorted = [...NUMBERED.filter((role) => pictures.includes(role)),
    ...pictures.filter((role) => !NUMBERED.includes(role))];
  return medium === "clip" ? ["clip", ...sorted] : sorted;
}
