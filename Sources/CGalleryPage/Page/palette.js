// The command palette: every command by name and every element by handle, with Ctrl+K or ⌘K.

import { dialog } from "./dialog.js";
import { h, replace } from "./dom.js";
import { elementsFrom } from "./handles.js";
import { elementAddress, go } from "./route.js";
import { t } from "./texts.js";

/** Opens the palette; `verbs` are `{ label, key?, run }`. */
export function openPalette(verbs) {
  let shown = [];
  let at = 0;
  let controller;
  const list = h("ul", { class: "palette-list", role: "listbox", id: "palette-list", "aria-label": t.paletteLabel });
  const field = h("input", {
    role: "combobox", "aria-label": t.paletteLabel, "aria-autocomplete": "list", "aria-controls": "palette-list",
    "aria-expanded": "true", placeholder: t.paletteHint, autocomplete: "off", spellcheck: "false",
    oninput: () => update(), onkeydown: (event) => onKeyDown(event),
  });
  const run = (one) => {
    box.close();
    one.run();
  };
  const draw = () => {
    at = Math.max(0, Math.min(at, shown.length - 1));
    replace(list, shown.map((one, index) => h("li", {
      role: "option", id: `palette-${index}`, "aria-selected": String(index === at),
      onpointerdown: (event) => {
        event.preventDefault();
        run(one);
      },
    }, h("span", {}, one.label), one.aside && h("span", { class: "hint" }, one.aside),
    one.key && h("kbd", {}, one.key))),
    shown.length === 0 && h("li", { class: "quiet-text", role: "option", "aria-disabled": "true" }, t.chooseNone));
    if (shown.length > 0) field.setAttribute("aria-activedescendant", `palette-${at}`);
    else field.removeAttribute("aria-activedescendant");
    list.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  };
  const update = async () => {
    controller?.abort();
    const { signal } = controller = new AbortController();
    const text = field.value.trim().toLowerCase();
    const terms = text.replace(/^@/, "").split(/\s+/).filter(Boolean);
    const matches = text.startsWith("@") ? [] : verbs.filter((one) =>
      terms.every((word) => one.label.toLowerCase().includes(word)));
    at = 0;
    shown = matches;
    draw();
    if (terms.length !== 1) return;
    const found = await elementsFrom(terms[0], { signal }).catch(() => []);
    if (signal.aborted) return;
    const elements = found.map((one) => ({ label: `@${one.handle}`, aside: one.name,
      run: () => go(elementAddress(one.element)) }));
    shown = [...matches, ...elements];
    draw();
  };
  const onKeyDown = (event) => {
    if (event.key === "ArrowDown") at = (at + 1) % Math.max(1, shown.length);
    else if (event.key === "ArrowUp") at = (at - 1 + shown.length) % Math.max(1, shown.length);
    else if (event.key === "Enter" && shown[at]) {
      event.preventDefault();
      run(shown[at]);
      return;
    } else return;
    event.preventDefault();
    draw();
  };
  const box = dialog({ title: t.paletteTitle, kind: "palette", body: [field, list],
    onClose: () => controller?.abort() });
  update();
  field.focus();
}
