// Choosing the folder of a project: one that is there, one that was moved, or a new one.

import { get, post, query, RequestError } from "./api.js";
import { errorText } from "./changes.js";
import { dialog } from "./dialog.js";
import { formRow, h, replace } from "./dom.js";
import { reportFailure } from "./library.js";
import { icon } from "./marks.js";
import { asCommand } from "./remedies.js";
import { projectAddress } from "./route.js";
import { t } from "./texts.js";
import { folderName } from "./units.js";

const texts = t.views.projects;

/** Opens the dialog; the project that is opened is shown. */
export function openProject(title = texts.open) {
  let shown;
  // The folder that is shown first: all of a user's files, so not one to make a project by mistake.
  let home;
  const field = h("input", { id: "project-folder", autocomplete: "off", spellcheck: "false",
    onkeydown: (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      list(field.value.trim());
    } });
  const problem = h("p", { class: "error-text", role: "alert" });
  const folders = h("ul", { class: "folders", "aria-label": texts.folders });
  const button = h("button", { type: "button", class: "primary", disabled: true, onclick: () => run() },
    texts.openRun);
  const box = dialog({ title, kind: "wide", body: [h("p", {}, texts.openLead),
    formRow("project-folder", texts.folder, field), folders, problem, h("div", { class: "buttons" }, button),
    asCommand("castbook projects --project DIR")] });

  /** Lists the folders in a folder, by default in the user's home. */
  async function list(path) {
    problem.textContent = "";
    try {
      shown = await get(`/api/folders${query({ in: path })}`);
    } catch (error) {
      reportFailure(error);
      problem.textContent = error.status === 404 ? texts.noFolder : errorText(error);
      return;
    }
    home ??= shown.folder;
    field.value = shown.folder;
    const row = (name, to, sign, hint) => h("li", {}, h("button", { type: "button", class: "quiet",
      onclick: () => list(to) }, icon(sign), h("span", {}, name), hint && h("span", { class: "hint" }, hint)));
    replace(folders, shown.parent && row(texts.up, shown.parent, "back"), shown.folders.map((one) =>
      row(one.name, one.path, "projects", one.isProject && texts.isProject)),
    shown.folders.length === 0 && h("li", { class: "hint" }, texts.noFolders), shown.cut && h("li", { class: "hint" },
      texts.moreFolders));
    button.disabled = !shown.isProject && shown.folder === home;
    button.textContent = shown.isProject ? texts.openRun : texts.makeProject(folderName(shown.folder));
  }

  async function run() {
    button.disabled = true;
    try {
      const answer = await post("/api/projects/open", { folder: shown.folder, create: !shown.isProject });
      if (answer.unnoted) throw new RequestError(500, { message: answer.unnoted });
      box.close();
      location.hash = projectAddress(answer.project);
    } catch (error) {
      reportFailure(error);
      problem.textContent = errorText(error);
    }
    button.disabled = false;
  }

  list();
  field.focus();
}
