// Reviews by people without Castbook: a page with takes for them, and the file with their answers.

import { post, query, remove, send } from "./api.js";
import { change, errorText } from "./changes.js";
import { dialog } from "./dialog.js";
import { formRow, h, replace, saveAs } from "./dom.js";
import { acceptOwnDrops } from "./dropping.js";
import { clock } from "./figures.js";
import { isReadOnly, reportFailure } from "./library.js";
import { asCommand } from "./remedies.js";
import { t } from "./texts.js";
import { bytes, shotTitle } from "./units.js";

const texts = t.views.sharing;

/**
 * Asks what a page for others shows, and saves it. `items` are takes as the wall has them;
 * `project` is its ID and name, or `undefined` for the takes of all projects.
 */
export function shareTakes(items, project) {
  const states = ["new", "kept", "approved", "rejected"];
  const count = (state) => items.filter((one) => one.take.result === state).length;
  const boxes = states.filter(count).map((state) => [state,
    h("input", { type: "checkbox", checked: state !== "rejected" })]);
  const title = h("input", { id: "share-title", maxlength: "120", autocomplete: "off", value: project?.name ?? "" });
  const references = h("input", { type: "checkbox" });
  const container = h("div", { "aria-live": "polite" });
  const button = h("button", { type: "submit", class: "primary" }, texts.make);
  const run = async (event) => {
    event.preventDefault();
    const results = boxes.filter(([, box]) => box.checked).map(([state]) => state);
    if (results.length === 0) return replace(container, h("p", { class: "error-text" }, texts.chooseSome));
    button.disabled = true;
    replace(container, h("p", { class: "quiet-text" }, t.working));
    try {
      const { share, download } = await post("/api/reviews", { project: project?.id, results,
        title: title.value.trim() || undefined, references: references.checked });
      replace(container, h("p", {}, texts.made(share.takes.length, bytes(share.byteCount)), " ",
        h("a", { href: download, download: share.path }, share.path)), h("p", { class: "hint" }, texts.next),
      share.missing && h("p", { class: "error-text" }, texts.missing(share.missing.length)),
      share.withWorkflow && h("p", { class: "error-text" }, texts.workflows(share.withWorkflow.length)));
      saveAs(download, share.path);
    } catch (error) {
      reportFailure(error);
      replace(container, h("p", { class: "error-text" }, errorText(error)));
    }
    button.disabled = false;
    return undefined;
  };
  dialog({ title: texts.title, body: [h("p", { class: "hint" }, texts.lead),
    h("form", { class: "writing", onsubmit: run },
      h("fieldset", { class: "share-states" }, h("legend", {}, texts.which), boxes.map(([state, box]) =>
        h("label", { class: "choice" }, box, texts.states(state, count(state))))),
      formRow("share-title", texts.titleLabel, title),
      h("label", { class: "choice" }, references, texts.references), h("p", { class: "hint" }, texts.content),
      container, h("div", { class: "buttons" }, button)),
    asCommand(`castbook take share${project ? " --project DIR" : ""} -o review.html`)] });
}

/** Asks for a file with answers; `dropped` is one that was dropped. */
export function addAnswers(dropped) {
  const file = h("input", { type: "file", id: "answers-file", accept: ".json,.txt,application/json,text/plain",
    onchange: () => read(file.files[0]) });
  const container = h("div", { class: "answers-read", "aria-live": "polite" });
  let drop;
  const discard = () => {
    if (drop) remove(`/api/drops/${drop}`).catch(() => {});
    drop = undefined;
  };
  const read = async (chosen) => {
    if (!chosen) return;
    discard();
    replace(container, h("p", { class: "quiet-text" }, t.working));
    try {
      ({ drop } = await send(`/api/drops${query({ name: chosen.name })}`, chosen));
      show(await post("/api/reviews/answers", { drop }));
    } catch (error) {
      reportFailure(error);
      replace(container, h("p", { class: "error-text" }, errorText(error)));
    }
  };
  const show = (found) => {
    const overrule = h("input", { type: "checkbox" });
    const isNothing = found.rated.length + found.comments.length + found.overtaken.length === 0;
    const run = async () => {
      button.disabled = true;
      const send = () => post("/api/reviews/answers", { drop, run: true, overrule: overrule.checked });
      const added = await change(send, {
        text: (answer) => texts.added(answer.by, answer.rated.length, answer.comments.length),
        onError: (error) => replace(container, h("p", { class: "error-text" }, errorText(error))),
        undo: takeBack,
      });
      button.disabled = false;
      if (!added) return;
      drop = undefined;
      box.close();
    };
    const button = h("button", { type: "button", class: "primary", disabled: isNothing || isReadOnly(),
      onclick: run }, texts.add);
    replace(container, h("h3", {}, texts.from(found.by || texts.nameless)),
      isNothing && h("p", {}, found.knownCount > 0 ? texts.allKnown : texts.empty),
      h("ul", { class: "plain" }, found.rated.map((one) => h("li", {}, named(one),
        texts.decides(t.takes[one.was], t.takes[one.result]))),
      found.comments.map((one) => h("li", {}, named(one), one.milliseconds !== undefined
        && h("span", { class: "hint" }, `${clock(one.milliseconds / 1000)} `), h("q", {}, one.text))),
      found.overtaken.map((one) => h("li", {}, named(one),
        texts.overtaken(t.takes[one.result], t.takes[one.was], one.wasBy)))),
      found.unknown.length > 0 && h("p", { class: "hint" }, texts.unknown(found.unknown.length)),
      found.overtaken.length > 0 && h("label", { class: "choice" }, overrule, texts.overrule),
      h("div", { class: "buttons" }, button));
  };
  const box = dialog({ title: texts.answersTitle, body: [h("p", { class: "hint" }, texts.answersLead),
    formRow("answers-file", texts.file, file), container, asCommand("castbook take answers FILE")] });
  box.addEventListener("close", discard);
  acceptOwnDrops(box, { label: texts.dropAnswers, onFiles: ([one]) => read(one) });
  read(dropped);
}

/** The shot of an answer. */
const named = ({ shot }) => h("b", {}, `${shotTitle(shot ?? "")}: `);

/** Takes back what answers have added. */
const takeBack = ({ rated, comments }) => post("/api/reviews/withdraw", {
  ids: [...rated, ...comments].map((one) => one.id) });
