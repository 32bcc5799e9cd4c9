// Shot files: written here, read while they are written, exported as a zip or sent.

import { announce, h, replace, saveAs } from "./dom.js";
import { get, post, query } from "./api.js";
import { t } from "./texts.js";
import { TargetField } from "./targets.js";
import { said } from "./changes.js";
import { bytes } from "./units.js";
import { setKeys } from "./keys.js";
import { lifeOf } from "./life.js";
import { isReadOnly } from "./library.js";
import { sendDialog, SendsPart } from "./sends.js";
import { Drafts } from "./shots-drafts.js";
import { shotEditor } from "./shots-editor.js";
import { findingsOf, isCompiled, result, verdict } from "./shots-result.js";

const words = t.views.shots;
const largest = 256 * 1024;
const pauseBeforeReading = 250;
const pauseBeforeKeeping = 400;

/** The editor of shot files. `library` is `gallery/1`. The element has `leave()`, which keeps what was written. */
export function shotsView({ library }) {
  const root = h("section", { class: "shots", "aria-label": words.title });
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
    this.editor = shotEditor({ library, signal: this.life, changed: () => this.changed() });
    this.status = h("p", { class: "shots-status", role: "status" });
    this.exportButton = h("button", { type: "button", class: "primary", onclick: () => this.export() }, words.exportIt);
    this.sendButton = h("button", { type: "button", hidden: isReadOnly(), onclick: () => this.send() },
      t.views.sends.open.button);
    this.said = h("div", { class: "shots-said", "aria-live": "polite" });
    this.sends = new SendsPart();
    this.results = h("div", { class: "shots-results" });
    root.append(this.makeBar(), h("div", { class: "shots-body" },
      h("div", { class: "shots-write" }, this.editor.element,
        h("p", { class: "v-quiet shots-hint", id: "shots-hint" }, words.keyHint, " ", words.kept)),
      h("div", { class: "shots-read" }, h("h1", { class: "unseen" }, words.title), h("div", { class: "shots-top" },
        this.status, h("div", { class: "buttons" }, this.sendButton, this.exportButton)), this.said, this.sends.node,
      this.results)));
    this.sends.load();
    this.listen();
    this.begin();
  }

  makeBar() {
    const button = (text, run) => h("button", { type: "button", class: "v-tool", onclick: run }, text);
    this.choice = h("select", { class: "v-select", "aria-label": words.draft,
      onchange: () => this.open(this.choice.value) });
    this.nameField = h("input", { class: "shots-name", "aria-label": words.name, maxlength: "80", spellcheck: "false",
      onchange: () => this.rename() });
    this.target = new TargetField({ label: words.target, first: [["", words.fromFile]], changed: () => this.read(),
      targets: (this.library.targets ?? []).filter((one) => one.takesPrompts) });
    this.chooser = h("input", { type: "file", accept: ".md,.txt,.shot,text/*", hidden: true,
      onchange: () => this.take(this.chooser.files[0]) });
    return h("div", { class: "shots-bar" }, this.choice, this.nameField, button(words.newDraft, () => this.create()),
      button(words.open, () => this.chooser.click()), button(words.save, () => this.save()),
        button(words.remove, () => this.remove()), this.chooser,
      h("div", { class: "shots-target" }, h("span", { "aria-hidden": "true" }, words.target), this.target.node));
  }

  listen() {
    const options = { signal: this.life };
    this.root.addEventListener("keydown", (event) => this.key(event), options);
    addEventListener("pagehide", () => this.keep(), options);
    setKeys(words.keys, words.keyLines.map(([keys, what]) => ({ keys, shown: keys, words: what })));
    this.life.addEventListener("abort", () => {
      for (const timer of [this.reading, this.keeping]) clearTimeout(timer);
      setKeys(words.keys);
    });
    this.root.addEventListener("dragover", (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      event.stopPropagation();
    }, options);
    this.root.addEventListener("drop", (event) => {
      if (event.dataTransfer.files.length === 0) return;
      event.preventDefault();
      event.stopPropagation();
      this.take(event.dataTransfer.files[0]);
    }, options);
    this.#drafts.hear((name, text) => this.elsewhere(name, text), this.life);
  }

  key(event) {
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
    const handles = await this.passing();
    if (this.life.aborted || this.name !== undefined) return undefined;
    return this.create(words.sampleName, words.sample(handles));
  }

  /** A character and a product or place that the sample can name: all their files pass its target. */
  async passing() {
    const of = async (kind) => {
      const asked = query({ kind, passes: words.sampleTarget, limit: 5 });
      const { elements } = await get(`/api/elements${asked}`, this.life);
      return elements.find((one) => one.cover?.medium === "picture")?.handle;
    };
    try {
      const character = await of("character");
      return character ? [character, await of("product") ?? await of("place")].filter(Boolean) : [];
    } catch {
      return [];
    }
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
    replace(this.said);
    this.list();
    this.read(0);
  }

  create(wanted = "", text = "") {
    this.keep();
    const name = this.#drafts.free(wanted || `${words.untitled}.md`);
    this.#drafts.keep(name, text);
    this.open(name);
    if (!wanted) this.editor.field.focus();
  }

  list() {
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
    const name = this.#drafts.free(wanted);
    if (!this.#drafts.keep(name, this.editor.text)) return this.say(words.full);
    this.#drafts.remove(this.name);
    this.name = name;
    this.#drafts.open(name);
    this.list();
    return this.read(0);
  }

  remove() {
    const { name } = this;
    const text = this.editor.text;
    clearTimeout(this.keeping);
    this.isChanged = false;
    this.#drafts.remove(name);
    const next = this.#drafts.last;
    if (next === undefined) this.create("", "");
    else this.open(next);
    this.say(words.undoRemove(name), [words.undo, () => this.create(name, text)]);
  }

  /** Keeps what was written, unless another window has written the same draft. */
  keep() {
    clearTimeout(this.keeping);
    if (!this.isChanged || this.name === undefined || this.conflict) return;
    if (this.#drafts.keep(this.name, this.editor.text)) this.isChanged = false;
    else this.say(words.full);
  }

  elsewhere(name, text) {
    if (name !== this.name || text === this.editor.text) return this.list();
    if (!this.isChanged && text !== undefined) {
      this.editor.text = text;
      return this.read(0);
    }
    this.conflict = true;
    return this.say(words.elsewhere(name), text !== undefined && [words.takeTheirs, () => this.settle(() => {
      this.editor.text = text;
      this.isChanged = false;
    })], [words.keepMine, () => this.settle(() => {
      this.isChanged = true;
      this.conflict = undefined;
      this.keep();
    })]);
  }

  settle(how) {
    how();
    this.conflict = undefined;
    replace(this.said);
    this.list();
    this.read(0);
  }

  // Files

  async take(file) {
    this.chooser.value = "";
    if (!file) return undefined;
    if (file.size > largest) return this.say(words.tooLarge(bytes(file.size)));
    try {
      const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
      return this.create(file.name, text.replace(/\r\n?/g, "\n"));
    } catch {
      return this.say(words.notText);
    }
  }

  save() {
    this.keep();
    const address = URL.createObjectURL(new Blob([this.editor.text], { type: "text/plain;charset=utf-8" }));
    saveAs(address, this.name);
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
    announce(words.saved(this.name));
  }

  async export() {
    this.exportButton.disabled = true;
    this.exportButton.textContent = words.exporting;
    try {
      const answer = await post("/api/shots/export", this.question(), this.life);
      if (answer.download) {
        saveAs(answer.download);
        this.say(words.exported);
      } else {
        this.say(words.exportRefused);
        this.read(0);
      }
    } catch (error) {
      if (error.name !== "AbortError") this.say(said(error));
    } finally {
      this.exportButton.disabled = this.isRefused;
      this.exportButton.textContent = words.exportIt;
    }
  }

  /** Whether the text can be exported and sent. */
  allow(isReady) {
    this.exportButton.disabled = !isReady;
    this.sendButton.disabled = !isReady;
  }

  send() {
    this.keep();
    sendDialog(this.question(), { refused: () => { this.say(words.exportRefused); this.read(0); } });
  }

  // Reading

  changed() {
    this.isChanged = true;
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => this.keep(), pauseBeforeKeeping);
    this.read();
  }

  question() {
    return { text: this.editor.text, name: this.name, ...(this.target.value && { target: this.target.value }) };
  }

  /** Sends the text to the server after a pause in typing; an answer to an earlier text is never shown. */
  read(pause = pauseBeforeReading) {
    clearTimeout(this.reading);
    this.asked?.abort();
    this.reading = setTimeout(() => this.ask(), pause);
  }

  async ask() {
    this.asked = new AbortController();
    const { signal } = this.asked;
    if (this.editor.text.trim() === "") {
      this.allow(false);
      this.editor.mark([]);
      replace(this.status, words.empty);
      replace(this.results);
      return;
    }
    this.results.setAttribute("aria-busy", "true");
    try {
      const answer = await post("/api/shots", this.question(), AbortSignal.any([signal, this.life]));
      this.show(answer);
    } catch (error) {
      if (error.name === "AbortError") return;
      replace(this.status, said(error));
    }
    this.results.removeAttribute("aria-busy");
  }

  show(answer) {
    this.#findings = findingsOf(answer);
    this.isRefused = Boolean(answer.error) || this.#findings.some((one) => one.severity === "error");
    this.allow(!this.isRefused);
    replace(this.status, verdict(this.#findings, answer.error));
    const open = [...this.results.querySelectorAll("details")].map((one) => one.open);
    if (isCompiled(answer)) this.earlier = answer;
    replace(this.results, result(answer, {
      findings: this.#findings, earlier: this.earlier, goTo: (finding) => this.editor.goTo(finding),
    }));
    // What was unfolded stays unfolded while the user types.
    for (const [at, one] of [...this.results.querySelectorAll("details")].entries()) one.open = open[at] ?? false;
    this.editor.mark(this.#findings);
  }

  /** Goes to the next finding behind the caret, or round to the first. */
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

  say(text, ...actions) {
    replace(this.said, h("div", { class: "shots-notice" }, h("p", {}, text),
      actions.filter(Boolean).map(([name, run]) =>
      h("button", { type: "button", class: "v-tool", onclick: () => {
        replace(this.said);
        run();
      } }, name))));
  }
}
