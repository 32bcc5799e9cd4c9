// Files that are dropped or pasted anywhere on the page.

import { h } from "./dom.js";
import { contentsOf } from "./folders.js";
import { t } from "./texts.js";

// Parts of the page with a use of their own for dropped files, by their nodes.
const ownPlaces = new WeakMap();

/**
 * Makes a part of the page accept dropped files itself: `label` says what happens to them, and
 * `onFiles(list)` gets them, also while the page refuses other drops.
 */
export function acceptOwnDrops(node, { label, onFiles }) { ownPlaces.set(node, { label, onFiles }); }

/** Returns the part around a node that accepts drops itself, or `undefined`. */
function ownPlaceOf(node) {
  for (let at = node; at; at = at.parentNode) if (ownPlaces.has(at)) return ownPlaces.get(at);
  return undefined;
}

/**
 * Accepts dropped files. `onFiles(list, target)` gets files, `onFolders(found)` a folder of
 * folders; `currentElement()` returns the element they would go to, and `isClosed()` whether drops
 * are refused.
 */
export function acceptDrops({ onFiles, onFolders, currentElement, isClosed }) {
  const message = h("p", {});
  const veil = h("div", { class: "veil", hidden: true }, message);
  document.body.append(veil);
  let depth = 0;
  const hasFiles = (event) => Boolean(event.dataTransfer?.types.includes("Files"));
  const isAccepted = (event) => hasFiles(event) && (!isClosed() || Boolean(ownPlaceOf(event.target)));
  const hide = () => {
    depth = 0;
    veil.hidden = true;
  };
  // In the capture phase, so that no part of the page can keep the veil from following the drag.
  const listen = (name, run) => addEventListener(name, run, { capture: true });
  listen("dragenter", (event) => {
    if (!hasFiles(event)) return;
    depth += 1;
    if (!isAccepted(event)) return;
    event.preventDefault();
    const element = currentElement();
    message.textContent = ownPlaceOf(event.target)?.label ?? (element ? t.dropOn(element.handle) : t.dropHere);
    // A modal dialog covers the page, so the veil has to be inside it.
    (document.querySelector("dialog[open]") ?? document.body).append(veil);
    veil.hidden = false;
  });
  listen("dragover", (event) => {
    if (!isAccepted(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
  });
  listen("dragleave", (event) => { if (hasFiles(event) && (depth -= 1) <= 0) hide(); });
  listen("drop", async (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    hide();
    const own = ownPlaceOf(event.target);
    if (isClosed() && !own) return;
    const found = await contentsOf(event.dataTransfer);
    if (own) own.onFiles(found.files ?? []);
    else if (found.folders) onFolders(found);
    else if (found.files.length > 0) onFiles(found.files, event.target);
  });
  addEventListener("paste", (event) => {
    const found = [...event.clipboardData?.files ?? []];
    if (found.length === 0 || isClosed()) return;
    event.preventDefault();
    onFiles(found);
  });
}
