// Files that are dropped or pasted anywhere on the page.

import { h } from "./dom.js";
import { contentsOf } from "./folders.js";
import { t } from "./texts.js";

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
  const isFiles = (event) => !isClosed() && event.dataTransfer?.types.includes("Files");
  const hide = () => {
    depth = 0;
    veil.hidden = true;
  };
  addEventListener("dragenter", (event) => {
    if (!isFiles(event)) return;
    event.preventDefault();
    depth += 1;
    const element = currentElement();
    message.textContent = element ? t.dropOn(element.handle) : t.dropHere;
    // A modal dialog covers the page, so the veil has to be inside it.
    (document.querySelector("dialog[open]") ?? document.body).append(veil);
    veil.hidden = false;
  });
  addEventListener("dragover", (event) => {
    if (!isFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
  });
  addEventListener("dragleave", (event) => { if (isFiles(event) && (depth -= 1) <= 0) hide(); });
  addEventListener("drop", async (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    hide();
    if (isClosed()) return;
    const found = await contentsOf(event.dataTransfer);
    if (found.folders) onFolders(found);
    else if (found.files.length > 0) onFiles(found.files, event.target);
  });
  addEventListener("paste", (event) => {
    const found = [...event.clipboardData?.files ?? []];
    if (found.length === 0 || isClosed()) return;
    event.preventDefault();
    onFiles(found);
  });
}
