// A clip: the film if the browser can play it, a bar with its cuts, and stills that seek.

import { h, onDrag, replace } from "./dom.js";
import { get, original, preview } from "./api.js";
import { t } from "./texts.js";
import { errorText } from "./changes.js";
import { clamp, clock } from "./figures.js";
import { lifeOf } from "./life.js";

const texts = t.views.clip;
const mimeTypes = { mp4: "video/mp4", mov: "video/mp4", webm: "video/webm", mkv: "video/x-matroska",
  avi: "video/x-msvideo" };

/** Returns a player for a clip of `show/2`. */
export function clipPlayer(
  file,
  /** @type {{ keep?: (range: number[], text: string) => unknown }} */
  { keep } = {},
) {
  const seconds = file.film?.seconds ?? file.seconds ?? 0;
  const root = h("section", { class: "clipplayer", "aria-label": texts.title });
  const life = lifeOf(root);
  const stage = h("div", { class: "clipplayer-stage" });
  const video = h("video", { class: "clipplayer-video", controls: true, playsinline: true, preload: "metadata",
    poster: preview(file.sha256, 1280), "aria-label": file.path,
    style: { "aspect-ratio": `${file.width ?? 16} / ${file.height ?? 9}` } });
  const stills = stillsView(file, video, life, keep);
  root.append(stage, cutBar(file, video, seconds, life), stills.element);
  const showFallback = () => {
    video.remove();
    replace(stage, h("img", { class: "clipplayer-video", src: preview(file.sha256, 1280), alt: file.path }),
      h("p", { class: "v-problem" }, texts.unplayable((file.format ?? "").toUpperCase(), file.film?.codec)));
    stills.load();
  };
  // An empty answer means no for certain; otherwise the browser has to try.
  if (video.canPlayType(mimeTypes[file.format] ?? "video/mp4") === "" && file.format !== "mkv") showFallback();
  else {
    video.addEventListener("error", showFallback, { once: true, signal: life });
    stage.append(video);
    video.src = original(file.sha256);
  }
  life.addEventListener("abort", () => { video.pause(); video.removeAttribute("src"); video.load(); });
  return root;
}

function seekTo(video, seconds) {
  video.pause();
  // Slightly after the start of a frame, otherwise the browser shows the one before.
  video.currentTime = seconds + 0.001;
}

/** A bar for the whole clip, with its cuts; a click or the arrow keys seek. */
function cutBar(file, video, seconds, life) {
  const cuts = file.film?.cuts ?? [];
  if (!seconds) return h("p", { class: "v-quiet" }, texts.noCuts);
  const head = h("span", { class: "clipplayer-head" });
  const bar = h("div", {
    class: "clipplayer-bar", role: "slider", tabindex: "0", "aria-label": texts.position, "aria-valuemin": "0",
    "aria-valuemax": seconds.toFixed(2), "aria-valuenow": "0", "aria-valuetext": clock(0, 2),
  }, shotSegments(cuts, seconds), cuts.map((cut) => h("span", { class: "clipplayer-cut",
    style: { left: `${cut.seconds / seconds * 100}%` } })), head);
  const frame = 1 / (file.film?.framesPerSecond ?? 25);
  const updatePosition = () => {
    head.style.left = `${clamp(video.currentTime / seconds, 0, 1) * 100}%`;
    bar.setAttribute("aria-valuenow", video.currentTime.toFixed(2));
    bar.setAttribute("aria-valuetext", clock(video.currentTime, 2));
  };
  for (const name of ["timeupdate", "seeking", "seeked"]) video.addEventListener(name, updatePosition,
    { signal: life });
  const seek = (event) => {
    const box = bar.getBoundingClientRect();
    video.currentTime = clamp((event.clientX - box.left) / box.width, 0, 1) * seconds;
    updatePosition();
  };
  onDrag(bar, seek, life);
  bar.addEventListener("keydown", (event) => onBarKeyDown(event, video, { seconds, frame, cuts }), { signal: life });
  return h("div", { class: "clipplayer-timeline" }, bar, h("div", { class: "clipplayer-under" },
    h("span", {}, cuts.length > 0 ? texts.cuts(cuts.length) : texts.noCuts),
    cuts.map((cut) => h("button", { type: "button", class: "v-tool v-small",
      "aria-label": texts.toCut(clock(cut.seconds, 2)),
      onclick: () => seekTo(video, cut.seconds) }, clock(cut.seconds, 2)))));
}

/** The segments between cuts, in two shades. */
function shotSegments(cuts, seconds) {
  const times = [0, ...cuts.map((cut) => cut.seconds), seconds];
  return times.slice(0, -1).map((from, at) => h("span", { class: "clipplayer-shot",
    style: { left: `${from / seconds * 100}%`, width: `${(times[at + 1] - from) / seconds * 100}%` } }));
}

function onBarKeyDown(event, video, { seconds, frame, cuts }) {
  const steps = { ArrowLeft: -frame, ArrowRight: frame, ArrowDown: -1, ArrowUp: 1 };
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key in steps) video.currentTime = clamp(video.currentTime + steps[event.key], 0, seconds);
  else if (event.key === "Home") video.currentTime = 0;
  else if (event.key === "End") video.currentTime = seconds;
  else if (event.key === "PageDown") seekTo(video, cuts.find((cut) => cut.seconds > video.currentTime + 0.01)?.seconds
    ?? seconds);
  else if (event.key === "PageUp") seekTo(video, cuts.findLast((cut) => cut.seconds < video.currentTime - 0.01)?.seconds
    ?? 0);
  else if (event.key === " ") video.paused ? video.play().catch(() => {}) : video.pause();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function stillsView(file, video, life, keep) {
  const container = h("div", { class: "clipplayer-stills", "aria-live": "polite" });
  const button = h("button", { type: "button", class: "v-tool", onclick: () => load() }, texts.stills);
  const element = h("div", {}, button, container);
  async function load() {
    button.hidden = true;
    replace(container, h("p", { class: "v-quiet" }, texts.finding));
    try {
      const answer = await get(`/api/files/${file.sha256}/stills?best=4`, life);
      const { stills } = answer;
      replace(container, stills.length === 0 ? h("p", { class: "v-quiet" }, texts.none)
        : [h("ul", { class: "clipplayer-row" }, stills.map((still) => h("li", {}, stillButton(still, video)))),
          keep && h("button", { type: "button", class: "v-tool clipplayer-keep", onclick: () => keepAll() },
            texts.keep)]);
    } catch (error) {
      if (error.name === "AbortError") return;
      button.hidden = false;
      replace(container, h("p", { class: "v-problem" }, errorText(error)));
    }
  }
  async function keepAll() {
    try {
      await keep();
    } catch (error) {
      container.append(h("p", { class: "v-problem" }, errorText(error)));
    }
  }
  return { element, load };
}

function stillButton(still, video) {
  return h("button", { type: "button", class: "clipplayer-still", "aria-label": texts.goTo(clock(still.seconds, 2)),
    onclick: () => seekTo(video, still.seconds) },
    h("img", { src: still.picture, alt: "", loading: "lazy" }),
    h("span", {}, texts.still(clock(still.seconds, 2), still.frame)), h("span", { class: "v-quiet" },
      texts.sharp(still.sharpness)));
}
