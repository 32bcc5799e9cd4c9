// Verifies a bundle from this computer, and sends it.

import { showAccounts } from "./accounts.js";
import { post, query, remove, send as upload } from "./api.js";
import { errorText } from "./changes.js";
import { dialog } from "./dialog.js";
import { h, replace } from "./dom.js";
import { acceptOwnDrops } from "./dropping.js";
import { findingList } from "./finding-list.js";
import { folderDialog } from "./folder-dialog.js";
import { isReadOnly, notify, reportFailure } from "./library.js";
import { severitySign, statusSign } from "./marks.js";
import { asCommand } from "./remedies.js";
import { choiceOf, planNodes } from "./sends.js";
import { t } from "./texts.js";
import { bytes, folderName } from "./units.js";

const texts = t.views.bundles;

/** Opens the dialog. */
export function openBundle() {
  const found = h("div", { class: "send-plan", "aria-live": "polite" });
  const accounts = h("div", {});
  let account;
  /** The bundle that is shown, as the request names it. */
  let shown;
  /** The dropped file, which is removed at the end unless it is sent. */
  let dropped;
  // Only the latest answer is shown: the user may choose another bundle before it arrives.
  let latest = 0;
  let isOpen = true;
  const file = h("input", { type: "file", accept: ".zip,application/zip", hidden: true,
    onchange: () => { if (file.files[0]) openZip(file.files[0]); } });
  const send = h("button", { type: "button", class: "primary", hidden: true }, t.views.sends.send);
  const discard = (drop) => { if (drop) remove(`/api/drops/${drop}`).catch(() => {}); };
  const box = dialog({ title: texts.open, kind: "send wide", onClose: () => {
    isOpen = false;
    discard(dropped);
  }, body: [h("p", {}, texts.lead),
    h("div", { class: "buttons" },
      h("button", { type: "button", onclick: () => file.click() }, texts.chooseZip), file,
      h("button", { type: "button", onclick: chooseFolder }, texts.chooseFolder)),
    accounts, found, h("div", { class: "buttons" }, send),
    asCommand("castbook bundle verify PATH", ...isReadOnly() ? [] : ["castbook send PATH"])] });
  acceptOwnDrops(box, { label: texts.drop, onFiles: ([one]) => { if (one) openZip(one); } });

  const showError = (error) => {
    reportFailure(error);
    send.hidden = true;
    replace(found, h("p", { class: "error-text", role: "alert" }, errorText(error)));
  };

  function chooseFolder() {
    folderDialog({ title: texts.chooseFolder, lead: texts.folderLead, command: "castbook bundle verify DIR",
      hint: (one) => one.isBundle && texts.isBundle,
      state: (one) => ({ text: texts.openFolder(folderName(one.folder)), isOff: !one.isBundle }),
      run: (one) => open({ folder: one.folder }) });
  }

  async function openZip(zip) {
    const wanted = latest += 1;
    file.value = "";
    send.hidden = true;
    replace(found, h("p", { class: "quiet-text" }, t.working));
    try {
      const { drop } = await upload(`/api/drops${query({ name: zip.name })}`, zip);
      if (!isOpen || wanted !== latest) return discard(drop);
      await open({ drop });
    } catch (error) {
      if (wanted === latest) showError(error);
    }
    return undefined;
  }

  /** Opens a bundle; `again` plans another take of what was rendered before. */
  async function open(place, again) {
    const wanted = latest += 1;
    send.hidden = true;
    if (place.drop !== dropped) discard(dropped);
    dropped = place.drop;
    let answer;
    try {
      answer = await post("/api/bundles/open", { ...place, again, account });
    } catch (error) {
      if (wanted !== latest) return;
      throw error;
    }
    if (wanted !== latest) return;
    if (!shown && answer.plan) {
      showAccounts(accounts, (chosen) => {
        account = chosen;
        open(shown).catch(showError);
      });
    }
    shown = place;
    show(answer, (isAgain) => open(place, isAgain).catch(showError), again);
  }

  /** Shows a bundle and its plan; `retry(again)` plans it another time. */
  function show({ bundle, plan, key }, retry, again) {
    const planned = plan?.bundles[0];
    const doubts = plan && doubtsOf(planned);
    const isSure = h("input", { type: "checkbox", onchange: () => { send.disabled = !isPossible || !isSure.checked; } });
    replace(found, verification(bundle), plan && planNodes(planned, plan, () => retry(again)),
      doubts?.length > 0 && [doubts.map((one) => h("p", {}, severitySign("warning"), " ", one)),
        h("label", { class: "check-line" }, isSure, " ", texts.sure)]);
    send.hidden = !plan;
    if (!plan) return;
    const { isDone, isPossible, words } = choiceOf(plan);
    send.textContent = words;
    send.disabled = !isPossible || (doubts.length > 0 && !isDone);
    send.onclick = () => isDone ? retry(true) : begin(key, isSure.checked);
  }

  async function begin(key, sure) {
    send.disabled = true;
    try {
      notify("sends", await post("/api/bundles/send", { plan: key, sure }));
      // The server removes it when it was sent.
      dropped = undefined;
      box.close();
    } catch (error) {
      showError(error);
    }
  }
}

/** Why the user may not want to pay for a bundle as it is. */
const doubtsOf = (planned) => [...(planned.changes ?? []).map((one) => errorText({ message: one.message })),
  ...planned.takes ? [texts.takes(planned.takes)] : []];

/** Whether a bundle is as it was exported, and what its target says about its files. */
function verification(bundle) {
  const findings = [...bundle.findings, ...(bundle.sent ?? []).flatMap((one) =>
    one.findings.map((finding) => ({ ...finding, message: `${one.path}: ${finding.message}` })))];
  const isWhole = !bundle.findings.some((one) => one.severity === "error");
  return [
    h("p", { role: "status" }, statusSign(bundle.status, { isSilent: true }), " ",
      bundle.elements ? texts.pack(bundle.elements.map((one) => `@${one.replace(/^@/, "")}`).join(", "))
        : isWhole ? texts.whole(bundle.name) : texts.broken(bundle.name ?? folderName(bundle.path)), " ",
      h("span", { class: "hint" }, [bundle.target, texts.files(bundle.fileCount, bytes(bundle.bytes))]
        .filter(Boolean).join(" · "))),
    findings.length > 0 && findingList(findings),
  ];
}
