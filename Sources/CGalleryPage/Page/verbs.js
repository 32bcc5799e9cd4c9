// What an element or several can be made into or have done to them: contact sheets, packs, ids, erasing for good.

import { get, post, remove, send } from "./api.js";
import { showBar } from "./bar.js";
import { change, said } from "./changes.js";
import { dialog } from "./dialog.js";
import { append, formRow, h, replace, saveAs } from "./dom.js";
import { isReadOnly, library, noticeRefusal, tell } from "./library.js";
import { asCommand } from "./remedies.js";
import { TargetField } from "./targets.js";
import { t } from "./texts.js";
import { bytes, day, handleOf } from "./units.js";

/** A dialog whose content depends on a few choices: `load()` answers what to show, and is asked again after each. */
function asking({ title, kind, choices, load, command }) {
  const place = h("div", { "aria-live": "polite", class: "asked" });
  const below = h("div", {});
  let asked = 0;
  const look = async () => {
    const mine = asked += 1;
    replace(place, h("p", { class: "quiet-text" }, t.working));
    replace(below, command && asCommand(command()));
    try {
      const made = await load();
      if (mine === asked) replace(place, made);
    } catch (error) {
      noticeRefusal(error);
      if (mine === asked) replace(place, h("p", { class: "error-text" }, said(error)));
    }
  };
  const row = h("div", { class: "asked-choices", onchange: look }, choices.map((one) => one.label));
  const box = dialog({ title, kind, body: [row, place, below] });
  look();
  return box;
}

/** A choice that is on or off. */
function check(words, checked = false) {
  const box = h("input", { type: "checkbox", checked });
  return { label: h("label", { class: "choice" }, box, words), get checked() { return box.checked; } };
}

/** Draws a contact sheet of an element. */
export function contactSheet(page) {
  const { element, handle, sha256 } = page.details;
  const light = check(t.sheetLight);
  const best = check(t.sheetBest);
  asking({
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
  // A fork has two latest versions: which one counts is decided first.
  const forks = chosen.filter((one) => one.side || one.fork);
  const elements = chosen.filter((one) => !forks.includes(one));
  const rights = check(t.packRights, true);
  const ids = check(t.packIds);
  const words = elements.length === 1 ? handleOf(elements[0]) : t.elements(elements.length);
  const handles = elements.map(handleOf).join(" ");
  const place = h("div", { class: "asked", "aria-live": "polite" });
  const button = h("button", { type: "button", class: "primary", onclick: () => run() }, t.packSave);
  const run = async () => {
    button.disabled = true;
    replace(place, h("p", { class: "quiet-text" }, t.working));
    try {
      const { pack: packed, download } = await post("/api/packs", {
        elements: elements.map((one) => one.element), rights: rights.checked, registrations: ids.checked,
      });
      replace(place, h("p", {}, t.packLead), h("ul", { class: "plain" }, packed.elements.map((one) =>
        h("li", {}, `@${one.handle}`, one.need && h("span", { class: "hint" }, ` ${t.packNeeded}`)))),
      h("p", { class: "hint" }, t.packSize(packed.fileCount, bytes(packed.bytes))));
      saveAs(download);
    } catch (error) {
      noticeRefusal(error);
      replace(place, h("p", { class: "error-text" }, said(error)));
    }
    button.disabled = false;
  };
  const command = h("div", {});
  const show = () => replace(command, asCommand(`castbook pack ${handles} -o cast.zip`
    + (rights.checked ? " --with-rights" : "") + (ids.checked ? " --with-registrations" : "")));
  dialog({
    title: t.packTitle(words),
    body: [forks.length > 0 && h("p", {}, t.packForks(forks.map(handleOf))),
      h("div", { class: "asked-choices", onchange: show }, rights.label, ids.label), place,
      h("div", { class: "buttons" }, button), command],
  });
  button.disabled = elements.length === 0;
  show();
}

/** Shows what is in a dropped pack, then imports it. */
export async function importPack(file) {
  const place = h("div", { "aria-live": "polite" }, h("p", { class: "quiet-text" }, t.working));
  const button = h("button", { type: "button", class: "primary", disabled: true, onclick: () => run() }, t.importRun);
  let drop;
  const fail = (error) => {
    noticeRefusal(error);
    replace(place, h("p", { class: "error-text" }, said(error)));
  };
  const list = (answer) => h("ul", { class: "plain" }, answer.elements.map((one) => h("li", {}, `@${one.handle} `,
    h("span", { class: "hint" }, t.importChanges[one.change] ?? one.change))));
  // If another element here has the name, it is imported as a new one, under another name.
  const from = h("input", { id: "import-from", autocomplete: "off", spellcheck: "false", placeholder: t.importOnly });
  const to = h("input", { id: "import-to", autocomplete: "off", spellcheck: "false", placeholder: "@" });
  const bare = (field) => field.value.trim().replace(/^@/, "");
  const renames = () => bare(to) ? { as: { [bare(from)]: bare(to) } } : {};
  const other = h("details", {}, h("summary", {}, t.importAs), h("div", { class: "writing" },
    formRow("import-from", t.importFrom, from), formRow("import-to", t.importTo, to),
    h("div", { class: "buttons" }, h("button", { type: "button", onclick: () => look() }, t.importLook))));
  const run = async () => {
    button.disabled = true;
    try {
      const done = await post("/api/drops/import", { drop, run: true, ...renames() });
      drop = undefined;
      await tell("changed");
      box.close();
      showBar({ words: t.imported(done.elements.length) });
    } catch (error) {
      fail(error);
    }
  };
  const box = dialog({
    title: t.importTitle(file.name),
    body: [place, other, h("div", { class: "buttons" }, button), asCommand(`castbook import ${file.name}`)],
    closed: () => { if (drop) remove(`/api/drops/${drop}`).catch(() => {}); },
  });
  const look = async () => {
    button.disabled = true;
    replace(place, h("p", { class: "quiet-text" }, t.working));
    try {
      const seen = await post("/api/drops/import", { drop, ...renames() });
      replace(place, list(seen), h("p", { class: "hint" }, t.importHint));
      button.disabled = isReadOnly();
    } catch (error) {
      fail(error);
      other.open ||= error.status === 400;
    }
  };
  try {
    ({ drop } = await send("/api/drops?name=pack.zip", file));
    await look();
  } catch (error) {
    fail(error);
  }
}

/** Shows what erasing deletes, asks for the handle and a reason, then erases an element for good. */
export function erase(page) {
  const { element, handle } = page.details;
  const takes = check(t.eraseTakes);
  const name = h("input", { autocomplete: "off", spellcheck: "false", "aria-label": t.eraseHandle(handle) });
  const reason = h("input", { autocomplete: "off", id: "erase-reason" });
  const problem = h("p", { class: "error-text", role: "alert" });
  const button = h("button", { type: "button", class: "danger", onclick: () => run() }, t.eraseRun(handle));
  const run = async () => {
    const wrong = name.value.replace(/^@/, "") !== handle ? t.eraseHandle(handle)
      : reason.value.trim() === "" ? t.eraseNeedsReason : undefined;
    problem.textContent = wrong ?? "";
    if (wrong) return;
    button.disabled = true;
    try {
      await post(`/api/elements/${element}/erase`, {
        parent: page.details.sha256, handle, reason: reason.value.trim(), takes: takes.checked,
      });
    } catch (error) {
      noticeRefusal(error);
      problem.textContent = said(error);
      button.disabled = false;
      return;
    }
    box.close();
    showBar({ words: t.erased(handle) });
    location.hash = "#/";
    await tell("changed");
  };
  const box = asking({
    title: t.eraseTitle(handle), choices: [takes],
    command: () => `castbook erase @${handle} --reason TEXT${takes.checked ? " --with-takes" : ""}`,
    load: async () => {
      const plan = await get(`/api/elements/${element}/erasure${takes.checked ? "?takes=1" : ""}`);
      return [
        h("p", {}, t.eraseLead), h("ul", {}, erasedThings(plan).map((words) => h("li", {}, words))),
        h("ul", { class: "plain" }, whatStays(plan).map((words) => h("li", {}, words))),
      ];
    },
  });
  box.querySelector(".asked").after(takes.label);
  append(box.querySelector(".dialog-body"), [formRow("erase-reason", t.eraseReason, reason),
    h("label", { class: "form-row" }, h("span", {}, t.eraseHandle(handle)), name), problem,
    h("div", { class: "buttons" }, button)]);
}

const some = (count, words) => count > 0 && words(count);

/** What erasing deletes. */
function erasedThings(plan) {
  return [
    t.eraseRevisions(plan.revisionCount), t.eraseFiles(plan.fileCount, bytes(plan.bytes)),
    plan.clipsErased && some(plan.clips.length, t.eraseClips),
  ].filter(Boolean);
}

/** What stays, and where else the element is. */
function whatStays(plan) {
  return [
    some(plan.sharedFileCount, t.eraseShared), !plan.clipsErased && some(plan.clips.length, t.leaveClips),
    some(plan.pins.length, t.eraseUses), some(plan.exports.length, t.eraseExports),
    some(plan.registrations.length, t.eraseIds), some(plan.backups.length, t.eraseBackups),
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
    await change(() => withdraw(one), { details: page.details, words: t.idForgotten(one.target),
      undo: () => record(one) });
    page.showAgain("registrations");
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
        details: page.details, words: t.idRecorded(given.target),
        refused: (error) => { problem.textContent = said(error); },
        undo: (answer) => withdraw(answer.registrations[0]),
      });
      if (stored) page.showAgain("registrations");
    };
    return h("form", { class: "writing", onsubmit: store }, formRow("id-target", t.checkTarget, target.node),
      formRow("id-text", t.idLabel, id), formRow("id-expires", t.expires, expires), problem,
      h("div", { class: "buttons" }, h("button", { type: "submit", class: "accent" }, t.idRecord)));
  };
  return [
    list.length > 0 ? h("ul", { class: "plain" }, list) : h("p", { class: "quiet-text" }, t.registrationsNone),
    !page.isFixed && h("details", { class: "id-form" }, h("summary", {}, t.idAdd), form()),
  ];
}
