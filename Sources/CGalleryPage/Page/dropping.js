// Files that are dropped or pasted anywhere on the page.

import { h } from "./dom.js";
import { t } from "./texts.js";

/**
 * Hears of files: `files(list, place)` gets them, `over()` answers the element they would go to, `isClosed()` refuses
 * all.
 */
export function hearDrops({ files, over, isClosed }) {
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
    const found = await filesOf(event.dataTransfer);
    if (found.length > 0) files(found, event.target);
  });
  addEventListener("paste", (event) => {
    const found = [...event.clipboardData?.files ?? []];
    if (found.length === 0 || isClosed()) return;
    event.preventDefault();
    files(found);
  });
}

/** The files that were dropped, those in folders too. What is in the transfer is only there until this first waits. */
async function filesOf(transfer) {
  const items = [...transfer.items].filter((item) => item.kind === "file")
    .map((item) => ({ entry: item.webkitGetAsEntry?.(), file: item.getAsFile() }));
  if (items.length === 0) return [...transfer.files];
  const found = await Promise.all(items.map(({ entry, file }) => entry?.isDirectory ? filesIn(entry) : [file]));
  return found.flat().filter(Boolean);
}

async function filesIn(entry) {
  if (entry.name.startsWith(".")) return [];
  if (entry.isFile) return [await new Promise((resolve, reject) => entry.file(resolve, reject))];
  const reader = entry.createReader();
  const all = [];
  // A reader gives a hundred at a time, and none when it is through.
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) break;
    all.push(...some);
  }
  return (await Promise.all(all.map(filesIn))).flat();
}
