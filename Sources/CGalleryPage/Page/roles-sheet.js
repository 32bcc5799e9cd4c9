// The roles of a whole shoot on one sheet: guessed from names, set by number keys, saved together.

import { preview } from "./api.js";
import { dialog } from "./dialog.js";
import { h, replace } from "./dom.js";
import { guessedRole, numberedRoles, roleWords, rolesFor } from "./roles.js";
import { t } from "./texts.js";

/** Shows all pictures of an element with their roles; one change saves what was set. */
export function rolesSheet(page) {
  const opened = { sha256: page.details.sha256 };
  const pictures = page.details.files.filter((file) => file.medium === "picture");
  const chosen = new Map(pictures.map((file) => {
    const guess = file.role === "unsorted" ? guessedRole(file.path) : undefined;
    return [file.number, { role: guess ?? file.role, isGuess: Boolean(guess) }];
  }));
  const keys = new Map([...numberedRoles()].map(([role, key]) => [key, role]));
  const cells = [];
  const draw = (file, at) => {
    const { role, isGuess } = chosen.get(file.number);
    const box = h("select", { "aria-label": t.roleOf(file.number), tabindex: "-1",
      onchange: () => set(at, box.value) }, rolesFor("picture").map((one) => h("option", { value: one },
      roleWords(one))));
    box.value = role;
    replace(cells[at], h("img", { src: preview(file.sha256, 320), alt: "", draggable: "false" }),
      h("span", { class: "roles-number" }, file.number), box,
      h("span", { class: "hint" }, isGuess ? t.roleGuessed : file.path));
    cells[at].setAttribute("aria-label", `${file.number}, ${roleWords(role)}, ${file.path}`);
    cells[at].classList.toggle("unsorted", role === "unsorted");
  };
  const set = (at, role) => {
    chosen.set(pictures[at].number, { role, isGuess: false });
    draw(pictures[at], at);
  };
  const move = (to) => {
    const at = Math.max(0, Math.min(pictures.length - 1, to));
    for (const [index, cell] of cells.entries()) cell.tabIndex = index === at ? 0 : -1;
    cells[at].focus();
  };
  const pressed = (event, at) => {
    if (event.target.matches("select") || event.ctrlKey || event.metaKey || event.altKey) return;
    const columns = Math.max(1, cells.filter((cell) => cell.offsetTop === cells[0].offsetTop).length);
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns };
    const role = event.key === "0" ? "unsorted" : keys.get(event.key);
    if (role) {
      set(at, role);
      move(at + 1);
    } else if (event.key in steps) move(at + steps[event.key]);
    else return;
    event.preventDefault();
  };
  for (const [at, file] of pictures.entries()) {
    cells.push(h("div", { class: "roles-cell", tabindex: at === 0 ? "0" : "-1", role: "group",
      onkeydown: (event) => pressed(event, at) }));
    draw(file, at);
  }
  const legend = [...numberedRoles()].map(([role, key]) => h("li", {}, h("kbd", {}, key), " ", roleWords(role)));
  const save = () => {
    const roles = {};
    for (const file of pictures) {
      const { role } = chosen.get(file.number);
      if (role !== file.role) roles[file.number] = role;
    }
    if (Object.keys(roles).length > 0) page.edit({ roles }, { opened });
  };
  dialog({
    title: t.rolesTitle(page.details.handle), kind: "wide roles-sheet",
    body: [h("p", { class: "hint" }, t.rolesLead), h("ul", { class: "roles-keys" }, legend),
      h("div", { class: "roles-cells" }, cells)],
    buttons: [{ words: t.cancel }, { words: t.rolesSave, primary: true, run: save }],
  });
  move(pictures.findIndex((file) => file.role === "unsorted"));
}
