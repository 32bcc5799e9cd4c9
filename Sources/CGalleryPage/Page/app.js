// The page of `castbook serve`: starts it, shows the view of the address, and keeps it current.

import { listKeys, setKeys } from "./keys.js";
import { announce, append, h, replace } from "./dom.js";
import { errorText, redoLast, undoLast } from "./changes.js";
import { Grid } from "./grid.js";
import { Header } from "./header.js";
import { isReadOnly, library, listen, loadLibrary, reportFailure, subscribe } from "./library.js";
import { elementAddress, go, gridAddress, readRoute } from "./route.js";
import { nextTheme, showTheme } from "./settings.js";
import { t } from "./texts.js";
import { view } from "./parts.js";
import { acceptDrops } from "./dropping.js";
import { openCloser } from "./closer.js";

showTheme();

// Files that only the team's store has leave an empty place. Views that say more replace the
// picture.
for (const event of ["error", "load"]) {
  document.addEventListener(event, ({ target }) => {
    if (target instanceof HTMLImageElement && target.alt === "") {
      target.classList.toggle("is-missing", event === "error");
    }
  }, { capture: true });
}

const app = document.getElementById("app");
const notice = h("div", { class: "notice", role: "status", hidden: true });
const stage = h("div", { class: "stage-place" });
let route = readRoute(location.hash);
let currentView;
let addPanel;
let castPanel;
let libraryLoaded;

const header = new Header({
  onFilter: (filters) => go(gridAddress(filters), { isReplacing: route.view === "grid" && Boolean(filters.words) }),
  onResize: () => grid.arrange(),
  onSort: () => grid.show(route.filters),
  add: () => add(),
  team: () => openTeam(),
  onLeave: () => { if (route.view === "grid") grid.focus(); },
});

const grid = new Grid({
  open: openElement,
  closer: (element) => openCloser(element, {
    open: () => go(elementAddress(element.element)), onClose: () => grid.focus(element.element),
  }),
  clear: () => go("#/"),
  everywhere: (words) => go(gridAddress({ words })),
  add: () => add({ choose: true }),
  onCount: (pages) => header.showCount(pages),
});

const home = h("div", { class: "home" }, grid.node);
let rail;
let isStarted = false;

const reportRailFailure = (error) => { if (error.name !== "AbortError") reportFailure(error); };

/** Shows the projects beside the grid if there are any; narrow pages have a link in the header. */
async function showRail() {
  if (!isStarted) return;
  if (!(library.answer?.projects > 0)) {
    rail?.node.remove();
    rail = undefined;
    return;
  }
  if (rail) {
    rail.load().catch(reportRailFailure);
    return;
  }
  const module = await view("projects.js");
  if (rail || !module) return;
  const candidate = rail = new module.ProjectRail();
  await candidate.load().catch(reportRailFailure);
  // The last project may have gone in the meantime.
  if (candidate !== rail) return;
  home.prepend(candidate.node);
  grid.arrange();
}

function openElement(element, event) {
  if (event?.ctrlKey || event?.metaKey || event?.button === 1) open(elementAddress(element.element), "_blank");
  else go(elementAddress(element.element));
}

const waitingCounts = { files: 0, cast: 0 };

/** Shows how many files wait in the two panels together. */
function showWaiting(panel, count) {
  waitingCounts[panel] = count;
  header.showWaiting(waitingCounts.files + waitingCounts.cast);
}

async function add(options = {}) {
  // On an element's page, Add is about the element.
  if (castPanel?.count > 0 && !options.files && !(options.details ?? currentView?.details)) return castPanel.open();
  const module = await view("add.js");
  addPanel ??= module?.makeAdding({ onWaiting: (count) => showWaiting("files", count),
    onStored: (id) => go(elementAddress(id)), onFolders: cast });
  const details = currentView?.details;
  addPanel?.open({ ...options, details: options.details ?? details, kind: route.filters?.kind });
}

/** Adds a folder of folders; each becomes an element. */
async function cast(found) {
  castPanel ??= (await view("cast.js"))?.makeCasting({ onWaiting: (count) => showWaiting("cast", count) });
  castPanel?.open(found);
}

const GRID_KEYS = [
  { keys: ["ArrowRight"], shown: ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"], label: t.keyMove },
  { keys: ["Enter"], label: t.keyOpen },
  { keys: [" "], label: t.keyCloser },
  { keys: ["l"], label: t.keyLooks },
  { keys: ["Mod+a"], shown: ["x", "Shift", "Mod+a"], label: t.keySelect, run: () => grid.selectAll() },
  { keys: ["Escape"], label: t.bulkClear, isHidden: true, run: () => grid.clearSelection() },
  { keys: ["Home"], shown: ["Home", "End"], label: t.keyEnds },
  { keys: ["PageDown"], shown: ["PageUp", "PageDown"], label: t.keyPages },
];

/** Shows the view of the address. The grid stays in the page, so that its position is kept. */
async function show() {
  const before = route;
  route = readRoute(location.hash);
  if (before.view === "grid" && route.view !== "grid") grid.leave();
  header.show(route);
  const isGrid = route.view === "grid";
  if (isGrid && currentView) {
    currentView.leave?.();
    currentView = undefined;
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
  const target = route;
  // A quick user may navigate on before the answer arrives.
  if (!library.answer) await libraryLoaded;
  if (target !== route) return;
  if (currentView?.accepts?.(target)) {
    currentView.go(target, before);
    return;
  }
  const make = { shots: makeShots, projects: makeProjects, settings: makeSettings }[target.view] ?? makeElement;
  const next = await make();
  if (target !== route) return;
  currentView?.leave?.();
  currentView = next;
  replace(stage, next?.node ?? h("main", { class: "teach" }, h("h1", { tabindex: "-1" }, t.notThere)));
  next?.go?.(target, undefined);
  if (target.view === "shots") stage.querySelector("h1, h2, textarea")?.focus();
}

async function makeElement() {
  const module = await view("element.js");
  return module && new module.ElementPage({ neighbours: (id, signal) => grid.neighbours(id, signal), add, goBack });
}

async function makeProjects() {
  const module = await view("projects.js");
  return module && new module.ProjectsPage();
}

async function makeSettings() {
  const module = await view("settings-view.js");
  return module && new module.SettingsPage();
}

async function makeShots() {
  document.title = `${t.shots} · ${t.castbook}`;
  const module = await view("shots.js");
  const node = module?.shotsView({ library: library.answer, project: route.project, name: route.name });
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
  { keys: ["/"], label: t.keySearch, run: focusSearch },
  { keys: ["n"], label: t.keyNew, run: () => { if (!isReadOnly()) add(); } },
  { keys: ["Mod+k"], label: t.paletteTitle, run: showPalette },
  { keys: ["Mod+z"], label: t.keyUndo, run: undoLast },
  { keys: ["Mod+Shift+z", "Mod+y"], label: t.keyRedo, run: redoLast },
  { keys: ["Escape"], label: t.keyBack, run: goBack },
  { keys: ["?"], label: t.keyHelp, run: listKeys },
]);

/** Opens the dialog of the team's store, and starts an exchange if one is named. */
async function openTeam(what) {
  const module = await view("team.js");
  module?.teamDialog();
  if (what) module?.exchange(what);
}

const teamVerbs = () => [{ label: t.team.title, run: () => openTeam() },
  ...isReadOnly() ? [] : ["sync", "pull", "push", "fetch"].map((what) => ({
    label: `${t.team.title}: ${t.team.verbs[what]}`, run: () => openTeam(what) }))];

/** Opens the palette with every command that is available here. */
async function showPalette() {
  const module = await view("palette.js");
  const kinds = (library.answer?.kinds ?? []).map((kind) => ({ label: t.paletteShow(t.kinds[kind] ?? kind),
    run: () => go(gridAddress({ kind })) }));
  const isOpen = !isReadOnly();
  module?.openPalette([
    ...(currentView?.verbs?.() ?? []),
    isOpen && { label: t.keyNew, key: "N", run: () => add({ choose: true }) },
    { label: t.gridTitle, run: () => go("#/") }, { label: t.shots, run: () => go("#/shots") },
    { label: t.projects, run: () => go("#/projects") },
    { label: t.views.settings.title, run: () => go("#/settings") }, ...kinds,
    { label: t.weak, run: () => go(gridAddress({ weak: true })) },
    { label: t.retired, run: () => go(gridAddress({ retired: true })) },
    ...library.answer?.shared ? teamVerbs() : [],
    isOpen && { label: t.keyUndo, run: undoLast }, isOpen && { label: t.keyRedo, run: redoLast },
    { label: t.paletteTheme, run: nextTheme }, { label: t.keysTitle, key: "?", run: listKeys },
  ].filter(Boolean));
}

/** Focuses the field at once, so that it gets the letters typed next. */
function focusSearch() {
  if (route.view !== "grid") {
    go(lastGrid);
    show();
  }
  header.focusSearch();
}

function showNotice() {
  const text = { gone: t.gone, session: t.session, away: t.away(library.answer?.folder) }[library.state]
    ?? (isReadOnly() ? t.readOnly(library.answer.why) : "");
  notice.hidden = text === "";
  notice.classList.toggle("urgent", library.state !== "here");
  if (notice.textContent !== text) notice.textContent = text;
}

subscribe("state", (state) => {
  showNotice();
  if (state === "here") announce(t.again);
});
subscribe("counts", showNotice);
subscribe("counts", showRail);
let refreshing;
subscribe("changed", (elements) => {
  clearTimeout(refreshing);
  refreshing = setTimeout(() => grid.refresh(), 120);
  return currentView?.onChange?.(elements);
});

async function start() {
  append(app, [header.node, notice, home, stage]);
  libraryLoaded = loadLibrary();
  // Registered at the start, since without a listener the browser opens a dropped file.
  acceptDrops({
    onFolders: async (found) => { await libraryLoaded; cast(found); },
    onFiles: async (files, target) => {
      await libraryLoaded;
      const role = target?.closest?.("[data-role]")?.dataset.role;
      const isPicture = (file) => file.type.startsWith("image/") || /\.(heic|avif|jpe?g|png|webp)$/i.test(file.name);
      if (target?.closest?.(".search") && files.length === 1 && isPicture(files[0])) {
        (await view("alike.js"))?.findAlike(files[0], (some) => add({ files: some }));
        return;
      }
      if (files.length === 1 && /\.json$|^review-.*\.txt$/i.test(files[0].name)) {
        (await view("share-takes.js"))?.addAnswers(files[0]);
        return;
      }
      const packs = files.filter((one) => /\.zip$/i.test(one.name));
      const others = files.filter((one) => !packs.includes(one));
      if (others.length > 0) add({ files: others, role });
      else (await view("verbs.js"))?.importPack(packs[0]);
    }, currentElement: () => currentView?.details, isClosed: isReadOnly,
  });
  const first = route.view === "grid" ? show() : undefined;
  try {
    await libraryLoaded;
  } catch (error) {
    reportFailure(error);
    if (error.status !== 0 && error.status !== 401) replace(notice, errorText(error));
    return;
  }
  header.show(route);
  await (first ?? show());
  listen();
  // The pictures of the first view are loaded first.
  isStarted = true;
  showRail();
}

start();
