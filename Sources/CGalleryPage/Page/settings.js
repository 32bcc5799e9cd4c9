// Settings kept in this browser: the theme, and how the grid shows elements.

export const THEMES = ["system", "dark", "light"];
const dark = matchMedia("(prefers-color-scheme: dark)");

function read(key) {
  try { return localStorage.getItem(`castbook.${key}`); } catch { return null; }
}

function write(key, value) {
  try { localStorage.setItem(`castbook.${key}`, value); } catch { /* a browser that keeps nothing still works */ }
}

/** Returns the chosen theme: system, dark or light. */
export const theme = () => THEMES.find((one) => one === read("theme")) ?? "system";

/** Applies the chosen theme. */
export function showTheme() {
  const chosen = theme();
  document.documentElement.dataset.theme = chosen === "system" ? (dark.matches ? "dark" : "light") : chosen;
}

/** Chooses a theme. */
export function chooseTheme(name) {
  write("theme", name);
  showTheme();
}

/** Switches to the next theme. */
export const nextTheme = () => chooseTheme(THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length]);

dark.addEventListener("change", showTheme);

/** Returns the width of pictures in the grid, in CSS pixels. */
export function tileSize() {
  const size = Number(read("size"));
  return size >= 90 && size <= 480 ? size : 200;
}

export const rememberTileSize = (size) => write("size", String(size));

const NAMES = ["demand", "always"];

/** Returns when the grid shows names: on demand, or always. */
export const names = () => NAMES.find((one) => one === read("names")) ?? NAMES[0];

export const rememberNames = (choice) => write("names", choice);

/** Returns the order of the grid, or `undefined` for the latest changes first. */
export function sortOrder() {
  const order = read("sort");
  return ["handle", "weakest", "kind"].includes(order) ? order : undefined;
}

export const rememberSortOrder = (order) => write("sort", order);
