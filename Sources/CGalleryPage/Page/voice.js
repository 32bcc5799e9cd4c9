// A voice sample: player, wave with marks, best parts and measures.

import { h, onDrag, s } from "./dom.js";
import { get, original } from "./api.js";
import { t } from "./texts.js";
import { errorText } from "./changes.js";
import { clamp, clock } from "./figures.js";
import { findingList } from "./finding-list.js";
import { lifeOf } from "./life.js";
import { voiceMeasures } from "./voice-measures.js";

const texts = t.views.voice;

/** Returns a player for a sound of `show/2`, or for a clip's sound. Fetches its measures. */
export function voicePlayer(
  file,
  /** @type {{ id?: string, keep?: (range: number[], text: string) => unknown }} */
  { id, keep } = {},
) {
  const root = h("section", { class: "voiceplayer", "aria-label": texts.title, "aria-busy": "true",
    "data-element": id },
    h("p", { class: "v-quiet" }, t.views.loading));
  const life = lifeOf(root);
  get(`/api/files/${file.sha256}/voice`, life).then((answer) => show(root, file, answer, life, keep),
    (error) => {
    if (error.name === "AbortError") return;
    root.replaceChildren(h("p", { class: "v-problem" }, errorText(error)),
      ...((file.findings ?? []).length > 0 ? [findingList(file.findings)] : []));
    root.removeAttribute("aria-busy");
  });
  return root;
}

function show(root, file, voice, life, keep) {
  const seconds = voice.seconds ?? voice.sound?.seconds ?? 0;
  const parts = { seconds, audio: audioFor(file), only: undefined, life, keep };
  const wave = waveView(voice, parts);
  const spans = spanList(voice, parts);
  root.replaceChildren(parts.audio, controls(voice, parts), wave, ...spans, voiceMeasures(voice),
    ...((voice.findings ?? []).length > 0 ? [findingList(voice.findings, {
      canGo: (finding) => finding.span, onChoose: (finding) => seekTo(parts, finding.span[0]),
      locate: (finding) => finding.span && clock(finding.span[0]),
    })] : []));
  root.removeAttribute("aria-busy");
  root.addEventListener("keydown", (event) => onKeyDown(event, parts), { signal: life });
  life.addEventListener("abort",
    () => { parts.audio.pause(); parts.audio.removeAttribute("src"); parts.audio.load(); });
}

function audioFor(file) {
  return h("audio", { src: original(file.sha256), preload: "metadata" });
}

function seekTo(parts, seconds) {
  parts.only = undefined;
  parts.audio.currentTime = clamp(seconds, 0, parts.seconds);
}

/** Handles keys: Space plays, arrows seek by a second; a focused button keeps its own Space. */
function onKeyDown(event, parts) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const isOnWave = event.target.matches(".voiceplayer-wave");
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -1, ArrowUp: 1, PageDown: -5, PageUp: 5 };
  if (event.key === " " && !event.target.matches("button")) toggle(parts);
  else if (isOnWave && event.key in steps) seekTo(parts, parts.audio.currentTime + steps[event.key] * (event.shiftKey
    ? 0.1 : 1));
  else if (isOnWave && event.key === "Home") seekTo(parts, 0);
  else if (isOnWave && event.key === "End") seekTo(parts, parts.seconds);
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
  // The error event reports what can't be played.
  parts.audio.play().catch(() => {});
}

function controls(voice, parts) {
  const { audio, life, seconds } = parts;
  const button = h("button", { type: "button", class: "v-tool primary voiceplayer-play",
    onclick: () => toggle(parts) }, texts.play);
  const time = h("span", { class: "voiceplayer-time" }, texts.at(clock(0), clock(seconds)));
  const cuts = (voice.cuts ?? []).map((cut, at) => h("button", {
    type: "button", class: "v-tool",
    onclick: () => {
      parts.only = cut;
      audio.currentTime = cut.startSeconds;
      play(parts);
    },
  }, at === 0 ? texts.playCut : texts.playNth(at + 1),
  h("span", { class: "v-aside" }, texts.cut(clock(cut.startSeconds), clock(cut.endSeconds), faultText(cut, voice)))))
    .map((one, at) => parts.keep ? h("span", { class: "voiceplayer-part" }, one, h("button", {
      type: "button", class: "v-tool voiceplayer-keep", "aria-label": at === 0 ? texts.keepCut : texts.keepNth(at + 1),
      title: texts.keepHint, onclick: () => parts.keep(at),
    }, texts.keep)) : one);
  const row = h("div", { class: "voiceplayer-controls" }, button, time, cuts);
  for (const name of ["play", "pause", "ended"]) {
    audio.addEventListener(name, () => { button.textContent = audio.paused ? texts.play : texts.pause; },
      { signal: life });
  }
  const update = () => { time.textContent = texts.at(clock(audio.currentTime), clock(seconds)); };
  for (const name of ["timeupdate", "seeked"]) audio.addEventListener(name, update, { signal: life });
  audio.addEventListener("error", () => {
    button.disabled = true;
    for (const one of row.querySelectorAll("button")) one.disabled = true;
    row.append(h("p", { class: "v-problem" }, texts.unplayable((voice.format ?? "").toUpperCase())));
  }, { signal: life, once: true });
  return row;
}

/**
 * Returns the faults of a part; one without faults is still no good sample of a failing recording.
 */
function faultText(cut, voice) {
  const faults = cut.faults ?? [];
  if (faults.length === 0) return voice.status === "fail" ? texts.cutBest : texts.cutGood;
  return faults.map((fault) => texts.faults[fault] ?? fault).join(", ");
}

/** The wave, with the best parts, the marks and the playhead. */
function waveView(voice, parts) {
  const heights = waveHeights(voice.waveform);
  if (heights.length === 0) return h("p", { class: "v-quiet" }, texts.noWave);
  const { audio, life, seconds } = parts;
  const head = h("span", { class: "voiceplayer-head" });
  const wave = h("div", {
    class: "voiceplayer-wave", role: "slider", tabindex: "0", "aria-label": texts.position, "aria-valuemin": "0",
    "aria-valuemax": seconds.toFixed(1), "aria-valuenow": "0", "aria-valuetext": texts.at(clock(0), clock(seconds)),
  }, cutMarks(voice, seconds), waveDrawing(heights), spanMarks(voice, seconds), head);
  const seek = (event) => {
    const box = wave.getBoundingClientRect();
    seekTo(parts, (event.clientX - box.left) / box.width * seconds);
    updatePosition();
  };
  const updatePosition = () => {
    head.style.left = `${audio.currentTime / seconds * 100}%`;
    wave.setAttribute("aria-valuenow", audio.currentTime.toFixed(1));
    wave.setAttribute("aria-valuetext", texts.at(clock(audio.currentTime), clock(seconds)));
  };
  const onFrame = () => {
    if (parts.only && audio.currentTime >= parts.only.endSeconds) {
      audio.pause();
      parts.only = undefined;
    }
    updatePosition();
    if (!audio.paused && !life.aborted) requestAnimationFrame(onFrame);
  };
  audio.addEventListener("play", onFrame, { signal: life });
  for (const name of ["timeupdate", "seeked"]) audio.addEventListener(name, updatePosition, { signal: life });
  onDrag(wave, seek, life);
  return h("div", { class: "voiceplayer-frame" }, wave, ruler(seconds));
}

function waveHeights(text = "") {
  const heights = [];
  for (let at = 0; at + 1 < text.length; at += 2) heights.push(parseInt(text.slice(at, at + 2), 16));
  return heights;
}

function waveDrawing(heights) {
  // A wide screen shows about 800 columns; each has the height of its loudest value.
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
  }, h("span", {}, at === 0 ? texts.best : texts.nth(at + 1))));
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

/** A list of the marks by kind: shape, name, and buttons that seek. */
function spanList(voice, parts) {
  const kinds = Map.groupBy(spansOf(voice), (span) => span.kind);
  if (kinds.size === 0) return [];
  return [h("ul", { class: "voiceplayer-spans", "aria-label": texts.marks }, [...kinds].map(([kind, spans]) => {
    const [one, many] = texts.spans[kind] ?? [kind, kind];
    return h("li", {}, h("span", { class: `voiceplayer-key voiceplayer-${kind}`, "aria-hidden": "true" }),
      h("span", {}, spans.length === 1 ? one : many),
      spans.slice(0, 6).map((span) => {
        const [from, to] = [span.start / rate(voice), span.end / rate(voice)];
        return h("button", { type: "button", class: "v-tool v-small", "aria-label": texts.spanAt(one, clock(from),
          clock(to)),
          onclick: () => seekTo(parts, from) }, clock(from));
      }),
      spans.length > 6 && h("span", { class: "v-quiet" }, `+${spans.length - 6}`));
  }))];
}
