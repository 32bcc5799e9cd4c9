// The references of an element: one large, all in a strip, with their tools.

import { original, post, preview } from "./api.js";
import { announce, h, replace, saveAs } from "./dom.js";
import { openCloser } from "./closer.js";
import { menu } from "./dialog.js";
import { findingsOfFile } from "./findings.js";
import { textField } from "./fields.js";
import { icon } from "./marks.js";
import { view } from "./parts.js";
import { replaceFile } from "./remedies.js";
import { fileRole, numberedRoles, roleText, rolesFor } from "./roles.js";
import { elementAddress, go } from "./route.js";
import { Sections } from "./sections.js";
import { Strip } from "./strip.js";
import { t } from "./texts.js";
import { expectRole } from "./together.js";

/** The main column: stage, tools, strip, and the details of the file shown. */
export class References {
  #page;
  #chosen;
  #isEvidenceShown = false;
  #frame;
  #sections = new Sections();
  #strip;
  node = h("div", { class: "references" });

  constructor(page) {
    this.#page = page;
    this.#strip = new Strip({
      select: (file) => this.select(file.sha256, true), order: (digests) => this.#order(() => digests),
      roles: (file, at) => this.#roles(file, at), add: () => page.add({ choose: true }), open: () => this.#closer(),
    });
    const part = (name) => this.#sections.define(name, h("div", { class: `part-${name}` }));
    this.node.append(part("stage"), part("tools"), part("assumed"), this.#strip.node, part("reference"));
  }

  get #files() { return this.#page.details.files; }

  /** The files whose roles are only assumed, from the order of the views on a sheet. */
  get #assumedFiles() { return this.#files.filter((file) => file.roleAssumed); }

  /** The reference that is shown large. */
  get file() { return this.#files.find((file) => file.sha256 === this.#chosen) ?? this.#files[0]; }

  /** Shows a reference large, by its digest; by default the first. */
  select(sha256, isDrawn = false) {
    this.#chosen = sha256;
    if (isDrawn) this.draw();
  }

  draw() {
    const { details, isFixed } = this.#page;
    const file = this.file;
    const { sha256: _, ...rest } = details;
    this.#sections.fill("stage", file ? [file.sha256, file.medium, file.missing, file.roleAssumed] : [details.element, isFixed],
      () => this.#stage(file));
    this.#sections.fill("tools", file && [file.number, file.role, file.roleAssumed, isFixed, this.#files.length],
      () => file && this.#tools(file));
    this.#sections.fill("assumed", [this.#assumedFiles.map((one) => one.number), isFixed],
      () => this.#roleConfirmation());
    this.#strip.draw(details, file, isFixed);
    this.#sections.fill("reference", file && [file.sha256, file.findings, file.dismissed, file.copies, file.note,
      isFixed, rest.element],
      () => file && this.#fileDetails(file));
  }

  #stage(file) {
    if (!file) {
      const isFixed = this.#page.isFixed;
      return h("div", { class: "teach" }, h("h2", {}, t.noFiles), !isFixed && h("p", {}, t.noFilesLead),
        !isFixed && h("button", { type: "button", class: "primary", onclick: () => this.#page.add({ choose: true }) },
          t.addHere));
    }
    if (file.elsewhere) return this.#fetchView();
    if (file.missing) return h("div", { class: "teach" }, h("p", {}, t.fileMissing));
    if (file.medium === "clip" || file.medium === "sound") return this.#player(file);
    const side = innerWidth * devicePixelRatio > 1_600 ? 2560 : 1280;
    const image = h("img", {
      src: preview(file.sha256, side), alt: t.stageLabel(file.number, fileRole(file)), draggable: "false",
      width: file.width, height: file.height,
      onerror: () => replace(this.#frame, h("p", { class: "teach" }, t.noPreview)),
    });
    this.#frame = h("div", { class: "framed" }, image);
    if (file.width) this.#frame.style.setProperty("--ratio", `${file.width / file.height}`);
    if (this.#isEvidenceShown) this.#showEvidence();
    return h("div", { class: "stage", onclick: () => this.#closer() }, this.#frame);
  }

  /** A view of a file that only the team's store has. */
  #fetchView() {
    const container = h("div", {}, h("p", { class: "teach" }, t.team.fileElsewhere));
    view("team.js").then((module) => module && replace(container, module.fetchPart(this.#page.details)));
    return container;
  }

  #player(file) {
    const container = h("div", { class: `stage-player ${file.medium}` });
    this.#frame = undefined;
    const name = file.medium === "clip" ? "clip.js" : "voice.js";
    view(name).then((module) => replace(container, file.medium === "clip" ?
      module?.clipPlayer?.(file, { keep: this.#page.isFixed ? undefined : () => this.#keepStills(file) })
      : module?.voicePlayer?.(file, { id: this.#page.details.element, keep: this.#cutKeeper(file) })));
    return container;
  }

  async #keepStills(file) { await (await view("making.js"))?.keepStills(this.#page, file, 4); }

  /**
   * Returns a function that stores one of the best parts of a recording, or `undefined` if it can't
   * be stored.
   */
  #cutKeeper(file) {
    const { details, isFixed } = this.#page;
    if (isFixed || details.kind !== "voice") return undefined;
    const opened = { sha256: details.sha256 };
    return (cut) => this.#page.change((parent) => post(`/api/elements/${details.element}/cut`, { parent,
      number: file.number, cut }), { opened });
  }

  async #showEvidence(active) {
    const module = await view("evidence.js");
    const { file } = this;
    this.#frame?.querySelector("svg")?.remove();
    if (!this.#frame || !file?.scores || !(this.#isEvidenceShown || active)) return;
    this.#frame.append(module?.evidence?.(file, { active }) ?? "");
  }

  #tools(file) {
    const isPicture = file.medium === "picture";
    const pictures = this.#files.filter((one) => one.medium === "picture");
    const role = h("button", {
      type: "button", "aria-haspopup": "menu", "data-key": "role", disabled: this.#page.isFixed,
      "aria-label": `${t.role}: ${fileRole(file)}`,
      onclick: () => this.#roles(file, role),
    }, h("span", { class: "quiet-text wide-only" }, t.role), h("span", {}, fileRole(file)), icon("down"));
    const tool = (drawing, label, run, more = {}) => h("button", {
      type: "button", class: "quiet", onclick: run, "data-key": drawing, "aria-label": label, title: label, ...more,
    }, icon(drawing), h("span", { class: "wide-only" }, label));
    const evidence = isPicture && file.scores && tool("evidence", t.evidenceShow, () => this.#toggleEvidence(),
      { "aria-pressed": String(this.#isEvidenceShown) });
    return h("div", { class: "tools", role: "toolbar", "aria-label": t.stageLabel(file.number, fileRole(file)) },
      role, tool("closer", t.closer, () => this.#closer()), evidence,
      isPicture && pictures.length > 1 && tool("compare", t.compare, () => this.#compare()),
      pictures.length > 1 && h("a", {
        class: "button quiet", href: elementAddress(this.#page.details.element, "/pick"), "aria-label": t.pick,
        title: t.pick,
      }, icon("pick"), h("span", { class: "wide-only" }, t.pick)),
      h("button", {
        type: "button", class: "quiet square", "data-key": "more", "aria-label": t.more, "aria-haspopup": "menu",
        onclick: (event) => this.#more(file, event.currentTarget),
      }, icon("more")));
  }

  #more(file, anchor) {
    const last = this.#files.length;
    const isFixed = this.#page.isFixed;
    menu(anchor, [
      !isFixed && file.number > 1 && { label: t.earlier, key: "Alt ←", run: () => this.#move(file, -1) },
      !isFixed && file.number < last && { label: t.later, key: "Alt →", run: () => this.#move(file, 1) },
      { label: t.saveOriginal, run: () => saveAs(original(file.sha256, file.path), file.path) },
      !isFixed && { label: t.prepareFile,
        run: async () => (await view("preparing.js"))?.prepare(this.#page, { file }) },
      !isFixed && file.medium === "picture" && { label: t.splitSheet,
        run: async () => (await view("making.js"))?.splitSheet(this.#page, file) },
      file.medium === "picture" && !file.elsewhere && !file.missing && { label: t.subjectSame,
        run: async () => (await view("alike.js"))?.findSubject(this.#page.details, file) },
      !isFixed && { label: t.replaceFile, run: () => replaceFile(this.#page, file) },
      !isFixed && { label: t.leaveOut, run: () => this.#page.edit(() => ({ drop: [this.#number(file.sha256)] })) },
    ].filter(Boolean), t.more);
  }

  /** A remark on assumed roles with a button to confirm them; `false` if all are certain. */
  #roleConfirmation() {
    const numbers = this.#assumedFiles.map((file) => file.number);
    return numbers.length > 0 && h("p", { class: "hint" }, t.rolesAssumed(numbers.length), " ",
      !this.#page.isFixed && h("button", { type: "button", class: "link", "data-key": "confirm-roles",
        onclick: () => this.#page.edit({ confirmRoles: true }) }, t.rolesConfirm(numbers.length)));
  }

  async #sheet() { (await view("roles-sheet.js"))?.rolesSheet(this.#page); }

  #roles(file, anchor) {
    if (this.#page.isFixed) return;
    const numbered = numberedRoles();
    const opened = { sha256: this.#page.details.sha256, number: file.number };
    const roles = rolesFor(file.medium).map((role) => ({
      label: roleText(role), chosen: role === file.role, run: () => this.#setRole(file, role, opened),
      key: file.medium === "picture" ? numbered.get(role) : undefined,
    }));
    const hasSheet = this.#files.length > 1 && file.medium === "picture";
    const sheet = { label: t.rolesAll, run: () => this.#sheet() };
    menu(anchor, hasSheet ? [...roles, sheet] : roles, t.roleOf(file.number));
  }

  /** Sets a role; `opened` is the state when the menu was opened. */
  async #setRole(file, role, opened) {
    if (!file || this.#page.isFixed || (file.role === role && !file.roleAssumed)) return undefined;
    // The plan of the set shows the role at once.
    const release = expectRole(this.#page.details, file, role);
    const number = () => opened?.number ?? this.#number(file.sha256);
    try {
      return await this.#page.edit(() => ({ roles: { [number()]: role } }), { opened });
    } finally {
      release();
    }
  }

  /** Returns a file's current number, which an earlier change may have moved. */
  #number(sha256) { return this.#files.find((file) => file.sha256 === sha256)?.number; }

  async #order(digests) {
    const stored = await this.#page.edit(() => ({ order: digests().map((one) => this.#number(one)) }));
    if (!stored) this.#strip.draw(this.#page.details, this.file, this.#page.isFixed, true);
    return stored;
  }

  async #move(file, by) {
    const at = this.#files.indexOf(file);
    if (this.#page.isFixed || !file || !this.#files[at + by]) return;
    this.select(file.sha256);
    this.#strip.willFocus();
    const moved = () => {
      const digests = this.#files.map((one) => one.sha256);
      const from = digests.indexOf(file.sha256);
      digests.splice(Math.max(0, from + by), 0, ...digests.splice(from, 1));
      return digests;
    };
    if (await this.#order(moved)) announce(t.moved(this.#number(file.sha256)));
  }

  #fileDetails(file) {
    const scores = h("div", { class: "scores", hidden: !file.scores }, h("h2", {}, t.scores));
    if (file.scores) {
      view("evidence.js").then((module) => {
        const list = module?.scoreList?.(file, {
          isFolded: true, onHover: (name) => this.#showEvidence(name),
        });
        if (list) scores.append(list);
      });
    }
    const found = (file.findings?.length ?? 0) + (file.dismissed?.length ?? 0);
    return [
      h("h2", { class: "file-name" }, h("span", {}, `${file.number}`), " ", file.path),
      found > 0 ? findingsOfFile(this.#page, file, { isSound: file.medium === "sound" })
        : file.status && h("p", { class: "quiet-text" }, t.nothingFound),
      this.#copies(file),
      h("dl", { class: "file-note" }, textField({
        label: t.fileNote, value: file.note, empty: t.fileNoteAdd, isLong: true, isFixed: this.#page.isFixed,
        key: `${this.#page.details.element}-note-${file.sha256}`, onLeave: () => this.draw(),
        opened: { sha256: this.#page.details.sha256, number: file.number },
        save: (text, onError, opened) => this.#page.edit({ fileNotes: { [opened.number]: text } }, { onError, opened }),
      })),
      scores,
    ];
  }

  /** The copies that are sent in place of the file, each with a button to discard it. */
  #copies({ copies = [] }) {
    if (copies.length === 0) return undefined;
    const discard = async (copy) => (await view("preparing.js"))?.discardCopy(this.#page, copy);
    return h("ul", { class: "kept-copies" }, copies.map((copy) => h("li", {},
      h("span", {}, t.copyKept([copy.width && `${copy.width} × ${copy.height}`, copy.format?.toUpperCase()]
        .filter(Boolean).join(" · "))),
      h("a", { class: "button quiet small", href: original(copy.sha256), target: "_blank" }, t.copyShow),
      !this.#page.isFixed && h("button", { type: "button", class: "quiet small", onclick: () => discard(copy) },
        t.copyDiscard))));
  }

  #toggleEvidence() {
    this.#isEvidenceShown = !this.#isEvidenceShown;
    this.node.querySelector("[data-key=evidence]")?.setAttribute("aria-pressed", String(this.#isEvidenceShown));
    this.#showEvidence();
  }

  #closer() {
    if (!this.file) return;
    openCloser(this.#page.details, {
      number: this.file.number,
      onClose: (number) => { this.select(this.#files.find((one) => one.number === number)?.sha256, true); },
    });
  }

  #compare() {
    const pictures = this.#files.filter((one) => one.medium === "picture");
    const other = pictures.find((one) => one !== this.file);
    if (!other || this.file.medium !== "picture") return;
    const [a, b] = [this.file.number, other.number].sort((one, two) => one - two);
    go(elementAddress(this.#page.details.element, `/compare/${a}/${b}`));
  }

  #step(by) {
    const at = this.#files.indexOf(this.file) + by;
    if (this.#files[at]) {
      this.select(this.#files[at].sha256, true);
      announce(t.stageLabel(at + 1, fileRole(this.#files[at])));
    }
  }

  /** The keyboard shortcuts of the references. */
  keys() {
    const roles = [...numberedRoles()];
    return [
      { keys: ["ArrowLeft"], shown: ["ArrowLeft", "ArrowRight"], label: t.keyStep, run: () => this.#step(-1) },
      { keys: ["ArrowRight"], label: t.keyStep, isHidden: true, run: () => this.#step(1) },
      { keys: ["Alt+ArrowLeft"], shown: ["Alt+ArrowLeft", "Alt+ArrowRight"], label: t.keyMoveReference,
        run: () => this.#move(this.file, -1) },
      { keys: ["Alt+ArrowRight"], label: t.keyMoveReference, isHidden: true, run: () => this.#move(this.file, 1) },
      { keys: [" "], label: t.keyCloser, run: () => this.#closer() },
      { keys: ["c"], label: t.keyCompare, run: () => this.#compare() },
      { keys: ["e"], label: t.keyEvidence, run: () => this.#toggleEvidence() },
      { keys: ["b"], label: t.keyPick, run: () => go(elementAddress(this.#page.details.element, "/pick")) },
      { keys: ["r"], label: t.keyRoles, run: () => this.node.querySelector("[data-key=role]")?.click() },
      ...roles.map(([role, key]) => ({
        keys: [key], label: t.keyRole(roleText(role)),
        run: () => { if (this.file?.medium === "picture") this.#setRole(this.file, role); },
      })),
    ];
  }
}
