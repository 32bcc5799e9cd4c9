// The roles of references: their words, and which number key sets which.

import { library } from "./library.js";
import { t } from "./texts.js";

// In the order in which one walks around a head: what is set most has the nearest keys.
const NUMBERED = [
  "front", "three-quarter-left", "three-quarter-right", "left", "right", "back", "full-body", "expression", "detail",
];

export const roleWords = (role) => t.roles[role] ?? role;

/** The role of a file, with a question mark if only the order of the views on a sheet suggests it. */
export const fileRole = (file) => mark(roleWords(file.role), file);

/** The same where there is little room. */
export const shortRole = (file) => mark(t.rolesShort[file.role] ?? roleWords(file.role), file);

const mark = (words, file) => file.roleAssumed ? `${words}?` : words;

/** Roles with their number keys. */
export const numberedRoles = () => new Map(NUMBERED.map((role, at) => [role, String(at + 1)]));

/** The roles that a file of a medium can have, those with keys first. */
export function rolesFor(medium) {
  const known = library.answer?.roles ?? Object.keys(t.roles);
  // A clip is a clip, whatever it shows, and a sound is a voice.
  if (medium === "clip") return ["clip"];
  if (medium === "sound") return ["voice"];
  const pictures = known.filter((role) => !["voice", "clip"].includes(role));
  const sorted = [...NUMBERED.filter((role) => pictures.includes(role)),
    ...pictures.filter((role) => !NUMBERED.includes(role))];
  return sorted;
}

// What photographers and tools call the views, most telling first.
const NAMES = [
  [/3[-_ ]?4|three[-_ ]?quarter|¾/, "three-quarter"], [/full[-_ ]?(body|length)/, "full-body"],
  [/close[-_ ]?up/, "close-up"], [/express|smil|laugh/, "expression"], [/detail|texture|macro/, "detail"],
  [/back|rear|behind/, "back"], [/left/, "left"], [/right/, "right"], [/profile|side/, "side"], [/top|above/, "top"],
  [/face|head/, "face"], [/front/, "front"],
];

/** The role that the name of a file suggests; nothing if it suggests none. */
export function guessedRole(path) {
  const name = path.toLowerCase();
  const found = NAMES.find(([pattern]) => pattern.test(name))?.[1];
  if (found !== "three-quarter") return found;
  return /left/.test(name) ? "three-quarter-left" : /right/.test(name) ? "three-quarter-right" : found;
}

// Where a role looks from, and which view of a set it is.
const VIEWS = {
  front: [0, "front"], face: [0, "front"], "three-quarter": [45, "three-quarter"],
  "three-quarter-left": [45, "three-quarter"], "three-quarter-right": [315, "three-quarter"], side: [90, "side"],
  left: [90, "side"], right: [270, "side"], back: [180, "back"], top: [undefined, "top"], detail: [undefined, "detail"],
  "close-up": [undefined, "detail"],
};

/** The angle of a role, 0 in front and 90 at the subject's left side; nothing where it tells none. */
export const angleOf = (role) => VIEWS[role]?.[0];

/** The part of a set that a role covers, by its name in `set/1`. */
export const wantedView = (role) => VIEWS[role]?.[1];

/** The role of a view from an angle: 0 is in front, 90 at the subject's left side. */
export function roleAt(degrees) {
  const views = [[0, "front"], [45, "three-quarter-left"], [90, "left"], [180, "back"], [270, "right"],
    [315, "three-quarter-right"]];
  const turn = (one) => Math.abs(((one - degrees) % 360 + 540) % 360 - 180);
  return views.reduce((best, one) => turn(one[0]) < turn(best[0]) ? one : best)[1];
}
