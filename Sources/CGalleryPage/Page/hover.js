// Previews under the pointer: the views of an element in turn, or the wave and sound of a voice.

import { getElement, original, preview } from "./api.js";
import { h } from "./dom.js";
import { wave, waveOf } from "./waves.js";

const hoverDelay = 250;
const cacheLimit = 60;
const cache = new Map();

/** Returns the pictures of an element or the sound of a voice, cached. */
function viewsOf(element) {
  const key = element.sha256;
  if (!cache.has(key)) {
    if (cache.size >= cacheLimit) cache.delete(cache.keys().next().value);
    cache.set(key, fetchViews(element).catch(() => ({ pictures: undefined, waveform: undefined })).then((views) => {
      // A failed request is repeated the next time.
      if (!views.pictures && !views.waveform) cache.delete(key);
      return views;
    }));
  }
  return cache.get(key);
}

/** @returns {Promise<{ pictures?: string[], sound?: string, waveform?: object }>} */
async function fetchViews(element) {
  const { files } = await getElement(element.element);
  const sound = files.find((file) => file.medium === "sound");
  if (element.kind === "voice" && sound) return { sound: sound.sha256, waveform: await waveOf(sound.sha256) };
  return { pictures: files.filter((file) => file.medium === "picture" && !file.missing).map((file) => file.sha256) };
}

/** Shows previews over the tiles of a list; `elementOf(node)` returns the element of a tile. */
export function showViewsOnHover(list, elementOf) {
  let tile;
  let waiting;
  let audio;
  const leave = () => {
    clearTimeout(waiting);
    audio?.pause();
    audio = undefined;
    tile?.querySelector(".tile-views")?.remove();
    tile = undefined;
  };
  const enter = async (node, element, event) => {
    const views = await viewsOf(element);
    if (tile !== node) return;
    if (views.pictures?.length > 1) showViews(node, views.pictures, event);
    else if (views.sound) {
      if (views.waveform) {
        node.append(h("span", { class: "tile-views wave", "aria-hidden": "true" }, wave(views.waveform)));
      }
      audio = new Audio(original(views.sound));
      // A browser plays no sound before the first click on a page.
      audio.play().catch(() => {});
    }
  };
  list.addEventListener("pointermove", (event) => {
    if (event.pointerType !== "mouse" || event.buttons !== 0) return;
    const node = event.target.closest(".tile");
    if (node === tile) {
      if (node) node.querySelector(".tile-views")?.dispatchEvent(new CustomEvent("at", { detail: event.clientX }));
      return;
    }
    leave();
    const element = node && elementOf(node);
    if (!element) return;
    tile = node;
    waiting = setTimeout(() => enter(node, element, event), hoverDelay);
  });
  list.addEventListener("pointerleave", leave);
  list.addEventListener("pointerdown", leave);
}

/** Lays the views over a tile; the position of the pointer selects the one shown. */
function showViews(node, pictures, event) {
  const image = h("img", { alt: "", draggable: "false" });
  const marks = h("span", { class: "tile-marks" }, pictures.map(() => h("i")));
  const views = h("span", { class: "tile-views", "aria-hidden": "true" }, image, marks);
  let shown = -1;
  const show = (x) => {
    const box = node.getBoundingClientRect();
    const at = Math.max(0, Math.min(pictures.length - 1, Math.floor((x - box.left) / box.width * pictures.length)));
    if (at === shown) return;
    shown = at;
    image.src = preview(pictures[at], box.width * devicePixelRatio > 340 ? 640 : 320);
    for (const [index, mark] of [...marks.children].entries()) mark.classList.toggle("now", index === at);
  };
  views.addEventListener("at", ({ detail }) => show(detail));
  node.append(views);
  show(event.clientX);
}
