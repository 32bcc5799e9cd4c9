// Dropped or chosen folders: a set of files, or a folder of folders, each an element.

// The folder for what `castbook sort` could not place.
const UNSORTED = "_unsorted";
const NOTE = "element.json";
const maximumNoteSize = 1_000_000;

/**
 * Returns what was dropped, see `castOf`. The transfer is read before the first `await`, which
 * empties it.
 */
export async function contentsOf(transfer) {
  const items = [...transfer.items].filter((item) => item.kind === "file")
    .map((item) => ({ entry: item.webkitGetAsEntry?.(), file: item.getAsFile() }));
  if (items.length === 0) return { files: [...transfer.files] };
  const seen = items.filter(({ entry, file }) => !(entry?.name ?? file?.name ?? "").startsWith("."));
  const found = await Promise.all(seen.map(({ entry, file }) => entry?.isDirectory ? treeOf(entry) : file));
  return castOf({ files: found.filter((one) => one instanceof File), folders: found.filter((one) => one?.folders) });
}

/** Returns what was chosen as a folder, rebuilt from the paths of its files. */
export function contentsOfPicked(files) {
  const root = { files: [], folders: [] };
  for (const file of files) {
    const path = (file.webkitRelativePath || file.name).split("/");
    if (path.some((part) => part.startsWith("."))) continue;
    let at = root;
    for (const name of path.slice(0, -1)) {
      let next = at.folders.find((one) => one.name === name);
      if (!next) at.folders.push(next = { name, files: [], folders: [] });
      at = next;
    }
    at.files.push(file);
  }
  return castOf(root);
}

async function treeOf(entry) {
  const reader = entry.createReader();
  const all = [];
  // A reader returns up to a hundred entries at a time, and an empty list at the end.
  for (;;) {
    const batch = await new Promise((resolve, reject) => { reader.readEntries(resolve, reject); });
    if (batch.length === 0) break;
    all.push(...batch);
  }
  const shown = all.filter((one) => !one.name.startsWith("."));
  const file = (one) => new Promise((resolve, reject) => { one.file(resolve, reject); });
  return {
    name: entry.name, files: await Promise.all(shown.filter((one) => one.isFile).map(file)),
    folders: await Promise.all(shown.filter((one) => one.isDirectory).map(treeOf)),
  };
}

/**
 * A folder of folders, or several folders, as a cast: `folders` (`{ name, files, note? }`), `loose`
 * files beside them, and `skipped` folders (`{ name, count }`). Anything else is `files`.
 */
async function castOf({ files, folders }) {
  const root = folders.length === 1 ? folders[0] : undefined;
  const parts = (root ? root.folders : folders).filter((one) => allFiles(one).length > 0);
  const members = parts.filter((one) => one.name !== UNSORTED);
  if (members.length === 0) return { files: [...files, ...folders.flatMap(allFiles)] };
  return {
    folders: await Promise.all(members.sort(byName).map(member)),
    loose: [...files, ...root?.files ?? []].sort(byName),
    skipped: parts.filter((one) => one.name === UNSORTED).map((one) => ({ name: one.name,
      count: allFiles(one).length })),
  };
}

const byName = (one, other) => one.name < other.name ? -1 : Number(one.name > other.name);

const allFiles = (folder) => [...folder.files, ...folder.folders.flatMap(allFiles)];

/** Returns a folder with its files; a note about the element is parsed and left out. */
async function member(folder) {
  const noteFile = folder.files.find((file) => file.name === NOTE);
  let note;
  let isNoteBad = false;
  if (noteFile) {
    try {
      if (noteFile.size <= maximumNoteSize) note = JSON.parse(await noteFile.text());
      isNoteBad = typeof note !== "object" || note === null || Array.isArray(note);
    } catch {
      isNoteBad = true;
    }
  }
  const files = allFiles(folder).filter((file) => file !== noteFile).sort(byName);
  const first = Array.isArray(note?.order) ? note.order : [];
  const rank = (file) => first.includes(file.name) ? first.indexOf(file.name) : first.length;
  return { name: folder.name, files: files.sort((one, other) => rank(one) - rank(other)),
    note: isNoteBad ? {} : note ?? {}, isNoteBad };
}
