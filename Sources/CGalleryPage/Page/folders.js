// Folders that are dropped or chosen: a set of files, or a folder of folders, each of which is an element.

// The folder of what `castbook sort` could not place.
const UNSORTED = "_unsorted";
const NOTE = "element.json";
const maximumNoteSize = 1_000_000;

/** What was dropped, see `castOf`. What is in the transfer is only there until this first waits. */
export async function contentsOf(transfer) {
  const items = [...transfer.items].filter((item) => item.kind === "file")
    .map((item) => ({ entry: item.webkitGetAsEntry?.(), file: item.getAsFile() }));
  if (items.length === 0) return { files: [...transfer.files] };
  const seen = items.filter(({ entry, file }) => !(entry?.name ?? file?.name ?? "").startsWith("."));
  const found = await Promise.all(seen.map(({ entry, file }) => entry?.isDirectory ? treeOf(entry) : file));
  return castOf({ files: found.filter((one) => one instanceof File), folders: found.filter((one) => one?.folders) });
}

/** What was chosen as a folder: the browser gives its files, with their paths. */
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
  // A reader gives a hundred at a time, and none when it is through.
  for (;;) {
    const some = await new Promise((resolve, reject) => { reader.readEntries(resolve, reject); });
    if (some.length === 0) break;
    all.push(...some);
  }
  const shown = all.filter((one) => !one.name.startsWith("."));
  const file = (one) => new Promise((resolve, reject) => { one.file(resolve, reject); });
  return {
    name: entry.name, files: await Promise.all(shown.filter((one) => one.isFile).map(file)),
    folders: await Promise.all(shown.filter((one) => one.isDirectory).map(treeOf)),
  };
}

/**
 * A folder of folders, or several folders, as a cast: `folders` (`{ name, files, note? }`), `loose` files beside them,
 * and what is `skipped` (`{ name, count }`). Anything else is `files`.
 */
async function castOf({ files, folders }) {
  const only = folders.length === 1 ? folders[0] : undefined;
  const parts = (only ? only.folders : folders).filter((one) => all(one).length > 0);
  const members = parts.filter((one) => one.name !== UNSORTED);
  if (members.length === 0) return { files: [...files, ...folders.flatMap(all)] };
  return {
    folders: await Promise.all(members.sort(byName).map(member)),
    loose: [...files, ...only?.files ?? []].sort(byName),
    skipped: parts.filter((one) => one.name === UNSORTED).map((one) => ({ name: one.name, count: all(one).length })),
  };
}

const byName = (one, other) => one.name < other.name ? -1 : Number(one.name > other.name);

const all = (folder) => [...folder.files, ...folder.folders.flatMap(all)];

/** A folder with its files; a note about the element is read and is not one of them. */
async function member(folder) {
  const noted = folder.files.find((file) => file.name === NOTE);
  let note;
  let isNoteBad = false;
  if (noted) {
    try {
      if (noted.size <= maximumNoteSize) note = JSON.parse(await noted.text());
      isNoteBad = typeof note !== "object" || note === null || Array.isArray(note);
    } catch {
      isNoteBad = true;
    }
  }
  const files = all(folder).filter((file) => file !== noted).sort(byName);
  const first = Array.isArray(note?.order) ? note.order : [];
  const place = (file) => first.includes(file.name) ? first.indexOf(file.name) : first.length;
  return { name: folder.name, files: files.sort((one, other) => place(one) - place(other)),
    note: isNoteBad ? {} : note ?? {}, isNoteBad };
}
