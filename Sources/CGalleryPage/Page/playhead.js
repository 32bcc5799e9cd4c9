// The playhead of a review: frames, speeds, and two clips that play together.

import { h } from "./dom.js";
import { clamp, clock } from "./figures.js";
import { reviewTexts as texts } from "./review-texts.js";

const usualFrame = 1 / 24;
const fastest = 8;

/** The playhead of one clip or two, which play together. */
export class Playhead {
  #videos = [];
  #listeners = [];
  #frame;
  #length;
  #speed = 0;
  #shown = "";
  #slider = h("input", { type: "range", min: "0", value: "0", step: "any", class: "review-slider",
    "aria-label": texts.playhead, oninput: () => this.seek(Number(this.#slider.value)) });
  #time = h("span", { class: "review-time" });
  #playButton = h("button", { type: "button", class: "small", onclick: () => this.toggle() });

  constructor(file) {
    this.#frame = file.framesPerSecond ? 1 / file.framesPerSecond : usualFrame;
    this.#length = file.seconds ?? 0;
    this.#slider.max = String(this.#length);
    const step = (by, label) => h("button", { type: "button", class: "small quiet", onclick: () => this.step(by) },
      label);
    this.node = h("div", { class: "review-bar", role: "group", "aria-label": texts.playhead }, this.#playButton,
      step(-1, texts.back), step(1, texts.forward), this.#slider, this.#time,
      h("span", { class: "hint review-keys" }, texts.keyHint));
  }

  get seconds() { return this.#videos[0]?.currentTime ?? 0; }

  /** Calls `listener` whenever the playhead has moved. */
  onMove(listener) { this.#listeners.push(listener); }

  begin(videos, life) {
    this.#videos = videos;
    this.node.hidden = videos.length === 0;
    const [first] = videos;
    first?.addEventListener("loadedmetadata", () => {
      this.#length = Math.max(...videos.map((one) => one.duration || 0), this.#length);
      this.#slider.max = String(this.#length);
    }, { signal: life });
    for (const video of videos) video.loop = false;
    let request;
    let last = performance.now();
    const tick = (now) => {
      const passed = (now - last) / 1000;
      last = now;
      // Browsers don't play backwards.
      if (this.#speed < 0) this.#move(this.seconds + this.#speed * passed);
      this.#draw();
      request = requestAnimationFrame(tick);
    };
    request = requestAnimationFrame(tick);
    life.addEventListener("abort", () => {
      cancelAnimationFrame(request);
      for (const video of videos) { video.pause(); video.removeAttribute("src"); video.load(); }
    });
    this.#draw();
  }

  onKeyDown(event) {
    const key = event.key.toLowerCase();
    // Space presses buttons and checks boxes.
    if (key === " " && event.target.matches("button, summary, a, select, input:not([type=range])")) return false;
    if (key === "l") this.play(this.#speed > 0 ? Math.min(this.#speed * 2, fastest) : 1);
    else if (key === "j") this.play(this.#speed < 0 ? Math.max(this.#speed * 2, -fastest) : -1);
    else if (key === "k") this.pause();
    else if (key === " ") this.toggle();
    else if (key === "," || key === "arrowleft") this.step(-1);
    else if (key === "." || key === "arrowright") this.step(1);
    else if (key === "home") this.seek(0);
    else if (key === "end") this.seek(this.#length);
    else return false;
    return true;
  }

  toggle() {
    if (this.#speed === 0) this.play(1);
    else this.pause();
  }

  /** Plays at a speed, which may be negative. */
  play(speed) {
    if (this.#videos.length === 0) return;
    const start = speed > 0 && this.seconds >= this.#length - this.#frame ? 0 : this.seconds;
    this.#speed = speed;
    for (const video of this.#videos) {
      if (Math.abs(video.currentTime - start) > this.#frame / 2) video.currentTime = start;
      if (speed > 0) {
        video.playbackRate = speed;
        video.play().catch(() => this.pause());
      } else video.pause();
    }
    this.#draw();
  }

  pause() {
    this.#speed = 0;
    for (const video of this.#videos) video.pause();
    this.#together();
    this.#draw();
  }

  /** Goes a frame on or back. */
  step(by) {
    this.pause();
    const frame = Math.floor(this.seconds / this.#frame + 0.001) + by;
    // The middle of a frame: at its beginning, browsers show one or the other.
    this.#move((frame + 0.5) * this.#frame);
  }

  seek(seconds) {
    this.pause();
    this.#move(seconds);
  }

  #move(seconds) {
    const to = clamp(seconds, 0, Math.max(0, this.#length - this.#frame / 2));
    if (this.#speed < 0 && to === 0) this.#speed = 0;
    for (const video of this.#videos) video.currentTime = to;
    this.#draw();
  }

  /** Brings a second clip to the moment of the first. */
  #together() {
    const [first, ...others] = this.#videos;
    for (const video of others) {
      if (Math.abs(video.currentTime - first.currentTime) > this.#frame / 2) video.currentTime = first.currentTime;
    }
  }

  #draw() {
    const isPlaying = this.#speed !== 0 && !(this.#speed > 0 && this.#videos.every((one) => one.ended));
    if (!isPlaying) this.#speed = 0;
    const text = `${clock(this.seconds, 2)} / ${clock(this.#length, 2)}`
      + (Math.abs(this.#speed) > 1 || this.#speed < 0 ? ` · ${texts.speed(this.#speed)}` : "");
    if (text + isPlaying === this.#shown) return;
    this.#shown = text + isPlaying;
    this.#time.textContent = text;
    this.#slider.value = String(this.seconds);
    this.#slider.setAttribute("aria-valuetext", clock(this.seconds, 2));
    this.#playButton.textContent = isPlaying ? texts.pause : texts.play;
    for (const listener of this.#listeners) listener();
  }
}
