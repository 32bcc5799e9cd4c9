// Creating an element or a voice at a provider, which then knows it by an id.

import { showAccounts } from "./accounts.js";
import { post } from "./api.js";
import { errorText } from "./changes.js";
import { dialog } from "./dialog.js";
import { formRow, h, replace } from "./dom.js";
import { library, notify, reportFailure, subscribe } from "./library.js";
import { severitySign, statusSign } from "./marks.js";
import { asCommand } from "./remedies.js";
import { planNodes } from "./sends.js";
import { t } from "./texts.js";
import { day, handleOf, moneySum } from "./units.js";

const texts = t.views.create;

/** Opens the dialog for the element of a page; `onCreated()` is called once it has its id. */
export function createAt(page, onCreated) {
  const { details } = page;
  const name = handleOf(details);
  const plan = h("div", { class: "send-plan", "aria-live": "polite" });
  const accounts = h("div", {});
  let account;
  const button = h("button", { type: "button", class: "primary", disabled: true }, texts.create);
  const slot = details.kind === "voice" ? "voice" : "element";
  const targets = (library.answer?.targets ?? []).filter((one) => one.creates?.includes(slot));
  // All models of a provider use one id.
  const providers = new Map(targets.map((one) => [one.id.split(".")[0], one.name.split(", ")[0]]));
  const provider = h("select", { id: "create-provider", onchange: () => look() },
    [...providers].map(([value, text]) => h("option", { value }, text)));
  let unsubscribe;
  let latest = 0;
  dialog({ title: texts.title(name), kind: "send", onClose: () => unsubscribe?.(), body: [
    h("p", {}, texts.lead), formRow("create-provider", texts.provider, provider), accounts, plan,
    h("div", { class: "buttons" }, button), asCommand(`castbook register ${name} --at ${provider.value} --send`)] });
  const showError = (error) => {
    reportFailure(error);
    replace(plan, h("p", { class: "error-text", role: "alert" }, errorText(error)));
    offerAnother();
  };

  /** Lets the user plan again after a failure. */
  function offerAnother() {
    provider.disabled = false;
    button.textContent = texts.lookAgain;
    button.disabled = false;
    button.onclick = look;
  }

  /** Shows what creating it at the chosen provider would do. */
  async function look() {
    const wanted = latest += 1;
    button.disabled = true;
    button.textContent = texts.create;
    replace(plan, h("p", { class: "quiet-text" }, t.working));
    try {
      const answer = await post(`/api/elements/${details.element}/creation`,
        { parent: details.sha256, target: provider.value, account });
      if (wanted === latest) show(answer);
    } catch (error) {
      if (wanted === latest) showError(error);
    }
  }

  function show({ plan: planned, key, registration }) {
    if (!planned) {
      replace(plan, h("p", {}, statusSign("pass", { isSilent: true }), " ",
        texts.isThere(registration.id, registration.expires && day(registration.expires))));
      return;
    }
    replace(plan, registration?.state === "behind" && h("p", {}, severitySign("note"), " ", texts.replaces),
      planNodes({ name, ...planned }, { account, ...planned }, look));
    const isPossible = planned.obstacles.length === 0 && !planned.missingKeys;
    button.textContent = isPossible && planned.costs.length > 0 ? texts.createFor(moneySum(planned.costs)) : texts.create;
    button.disabled = !isPossible;
    button.onclick = () => create(key);
  }

  async function create(key) {
    button.disabled = true;
    provider.disabled = true;
    try {
      const answer = await post("/api/creations", { plan: key });
      const { number } = answer.works[0];
      unsubscribe = subscribe("sends", ({ works }) => follow(works.find((one) => one.number === number)));
      notify("sends", answer);
    } catch (error) {
      showError(error);
    }
  }

  function follow(work) {
    if (!work) return;
    if (work.running) {
      replace(plan, h("div", { class: "team-progress", role: "status" },
        h("progress", { "aria-label": texts.creating(name) }), h("span", {}, work.words ?? texts.creating(name))));
      return;
    }
    unsubscribe?.();
    const { result, problem } = work;
    if (result?.end === "created") {
      replace(plan, h("p", { role: "status" }, statusSign("pass", { isSilent: true }), " ", texts.done(result.id)));
      button.hidden = true;
      onCreated();
      return;
    }
    replace(plan, h("p", { class: "error-text", role: "alert" }, result && t.views.sends.ends[result.end], " ",
      problem || result.problem ? errorText(problem ?? result.problem) : result.job?.note));
    offerAnother();
  }

  showAccounts(accounts, (chosen) => {
    account = chosen;
    look();
  });
  look();
}
