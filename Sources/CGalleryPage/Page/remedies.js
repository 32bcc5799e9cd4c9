// Remedies: the button that fixes a finding, and the command that does the same.

import { h } from "./dom.js";
import { view } from "./parts.js";
import { repeatsRemedy } from "./repeats.js";
import { t } from "./texts.js";

// Findings that a prepared copy fixes, if the server can make one.
const CURED = new Set([
  "format-not-accepted", "extension-mismatch", "animated", "several-pages", "too-large", "too-heavy",
  "near-size-limit", "too-narrow", "too-wide", "has-alpha", "not-srgb", "broken-profile", "private-metadata",
  "trailing-data", "orientation-ignored", "letterboxed", "rare-coding", "aspect", "frame-rate", "interlaced", "hdr",
  "too-long", "several-tracks", "variable-rate", "dc-offset",
]);
const SHEETS = new Set(["image.collage", "image.no-views"]);
const CUT = new Set([
  "sound.too-long", "sound.silent", "sound.long-pauses", "sound.clipped", "sound.noise-or-echo", "sound.echo",
  "sound.music", "sound.gated", "sound.pitch-jumps", "sound.slow-reading", "sound.no-speech", "sound.crowded-peaks",
]);
const MORE_PICTURES = new Set(["set.coverage", "set.too-few", "set.empty"]);
// Findings that only another file fixes.
const REPLACED = new Set([
  "image.too-small", "image.corrupt", "image.truncated", "image.not-proven", "image.blurred", "image.motion-blurred",
  "image.upscaled", "image.over-compressed", "image.noisy", "image.screenshot", "image.text-overlay",
  "image.subject-small", "image.subject-cut", "clip.corrupt", "clip.truncated", "clip.too-short", "clip.too-small",
  "sound.corrupt", "sound.truncated", "sound.too-short", "sound.missing",
]);

/** Whether a prepared copy fixes a finding, if the server can make one. */
export const isCuredByCopy = ({ rule, severity }) => severity !== "note" && CURED.has(rule.split(".")[1]);

/**
 * Returns the button for a finding, or `undefined`; `target` is the checked one, by default the
 * library's.
 */
export function remedy(page, file, finding, /** @type {{ target?: string }} */ { target } = {}) {
  if (page.isFixed) return undefined;
  const { rule } = finding;
  const [, name] = rule.split(".");
  const isPreparable = target ? finding.severity !== "note" : page.details.preparable?.includes(file?.number);
  if (file && CURED.has(name) && isPreparable) {
    return button(t.prepareFile, async () => (await view("preparing.js"))?.prepare(page, { file, target }), rule);
  }
  if (file && SHEETS.has(rule)) {
    return button(t.splitSheet, async () => (await view("making.js"))?.splitSheet(page, file), rule);
  }
  if (file && page.details.kind === "voice" && CUT.has(rule)) return button(t.cutBest, () => showPlayer(page), rule);
  if (finding.numbers) return repeatsRemedy(page, finding);
  if (MORE_PICTURES.has(rule)) return button(t.addPictures, () => page.add({ choose: true }), rule);
  if (file && REPLACED.has(rule)) return button(t.replaceFile, () => replaceFile(page, file), rule);
  return undefined;
}

/** Replaces a file by another one. */
export async function replaceFile(page, file) { (await view("making.js"))?.replaceFile(page, file); }

const button = (label, run, rule) => h("button", {
  type: "button", class: "quiet small", "data-key": `remedy-${rule}`, onclick: run,
}, label);

/** Focuses the best parts at the player, where they can be heard before one is stored. */
function showPlayer(page) {
  const player = page.node.querySelector(".voiceplayer");
  player?.scrollIntoView({ block: "center" });
  (player?.querySelector(".voiceplayer-keep") ?? player?.querySelector("button"))?.focus();
}

const COMMAND = /\x60?castbook (?!(?:and|again)\b)[a-z][^\x60,;)]*\x60?/g;
// The rest of a sentence that describes a command.
const DESCRIPTION =
  / (compares|creates|deletes|imports|joins|lists|makes|moves|pins|removes|restores|saves|shows|writes) .*/;
const COMMAND_OR_OPTION = /\x60?castbook (?!(?:and|again)\b)[a-z]|(?<![\w-])--[a-z]/;

/**
 * Splits advice into its text, without options, and its commands, which the page shows only on
 * request.
 */
export function adviceOf(fix = "") {
  const commands = [...fix.matchAll(COMMAND)].map(([one]) => one.replaceAll("\x60", "").replace(DESCRIPTION, "").trim()
    .replace(/\.$/, ""));
  return { text: COMMAND_OR_OPTION.test(fix) ? withoutCommands(fix) : fix, commands };
}

/**
 * Returns the parts of advice that need no command. In a part with one, the words before a colon, a
 * bracket or "with" are kept; any other such part is about the command itself.
 */
function withoutCommands(fix) {
  let text = "";
  for (const [, separator, part] of fix.matchAll(/(^|; |, (?=(?:or|then)\b))(.*?)(?=$|; |, (?:or|then)\b)/g)) {
    const at = part.search(COMMAND_OR_OPTION);
    const before = part.slice(0, at).match(/^(?!or:)(.*[^\s:(])(?::| \(| with) ?$/);
    const kept = at < 0 ? part : before?.[1];
    if (kept && text) text += separator + kept;
    else if (kept && !kept.startsWith("then ")) text = kept.replace(/^or /, "");
  }
  return text;
}

/** A line that unfolds to the command for an action. */
export function asCommand(...commands) {
  if (commands.length === 0) return undefined;
  return h("details", { class: "as-command" }, h("summary", {}, t.asCommand),
    commands.map((one) => h("code", {}, one)));
}
