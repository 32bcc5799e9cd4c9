// Files that are dropped or pasted anywhere on the page.

import { h } from "./dom.js";
import { contentsOf } from "./folders.js";
import { t } from "./texts.js";

/**
 * Hears of files: `files(list, place)` gets them, `cast(found)` a folder of folders, `over()` answers the element they
 * would go to, `isClosed()` refuses all.
 */
export function hearDrops({ files, cast, over, isClosed }) {
  const words = h("p", {});
  const veil = h("div", { class: "veil", hidden: true }, words);
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
    const element = over();
    words.textContent = element ? t.dropOn(element.handle) : t.dropHere;
    // A dialog lies above all of the page: the veil has to lie in it.
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
    if (found.folders) cast(found);
    else if (found.files.length > 0) files(found.files, event.target);
  });
  addEventListener("paste", (event) => {
    const found = [...event.clipboardData?.files ?? []];
    if (found.length === 0 || isClosed()) return;
    event.preventDefault();
    files(found);
  });
}
