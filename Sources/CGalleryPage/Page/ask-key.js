// Asking for the key of a provider.

import { get, query, send } from "./api.js";
import { showBar } from "./bar.js";
import { errorText } from "./changes.js";
import { dialog } from "./dialog.js";
import { formRow, h } from "./dom.js";
import { reportFailure } from "./library.js";
import { t } from "./texts.js";

const texts = t.views.settings;

/** The account of a user who has only one. */
export const MAIN = "main";

/**
 * Returns the name of a key for people: its provider, with the account unless it is the main one.
 */
export const nameOf = (key) => key.account === MAIN ? key.provider ?? key.name
  : `${key.provider ?? key.name} (${key.account})`;

/**
 * Asks for the key with a name, which a plan lacks, for the account that the plan uses. `onKept()`
 * is called once it is kept.
 */
export async function askMissingKey(name, onKept, account) {
  try {
    const { missingKeys, keys } = await get("/api/settings");
    askKey({ missing: missingKeys, known: keys, wanted: name, owner: account, onKept });
  } catch (error) {
    reportFailure(error);
    showBar({ text: errorText(error) });
  }
}

/**
 * Asks for a key and keeps it. `missing` and `known` are keys of `settings/1`, `wanted` is the name
 * of one to begin with, `owner` its account, and `replaced` is the key to replace.
 * `onKept(settings)` is called once the key is kept.
 *
 * @param {{
 *   missing: object[], known: object[], wanted?: string, owner?: string, replaced?: object,
 *   onKept: (settings: object) => void,
 * }} options
 */
export function askKey({ missing, known, wanted, owner = MAIN, replaced, onKept }) {
  const others = known.filter((key) => key.provider);
  // A key of several accounts is one choice.
  const choices = replaced ? [replaced]
    : [...new Map([...missing, ...others].map((key) => [key.name, key])).values()];
  const name = h("select", { id: "key-name", disabled: Boolean(replaced) }, choices.map((one) =>
    h("option", { value: one.name }, `${one.provider ?? one.name} (${one.name})`)));
  name.value = replaced?.name ?? choices.find((one) => one.name === wanted)?.name ?? choices[0]?.name ?? "";
  const text = h("input", { id: "key-text", type: "password", autocomplete: "off", required: true, spellcheck: "false",
    minlength: "8", "aria-describedby": "key-hint" });
  const account = h("input", { id: "key-account", autocomplete: "off", value: replaced?.account ?? owner,
    required: true, pattern: "[a-z0-9][a-z0-9._\\-]{0,39}", disabled: Boolean(replaced) });
  const problem = h("p", { class: "error-text", role: "alert" });
  const button = h("button", { type: "submit", class: "primary" }, texts.keepKey);
  const keep = async (event) => {
    event.preventDefault();
    button.disabled = true;
    problem.textContent = "";
    try {
      const answer = await send(`/api/settings/keys/${name.value}${query({ account: account.value.trim() })}`,
        text.value);
      const kept = answer.keys.find((one) => one.name === name.value && one.account === account.value.trim());
      box.close();
      onKept(answer);
      showBar({ text: kept ? texts.kept[kept.source]?.(nameOf(kept)) ?? texts.hidden(nameOf(kept), kept.variable)
        : texts.keptAnyway });
    } catch (error) {
      reportFailure(error);
      problem.textContent = errorText(error);
    }
    text.value = "";
    button.disabled = false;
  };
  const box = dialog({ title: replaced ? texts.replaceTitle(nameOf(replaced)) : texts.addKey, body: h("form", {
    class: "writing", onsubmit: keep }, formRow("key-name", texts.provider, name), formRow("key-text", texts.key, text),
  h("p", { class: "hint", id: "key-hint" }, texts.keyHint),
  h("details", { open: account.value !== MAIN }, h("summary", {}, texts.otherAccount),
    formRow("key-account", texts.account, account), h("p", { class: "hint" }, texts.accountHint)),
  problem, h("div", { class: "buttons" }, button)) });
  (replaced || wanted ? text : name).focus();
}
