// The roles of references: names, number keys and angles.

import { library } from "./library.js";
import { t } from "./texts.js";

// In the order of a walk around a head; frequent roles have the nearest keys.
const NUMBERED = [
  "front", "three-quarter-left", "three-quarter-right", "left", "right", "back", "full-body", "expression", "detail",
];

export const roleText = (role) => t.roles[role] ?? role;

/** Returns the role of a file, with a question mark if it is only assumed. */
export const fileRole = (file) => mark(roleText(file.role), file);

/** Returns the short form of `fileRole`. */
export const shortRole = (file) => mark(t.rolesShort[file.role] ?? roleText(file.role), file);

const mark = (text, file) => file.roleAssumed ? `${text}?` : text;

/** Returns the roles that have number keys, with their keys. */
export const numberedRoles = () => new Map(NUMBERED.map((role, at) => [role, String(at + 1)]));

/** Returns the roles that have number keys, by their keys. */
export const rolesByKey = () => new Map(NUMBERED.map((role, at) => [String(at + 1), role]));

/** Returns the roles for a medium, those with keys first. */
export function rolesFor(medium) {
  const known = library.answer?.roles ?? Object.keys(t.roles);
  // Clips and sounds have one role each.
  if (medium === "clip") return ["clip"];
  if (medium === "sound") return ["voice"];
  const pictures = known.filter((role) => !["voice", "clip"].includes(role));
  const sorted = [...NUMBERED.filter((role) => pictures.includes(role)),
    ...pictures.filter((role) => !NUMBERED.includes(role))];
  return sorted;
}

// What photographers and tools call the views, the most specific first.
/** @type {[RegExp, string][]} */
const NAMES = [
  [/3[-_ ]?4|three[-_ ]?quarter|¾/, "three-quarter"], [/full[-_ ]?(body|length)/, "full-body"],
  [/close[-_ ]?up/, "close-up"], [/express|smil|laugh/, "expression"], [/detail|texture|macro/, "detail"],
  [/back|rear|behind/, "back"], [/left/, "left"], [/right/, "right"], [/profile|side/, "side"], [/top|above/, "top"],
  [/face|head/, "face"], [/front/, "front"],
];

/** Returns the role that a file name suggests, or `undefined`. */
export function guessedRole(path) {
  const name = path.toLowerCase();
  const found = NAMES.find(([pattern]) => pattern.test(name))?.[1];
  if (found !== "three-quarter") return found;
  return /left/.test(name) ? "three-quarter-left" : /right/.test(name) ? "three-quarter-right" : found;
}

// The angle of each role, and the view of a set that it covers.
const VIEWS = {
  front: [0, "front"], face: [0, "front"], "three-quarter": [45, "three-quarter"],
  "three-quarter-left": [45, "three-quarter"], "three-quarter-right": [315, "three-quarter"], side: [90, "side"],
  left: [90, "side"], right: [270, "side"], back: [180, "back"], top: [undefined, "top"], detail: [undefined, "detail"],
  "close-up": [undefined, "detail"],
};

/** Returns the angle of a role, 0 in front and 90 at the subject's left side, or `undefined`. */
export const angleOf = (role) => VIEWS[role]?.[0];

/** Returns the part of a set that a role covers, by its name in `set/1`. */
export const wantedView = (role) => VIEWS[role]?.[1];

/** Returns the role of a view from an angle: 0 is in front, 90 at the subject's left side. */
export function roleAt(degrees) {
  const views = [[0, "front"], [45, "three-quarter-left"], [90, "left"], [180, "back"], [270, "right"],
    [315, "three-quarter-right"]];
  const distance = (one) => Math.abs(((one - degrees) % 360 + 540) % 360 - 180);
  return views.reduce((best, one) => distance(one[0]) < distance(best[0]) ? one : best)[1];
}
