// The account with a provider that pays, for users who have several.

import { get } from "./api.js";
import { MAIN } from "./ask-key.js";
import { formRow, h } from "./dom.js";
import { reportFailure } from "./library.js";
import { t } from "./texts.js";

/** Returns the accounts of `settings/1`, the main one first; those of the team's store are none. */
export const accountsOf = ({ keys }) =>
  [...new Set([MAIN, ...keys.filter((key) => key.provider).map((key) => key.account).sort()])];

/**
 * Fills a place with a field for the account if the user has several; `onChange(account)` is called
 * with another choice.
 */
export async function showAccounts(place, onChange) {
  let accounts;
  try {
    accounts = accountsOf(await get("/api/settings"));
  } catch (error) {
    reportFailure(error);
    return;
  }
  if (accounts.length < 2) return;
  const field = h("select", { id: "paying-account", onchange: () => onChange(field.value) },
    accounts.map((one) => h("option", { value: one }, one)));
  place.replaceChildren(formRow("paying-account", t.views.sends.account, field));
}
