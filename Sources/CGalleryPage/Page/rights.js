// The rights of an element: basis, holder, end and purposes.

import { formRow, h, replace } from "./dom.js";
import { acceptOwnDrops } from "./dropping.js";
import { original, post, query, send } from "./api.js";
import { errorText } from "./changes.js";
import { library } from "./library.js";
import { icon } from "./marks.js";
import { t } from "./texts.js";
import { day } from "./units.js";

/** The rights as text, and a form that changes them. */
export function rightsPart(page) {
  const { details, isFixed } = page;
  const container = h("div", {});
  const read = () => {
    delete container.dataset.editing;
    replace(container, summary(details), !isFixed && h("button", {
      type: "button", class: "quiet small", "data-key": "rights", onclick: write,
    }, icon("edit"), t.rightsEdit));
  };
  const write = () => {
    container.dataset.editing = "yes";
    replace(container, editForm(page, (isStored) => {
      read();
      if (isStored) page.draw();
      container.querySelector("button")?.focus();
    }));
    container.querySelector("select").focus();
  };
  read();
  return [h("h2", {}, t.rights), container];
}

function summary({ rights, rightsInherited }) {
  if (!rights) return h("p", { class: "quiet-text" }, t.rightsNone);
  const parts = [
    t.bases[rights.basis] ?? rights.basis, rights.holder, rights.expires && t.expiresOn(day(rights.expires)),
    rights.allowed?.map((one) => t.purposes[one] ?? one).join(", "),
  ].filter(Boolean);
  return [h("p", {}, parts.join(" · ")), rightsInherited && h("p", { class: "hint" }, t.rightsInherited),
    rights.document && h("p", {}, h("a", { href: original(rights.document, t.documentName), download: "" },
      t.documentSave))];
}

/** A field for the document that proves the rights; a new one replaces it. */
function documentRow(page, rights) {
  const status = h("p", { class: "hint", "aria-live": "polite" }, rights.document ? t.documentThere : t.documentHint);
  const picker = h("input", { type: "file", id: "document", onchange: () => store(picker.files[0]) });
  const store = async (file) => {
    if (!file) return;
    replace(status, t.keeping);
    try {
      const { drop } = await send(`/api/drops${query({ name: file.name })}`, file);
      const stored = await page.change((parent) => post("/api/drops/document", {
        element: page.details.element, parent, drop,
      }), { onError: (error) => replace(status, errorText(error)) });
      if (stored) replace(status, t.documentThere);
    } catch (error) {
      replace(status, errorText(error));
    }
    picker.value = "";
  };
  const row = h("div", { class: "form-row" }, h("label", { for: "document" }, t.document), picker, status);
  acceptOwnDrops(row, { label: t.documentDrop, onFiles: ([file]) => store(file) });
  return row;
}

function editForm(page, leave) {
  const rights = page.details.rightsInherited ? {} : page.details.rights ?? {};
  const opened = { sha256: page.details.sha256 };
  const { bases = [], purposes = [] } = library.answer ?? {};
  const basis = h("select", { id: "basis" }, bases.map((one) => h("option", { value: one }, t.bases[one] ?? one)));
  basis.value = rights.basis ?? "unknown";
  const holder = h("input", { id: "holder", value: rights.holder ?? "", autocomplete: "off" });
  const expires = h("input", { id: "expires", type: "date", value: rights.expires ?? "" });
  const uses = purposes.map((one) => h("input", { type: "checkbox", value: one,
    checked: rights.allowed?.includes(one) ?? false }));
  const problem = h("p", { class: "error-text", role: "alert" });
  const store = async (event) => {
    event.preventDefault();
    const allowed = uses.filter((one) => one.checked).map((one) => one.value);
    const given = { basis: basis.value, holder: holder.value.trim(), expires: expires.value, allowed };
    const isGiven = (key) => given[key].length > 0;
    const unset = ["holder", "expires", "allowed"].filter((key) => !isGiven(key) && rights[key] !== undefined);
    const values = Object.fromEntries(Object.entries(given).filter(([key]) => isGiven(key)));
    const stored = await page.edit({ rights: values, ...(unset.length > 0 && { unset }) },
      { opened, onError: (error) => { problem.textContent = errorText(error); } });
    if (stored) leave(true);
  };
  return h("form", { class: "writing", onsubmit: store,
    onkeydown: (event) => { if (event.key === "Escape") leave(false); } },
    formRow("basis", t.basis, basis), formRow("holder", t.holder, holder), formRow("expires", t.expires, expires),
    h("fieldset", {}, h("legend", {}, t.allowed), uses.map((one) => h("label", { class: "choice" }, one,
      t.purposes[one.value] ?? one.value))),
    documentRow(page, rights),
    problem,
    h("div", { class: "buttons" }, h("button", { type: "submit", class: "accent" }, t.save),
      h("button", { type: "button", class: "quiet", onclick: () => leave(false) }, t.cancel)));
}
