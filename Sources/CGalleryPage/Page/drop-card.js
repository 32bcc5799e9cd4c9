// A card for one dropped file: its facts, findings, duplicates and role.

import { h } from "./dom.js";
import { errorText } from "./changes.js";
import { findings, sentence } from "./findings.js";
import { icon, soundSign, statusSign } from "./marks.js";
import { measureName, measuresOf } from "./measures.js";
import { isCuredByCopy } from "./remedies.js";
import { roleText, rolesFor } from "./roles.js";
import { t } from "./texts.js";
import { bytes } from "./units.js";

/** Draws a dropped file; `leaveOut()` and `retry()` are its actions. */
export function dropCard(drop, { leaveOut, retry, isToCharacter = false, hasRole = true }) {
  const { answer } = drop;
  return h("li", { class: `drop ${drop.state} ${answer ? answer.keepable ? answer.status ?? "" : "refused" : ""}` },
    h("div", { class: "drop-picture" }, picture(drop)),
    h("div", { class: "drop-words" },
      h("p", { class: "drop-name" }, answer && statusSign(answer.keepable ? answer.status : "fail"),
        h("b", {}, drop.name)),
      answer ? resultOf(drop, isToCharacter) : progressOf(drop, retry)),
    h("div", { class: "drop-tools" },
      hasRole && answer?.keepable && roleChoice(drop),
      h("button", { type: "button", class: "quiet square", "aria-label": t.leaveFileOut(drop.name),
        onclick: leaveOut }, icon("close"))));
}

function picture({ answer }) {
  if (answer?.medium === "sound") return soundSign();
  if (!answer?.keepable) return undefined;
  return h("img", { src: `/api/drops/${answer.drop}/preview?side=320`, alt: "", draggable: "false" });
}

function progressOf(drop, retry) {
  if (drop.state === "failed" || drop.state === "stopped") {
    return [
      h("p", { class: "error-text", role: "alert" },
        drop.state === "stopped" ? t.uploadStopped : errorText(drop.error)),
      h("button", { type: "button", class: "small quiet", onclick: retry }, t.tryAgain),
    ];
  }
  const text = drop.state === "waiting" ? t.uploadWaiting : drop.state === "looking" ? t.uploadLooking
    : t.upload(drop.part);
  return h("div", { class: "drop-progress" },
    h("progress", { max: "1", value: drop.state === "looking" ? undefined : drop.part, "aria-label": drop.name }),
    h("span", {}, text),
    h("button", { type: "button", class: "small quiet", onclick: () => drop.stop?.abort(), hidden: !drop.stop },
      t.uploadStop));
}

function resultOf({ answer }, isToCharacter) {
  const twins = (answer.alsoIn ?? []).map((one) => `@${one}`);
  const names = (answer.similar ?? []).flatMap((one) => one.elements.map((element) => `@${element.handle}`));
  const elsewhere = [...new Set(names)].filter((one) => !twins.includes(one));
  return [
    h("p", { class: "hint" }, facts(answer)),
    answer.keepable ? answer.findings?.length > 0 ? findings(answer.findings.map(withPreparing))
      : h("p", { class: "quiet-text" }, t.nothingFound) : refusalLines(answer),
    weakestScores(answer),
    twins.length > 0 && h("p", { class: "note-line" }, t.alsoIn(twins.join(", "))),
    elsewhere.length > 0 && h("p", { class: "note-line" }, t.similarTo(elsewhere.join(", "))),
    isToCharacter && answer.medium === "sound" && h("p", { class: "note-line" }, t.soundNote),
  ];
}

/**
 * A finding with its remedy on this page, if a prepared copy is one: the file may stay as it is.
 */
const withPreparing = (finding) => isCuredByCopy(finding) ? { ...finding, fix: t.prepareLater } : finding;

/** Returns why a file can't be stored, and its other errors. */
function refusalLines({ refusal: why, findings: found = [] }) {
  const others = found.filter((one) => one.rule !== why.rule && one.severity === "error");
  return [
    h("p", { class: "error-text" }, `${t.notKeepable} `, sentence(why.message)),
    why.fix && h("p", { class: "fix" }, sentence(why.fix)), others.length > 0 && findings(others),
  ];
}

function facts(answer) {
  const parts = [
    answer.width && `${answer.width} × ${answer.height}`, answer.seconds && `${answer.seconds.toFixed(2)} s`,
    answer.format?.toUpperCase(), answer.bytes && bytes(answer.bytes),
  ];
  return parts.filter(Boolean).join(" · ");
}

function weakestScores(answer) {
  if (!answer.scores) return undefined;
  const three = measuresOf(answer).sort((one, other) => one.score - other.score).slice(0, 3);
  const text = three.map((one) => t.scoreWord(measureName(one.name).toLowerCase(), one.score.toFixed(2)));
  return h("p", { class: "hint drop-weakest" }, `${t.scoresShort}: ${text.join(", ")}`);
}

/** Returns the request part that stores a file. */
export const dropToKeep = (drop) => ({ drop: drop.answer.drop, role: drop.role,
  roleAssumed: Boolean(drop.answer.roleAssumed) && !drop.isRoleChosen });

function roleChoice(drop) {
  const choose = () => {
    Object.assign(drop, { role: box.value, isRoleChosen: true });
    assumed?.remove();
  };
  const box = h("select", { "aria-label": t.roleIn(drop.name), onchange: choose },
    rolesFor(drop.answer.medium).map((role) => h("option", { value: role }, roleText(role))));
  box.value = drop.role;
  if (!box.value) box.value = drop.role = "unsorted";
  const assumed = dropToKeep(drop).roleAssumed ? h("p", { class: "hint" }, t.roleAssumed) : undefined;
  return [box, assumed];
}
