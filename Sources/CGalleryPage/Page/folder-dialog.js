// Choosing a folder on this computer.

import { get, query } from "./api.js";
import { errorText } from "./changes.js";
import { dialog } from "./dialog.js";
import { formRow, h, replace } from "./dom.js";
import { reportFailure } from "./library.js";
import { icon } from "./marks.js";
import { asCommand } from "./remedies.js";
import { t } from "./texts.js";

const texts = t.views.folders;

/**
 * Asks for a folder. `state(folder, isHome)` returns the text of the button and whether it is
 * `isOff`; `hint(folder)` returns the note beside a folder; `run(folder)` is called with the chosen
 * one, and closes the dialog unless it throws. Folders are those of `folders/1`;
 * `command` is the terminal command that does the same.
 *
 * @param {{
 *   title: string, lead: string, command: string, hint?: (folder: any) => unknown,
 *   state: (folder: any, isHome: boolean) => { text: string, isOff?: boolean }, run: (folder: any) => Promise<void>,
 * }} options
 */
export function folderDialog({ title, lead, state, hint, run, command }) {
  let shown;
  // The folder that is shown first: all of a user's files, so not one to choose by mistake.
  let home;
  let isRunning = false;
  const field = h("input", { id: "chosen-folder", autocomplete: "off", spellcheck: "false",
    onkeydown: (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      list(field.value.trim());
    } });
  const problem = h("p", { class: "error-text", role: "alert" });
  const folders = h("ul", { class: "folders", "aria-label": texts.folders });
  const button = h("button", { type: "button", class: "primary", disabled: true, onclick: () => choose() }, t.working);
  const box = dialog({ title, kind: "wide", body: [h("p", {}, lead), formRow("chosen-folder", texts.folder, field),
    folders, problem, h("div", { class: "buttons" }, button), asCommand(command)] });

  function show() {
    const { text, isOff } = state(shown, shown.folder === home);
    button.textContent = text;
    button.disabled = Boolean(isOff) || isRunning;
  }

  /** Lists the folders in a folder, by default in the user's home; returns whether it is there. */
  async function list(path) {
    const hadFocus = folders.contains(document.activeElement);
    problem.textContent = "";
    try {
      shown = await get(`/api/folders${query({ in: path })}`);
    } catch (error) {
      reportFailure(error);
      problem.textContent = error.status === 404 ? texts.noFolder : errorText(error);
      return false;
    }
    home ??= shown.folder;
    field.value = shown.folder;
    const row = (name, to, sign, note) => h("li", {}, h("button", { type: "button", class: "quiet",
      onclick: () => list(to) }, icon(sign), h("span", {}, name), note && h("span", { class: "hint" }, note)));
    replace(folders, shown.parent && row(texts.up, shown.parent, "back"),
      shown.folders.map((one) => row(one.name, one.path, "projects", hint?.(one))),
      shown.folders.length === 0 && h("li", { class: "hint" }, texts.noFolders),
      shown.cut && h("li", { class: "hint" }, texts.moreFolders));
    show();
    if (hadFocus) folders.querySelector("button")?.focus();
    return true;
  }

  async function choose() {
    // What was typed counts, also before it was listed.
    const typed = field.value.trim();
    if (typed !== shown.folder && !(await list(typed) && !button.disabled)) return;
    isRunning = true;
    button.disabled = true;
    problem.textContent = "";
    try {
      await run(shown);
      box.close();
    } catch (error) {
      reportFailure(error);
      problem.textContent = errorText(error);
    }
    isRunning = false;
    show();
  }

  list();
  field.focus();
}
