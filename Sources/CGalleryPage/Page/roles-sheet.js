// One sheet with the roles of all pictures: guessed from names, set by number keys, and saved
// together. Saving also confirms assumed roles.

import { preview } from "./api.js";
import { dialog } from "./dialog.js";
import { h, replace } from "./dom.js";
import { guessedRole, numberedRoles, roleText, rolesByKey, rolesFor } from "./roles.js";
import { t } from "./texts.js";

/** Shows all pictures of an element with their roles; one change saves them. */
export function rolesSheet(page) {
  const opened = { sha256: page.details.sha256 };
  openSheet(t.rolesTitle(page.details.handle), [page.details], ([{ roles }]) => page.edit({ roles }, {
    opened, text: t.rolesSet(Object.keys(roles).length) }));
}

/**
 * Shows the pictures of several elements; `save` gets `[{ details, roles }]` of those that change.
 */
export function rolesOfSeveral(elements, save) {
  openSheet(t.rolesTitleSeveral(elements.length), elements, save);
}

/** Shows dropped pictures; `save` gets their roles by their numbers in the list, from 1. */
export function rolesOfDrops(drops, save) {
  const files = drops.map((drop, at) => ({ number: at + 1, medium: drop.answer.medium, role: drop.role, path: drop.name,
    roleAssumed: drop.answer.roleAssumed && !drop.isRoleChosen,
    preview: `/api/drops/${drop.answer.drop}/preview?side=320` }));
  openSheet(t.rolesTitleNew, [{ files }], ([{ roles }]) => save(roles));
}

function openSheet(title, elements, save) {
  const isOne = elements.length === 1;
  const items = elements.flatMap((details) => details.files.filter((file) => file.medium === "picture").map((file) => {
    const guess = file.role === "unsorted" ? guessedRole(file.path) : undefined;
    return { details, file, role: guess ?? file.role, isGuess: Boolean(guess) };
  }));
  const keys = rolesByKey();
  const cells = [];
  const draw = (at) => {
    const { details, file, role, isGuess } = items[at];
    const box = h("select", { "aria-label": t.roleOf(file.number), tabindex: "-1",
      onchange: () => setRole(at, box.value) }, rolesFor("picture").map((one) => h("option", { value: one },
      roleText(one))));
    box.value = role;
    const name = isOne ? file.path : `@${details.handle} ${file.path}`;
    const source = isGuess ? t.roleGuessed : file.roleAssumed && role === file.role ? t.roleAssumed : undefined;
    replace(cells[at], h("img", { src: file.preview ?? preview(file.sha256, 320), alt: "", draggable: "false" }),
      h("span", { class: "roles-number" }, file.number), box,
      h("span", { class: "hint" }, source ? `${isOne ? "" : `@${details.handle} `}${source}` : name));
    cells[at].setAttribute("aria-label", `${file.number}, ${roleText(role)}, ${name}`);
    cells[at].classList.toggle("unsorted", role === "unsorted");
  };
  const setRole = (at, role) => {
    Object.assign(items[at], { role, isGuess: false });
    draw(at);
  };
  const focusCell = (to) => {
    const at = Math.max(0, Math.min(items.length - 1, to));
    for (const [index, cell] of cells.entries()) cell.tabIndex = index === at ? 0 : -1;
    cells[at]?.focus();
  };
  const onKeyDown = (event, at) => {
    if (event.target.matches("select") || event.ctrlKey || event.metaKey || event.altKey) return;
    const columns = Math.max(1, cells.filter((cell) => cell.offsetTop === cells[0].offsetTop).length);
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns };
    const role = event.key === "0" ? "unsorted" : keys.get(event.key);
    if (role) {
      setRole(at, role);
      focusCell(at + 1);
    } else if (event.key in steps) focusCell(at + steps[event.key]);
    else return;
    event.preventDefault();
  };
  for (const at of items.keys()) {
    cells.push(h("div", { class: "roles-cell", tabindex: at === 0 ? "0" : "-1", role: "group",
      onkeydown: (event) => onKeyDown(event, at) }));
    draw(at);
  }
  const legend = [...numberedRoles()].map(([role, key]) => h("li", {}, h("kbd", {}, key), " ", roleText(role)));
  const changedRoles = () => elements.map((details) => ({ details, roles: Object.fromEntries(items.filter((one) =>
    one.details === details && (one.role !== one.file.role || one.file.roleAssumed)).map((one) => [one.file.number, one.role])) }))
    .filter(({ roles }) => Object.keys(roles).length > 0);
  const run = () => {
    const some = changedRoles();
    if (some.length > 0) save(some);
  };
  dialog({
    title, kind: "wide roles-sheet",
    body: [h("p", { class: "hint" }, t.rolesLead), h("ul", { class: "roles-keys" }, legend),
      h("div", { class: "roles-cells" }, cells)],
    buttons: [{ label: t.cancel }, { label: t.rolesSave, primary: true, run }],
  });
  focusCell(items.findIndex(({ file }) => file.role === "unsorted"));
}
