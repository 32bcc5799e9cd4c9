// The page of castbook serve: starts it, shows the view that the address names, and keeps it true.

import { listKeys, setKeys } from "./keys.js";
import { announce, append, h, replace } from "./dom.js";
import { redoLast, said, undoLast } from "./changes.js";
import { Grid } from "./grid.js";
import { Header } from "./header.js";
import { hear, isReadOnly, library, listen, loadLibrary, noticeRefusal } from "./library.js";
import { elementAddress, go, gridAddress, readRoute } from "./route.js";
import { showTheme } from "./settings.js";
import { t } from "./texts.js";
import { view } from "./parts.js";
import { hearDrops } from "./dropping.js";
import { lookCloser } from "./closer.js";

showTheme();

const app = document.getElementById("app");
const notice = h("div", { class: "notice", role: "status", hidden: true });
const stage = h("div", { class: "stage-place" });
let route = readRoute(location.hash);
let shown;
let adding;
let casting;
let known;

const header = new Header({
  filtered: (filters) => go(gridAddress(filters), { instead: route.view === "grid" && Boolean(filters.words) }),
  sized: () => grid.arrange(),
  sorted: () => grid.show(route.filters),
  add: () => add(),
  team: () => team(),
  left: () => { if (route.view === "grid") grid.focus(); },
});

const grid = new Grid({
  open: openElement,
  closer: (element) => lookCloser(element, {
    open: () => go(elementAddress(element.element)), closed: () => grid.focus(element.element),
  }),
  clear: () => go("#/"),
  everywhere: (words) => go(gridAddress({ words })),
  add: () => add({ choose: true }),
  counted: (pages) => header.counted(pages),
});

const home = h("div", { class: "home" }, grid.node);
let rail;
let isStarted = false;

const refuseRail = (error) => { if (error.name !== "AbortError") noticeRefusal(error); };

/** Puts the projects beside the grid, once there are some; narrow pages reach them by the header. */
async function showRail() {
  if (!isStarted) return;
  if (!(library.answer?.projects > 0)) {
    rail?.node.remove();
    rail = undefined;
    return;
  }
  if (rail) {
    rail.load().catch(refuseRail);
    return;
  }
  const module = await view("projects.js");
  if (rail || !module) return;
  const made = rail = new module.ProjectRail();
  await made.load().catch(refuseRail);
  // Meanwhile the last project may have gone.
  if (made !== rail) return;
  home.prepend(made.node);
  grid.arrange();
}

function openElement(element, event) {
  if (event?.ctrlKey || event?.metaKey || event?.button === 1) open(elementAddress(element.element), "_blank");
  else go(elementAddress(element.element));
}

const waiting = { files: 0, cast: 0 };

/** Says how many files wait in the two panels together. */
function wait(panel, count) {
  waiting[panel] = count;
  header.waiting(waiting.files + waiting.cast);
}

async function add(options = {}) {
  // On an element's page, Add is about the element.
  if (casting?.count > 0 && !options.files && !(options.details ?? shown?.details)) return casting.open();
  const module = await view("add.js");
  adding ??= module?.makeAdding({ waiting: (count) => wait("files", count), opened: (id) => go(elementAddress(id)),
    cast });
  const details = shown?.details;
  adding?.open({ ...options, details: options.details ?? details, kind: route.filters?.kind });
}

/** A folder of folders: each becomes an element. */
async function cast(found) {
  casting ??= (await view("cast.js"))?.makeCasting({ waiting: (count) => wait("cast", count) });
  casting?.open(found);
}

const GRID_KEYS = [
  { keys: ["ArrowRight"], shown: ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"], words: t.keyMove },
  { keys: ["Enter"], words: t.keyOpen },
  { keys: [" "], words: t.keyCloser },
  { keys: ["l"], words: t.keyLooks },
  { keys: ["Mod+a"], shown: ["x", "Shift", "Mod+a"], words: t.keySelect, run: () => grid.selectAll() },
  { keys: ["Escape"], words: t.bulkClear, isHidden: true, run: () => grid.clearSelection() },
  { keys: ["Home"], shown: ["Home", "End"], words: t.keyEnds },
  { keys: ["PageDown"], shown: ["PageUp", "PageDown"], words: t.keyPages },
];

/** Shows the view of the address; the grid stays behind, so that coming back is where one was. */
async function show() {
  const before = route;
  route = readRoute(location.hash);
  if (before.view === "grid" && route.view !== "grid") grid.leave();
  header.show(route);
  const isGrid = route.view === "grid";
  if (isGrid && shown) {
    shown.leave?.();
    shown = undefined;
    replace(stage);
  }
  setKeys(t.keysGrid, isGrid ? GRID_KEYS : undefined);
  home.hidden = grid.node.hidden = !isGrid;
  stage.hidden = isGrid;
  if (isGrid) {
    document.title = t.castbook;
    grid.show(route.filters);
    if (before.view !== "grid") requestAnimationFrame(() => {
      if (document.activeElement?.id !== "search") grid.focus(before.id);
    });
    return;
  }
  await showOther(before);
}

async function showOther(before) {
  const asked = route;
  // A quick user may navigate on before the answer arrives.
  if (!library.answer) await known;
  if (asked !== route) return;
  if (shown?.accepts?.(asked)) {
    shown.go(asked, before);
    return;
  }
  const make = { shots: makeShots, projects: makeProjects }[asked.view] ?? makeElement;
  const made = await make();
  if (asked !== route) return;
  shown?.leave?.();
  shown = made;
  replace(stage, made?.node ?? h("main", { class: "teach" }, h("h1", { tabindex: "-1" }, t.notThere)));
  made?.go?.(asked, undefined);
  if (asked.view === "shots") stage.querySelector("h1, h2, textarea")?.focus();
}

async function makeElement() {
  const module = await view("element.js");
  return module && new module.ElementPage({ neighbours: (id, signal) => grid.neighbours(id, signal), add, goBack });
}

async function makeProjects() {
  const module = await view("projects.js");
  return module && new module.ProjectsPage();
}

async function makeShots() {
  document.title = `${t.shots} · ${t.castbook}`;
  const module = await view("shots.js");
  const node = module?.shotsView({ library: library.answer });
  if (!node) return undefined;
  return { node: h("main", { class: "shots-place" }, node), leave: () => node.leave?.() };
}

let lastGrid = route.view === "grid" ? location.hash || "#/" : "#/";

function goBack() {
  if (route.view === "compare" || route.view === "pick") go(elementAddress(route.id));
  else if (route.view !== "grid") go(lastGrid);
}

addEventListener("hashchange", () => {
  if (readRoute(location.hash).view === "grid") lastGrid = location.hash || "#/";
  show();
});

setKeys(t.keysEverywhere, [
  { keys: ["/"], words: t.keySearch, run: search },
  { keys: ["n"], words: t.keyNew, run: () => { if (!isReadOnly()) add(); } },
  { keys: ["Mod+k"], words: t.paletteTitle, run: palette },
  { keys: ["Mod+z"], words: t.keyUndo, run: undoLast },
  { keys: ["Mod+Shift+z", "Mod+y"], words: t.keyRedo, run: redoLast },
  { keys: ["Escape"], words: t.keyBack, run: goBack },
  { keys: ["?"], words: t.keyHelp, run: listKeys },
]);

/** Opens what is about the team's store, and begins an exchange if one is named. */
async function team(what) {
  const module = await view("team.js");
  module?.teamDialog();
  if (what) module?.exchange(what);
}

const teamVerbs = () => [{ words: t.team.title, run: () => team() },
  ...isReadOnly() ? [] : ["sync", "pull", "push", "fetch"].map((what) => ({
    words: `${t.team.title}: ${t.team.verbs[what]}`, run: () => team(what) }))];

/** All that can be done from here, by its name. */
async function palette() {
  const module = await view("palette.js");
  const kinds = (library.answer?.kinds ?? []).map((kind) => ({ words: t.paletteShow(t.kinds[kind] ?? kind),
    run: () => go(gridAddress({ kind })) }));
  const isOpen = !isReadOnly();
  module?.openPalette([
    ...(shown?.verbs?.() ?? []),
    isOpen && { words: t.keyNew, key: "N", run: () => add({ choose: true }) },
    { words: t.gridTitle, run: () => go("#/") }, ...kinds,
    { words: t.weak, run: () => go(gridAddress({ weak: true })) },
    { words: t.retired, run: () => go(gridAddress({ retired: true })) },
    ...library.answer?.shared ? teamVerbs() : [],
    { words: t.projects, run: () => go("#/projects") }, { words: t.shots, run: () => go("#/shots") },
    isOpen && { words: t.keyUndo, run: undoLast }, isOpen && { words: t.keyRedo, run: redoLast },
    { words: t.paletteTheme, run: () => header.turnTheme() }, { words: t.keysTitle, key: "?", run: listKeys },
  ].filter(Boolean));
}

/** Focuses the field at once, so that the letters typed next go there. */
function search() {
  if (route.view !== "grid") {
    go(lastGrid);
    show();
  }
  header.focusSearch();
}

function say() {
  const words = { gone: t.gone, session: t.session, away: t.away(library.answer?.folder) }[library.state]
    ?? (isReadOnly() ? t.readOnly(library.answer.why) : "");
  notice.hidden = words === "";
  notice.classList.toggle("urgent", library.state !== "here");
  if (notice.textContent !== words) notice.textContent = words;
}

hear("state", (state) => {
  say();
  if (state === "here") announce(t.again);
});
hear("counts", say);
hear("counts", showRail);
let refreshing;
hear("changed", (elements) => {
  clearTimeout(refreshing);
  refreshing = setTimeout(() => grid.refresh(), 120);
  return shown?.changed?.(elements);
});

async function start() {
  append(app, [header.node, notice, home, stage]);
  known = loadLibrary();
  // Registered at the start: without a listener the browser opens a dropped file.
  hearDrops({
    cast: async (found) => { await known; cast(found); },
    files: async (files, place) => {
      await known;
      const role = place?.closest?.("[data-role]")?.dataset.role;
      const isPicture = (file) => file.type.startsWith("image/") || /\.(heic|avif|jpe?g|png|webp)$/i.test(file.name);
      if (place?.closest?.(".search") && files.length === 1 && isPicture(files[0])) {
        (await view("alike.js"))?.findAlike(files[0], (some) => add({ files: some }));
        return;
      }
      const packs = files.filter((one) => /\.zip$/i.test(one.name));
      const others = files.filter((one) => !packs.includes(one));
      if (others.length > 0) add({ files: others, role });
      else (await view("verbs.js"))?.importPack(packs[0]);
    }, over: () => shown?.details, isClosed: isReadOnly,
  });
  const first = route.view === "grid" ? show() : undefined;
  try {
    await known;
  } catch (error) {
    noticeRefusal(error);
    if (error.status !== 0 && error.status !== 401) replace(notice, said(error));
    return;
  }
  header.show(route);
  await (first ?? show());
  listen();
  // The pictures of the first view come first.
  isStarted = true;
  showRail();
}

start();
