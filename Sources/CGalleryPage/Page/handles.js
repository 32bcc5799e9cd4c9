// Handles: what they may look like, and which one a name suggests.

import { get, query } from "./api.js";
import { t } from "./texts.js";

const LONGEST = 20;

/** What is wrong with a handle, or nothing. */
export function handleProblem(text) {
  return /^[a-z][a-z0-9_]{0,19}$/.test(text.replace(/^@/, "")) ? undefined : t.handleWrong;
}

/**
 * The handle that a name suggests, as commands have it: "Mira Okafor" gives mira_okafor, "007" n007; none for a name
 * without Latin letters and digits. A long one ends between two words, where that leaves at least half.
 */
export function handleFrom(name) {
  const bare = name.normalize("NFKD").replace(/[\p{M}'’]/gu, "").toLowerCase();
  const plain = bare.replace(/[øœæßđł]/g, (one) => PLAIN[one]);
  const whole = plain.replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "").replace(/^(?=\d)/, "n");
  if (whole.length <= LONGEST) return whole;
  const cut = whole.slice(0, LONGEST + 1).lastIndexOf("_");
  return whole.slice(0, cut >= LONGEST / 2 ? cut : LONGEST).replace(/_+$/, "");
}

const PLAIN = { ø: "o", œ: "oe", æ: "ae", ß: "ss", đ: "d", ł: "l" };

/** The name that dropped files suggest: mira-front.jpg and mira-left.jpg are of Mira. */
export function nameFrom(files, roles) {
  const words = files.map((name) => name.replace(/\.[^.]+$/, "").split(/[-_ .]+/).filter(Boolean));
  if (words.length === 0) return "";
  const isSaid = (word) => /^\d+$/.test(word) || roles.some((role) => role.split("-").includes(word.toLowerCase()));
  const shared = [];
  for (const [at, word] of words[0].entries()) {
    if (isSaid(word) || !words.every((one) => one[at]?.toLowerCase() === word.toLowerCase())) break;
    shared.push(word);
  }
  const name = shared.join(" ");
  if (/^(img|dsc|dscf|pxl|image|photo|screenshot|untitled|file|clip|mvi)$/i.test(name)) return "";
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** The elements, of a kind or of any, whose handle begins like that. */
export async function elementsFrom(begin, { kind, signal }) {
  const found = await get(`/api/handles${query({ begin: begin.replace(/^@/, ""), kind })}`, signal);
  return found.elements;
}
