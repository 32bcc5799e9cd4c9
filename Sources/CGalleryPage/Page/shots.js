// The view of shot files: editor, result, export and sending.

import { announce, h, replace, saveAs } from "./dom.js";
import { acceptOwnDrops } from "./dropping.js";
import { get, post, query, remove as removeDrop, send as upload } from "./api.js";
import { differenceList } from "./text-diff.js";
import { t } from "./texts.js";
import { TargetField } from "./targets.js";
import { errorText } from "./changes.js";
import { bytes, folderName } from "./units.js";
import { setKeys } from "./keys.js";
import { lifeOf } from "./life.js";
import { isReadOnly, reportFailure, subscribe } from "./library.js";
import { go, shotAddress } from "./route.js";
import { sendDialog, SendsPart } from "./sends.js";
import { shotEditor } from "./shots-editor.js";
import { findingSection, findingsOf, isCompiled, resultSections, verdict } from "./shots-result.js";
import { setting, withSetting } from "./shots-settings.js";
import { onOtherWindow, ShotStore } from "./shots-store.js";

const texts = t.views.shots;
const largest = 256 * 1024;
const pauseBeforeReading = 250;
const pauseBeforeBuffering = 400;
const pauseBeforeSaving = 4_000;

/**
 * The editor of shot files. `library` is `gallery/1`; `project` and `name` say which one to open,
 * by default the last. The element has `leave()`, which saves the text.
 */
export function shotsView({ library, project, name }) {
  const root = h("section", { class: "shots", "aria-label": texts.title });
  const desk = new Desk(root, library, { project, name });
  root.leave = () => desk.save({ isLast: true });
  return root;
}

class Desk {
  #store = new ShotStore();
  /** The shot file that is open. */
  #item;
  /** The save that is under way; the next one waits for it. */
  #saving = Promise.resolve();
  #findings = [];

  constructor(root, library, wanted) {
    this.root = root;
    this.library = library;
    this.wanted = wanted;
    this.life = lifeOf(root);
    this.editor = shotEditor({ library, signal: this.life, onChange: () => this.onInput() });
    // Nothing can be written before it is known what is open.
    this.editor.element.hidden = true;
    this.status = h("p", { class: "shots-status", role: "status" });
    this.exportButton = h("button", { type: "button", class: "primary", onclick: () => this.export() }, texts.exportIt);
    this.sendButton = h("button", { type: "button", hidden: isReadOnly(), onclick: () => this.send() },
      t.views.sends.open.button);
    this.notice = h("div", { class: "shots-said", "aria-live": "polite" });
    this.sends = new SendsPart();
    this.where = h("span", {});
    this.findingPlace = h("div", { class: "shots-findings" });
    this.results = h("div", { class: "shots-results" });
    root.append(this.makeBar(), h("div", { class: "shots-body" },
      h("div", { class: "shots-write" }, this.editor.element,
        h("p", { class: "v-quiet shots-hint", id: "shots-hint" }, texts.keyHint, " ", this.where)),
      h("div", { class: "shots-read" }, h("h1", { class: "unseen" }, texts.title), h("div", { class: "shots-top" },
        this.status, h("div", { class: "buttons" }, this.sendButton, this.exportButton)), this.notice,
      this.findingPlace, this.sends.node, this.results)));
    this.sends.load();
    this.listen();
    this.begin();
  }

  makeBar() {
    const button = (text, run) => h("button", { type: "button", class: "v-tool", onclick: run }, text);
    this.place = h("select", { class: "v-select", id: "shots-place", onchange: () => this.enter(this.place.value) });
    this.choice = h("select", { class: "v-select", "aria-label": texts.draft,
      onchange: () => this.open(this.#store.find(this.choice.value)) });
    this.nameField = h("input", { class: "shots-name", "aria-label": texts.name, maxlength: "80", spellcheck: "false",
      onchange: () => this.rename() });
    this.target = new TargetField({ label: texts.target, first: [["", texts.fromFile]], onChange: () => this.read(),
      targets: (this.library.targets ?? []).filter((one) => one.takesPrompts) });
    this.chooser = h("input", { type: "file", accept: ".md,.txt,.shot,text/*", hidden: true,
      onchange: () => this.openFile(this.chooser.files[0]) });
    this.removeButton = button(texts.remove, () => this.remove());
    this.moveChoice = h("select", { class: "v-select", "aria-label": texts.move, onchange: () => {
      const project = this.moveChoice.value;
      this.moveChoice.value = "";
      if (project) this.moveTo(project);
    } });
    return h("div", { class: "shots-bar" }, h("label", { class: "shots-inside", for: "shots-place" }, texts.inside),
      this.place, this.choice, this.nameField, button(texts.newDraft, () => this.create()),
      button(texts.open, () => this.chooser.click()), button(texts.save, () => this.download()), this.moveChoice,
      this.removeButton, this.chooser,
      h("div", { class: "shots-target" }, h("span", { "aria-hidden": "true" }, texts.target), this.target.node));
  }

  listen() {
    const options = { signal: this.life };
    this.root.addEventListener("keydown", (event) => this.onKeyDown(event), options);
    addEventListener("pagehide", () => this.save({ isLast: true }), options);
    // A file of a project may have been changed in another program meanwhile.
    addEventListener("focus", () => this.refresh(), options);
    this.life.addEventListener("abort", subscribe("changed", () => this.refresh()));
    this.life.addEventListener("abort", subscribe("project", (id) => {
      if (id === this.#store.project) this.refresh();
    }));
    setKeys(texts.keys, texts.keyLines.map(([keys, what]) => ({ keys, shown: keys, label: what })));
    this.life.addEventListener("abort", () => {
      for (const timer of [this.readTimer, this.bufferTimer, this.saveTimer]) clearTimeout(timer);
      setKeys(texts.keys);
    });
    acceptOwnDrops(this.root, { label: texts.dropHere, onFiles: ([file]) => this.openFile(file) });
    onOtherWindow(() => this.refresh(), this.life);
  }

  onKeyDown(event) {
    const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (isCommand && event.key.toLowerCase() === "s") this.save().then(() => announce(texts.saved(this.#item.name)));
    else if (event.key === "F8") this.nextFinding(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  async begin() {
    const { project = ShotStore.lastProject, name } = this.wanted;
    if (!await this.loadFiles(project)) return;
    await this.adopt();
    const item = (name && this.#store.items.find((one) => one.name === name)) ?? this.#store.last;
    if (item) {
      this.open(item);
      return;
    }
    if (this.#store.project) {
      await this.create();
      return;
    }
    const sample = await this.sample();
    if (!this.life.aborted && !this.#item) await this.create(texts.sampleName, sample);
  }

  /** Reads what can be edited; returns whether that worked. */
  async loadFiles(project) {
    try {
      await this.#store.load(project, this.life);
    } catch (error) {
      if (error.name !== "AbortError") {
        reportFailure(error);
        this.showNotice(errorText(error));
      }
      return false;
    }
    this.showPlaces();
    return true;
  }

  /** Makes drafts of the library out of those that only this browser has. */
  async adopt() {
    if (isReadOnly()) return;
    for (const item of this.#store.items.filter((one) => one.key.startsWith("local:"))) {
      try {
        await this.#store.save(item, item.text);
      } catch {
        return;
      }
    }
  }

  /**
   * Returns a sample that can be exported: with a character and a product or place if there are any
   * that pass, also in what goes with them, such as a voice.
   */
  async sample() {
    const handlesOf = async (kind) => {
      const parameters = query({ kind, passes: texts.sampleTarget, limit: 5 });
      const { elements } = await get(`/api/elements${parameters}`, this.life);
      return elements.filter((one) => one.cover?.medium === "picture").map((one) => one.handle);
    };
    try {
      const characters = await handlesOf("character");
      const [other = (await handlesOf("place"))[0]] = characters.length > 0 ? await handlesOf("product") : [];
      for (const handles of characters.flatMap((one) => other ? [[one, other], [one]] : [[one]])) {
        const text = texts.sample(handles);
        const answer = await post("/api/shots", { text, name: texts.sampleName }, this.life);
        if (!answer.error && findingsOf(answer).every((one) => one.severity !== "error")) return text;
      }
    } catch (error) {
      if (error.name !== "AbortError") reportFailure(error);
    }
    return texts.sample();
  }

  // Shot files

  /** Shows the shot files of a project, or the drafts. */
  async enter(project) {
    await this.save();
    this.#item = undefined;
    if (!await this.loadFiles(project || undefined)) return;
    const [first] = this.#store.items;
    if (first) this.open(first);
    else await this.create();
  }

  open(item) {
    if (!item) return;
    if (this.#item?.key !== item.key) this.save();
    const unsaved = this.#store.unsaved(item);
    this.#item = unsaved?.sha256 ? { ...item, sha256: unsaved.sha256 } : item;
    this.#store.rememberOpen(item);
    this.editor.element.hidden = false;
    this.editor.text = unsaved?.text ?? item.text;
    this.editor.field.readOnly = Boolean(item.problem);
    this.isChanged = unsaved !== undefined && unsaved.text !== item.text;
    this.conflict = undefined;
    this.earlier = undefined;
    replace(this.notice);
    if (item.problem) this.showNotice(texts.unreadable(item.name, item.problem));
    else if (this.#store.boardProblem) this.showNotice(texts.boardProblem(this.#store.boardProblem));
    this.showFiles();
    this.read(0);
    if (this.isChanged) this.save();
  }

  async create(wanted = "", text = "") {
    await this.save();
    const outcome = await this.attempt(() => this.#store.create(wanted || `${texts.untitled}.md`, text));
    if (!outcome?.item) return;
    this.open(outcome.item);
    if (!wanted) this.editor.field.focus();
  }

  showPlaces() {
    const { projects, project } = this.#store;
    replace(this.place, h("option", { value: "", selected: !project }, texts.drafts), projects.map((one) =>
      h("option", { value: one.project, selected: one.project === project }, folderName(one.path))));
    const others = projects.filter((one) => one.project !== project);
    replace(this.moveChoice, h("option", { value: "" }, texts.move), others.map((one) =>
      h("option", { value: one.project }, folderName(one.path))));
    this.moveChoice.hidden = Boolean(project) || others.length === 0 || isReadOnly();
    this.removeButton.textContent = project ? texts.toDrafts : texts.remove;
  }

  showFiles() {
    const item = this.#item;
    replace(this.choice, this.#store.items.map((one) => h("option", { value: one.key, selected: one.key === item.key },
      one.name)));
    this.nameField.value = item.name;
    this.where.textContent = isReadOnly() ? texts.inBrowser : item.project ? texts.inProject : texts.inLibrary;
    go(shotAddress(item.project, item.project ? item.name : undefined), { isReplacing: true, isSilent: true });
  }

  /** Runs a change; returns its outcome, or `undefined` after showing why it failed. */
  async attempt(action) {
    try {
      return await action();
    } catch (error) {
      if (error.name === "AbortError") return undefined;
      reportFailure(error);
      this.showNotice(errorText(error));
      return undefined;
    }
  }

  async rename() {
    const wanted = this.nameField.value.trim();
    await this.save();
    if (!wanted || wanted === this.#item.name || this.conflict) {
      this.nameField.value = this.#item.name;
      return;
    }
    const outcome = await this.attempt(() => this.#store.rename({ ...this.#item, text: this.editor.text }, wanted));
    if (outcome?.item) {
      this.#item = outcome.item;
      this.#store.rememberOpen(this.#item);
    } else if (outcome) this.showNotice(texts.taken(wanted));
    this.showFiles();
    this.read(0);
  }

  async remove() {
    await this.save();
    const item = this.#item;
    const text = this.editor.text;
    if (this.conflict) return;
    const outcome = await this.attempt(() => this.#store.remove(item));
    if (!outcome) return;
    if (!outcome.item) {
      this.showConflict(outcome.changed);
      return;
    }
    this.#item = undefined;
    const [next] = this.#store.items;
    if (next) this.open(next);
    else await this.create("", "");
    if (item.project) this.showNotice(texts.movedToDrafts(item.name));
    else this.showNotice(texts.undoRemove(item.name), [texts.undo, () => this.create(item.name, text)]);
  }

  /** Moves the draft into a project. */
  async moveTo(project) {
    await this.save();
    const item = this.#item;
    if (this.conflict) return;
    const place = folderName(this.#store.projects.find((one) => one.project === project).path);
    const outcome = await this.attempt(() => this.#store.moveTo(project, { ...item, text: this.editor.text }));
    if (!outcome) return;
    if (!outcome.item) {
      this.showNotice(texts.taken(item.name));
      return;
    }
    if (!await this.loadFiles(project)) return;
    this.open(this.#store.find(outcome.item.key) ?? outcome.item);
    this.showNotice(texts.movedTo(outcome.item.name, place));
  }

  /** Saves the text, unless it is as it was. Saves follow each other. */
  save(options) {
    clearTimeout(this.bufferTimer);
    clearTimeout(this.saveTimer);
    if (!this.isChanged || !this.#item || this.conflict) return this.#saving;
    this.#store.buffer(this.#item, this.editor.text);
    this.#saving = this.#saving.then(() => this.saveNow(options));
    return this.#saving;
  }

  async saveNow(options) {
    const item = this.#item;
    const text = this.editor.text;
    if (!this.isChanged || !item || this.conflict) return;
    let outcome;
    try {
      outcome = await this.#store.save(item, text, options);
    } catch (error) {
      // The browser has the text; the next change tries again.
      reportFailure(error);
      if (error.status !== 0) this.showNotice(errorText(error));
      return;
    }
    if (this.#item !== item) return;
    if (!outcome.item) {
      this.showConflict(outcome.changed);
      return;
    }
    this.#item = outcome.item;
    this.isChanged = this.editor.text !== text;
    if (outcome.item.key !== item.key) {
      this.#store.rememberOpen(outcome.item);
      this.showFiles();
    }
  }

  /**
   * Reads the shot files again, since somebody else may have changed them. A call during a reading
   * leads to another one, because the reading under way may have missed the change.
   */
  async refresh() {
    this.isStale = true;
    if (this.isRefreshing) return;
    this.isRefreshing = true;
    try {
      while (this.isStale && this.#item && !this.conflict && !this.life.aborted) {
        this.isStale = false;
        await this.#refreshOnce();
      }
    } catch (error) {
      if (error.name !== "AbortError") reportFailure(error);
    } finally {
      this.isRefreshing = false;
    }
  }

  async #refreshOnce() {
    await this.#saving;
    const item = this.#item;
    await this.#store.load(this.#store.project, this.life);
    await this.#saving;
    // What was saved or opened meanwhile is newer than the answer; its own event follows.
    if (item && this.#item === item && !this.life.aborted) this.onRefresh(this.#store.find(item.key));
  }

  onRefresh(now) {
    const isSame = now?.sha256 === this.#item.sha256;
    this.showPlaces();
    if (isSame) this.showFiles();
    else if (this.isChanged || !now) this.showConflict(now);
    else {
      this.#item = now;
      if (now.text !== this.editor.text) {
        this.editor.text = now.text;
        this.read(0);
      }
      this.showFiles();
    }
  }

  /** Asks which text is to stay; `theirs` is the shot file as it is now, if it is still there. */
  showConflict(theirs) {
    this.conflict = true;
    const { name } = this.#item;
    const keepMine = async () => {
      const item = theirs ?? { ...this.#item, draft: undefined, sha256: undefined };
      this.conflict = undefined;
      this.isChanged = true;
      this.#item = item;
      await this.save();
      this.showFiles();
    };
    if (!theirs) {
      this.showNotice(texts.gone(name), [texts.keepAsNew, keepMine]);
      return;
    }
    this.showNotice(texts.elsewhere(name, theirs.by), [texts.takeTheirs, () => {
      this.conflict = undefined;
      this.isChanged = false;
      this.#store.forgetUnsaved(this.#item);
      this.open(theirs);
    }], [texts.keepMine, keepMine]);
    this.notice.append(differenceList(this.editor.text, theirs.text));
  }

  // Files

  async openFile(file) {
    this.chooser.value = "";
    if (!file) return undefined;
    if (file.type.startsWith("image/")) return this.addFrame(file);
    if (file.size > largest) return this.showNotice(texts.tooLarge(bytes(file.size)));
    try {
      const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
      return this.create(file.name, text.replace(/\r\n?/g, "\n"));
    } catch {
      return this.showNotice(texts.notText);
    }
  }

  /** Makes a picture the first frame of the shot, or its last if it has a first one. */
  async addFrame(file) {
    const item = this.#item;
    if (!item.project) return this.showNotice(texts.noProject);
    if (isReadOnly()) return undefined;
    return this.attempt(async () => {
      const { drop } = await upload(`/api/drops${query({ name: file.name })}`, file, { signal: this.life });
      let path;
      try {
        ({ path } = await post(`/api/projects/${item.project}/frames`, { drop }, this.life));
      } catch (error) {
        removeDrop(`/api/drops/${drop}`).catch(() => {});
        throw error;
      }
      if (this.#item?.key !== item.key) return;
      const folders = item.name.split("/").length - 1;
      const key = setting(this.editor.text, "start") === undefined ? "start" : "end";
      this.editor.replaceAll(withSetting(this.editor.text, key, "../".repeat(folders) + path));
      this.showNotice(texts.frameAdded(file.name, key));
    });
  }

  download() {
    this.save();
    const address = URL.createObjectURL(new Blob([this.editor.text], { type: "text/plain;charset=utf-8" }));
    saveAs(address, this.#item.name.split("/").pop());
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }

  async export() {
    this.exportButton.disabled = true;
    this.exportButton.textContent = texts.exporting;
    try {
      const answer = await post("/api/shots/export", this.requestBody(), this.life);
      if (answer.download) {
        saveAs(answer.download);
        this.showNotice(texts.exported);
      } else {
        this.showNotice(texts.exportRefused);
        this.read(0);
      }
    } catch (error) {
      if (error.name !== "AbortError") this.showNotice(errorText(error));
    } finally {
      this.exportButton.disabled = this.hasErrors;
      this.exportButton.textContent = texts.exportIt;
    }
  }

  /** Enables or disables export and sending. */
  setReady(isReady) {
    this.exportButton.disabled = !isReady;
    this.sendButton.disabled = !isReady;
  }

  async send() {
    await this.save();
    sendDialog(this.requestBody(), { onRefused: () => { this.showNotice(texts.exportRefused); this.read(0); },
      onSent: () => this.sends.node.scrollIntoView({ block: "nearest" }) });
  }

  // Reading

  onInput() {
    this.isChanged = true;
    clearTimeout(this.bufferTimer);
    clearTimeout(this.saveTimer);
    this.bufferTimer = setTimeout(() => {
      if (!this.#store.buffer(this.#item, this.editor.text)) this.showNotice(texts.full);
    }, pauseBeforeBuffering);
    this.saveTimer = setTimeout(() => this.save(), pauseBeforeSaving);
    this.read();
  }

  requestBody() {
    const { name, project } = this.#item;
    return { text: this.editor.text, name, project, ...(this.target.value && { target: this.target.value }) };
  }

  /**
   * Sends the text to the server after a pause in typing; never shows the answer to an earlier
   * text.
   */
  read(pause = pauseBeforeReading) {
    clearTimeout(this.readTimer);
    this.controller?.abort();
    this.readTimer = setTimeout(() => this.load(), pause);
  }

  async load() {
    this.controller = new AbortController();
    const { signal } = this.controller;
    if (this.editor.text.trim() === "") {
      this.setReady(false);
      this.editor.mark([]);
      replace(this.status, texts.empty);
      replace(this.findingPlace);
      replace(this.results);
      return;
    }
    this.results.setAttribute("aria-busy", "true");
    try {
      const answer = await post("/api/shots", this.requestBody(), AbortSignal.any([signal, this.life]));
      this.show(answer);
    } catch (error) {
      if (error.name === "AbortError") return;
      replace(this.status, errorText(error));
    }
    this.results.removeAttribute("aria-busy");
  }

  show(answer) {
    this.#findings = findingsOf(answer);
    this.hasErrors = Boolean(answer.error) || this.#findings.some((one) => one.severity === "error");
    this.setReady(!this.hasErrors);
    replace(this.status, verdict(this.#findings, answer.error));
    replace(this.findingPlace, findingSection(answer, { findings: this.#findings,
      goTo: (finding) => this.editor.goTo(finding),
      write: (finding, text) => this.editor.replaceAt(finding, text),
      chooseTarget: () => this.target.focus() }));
    const open = [...this.results.querySelectorAll("details")].map((one) => one.open);
    if (isCompiled(answer)) this.earlier = answer;
    replace(this.results, resultSections(answer, { earlier: this.earlier }));
    // Unfolded parts stay so while the user types.
    for (const [at, one] of [...this.results.querySelectorAll("details")].entries()) one.open = open[at] ?? false;
    this.editor.mark(this.#findings);
  }

  /** Goes to the next finding after the caret, or to the first. */
  nextFinding(by) {
    const places = this.#findings.filter((one) => one.line).sort((a, b) => a.line - b.line
      || (a.column ?? 1) - (b.column ?? 1));
    if (places.length === 0) return;
    const { line } = this.editor.caret();
    const next = by > 0 ? places.find((one) => one.line - 1 > line) ?? places[0]
      : places.findLast((one) => one.line - 1 < line) ?? places.at(-1);
    this.editor.goTo(next);
    announce(next.message);
  }

  showNotice(text, ...actions) {
    replace(this.notice, h("div", { class: "shots-notice" }, h("p", {}, text),
      actions.filter(Boolean).map(([name, run]) =>
      h("button", { type: "button", class: "v-tool", onclick: () => {
        replace(this.notice);
        run();
      } }, name))));
  }
}
