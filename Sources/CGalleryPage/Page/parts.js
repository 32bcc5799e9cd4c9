// Modules that are loaded when they are first needed.

const parts = new Map();

/** Returns a module of the page, or `undefined` if it can't be loaded. */
export function view(name) {
  if (!parts.has(name)) {
    parts.set(name, import(`./${name}`).catch(() => {
      parts.delete(name);
      return undefined;
    }));
  }
  return parts.get(name);
}
