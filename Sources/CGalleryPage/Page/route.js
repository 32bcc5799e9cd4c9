// Routes: the view that the address names after the #.

import { query } from "./api.js";

/**
 * Parses an address: `view` is `grid` (`filters`), `element` (`id`), `compare` (`id`, `a`, `b`),
 * `pick`, `shots` (`project`, `name`), `projects` (`id`), `settings`.
 */
export function readRoute(hash) {
  const [path, search = ""] = hash.replace(/^#?\/?/, "").split("?");
  const [first, id, second, a, b] = path.split("/").map(decoded);
  if (first === "shots") return { view: "shots", project: /^[0-9A-Z]{26}$/i.test(id ?? "") ? id : undefined,
    name: path.split("/").slice(2).map(decoded).join("/") || undefined };
  if (first === "settings") return { view: "settings" };
  if (first === "projects") return { view: "projects", id: /^[0-9A-Z]{26}$/i.test(id ?? "") ? id : undefined };
  if (first === "element" && /^[0-9A-Z]{26}$/i.test(id ?? "")) {
    if (second === "compare") return { view: "compare", id, a: Number(a) || 1, b: Number(b) || 2 };
    if (second === "pick") return { view: "pick", id };
    const version = new URLSearchParams(search).get("version") ?? "";
    return { view: "element", id, revision: /^[0-9a-f]{64}$/.test(version) ? version : Number(version) || undefined };
  }
  return { view: "grid", filters: readFilters(search) };
}

/** Decodes a part of an address, which the user may have typed. */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function readFilters(search) {
  const values = new URLSearchParams(search);
  const filters = {};
  for (const key of ["kind", "words", "passes", "expiring"]) {
    if (values.get(key)) filters[key] = values.get(key);
  }
  for (const key of ["weak", "retired"]) {
    if (values.get(key)) filters[key] = true;
  }
  if (values.getAll("tag").length > 0) filters.tag = values.getAll("tag");
  return filters;
}

/** Returns the address of the grid with filters. */
export const gridAddress = (filters = {}) => `#/${query(filters)}`;

/** Returns the address of an element. */
export const elementAddress = (id, rest = "") => `#/element/${id}${rest}`;

/** Returns the address of a project, or of all together. */
export const projectAddress = (id) => id ? `#/projects/${id}` : "#/projects";

/** Returns the address of the editor, with a shot file of a project, or with the drafts. */
export const shotAddress = (project, name = "") => project
  ? `#/shots/${[project, ...name.split("/").filter(Boolean)].map(encodeURIComponent).join("/")}` : "#/shots";

/** Goes to an address; `isReplacing` adds no step to the history, `isSilent` redraws nothing. */
export function go(address, { isReplacing = false, isSilent = false } = {}) {
  if (location.hash === address) return;
  if (isReplacing) {
    history.replaceState(history.state, "", address);
    if (!isSilent) dispatchEvent(new HashChangeEvent("hashchange"));
  } else location.hash = address;
}
