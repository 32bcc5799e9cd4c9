// Prepared copies of files, shown beside their originals with their steps and checks, then stored.

import { post, preview } from "./api.js";
import { change, errorText } from "./changes.js";
import { dialog } from "./dialog.js";
import { formRow, h, replace } from "./dom.js";
import { findings, sentence } from "./findings.js";
import { library } from "./library.js";
import { soundSign, statusSign } from "./marks.js";
import { asCommand } from "./remedies.js";
import { TargetField } from "./targets.js";
import { t } from "./texts.js";
import { bytes } from "./units.js";

const FITS = ["pad", "crop"];

/** Shows the copies for a target: of one `file`, or of all; `target` is the initial choice. */
export function prepare(page, /** @type {{ file?: object, target?: string }} */ { file, target } = {}) {
  new Preparing(page, file, target).open();
}

class Preparing {
  #page;
  #file;
  #opened;
  #target;
  #fits = FITS.map((one, at) => h("input", { type: "radio", name: "prepare-fit", value: one, checked: at === 0,
    onchange: () => this.#update() }));
  #fit = h("fieldset", { class: "prepare-fit", hidden: true }, h("legend", {}, t.prepareFit),
    this.#fits.map((one) => h("label", { class: "choice" }, one, t.prepareFits[one.value])));
  #list = h("div", { class: "prepare-list", "aria-live": "polite" });
  #problem = h("p", { class: "error-text", role: "alert", hidden: true });
  #keep = h("button", { type: "button", class: "primary", disabled: true, onclick: () => this.#store() });
  #command = h("div", {});
  #controller;
  #answer;
  #box;

  constructor(page, file, target) {
    this.#page = page;
    this.#file = file;
    this.#opened = { sha256: page.details.sha256 };
    const { targets = [], defaultTarget } = library.answer ?? {};
    this.#target = new TargetField({ label: t.checkTarget, id: "prepare-target", targets,
      value: target ?? defaultTarget, onChange: () => this.#update() });
  }

  open() {
    const title = this.#file ? t.prepareTitle(this.#file.number) : t.prepareAll(this.#page.details.handle);
    this.#box = dialog({
      title, kind: "preparing", onClose: () => this.#controller?.abort(),
      body: [h("p", { class: "hint" }, t.prepareLead),
        formRow("prepare-target", t.checkTarget, this.#target.node), this.#fit,
        this.#list, this.#command,
        h("div", { class: "adding-foot" }, this.#problem, h("div", { class: "buttons" }, this.#keep))],
    });
    this.#update();
  }

  get #request() {
    return {
      numbers: this.#file ? [this.#file.number] : [], for: this.#target.value,
      fit: this.#fits.find((one) => one.checked).value,
    };
  }

  async #update() {
    this.#controller?.abort();
    const controller = this.#controller = new AbortController();
    this.#answer = undefined;
    this.#setStatus(t.prepareBusy);
    replace(this.#list, h("p", { class: "quiet-text" }, t.prepareBusy));
    const { element, handle } = this.#page.details;
    const request = this.#request;
    const crop = request.fit === "crop" ? " --fit crop" : "";
    replace(this.#command, asCommand(`castbook prepare @${handle} --for ${request.for}${crop}`));
    try {
      this.#answer = await post(`/api/elements/${element}/make`, { what: "copies", parent: this.#opened.sha256,
        ...request }, controller.signal);
    } catch (error) {
      if (error.name === "AbortError") return;
      replace(this.#list, h("p", { class: "error-text" }, errorText(error)));
      this.#setStatus(t.prepareNothing);
      return;
    }
    const { copies, prepare: { files } } = this.#answer;
    const isShaped = files.some((one) => one.steps.some(({ step }) => ["pad", "crop"].includes(step)));
    if (isShaped) this.#fit.hidden = false;
    replace(this.#list, files.map((one) => this.#row(one, copies.find((copy) => copy.original === one.sha256))));
    this.#setStatus(copies.length > 0 ? t.prepareKeep(copies.length) : t.prepareNothing);
  }

  #setStatus(text) {
    this.#keep.textContent = text;
    this.#keep.disabled = !this.#answer?.copies.length;
    this.#problem.hidden = true;
  }

  #row(file, copy) {
    const name = h("h3", {}, file.path.replace(/^@[^/]*\//, ""));
    if (!copy) {
      const isUnchanged = file.status === "as-it-is";
      return h("div", { class: "prepared" }, name, isUnchanged ? h("p", {}, statusSign("pass"), t.prepareAsIs)
        : (file.reasons ?? []).length > 0 ? findings(file.reasons) : h("p", { class: "quiet-text" }, t.preparePassed));
    }
    return h("div", { class: "prepared" }, name,
      h("div", { class: "prepared-pair" }, this.#side(t.prepareBefore, file.before, file.sha256, copy.medium),
        this.#side(t.prepareAfter, file.after, undefined, copy.medium, copy.address)),
      h("ul", { class: "prepared-steps" }, copy.words.map((text) => h("li", {}, sentence(text)))),
      file.after.findings.length > 0 && findings(file.after.findings),
      h("details", { class: "prepared-proof" }, h("summary", {}, t.prepareProof), h("p", {}, t.prepareProofWords),
        h("dl", { class: "bare" }, h("div", {}, h("dt", {}, t.prepareBefore), h("dd", {}, h("code", {}, file.sha256))),
          h("div", {}, h("dt", {}, t.prepareAfter), h("dd", {}, h("code", {}, copy.sha256))))));
  }

  #side(label, state, sha256, medium, address) {
    const facts = [state.width && `${state.width} × ${state.height}`, state.format?.toUpperCase(),
      state.bytes && bytes(state.bytes)].filter(Boolean).join(" · ");
    return h("figure", {}, picture(medium, sha256, address),
      h("figcaption", {}, h("b", {}, label), " ", statusSign(state.status), h("span", { class: "hint" }, facts)));
  }

  async #store() {
    const { element, files } = this.#page.details;
    const before = new Set(files.flatMap((one) => one.copies ?? []).map((one) => one.sha256));
    const request = this.#request;
    this.#keep.disabled = true;
    this.#keep.textContent = t.keeping;
    const stored = await change(() => post(`/api/elements/${element}/prepare`, { parent: this.#opened.sha256,
      ...request }), {
      details: this.#page.details, text: t.prepareKept(this.#answer.copies.length),
      onError: (error) => {
        this.#problem.textContent = errorText(error);
        this.#problem.hidden = false;
      },
      undo: (answer) => discard(this.#page.details,
        answer.copies.map((one) => one.sha256).filter((one) => !before.has(one))),
    });
    if (stored) this.#box.close();
    else this.#keep.disabled = false;
  }
}

function picture(medium, sha256, address) {
  if (medium === "sound") return address ? h("audio", { src: address, controls: true }) : soundSign();
  if (medium === "clip" && address) return h("video", { src: address, controls: true, playsinline: true });
  return h("img", { src: address ?? preview(sha256, 640), alt: "", draggable: "false" });
}

const discard = (details, copies) => post(`/api/elements/${details.element}/discard-copies`, { parent: details.sha256,
  copies });

/** Discards a stored copy, so that the file itself is sent again. */
export function discardCopy(page, copy) {
  return change(() => discard(page.details, [copy.sha256]), { details: page.details, text: t.copyDiscarded,
    isFinal: true });
}
