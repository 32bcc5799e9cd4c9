// The view of shot files: editor, result, export and sending.

import { announce, h, replace, saveAs } from "./dom.js";
import { acceptOwnDrops } from "./dropping.js";
import { get, post, query } from "./api.js";
import { t } from "./texts.js";
import { TargetField } from "./targets.js";
import { errorText } from "./changes.js";
import { bytes } from "./units.js";
import { setKeys } from "./keys.js";
import { lifeOf } from "./life.js";
import { isReadOnly, reportFailure } from "./library.js";
import { sendDialog, SendsPart } from "./sends.js";
import { Drafts } from "./shots-drafts.js";
import { shotEditor } from "./shots-editor.js";
import { findingSection, findingsOf, isCompiled, resultSections, verdict } from "./shots-result.js";

const texts = t.views.shots;
const largest = 256 * 1024;
const pauseBeforeReading = 250;
const pauseBeforeKeeping = 400;

/**
 * The editor of shot files. `library` is `gallery/1`. The element has `leave()`, which stores the
 * draft.
 */
export function shotsView({ library }) {
  const root = h("section", { class: "shots", "aria-label": texts.title });
  const desk = new Desk(root, library);
  root.leave = () => desk.keep();
  return root;
}

class Desk {
  #drafts = new Drafts();
  #findings = [];

  constructor(root, library) {
    Object.assign(this, { root, library });
    this.life = lifeOf(root);
    this.editor = shotEditor({ library, signal: this.life, onChange: () => this.onInput() });
    this.status = h("p", { class: "shots-status", role: "status" });
    this.exportButton = h("button", { type: "button", class: "primary", onclick: () => this.export() }, texts.exportIt);
    this.sendButton = h("button", { type: "button", hidden: isReadOnly(), onclick: () => this.send() },
      t.views.sends.open.button);
    this.notice = h("div", { class: "shots-said", "aria-live": "polite" });
    this.sends = new SendsPart();
    this.findingPlace = h("div", { class: "shots-findings" });
    this.results = h("div", { class: "shots-results" });
    root.append(this.makeBar(), h("div", { class: "shots-body" },
      h("div", { class: "shots-write" }, this.editor.element,
        h("p", { class: "v-quiet shots-hint", id: "shots-hint" }, texts.keyHint, " ", texts.kept)),
      h("div", { class: "shots-read" }, h("h1", { class: "unseen" }, texts.title), h("div", { class: "shots-top" },
        this.status, h("div", { class: "buttons" }, this.sendButton, this.exportButton)), this.notice,
      this.findingPlace, this.sends.node, this.results)));
    this.sends.load();
    this.listen();
    this.begin();
  }

  makeBar() {
    const button = (text, run) => h("button", { type: "button", class: "v-tool", onclick: run }, text);
    this.choice = h("select", { class: "v-select", "aria-label": texts.draft,
      onchange: () => this.open(this.choice.value) });
    this.nameField = h("input", { class: "shots-name", "aria-label": texts.name, maxlength: "80", spellcheck: "false",
      onchange: () => this.rename() });
    this.target = new TargetField({ label: texts.target, first: [["", texts.fromFile]], onChange: () => this.read(),
      targets: (this.library.targets ?? []).filter((one) => one.takesPrompts) });
    this.chooser = h("input", { type: "file", accept: ".md,.txt,.shot,text/*", hidden: true,
      onchange: () => this.openFile(this.chooser.files[0]) });
    return h("div", { class: "shots-bar" }, this.choice, this.nameField, button(texts.newDraft, () => this.create()),
      button(texts.open, () => this.chooser.click()), button(texts.save, () => this.save()),
        button(texts.remove, () => this.remove()), this.chooser,
      h("div", { class: "shots-target" }, h("span", { "aria-hidden": "true" }, texts.target), this.target.node));
  }

  listen() {
    const options = { signal: this.life };
    this.root.addEventListener("keydown", (event) => this.onKeyDown(event), options);
    addEventListener("pagehide", () => this.keep(), options);
    setKeys(texts.keys, texts.keyLines.map(([keys, what]) => ({ keys, shown: keys, label: what })));
    this.life.addEventListener("abort", () => {
      for (const timer of [this.readTimer, this.keepTimer]) clearTimeout(timer);
      setKeys(texts.keys);
    });
    acceptOwnDrops(this.root, { label: texts.dropHere, onFiles: ([file]) => this.openFile(file) });
    this.#drafts.onExternalChange((name, text) => this.onExternalChange(name, text), this.life);
  }

  onKeyDown(event) {
    const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (isCommand && event.key.toLowerCase() === "s") this.save();
    else if (event.key === "F8") this.nextFinding(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  async begin() {
    const last = this.#drafts.last;
    if (last !== undefined) return this.open(last);
    const sample = await this.sample();
    if (this.life.aborted || this.name !== undefined) return undefined;
    return this.create(texts.sampleName, sample);
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
    return texts.sample([]);
  }

  // Drafts

  open(name) {
    this.keep();
    this.name = name;
    this.#drafts.open(name);
    this.editor.text = this.#drafts.text(name);
    this.isChanged = false;
    this.conflict = undefined;
    this.earlier = undefined;
    replace(this.notice);
    this.showDrafts();
    this.read(0);
  }

  create(wanted = "", text = "") {
    this.keep();
    const name = this.#drafts.freeName(wanted || `${texts.untitled}.md`);
    this.#drafts.keep(name, text);
    this.open(name);
    if (!wanted) this.editor.field.focus();
  }

  showDrafts() {
    replace(this.choice, this.#drafts.names.map((name) => h("option", { value: name, selected: name === this.name },
      name)));
    this.nameField.value = this.name;
  }

  rename() {
    const wanted = this.nameField.value.trim();
    if (!wanted || wanted === this.name) {
      this.nameField.value = this.name;
      return;
    }
    const name = this.#drafts.freeName(wanted);
    if (!this.#drafts.keep(name, this.editor.text)) return this.showNotice(texts.full);
    this.#drafts.remove(this.name);
    this.name = name;
    this.#drafts.open(name);
    this.showDrafts();
    return this.read(0);
  }

  remove() {
    const { name } = this;
    const text = this.editor.text;
    clearTimeout(this.keepTimer);
    this.isChanged = false;
    this.#drafts.remove(name);
    const next = this.#drafts.last;
    if (next === undefined) this.create("", "");
    else this.open(next);
    this.showNotice(texts.undoRemove(name), [texts.undo, () => this.create(name, text)]);
  }

  /** Stores the draft, unless another window has changed it. */
  keep() {
    clearTimeout(this.keepTimer);
    if (!this.isChanged || this.name === undefined || this.conflict) return;
    if (this.#drafts.keep(this.name, this.editor.text)) this.isChanged = false;
    else this.showNotice(texts.full);
  }

  onExternalChange(name, text) {
    if (name !== this.name || text === this.editor.text) return this.showDrafts();
    if (!this.isChanged && text !== undefined) {
      this.editor.text = text;
      return this.read(0);
    }
    this.conflict = true;
    return this.showNotice(
      texts.elsewhere(name),
      text !== undefined && [texts.takeTheirs, () => this.resolveConflict(text, false)],
      [texts.keepMine, () => this.resolveConflict(this.editor.text, true)]);
  }

  /** Continues with a text, which is stored if it is not what the other page stored. */
  resolveConflict(text, isChanged) {
    if (text !== this.editor.text) this.editor.text = text;
    this.isChanged = isChanged;
    this.conflict = undefined;
    replace(this.notice);
    // May show that the storage is full.
    this.keep();
    this.showDrafts();
    this.read(0);
  }

  // Files

  async openFile(file) {
    this.chooser.value = "";
    if (!file) return undefined;
    if (file.size > largest) return this.showNotice(texts.tooLarge(bytes(file.size)));
    try {
      const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
      return this.create(file.name, text.replace(/\r\n?/g, "\n"));
    } catch {
      return this.showNotice(texts.notText);
    }
  }

  save() {
    this.keep();
    const address = URL.createObjectURL(new Blob([this.editor.text], { type: "text/plain;charset=utf-8" }));
    saveAs(address, this.name);
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
    announce(texts.saved(this.name));
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

  send() {
    this.keep();
    sendDialog(this.requestBody(), { onRefused: () => { this.showNotice(texts.exportRefused); this.read(0); },
      onSent: () => this.sends.node.scrollIntoView({ block: "nearest" }) });
  }

  // Reading

  onInput() {
    this.isChanged = true;
    clearTimeout(this.keepTimer);
    this.keepTimer = setTimeout(() => this.keep(), pauseBeforeKeeping);
    this.read();
  }

  requestBody() {
    return { text: this.editor.text, name: this.name, ...(this.target.value && { target: this.target.value }) };
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
