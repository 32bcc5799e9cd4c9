// A cast sheet of elements or of a project, as a PDF or as pictures.

import { post } from "./api.js";
import { errorText } from "./changes.js";
import { dialog } from "./dialog.js";
import { formRow, h, replace, saveAs } from "./dom.js";
import { reportFailure } from "./library.js";
import { asCommand } from "./remedies.js";
import { t } from "./texts.js";
import { handleOf } from "./units.js";

/**
 * Asks for the format of a cast sheet and saves it. `what` is `{ elements }`, a list of IDs, or `{
 * project }`, an ID or a folder; `command` follows `castbook cast-sheet`.
 */
export function castSheet({ what, title, command }) {
  const select = (id, options) => h("select", { id }, Object.entries(options).map(([value, text]) =>
    h("option", { value }, text)));
  const format = select("cast-format", t.castFormats);
  const paper = select("cast-paper", t.castPapers);
  const heading = h("input", { id: "cast-title", maxlength: "120", autocomplete: "off", placeholder: t.castSheetNameHint });
  const container = h("div", { class: "asked", "aria-live": "polite" });
  const below = h("div", {});
  const button = h("button", { type: "button", class: "primary", onclick: () => run() }, t.castSave);
  const show = () => {
    replace(container);
    const words = heading.value.trim();
    replace(below, asCommand(`castbook cast-sheet ${command}${paper.value === "letter" ? " --paper letter" : ""}`
      + `${words ? ` --title '${words.replaceAll("'", "'\\''")}'` : ""} -o cast.${format.value}`));
  };
  const run = async () => {
    button.disabled = true;
    replace(container, h("p", { class: "quiet-text" }, t.working));
    try {
      const made = await post("/api/cast-sheet", { ...what, format: format.value, paper: paper.value,
        title: heading.value.trim() || undefined });
      replace(container, h("p", {}, t.castSheetDone(made.elementCount, made.pageCount)),
        made.unreadableCount > 0 && h("p", { class: "error-text" }, t.castUnreadable(made.unreadableCount)),
        h("ul", { class: "plain" }, made.files.map((name, at) =>
          h("li", {}, h("a", { href: made.downloads[at], download: name }, name)))));
      if (made.downloads.length === 1) saveAs(made.downloads[0], made.files[0]);
    } catch (error) {
      reportFailure(error);
      replace(container, h("p", { class: "error-text" }, errorText(error)));
    }
    button.disabled = false;
  };
  dialog({
    title: t.castSheetTitle(title),
    body: [h("p", { class: "hint" }, t.castSheetLead), h("div", { class: "asked", onchange: show },
      formRow("cast-title", t.castSheetName, heading), formRow("cast-format", t.castFormat, format),
      formRow("cast-paper", t.castPaper, paper)), container,
    h("div", { class: "buttons" }, button), below],
  });
  show();
}

/** Makes a cast sheet of elements of the library. */
export function castSheetOf(elements) {
  castSheet({
    what: { elements: elements.map((one) => one.element) },
    title: elements.length === 1 ? handleOf(elements[0]) : t.elements(elements.length),
    command: elements.map(handleOf).join(" "),
  });
}
