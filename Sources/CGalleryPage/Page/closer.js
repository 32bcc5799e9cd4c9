// The close-up view: one reference over the whole window; arrow keys show the others.

import { getElement, preview } from "./api.js";
import { errorText } from "./changes.js";
import { h, replace } from "./dom.js";
import { icon } from "./marks.js";
import { view } from "./parts.js";
import { t } from "./texts.js";

/**
 * Opens a reference large. `element` comes from a list or is a show/2; `number` is the first file
 * shown, `open` goes to the element's page, and `onClose(number)` gets the file shown last.
 */
export function openCloser(
  element,
  /** @type {{ number?: number, open?: () => void, onClose?: (number: number) => void }} */
  { number = 1, open, onClose } = {},
) {
  new Closer(element, { number, open, onClose });
}

const isStill = (file) => file && file.medium !== "sound" && file.medium !== "clip";

class Closer {
  #details;
  #at = 0;
  #isActual = false;
  #isEvidenceShown = false;
  #evidence;
  #box;

  #stage = h("div", { class: "closer-stage", tabindex: "0", onclick: () => this.#toggleActual() });
  #caption = h("p", { class: "closer-words", role: "status" });
  #actual = h("button", { type: "button", class: "quiet", onclick: () => this.#toggleActual() }, t.closerActual);
  #boxes = h("button", {
    type: "button", class: "quiet", "aria-pressed": "false", "aria-label": t.evidenceShow,
    onclick: () => this.#toggleEvidence(),
  }, icon("evidence"), h("span", { class: "wide-only" }, t.evidenceShow));
  #previous = stepButton("previous", t.closerPrevious, () => this.#step(-1));
  #next = stepButton("next", t.closerNext, () => this.#step(1));

  constructor(element, { number, open, onClose }) {
    const close = () => this.#box.close();
    this.#box = h("dialog", {
      class: "closer", "aria-label": t.closerLabel(`@${element.handle}`), onkeydown: (event) => this.#onKeyDown(event),
    },
      this.#stage,
      h("div", { class: "closer-foot" }, this.#previous, this.#next, this.#caption,
        h("div", { class: "closer-tools" }, this.#boxes, this.#actual,
          open && h("button", { type: "button", onclick: () => { close(); open(); } }, t.closerOpen),
          h("button", { type: "button", class: "quiet square", "aria-label": t.close, onclick: close },
            icon("close")))));
    this.#box.addEventListener("close", () => {
      this.#box.remove();
      onClose?.(this.#file?.number);
    });
    document.body.append(this.#box);
    this.#box.showModal();
    this.#stage.focus();
    this.#load(element, number);
  }

  get #file() { return this.#details?.files[this.#at]; }

  async #load(element, number) {
    if (element.cover && element.cover.medium !== "sound") {
      replace(this.#stage, h("img", { alt: "", src: preview(element.cover.sha256, 640) }));
    }
    try {
      this.#details = Array.isArray(element.files) ? element : await getElement(element.element);
    } catch (error) {
      replace(this.#stage, h("p", { class: "teach" }, errorText(error)));
      return;
    }
    const isFirst = element.cover ? (file) => file.sha256 === element.cover.sha256 : (file) => file.number === number;
    this.#at = Math.max(0, this.#details.files.findIndex(isFirst));
    this.#evidence = await view("evidence.js");
    this.#draw();
  }

  #draw() {
    const file = this.#file;
    const files = this.#details.files;
    this.#previous.disabled = this.#at === 0;
    this.#next.disabled = this.#at >= files.length - 1;
    this.#actual.hidden = !isStill(file);
    this.#boxes.hidden = !isStill(file) || !file.scores || !this.#evidence?.evidence;
    if (!file) {
      replace(this.#stage, h("p", { class: "teach" }, t.noFiles));
      return;
    }
    const role = t.roles[file.role] ?? file.role;
    replace(this.#caption, h("strong", {}, `@${this.#details.handle}`), " ",
      t.closerNumber(this.#at + 1, files.length, role));
    if (isStill(file)) this.#drawPicture(file, role);
    else this.#drawPlayer(file);
    const after = files[this.#at + 1];
    if (isStill(after)) new Image().src = preview(after.sha256, this.#previewSide);
  }

  get #previewSide() { return Math.max(innerWidth, innerHeight) * devicePixelRatio > 1_400 ? 2560 : 1280; }

  #drawPicture(file, role) {
    const isActual = this.#isActual;
    const image = h("img", {
      src: preview(file.sha256, isActual ? 2560 : this.#previewSide), alt: t.stageLabel(file.number, role),
      draggable: "false",
    });
    const boxes = this.#isEvidenceShown && file.scores && this.#evidence?.evidence?.(file, { active: undefined });
    const frame = h("div", { class: "framed" }, image, boxes);
    if (file.width) frame.style.setProperty("--ratio", `${file.width / file.height}`);
    if (isActual && file.width) frame.style.setProperty("width", `${file.width / devicePixelRatio}px`);
    this.#stage.classList.toggle("actual", isActual);
    this.#actual.textContent = isActual ? t.closerFit : t.closerActual;
    replace(this.#stage, frame);
    if (!isActual) return;
    this.#stage.scrollLeft = (this.#stage.scrollWidth - this.#stage.clientWidth) / 2;
    this.#stage.scrollTop = (this.#stage.scrollHeight - this.#stage.clientHeight) / 3;
  }

  async #drawPlayer(file) {
    this.#stage.classList.remove("actual");
    const module = await view(file.medium === "clip" ? "clip.js" : "voice.js");
    if (file !== this.#file) return;
    const player = file.medium === "clip" ? module?.clipPlayer?.(file)
      : module?.voicePlayer?.(file, { id: this.#details.element });
    replace(this.#stage, h("div", { class: "closer-player", onclick: (event) => event.stopPropagation() }, player));
  }

  #step(by) {
    const to = this.#at + by;
    if (!this.#details?.files[to]) return;
    this.#at = to;
    this.#draw();
  }

  #toggleActual() {
    if (!isStill(this.#file)) return;
    this.#isActual = !this.#isActual;
    this.#draw();
  }

  #toggleEvidence() {
    this.#isEvidenceShown = !this.#isEvidenceShown;
    this.#boxes.setAttribute("aria-pressed", String(this.#isEvidenceShown));
    if (this.#file) this.#draw();
  }

  #onKeyDown(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const runs = {
      ArrowLeft: () => this.#step(-1), ArrowRight: () => this.#step(1), e: () => this.#toggleEvidence(),
      z: () => this.#toggleActual(), " ": () => this.#box.close(),
    };
    const control = event.target.closest("button, input, select, audio, video, [role=slider]");
    const isForControl = control && (event.key === " " || !control.matches("button"));
    if (!runs[event.key] || isForControl) return;
    event.preventDefault();
    event.stopPropagation();
    runs[event.key]();
  }
}

function stepButton(drawing, label, run) {
  return h("button", { type: "button", class: "quiet square", "aria-label": label, onclick: run }, icon(drawing));
}
