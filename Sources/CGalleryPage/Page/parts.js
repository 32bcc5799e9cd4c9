// Parts of the page that are fetched when they are first needed.

const parts = new Map();

/** Answers a module of the page, or nothing when it can't be had. */
export function view(name) {
  if (!parts.has(name)) {
    parts.set(name, import(`./${name}`).catch(() => {
      parts.delete(name);
      return undefined;
    }));
  }
  return parts.get(name);
}
