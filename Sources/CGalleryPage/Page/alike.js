// Finds elements with copies of a picture, and elements that show its subject.

import { preview, query, remove, send } from "./api.js";
import { errorText } from "./changes.js";
import { compare } from "./comparing.js";
import { dialog } from "./dialog.js";
import { announce, h, replace } from "./dom.js";
import { elementsFrom } from "./handles.js";
import { reportFailure } from "./library.js";
import { elementAddress } from "./route.js";
import { t } from "./texts.js";

/** Shows who is in a file, and where the library has it or nearly the same. Stores no file. */
export async function findAlike(file, add) {
  const address = URL.createObjectURL(file);
  const copies = h("section", {}, h("h3", {}, t.alikeCopies), h("p", { class: "quiet-text" }, t.alikeBusy));
  const stop = new AbortController();
  const own = h("figure", {}, h("img", { src: address, alt: t.alikeYours }), h("figcaption", {}, t.alikeYours));
  const found = h("div", { class: "alike-found" }, copies);
  let drop;
  const box = dialog({
    title: t.alikeTitle, kind: "wide", body: h("div", { class: "alike" }, own, found),
    buttons: [{ label: t.alikeAdd, run: () => add([file]) }],
    onClose: () => {
      stop.abort();
      URL.revokeObjectURL(address);
      if (drop) remove(`/api/drops/${drop}`).catch(() => {});
    },
  });
  try {
    const answer = await send(`/api/drops${query({ name: file.name })}`, file, { signal: stop.signal });
    ({ drop } = answer);
    if (!box.open) {
      remove(`/api/drops/${drop}`).catch(() => {});
      return;
    }
    const same = (answer.alsoIn ?? []).map((handle) => ({ handle, sha256: answer.sha256, label: t.alikeSame }));
    const near = (answer.similar ?? []).filter((one) => one.likeness !== "exact").flatMap((one) =>
      one.elements.map(({ handle }) => ({
        handle, sha256: one.sha256, label: t.likeness(one.likeness, one.distance),
      })));
    const all = [...same, ...near];
    replace(copies, h("h3", {}, t.alikeCopies),
      all.length > 0 ? pictures(all, box) : h("p", {}, answer.keepable ? t.alikeNone : errorText(answer.refusal)));
    announce(all.length > 0 ? t.elements(all.length) : copies.querySelector("p").textContent);
    if (answer.keepable && answer.medium === "picture") found.prepend(subjects({ drop }, box, stop.signal));
  } catch (error) {
    if (error.name === "AbortError") return;
    reportFailure(error);
    replace(copies, h("p", { class: "error-text" }, errorText(error)));
  }
}

/** Shows which other elements show the subject of an element's picture. */
export function findSubject(details, file) {
  const stop = new AbortController();
  const own = h("figure", {}, h("img", { src: preview(file.sha256, 640), alt: "" }),
    h("figcaption", {}, t.subjectOwn(file.number, details.handle)));
  const container = h("div", { class: "alike" }, own);
  const box = dialog({ title: t.subjectSame, kind: "wide", body: container, onClose: () => stop.abort() });
  container.append(h("div", { class: "alike-found" },
    subjects({ element: details.element, sha256: file.sha256 }, box, stop.signal, t.subjectElsewhere)));
}

/** Returns the part that shows who is in a picture, as soon as the server has compared it. */
function subjects(request, box, signal, title = t.subjectWho) {
  const words = h("p", { class: "quiet-text" }, t.subjectBusy);
  const part = h("section", {}, h("h3", {}, title), words);
  const fill = (...content) => replace(part, h("h3", {}, title), content);
  const show = async () => {
    try {
      const { subjects: answer, problem } = await compare("subject", request, {
        signal, progress: ({ doneCount, count }) => {
          if (count > 0) words.textContent = t.subjectDescribing(doneCount, count);
        },
      });
      if (problem) throw problem;
      fill(subjectList(answer, box));
      announce(t.subjectFound(answer.pictures[0]?.elements ?? []));
    } catch (error) {
      if (error.name === "AbortError") return;
      if (error.rule === "model.missing") {
        fill(h("p", {}, t.subjectNoModel), h("code", {}, t.sorting.command));
        return;
      }
      if (error instanceof Error) reportFailure(error);
      fill(h("p", { class: "error-text", role: "alert" }, errorText(error)));
    }
  };
  show();
  return part;
}

/** The elements that show the subject of a picture, those that probably do first. */
function subjectList({ pictures: [one], uncomparedCount }, box) {
  const found = one.elements.map((element) => ({ ...element, label: t.subjectLike(element) }));
  const group = (title, list) => list.length > 0 && [h("h4", {}, title), pictures(list, box)];
  return [
    one.problem && h("p", { class: "error-text" }, one.problem),
    group(t.subjectProbable, found.filter((element) => element.probable)),
    group(t.subjectPossible, found.filter((element) => !element.probable)),
    found.length === 0 && !one.problem && h("p", {}, t.subjectNone),
    h("p", { class: "hint" }, t.subjectLimits(one.notCompared),
      uncomparedCount > 0 && ` ${t.subjectUncompared(uncomparedCount)}`),
  ];
}

/** Pictures of the library, each with its element and why it is here. */
const pictures = (all, box) => h("ul", { class: "plain" }, all.map((one) => h("li", {}, h("figure", {},
  h("img", { src: preview(one.sha256, 640), alt: "" }),
  h("figcaption", {}, h("button", { type: "button", class: "link", onclick: () => open(one.handle, box) },
    `@${one.handle}`), " ", one.label)))));

async function open(handle, box) {
  const found = await elementsFrom(handle).catch(() => []);
  const element = found.find((one) => one.handle === handle);
  box.close();
  if (element) location.hash = elementAddress(element.element);
}
