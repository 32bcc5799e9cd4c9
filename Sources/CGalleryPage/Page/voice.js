// A voice sample to listen to and look at: its wave, what is marked in it, its best parts, its measures in words.

import { h, hearPull, s } from "./dom.js";
import { get, original } from "./api.js";
import { t } from "./texts.js";
import { said } from "./changes.js";
import { clamp, clock } from "./figures.js";
import { findingList } from "./finding-list.js";
import { lifeOf } from "./life.js";
import { voiceMeasures } from "./voice-measures.js";

const words = t.views.voice;

/** A player for a sound of `show/2`, or for a clip's sound. What is known of it is fetched when it is shown. */
export function voicePlayer(file, { id, keep } = {}) {
  const root = h("section", { class: "voiceplayer", "aria-label": words.title, "aria-busy": "true",
    "data-element": id },
    h("p", { class: "v-quiet" }, t.views.loading));
  const life = lifeOf(root);
  get(`/api/files/${file.sha256}/voice`, life).then((answer) => show(root, file, answer, life, keep),
    (error) => {
    if (error.name === "AbortError") return;
    root.replaceChildren(h("p", { class: "v-problem" }, said(error)),
      ...((file.findings ?? []).length > 0 ? [findingList(file.findings)] : []));
    root.removeAttribute("aria-busy");
  });
  return root;
}

function show(root, file, voice, life, keep) {
  const seconds = voice.seconds ?? voice.sound?.seconds ?? 0;
  const parts = { seconds, audio: sounding(file), only: undefined, life, keep };
  const wave = waveView(voice, parts);
  const spans = spanList(voice, parts);
  root.replaceChildren(parts.audio, controls(voice, parts), wave, ...spans, voiceMeasures(voice),
    ...((voice.findings ?? []).length > 0 ? [findingList(voice.findings, {
      canGo: (finding) => finding.span, onChoose: (finding) => go(parts, finding.span[0]),
      place: (finding) => finding.span && clock(finding.span[0]),
    })] : []));
  root.removeAttribute("aria-busy");
  root.addEventListener("keydown", (event) => keyed(event, parts), { signal: life });
  life.addEventListener("abort",
    () => { parts.audio.pause(); parts.audio.removeAttribute("src"); parts.audio.load(); });
}

function sounding(file) {
  return h("audio", { src: original(file.sha256), preload: "metadata" });
}

function go(parts, seconds) {
  parts.only = undefined;
  parts.audio.currentTime = clamp(seconds, 0, parts.seconds);
}

/** Space plays, arrows go a second on or back; a button that has the focus keeps its own space. */
function keyed(event, parts) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const isOnWave = event.target.matches(".voiceplayer-wave");
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -1, ArrowUp: 1, PageDown: -5, PageUp: 5 };
  if (event.key === " " && !event.target.matches("button")) toggle(parts);
  else if (isOnWave && event.key in steps) go(parts, parts.audio.currentTime + steps[event.key] * (event.shiftKey
    ? 0.1 : 1));
  else if (isOnWave && event.key === "Home") go(parts, 0);
  else if (isOnWave && event.key === "End") go(parts, parts.seconds);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function toggle(parts) {
  parts.only = undefined;
  if (parts.audio.paused) play(parts);
  else parts.audio.pause();
}

function play(parts) {
  // What can't be played says so by its error event.
  parts.audio.play().catch(() => {});
}

function controls(voice, parts) {
  const { audio, life, seconds } = parts;
  const button = h("button", { type: "button", class: "v-tool primary voiceplayer-play",
    onclick: () => toggle(parts) }, words.play);
  const time = h("span", { class: "voiceplayer-time" }, words.at(clock(0), clock(seconds)));
  const cuts = (voice.cuts ?? []).map((cut, at) => h("button", {
    type: "button", class: "v-tool",
    onclick: () => {
      parts.only = cut;
      audio.currentTime = cut.startSeconds;
      play(parts);
    },
  }, at === 0 ? words.playCut : words.playNth(at + 1),
  h("span", { class: "v-aside" }, words.cut(clock(cut.startSeconds), clock(cut.endSeconds), faultWords(cut, voice)))))
    .map((one, at) => parts.keep ? h("span", { class: "voiceplayer-part" }, one, h("button", {
      type: "button", class: "v-tool voiceplayer-keep", "aria-label": at === 0 ? words.keepCut : words.keepNth(at + 1),
      title: words.keepHint, onclick: () => parts.keep(at),
    }, words.keep)) : one);
  const row = h("div", { class: "voiceplayer-controls" }, button, time, cuts);
  for (const name of ["play", "pause", "ended"]) {
    audio.addEventListener(name, () => { button.textContent = audio.paused ? words.play : words.pause; },
      { signal: life });
  }
  const tell = () => { time.textContent = words.at(clock(audio.currentTime), clock(seconds)); };
  for (const name of ["timeupdate", "seeked"]) audio.addEventListener(name, tell, { signal: life });
  audio.addEventListener("error", () => {
    button.disabled = true;
    for (const one of row.querySelectorAll("button")) one.disabled = true;
    row.append(h("p", { class: "v-problem" }, words.unplayable((voice.format ?? "").toUpperCase())));
  }, { signal: life, once: true });
  return row;
}

/** What is wrong with a part; one without faults of its own is no good sample of a recording that fails. */
function faultWords(cut, voice) {
  const faults = cut.faults ?? [];
  if (faults.length === 0) return voice.status === "fail" ? words.cutBest : words.cutGood;
  return faults.map((fault) => words.faults[fault] ?? fault).join(", ");
}

/** The wave, with the best parts, what is marked, and where it plays. */
function waveView(voice, parts) {
  const heights = columns(voice.waveform);
  if (heights.length === 0) return h("p", { class: "v-quiet" }, words.noWave);
  const { audio, life, seconds } = parts;
  const head = h("span", { class: "voiceplayer-head" });
  const wave = h("div", {
    class: "voiceplayer-wave", role: "slider", tabindex: "0", "aria-label": words.position, "aria-valuemin": "0",
    "aria-valuemax": seconds.toFixed(1), "aria-valuenow": "0", "aria-valuetext": words.at(clock(0), clock(seconds)),
  }, cutMarks(voice, seconds), waveDrawing(heights), spanMarks(voice, seconds), head);
  const seek = (event) => {
    const box = wave.getBoundingClientRect();
    go(parts, (event.clientX - box.left) / box.width * seconds);
    follow();
  };
  const follow = () => {
    head.style.left = `${audio.currentTime / seconds * 100}%`;
    wave.setAttribute("aria-valuenow", audio.currentTime.toFixed(1));
    wave.setAttribute("aria-valuetext", words.at(clock(audio.currentTime), clock(seconds)));
  };
  const run = () => {
    if (parts.only && audio.currentTime >= parts.only.endSeconds) {
      audio.pause();
      parts.only = undefined;
    }
    follow();
    if (!audio.paused && !life.aborted) requestAnimationFrame(run);
  };
  audio.addEventListener("play", run, { signal: life });
  for (const name of ["timeupdate", "seeked"]) audio.addEventListener(name, follow, { signal: life });
  hearPull(wave, seek, life);
  return h("div", { class: "voiceplayer-frame" }, wave, ruler(seconds));
}

function columns(text = "") {
  const heights = [];
  for (let at = 0; at + 1 < text.length; at += 2) heights.push(parseInt(text.slice(at, at + 2), 16));
  return heights;
}

function waveDrawing(heights) {
  // No more columns than a wide screen has pixels to tell apart; the loudest of each stands.
  const width = Math.min(heights.length, 800);
  const loudest = Array.from({ length: width }, (_, at) => Math.max(...heights.slice(
    Math.floor(at * heights.length / width), Math.max(Math.floor((at + 1) * heights.length / width),
      Math.floor(at * heights.length / width) + 1))));
  const top = loudest.map((value,
    at) => `${at} ${256 - Math.max(value, 1)} ${at + 1} ${256 - Math.max(value, 1)}`).join(" ");
  const below = loudest.map((value,
    at) => `${at + 1} ${256 + Math.max(value, 1)} ${at} ${256 + Math.max(value, 1)}`).reverse().join(" ");
  return s("svg", { class: "voiceplayer-drawing", viewBox: `0 0 ${width} 512`, preserveAspectRatio: "none",
    "aria-hidden": "true" },
    s("path", { d: `M${top} ${below}Z` }));
}

function cutMarks(voice, seconds) {
  return (voice.cuts ?? []).slice(0, 3).map((cut, at) => h("span", {
    class: "voiceplayer-cut", style: { left: `${cut.startSeconds / seconds * 100}%`,
      width: `${(cut.endSeconds - cut.startSeconds) / seconds * 100}%` },
  }, h("span", {}, at === 0 ? words.best : words.nth(at + 1))));
}

const rate = (voice) => voice.sound?.rate ?? 1;
const spansOf = (voice) => voice.sound?.measures?.spans ?? [];

function spanMarks(voice, seconds) {
  return spansOf(voice).map((span) => {
    const from = span.start / rate(voice) / seconds * 100;
    const to = span.end / rate(voice) / seconds * 100;
    return h("span", { class: `voiceplayer-span voiceplayer-${span.kind}`, style: { left: `${from}%`,
      width: `${Math.max(to - from, 0)}%` } });
  });
}

function ruler(seconds) {
  const step = [0.5, 1, 2, 5, 10, 15, 30, 60, 300].find((one) => seconds / one <= 9) ?? 600;
  const times = Array.from({ length: Math.floor(seconds / step) + 1 }, (_, at) => at * step);
  return h("div", { class: "voiceplayer-ruler", "aria-hidden": "true" }, times.map((time) => h("span", {
    style: { left: `${time / seconds * 100}%` } }, clock(time, step < 1 ? 1 : 0))));
}

/** What is marked, kind by kind: its shape, its name, and its places to go to. */
function spanList(voice, parts) {
  const kinds = Map.groupBy(spansOf(voice), (span) => span.kind);
  if (kinds.size === 0) return [];
  return [h("ul", { class: "voiceplayer-spans", "aria-label": words.marks }, [...kinds].map(([kind, spans]) => {
    const [one, many] = words.spans[kind] ?? [kind, kind];
    return h("li", {}, h("span", { class: `voiceplayer-key voiceplayer-${kind}`, "aria-hidden": "true" }),
      h("span", {}, spans.length === 1 ? one : many),
      spans.slice(0, 6).map((span) => {
        const [from, to] = [span.start / rate(voice), span.end / rate(voice)];
        return h("button", { type: "button", class: "v-tool v-small", "aria-label": words.spanAt(one, clock(from),
          clock(to)),
          onclick: () => go(parts, from) }, clock(from));
      }),
      spans.length > 6 && h("span", { class: "v-quiet" }, `+${spans.length - 6}`));
  }))];
}
