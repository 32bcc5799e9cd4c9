// Actions on elements: contact sheets, packs, ids, erasing for good.

import { get, post, remove, send } from "./api.js";
import { showBar } from "./bar.js";
import { change, errorText } from "./changes.js";
import { dialog } from "./dialog.js";
import { append, formRow, h, replace, saveAs } from "./dom.js";
import { isReadOnly, library, notify, reportFailure } from "./library.js";
import { view } from "./parts.js";
import { asCommand } from "./remedies.js";
import { TargetField } from "./targets.js";
import { t } from "./texts.js";
import { bytes, day, handleOf } from "./units.js";

/**
 * A dialog whose content depends on a few choices: `load()` returns it, again after each choice.
 */
function optionsDialog({ title, kind = "", choices, load, command }) {
  const container = h("div", { "aria-live": "polite", class: "asked" });
  const below = h("div", {});
  let requestCount = 0;
  const update = async () => {
    const request = requestCount += 1;
    replace(container, h("p", { class: "quiet-text" }, t.working));
    replace(below, command && asCommand(command()));
    try {
      const made = await load();
      if (request === requestCount) replace(container, made);
    } catch (error) {
      reportFailure(error);
      if (request === requestCount) replace(container, h("p", { class: "error-text" }, errorText(error)));
    }
  };
  const row = h("div", { class: "asked-choices", onchange: update }, choices.map((one) => one.label));
  const box = dialog({ title, kind, body: [row, container, below] });
  update();
  return box;
}

/** A checkbox with its label. */
function check(text, checked = false) {
  const box = h("input", { type: "checkbox", checked });
  return { label: h("label", { class: "choice" }, box, text), get checked() { return box.checked; } };
}

/** Draws a contact sheet of an element. */
export function contactSheet(page) {
  const { element, handle, sha256 } = page.details;
  const light = check(t.sheetLight);
  const best = check(t.sheetBest);
  optionsDialog({
    title: t.sheetTitle(handle), kind: "wide", choices: [light, best],
    command: () => `castbook sheet @${handle} -o ${handle}.png${best.checked ? " --best 4" : ""}`
      + (light.checked ? " --light" : ""),
    load: async () => {
      const { pages } = await post(`/api/elements/${element}/sheet`, {
        parent: sha256, light: light.checked, ...(best.checked && { best: 4 }),
      });
      return pages.map((one, at) => h("figure", { class: "sheet-page" },
        h("img", { src: one, alt: t.sheetPage(at + 1) }),
        h("figcaption", {}, h("button", { type: "button", onclick: () => saveAs(one, `${handle}.png`) },
          t.sheetSave))));
    },
  });
}

/** Asks what to include, then packs elements for another library. */
export function pack(chosen) {
  // A fork has two latest versions and has to be ended first.
  const forks = chosen.filter((one) => one.side || one.fork);
  const elements = chosen.filter((one) => !forks.includes(one));
  const rights = check(t.packRights, true);
  const ids = check(t.packIds);
  const title = elements.length === 1 ? handleOf(elements[0]) : t.elements(elements.length);
  const handles = elements.map(handleOf).join(" ");
  const container = h("div", { class: "asked", "aria-live": "polite" });
  const button = h("button", { type: "button", class: "primary", onclick: () => run() }, t.packSave);
  const run = async () => {
    button.disabled = true;
    replace(container, h("p", { class: "quiet-text" }, t.working));
    try {
      const { pack: packed, download } = await post("/api/packs", {
        elements: elements.map((one) => one.element), rights: rights.checked, registrations: ids.checked,
      });
      replace(container, h("p", {}, t.packLead), h("ul", { class: "plain" }, packed.elements.map((one) =>
        h("li", {}, `@${one.handle}`, one.need && h("span", { class: "hint" }, ` ${t.packNeeded}`)))),
      h("p", { class: "hint" }, t.packSize(packed.fileCount, bytes(packed.bytes))));
      saveAs(download);
    } catch (error) {
      reportFailure(error);
      replace(container, h("p", { class: "error-text" }, errorText(error)));
    }
    button.disabled = false;
  };
  const command = h("div", {});
  const show = () => replace(command, asCommand(`castbook pack ${handles} -o cast.zip`
    + (rights.checked ? " --with-rights" : "") + (ids.checked ? " --with-registrations" : "")));
  dialog({
    title: t.packTitle(title),
    body: [forks.length > 0 && h("p", {}, t.packForks(forks.map(handleOf))),
      h("div", { class: "asked-choices", onchange: show }, rights.label, ids.label), container,
      h("div", { class: "buttons" }, button), command],
  });
  button.disabled = elements.length === 0;
  show();
}

/** Shows what is in a dropped pack, then imports it. */
export async function importPack(file) {
  const container = h("div", { "aria-live": "polite" }, h("p", { class: "quiet-text" }, t.working));
  const button = h("button", { type: "button", class: "primary", disabled: true, onclick: () => run() }, t.importRun);
  let drop;
  const fail = (error) => {
    reportFailure(error);
    replace(container, h("p", { class: "error-text" }, errorText(error)));
  };
  const list = (answer) => h("ul", { class: "plain" }, answer.elements.map((one) => h("li", {}, `@${one.handle} `,
    h("span", { class: "hint" }, t.importChanges[one.change] ?? one.change))));
  // If another element has the name, the imported one gets another name.
  const renameFrom = h("input", { id: "import-from", autocomplete: "off", spellcheck: "false",
    placeholder: t.importOnly });
  const renameTo = h("input", { id: "import-to", autocomplete: "off", spellcheck: "false", placeholder: "@" });
  const handleIn = (field) => field.value.trim().replace(/^@/, "");
  const renames = () => handleIn(renameTo) ? { as: { [handleIn(renameFrom)]: handleIn(renameTo) } } : {};
  const renameForm = h("details", {}, h("summary", {}, t.importAs), h("div", { class: "writing" },
    formRow("import-from", t.importFrom, renameFrom), formRow("import-to", t.importTo, renameTo),
    h("div", { class: "buttons" }, h("button", { type: "button", onclick: () => update() }, t.importLook))));
  const run = async () => {
    button.disabled = true;
    try {
      const done = await post("/api/drops/import", { drop, run: true, ...renames() });
      drop = undefined;
      await notify("changed");
      box.close();
      showBar({ text: t.imported(done.elements.length) });
    } catch (error) {
      fail(error);
    }
  };
  const box = dialog({
    title: t.importTitle(file.name),
    body: [container, renameForm, h("div", { class: "buttons" }, button), asCommand(`castbook import ${file.name}`)],
    onClose: () => { if (drop) remove(`/api/drops/${drop}`).catch(() => {}); },
  });
  const update = async () => {
    button.disabled = true;
    replace(container, h("p", { class: "quiet-text" }, t.working));
    try {
      const seen = await post("/api/drops/import", { drop, ...renames() });
      replace(container, list(seen), h("p", { class: "hint" }, t.importHint));
      button.disabled = isReadOnly();
    } catch (error) {
      fail(error);
      renameForm.open ||= error.status === 400;
    }
  };
  try {
    ({ drop } = await send("/api/drops?name=pack.zip", file));
    await update();
  } catch (error) {
    fail(error);
  }
}

/**
 * Shows what erasing deletes, asks for the handle and a reason, then erases an element for good.
 */
export function erase(page) {
  const { element, handle } = page.details;
  const takes = check(t.eraseTakes);
  const name = h("input", { autocomplete: "off", spellcheck: "false", "aria-label": t.eraseHandle(handle) });
  const reason = h("input", { autocomplete: "off", id: "erase-reason" });
  const problem = h("p", { class: "error-text", role: "alert" });
  const button = h("button", { type: "button", class: "danger", onclick: () => run() }, t.eraseRun(handle));
  const run = async () => {
    const wrongInput = name.value.replace(/^@/, "") !== handle ? t.eraseHandle(handle)
      : reason.value.trim() === "" ? t.eraseNeedsReason : undefined;
    problem.textContent = wrongInput ?? "";
    if (wrongInput) return;
    button.disabled = true;
    try {
      await post(`/api/elements/${element}/erase`, {
        parent: page.details.sha256, handle, reason: reason.value.trim(), takes: takes.checked,
      });
    } catch (error) {
      reportFailure(error);
      problem.textContent = errorText(error);
      button.disabled = false;
      return;
    }
    box.close();
    showBar({ text: t.erased(handle) });
    location.hash = "#/";
    await notify("changed");
  };
  const box = optionsDialog({
    title: t.eraseTitle(handle), choices: [takes],
    command: () => `castbook erase @${handle} --reason TEXT${takes.checked ? " --with-takes" : ""}`,
    load: async () => {
      const plan = await get(`/api/elements/${element}/erasure${takes.checked ? "?takes=1" : ""}`);
      return [
        h("p", {}, t.eraseLead), h("ul", {}, erasedItems(plan).map((text) => h("li", {}, text))),
        h("ul", { class: "plain" }, keptItems(plan).map((text) => h("li", {}, text))),
      ];
    },
  });
  box.querySelector(".asked").after(takes.label);
  append(box.querySelector(".dialog-body"), [formRow("erase-reason", t.eraseReason, reason),
    h("label", { class: "form-row" }, h("span", {}, t.eraseHandle(handle)), name), problem,
    h("div", { class: "buttons" }, button)]);
}

const ifAny = (count, text) => count > 0 && text(count);

/** Returns what erasing deletes. */
function erasedItems(plan) {
  return [
    t.eraseRevisions(plan.revisionCount), t.eraseFiles(plan.fileCount, bytes(plan.bytes)),
    plan.clipsErased && ifAny(plan.clips.length, t.eraseClips),
  ].filter(Boolean);
}

/** Returns what stays, and where else the element is. */
function keptItems(plan) {
  return [
    ifAny(plan.sharedFileCount, t.eraseShared), !plan.clipsErased && ifAny(plan.clips.length, t.leaveClips),
    ifAny(plan.pins.length, t.eraseUses), ifAny(plan.exports.length, t.eraseExports),
    ifAny(plan.registrations.length, t.eraseIds), ifAny(plan.backups.length, t.eraseBackups),
  ].filter(Boolean);
}

/** The ids that providers gave an element, with a form for another one. */
export function registrationsPart(page, found) {
  const { element } = page.details;
  const list = found.registrations.map((one) => h("li", {},
    h("p", {}, `${one.target} · ${one.kind}`), h("p", { class: "hint" }, [
      t.registrationStates[one.state] ?? one.state, one.expires && t.expiresOn(day(one.expires)), one.account,
    ].filter(Boolean).join(" · ")), h("code", {}, one.id),
    !page.isFixed && h("button", { type: "button", class: "quiet small", onclick: () => forget(one) }, t.idForget)));
  const path = `/api/elements/${element}`;
  const record = (one) => post(`${path}/register`, {
    parent: page.details.sha256, target: one.target, id: one.id, kind: one.kind, account: one.account,
    expires: one.expires,
  });
  const withdraw = (one) => post(`${path}/unregister`, {
    parent: page.details.sha256, target: one.target, kind: one.kind, account: one.account,
  });
  const forget = async (one) => {
    await change(() => withdraw(one), { details: page.details, text: t.idForgotten(one.target),
      undo: () => record(one) });
    page.reload("registrations");
  };
  const form = () => {
    const target = new TargetField({ label: t.checkTarget, id: "id-target", targets: library.answer?.targets });
    const id = h("input", { id: "id-text", autocomplete: "off", spellcheck: "false", required: true });
    const expires = h("input", { id: "id-expires", type: "date" });
    const problem = h("p", { class: "error-text", role: "alert" });
    const store = async (event) => {
      event.preventDefault();
      const given = { target: target.value, id: id.value.trim(), expires: expires.value || undefined };
      const stored = await change(() => record(given), {
        details: page.details, text: t.idRecorded(given.target),
        onError: (error) => { problem.textContent = errorText(error); },
        undo: (answer) => withdraw(answer.registrations[0]),
      });
      if (stored) page.reload("registrations");
    };
    return h("form", { class: "writing", onsubmit: store }, formRow("id-target", t.checkTarget, target.node),
      formRow("id-text", t.idLabel, id), formRow("id-expires", t.expires, expires), problem,
      h("div", { class: "buttons" }, h("button", { type: "submit", class: "accent" }, t.idRecord)));
  };
  return [
    list.length > 0 ? h("ul", { class: "plain" }, list) : h("p", { class: "quiet-text" }, t.registrationsNone),
    !page.isFixed && h("div", { class: "buttons" }, h("button", { type: "button", "data-key": "create-at",
      onclick: async () => (await view("create-at.js"))?.createAt(page, () => page.reload("registrations")) },
    t.views.create.open)),
    !page.isFixed && h("details", { class: "id-form" }, h("summary", {}, t.idAdd), form()),
  ];
}
