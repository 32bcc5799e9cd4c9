// Where one is in the page, as its address says behind the #.

import { query } from "./api.js";

/**
 * Reads an address: `view` is `grid` (`filters`), `element` (`id`), `compare` (`id`, `a`, `b`), `pick`, `shots`,
 * `projects` (`id`).
 */
export function readRoute(hash) {
  const [path, search = ""] = hash.replace(/^#?\/?/, "").split("?");
  const [first, id, second, a, b] = path.split("/").map(decoded);
  if (first === "shots") return { view: "shots" };
  if (first === "projects") return { view: "projects", id: /^[0-9A-Z]{26}$/i.test(id ?? "") ? id : undefined };
  if (first === "element" && /^[0-9A-Z]{26}$/i.test(id ?? "")) {
    if (second === "compare") return { view: "compare", id, a: Number(a) || 1, b: Number(b) || 2 };
    if (second === "pick") return { view: "pick", id };
    const version = new URLSearchParams(search).get("version") ?? "";
    return { view: "element", id, revision: /^[0-9a-f]{64}$/.test(version) ? version : Number(version) || undefined };
  }
  return { view: "grid", filters: readFilters(search) };
}

/** The text of a part of an address, which a user may have typed. */
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

/** The address of the grid with filters. */
export const gridAddress = (filters = {}) => `#/${query(filters)}`;

/** The address of an element. */
export const elementAddress = (id, rest = "") => `#/element/${id}${rest}`;

/** The address of a project, or of all together. */
export const projectAddress = (id) => id ? `#/projects/${id}` : "#/projects";

/** Goes somewhere; `instead` leaves no step for going back, `silent` shows nothing anew. */
export function go(address, { instead = false, silent = false } = {}) {
  if (location.hash === address) return;
  if (instead) {
    history.replaceState(history.state, "", address);
    if (!silent) dispatchEvent(new HashChangeEvent("hashchange"));
  } else location.hash = address;
}
