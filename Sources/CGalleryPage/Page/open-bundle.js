// Opening a bundle that lies on this computer: what it is, whether it is whole, and sending it.

import { post, query, remove, send as upload } from "./api.js";
import { errorText } from "./changes.js";
import { dialog } from "./dialog.js";
import { h, replace } from "./dom.js";
import { acceptOwnDrops } from "./dropping.js";
import { findingList } from "./finding-list.js";
import { folderDialog } from "./folder-dialog.js";
import { isReadOnly, notify, reportFailure } from "./library.js";
import { statusSign } from "./marks.js";
import { asCommand } from "./remedies.js";
import { planNodes } from "./sends.js";
import { t } from "./texts.js";
import { bytes, folderName, moneySum } from "./units.js";

const texts = t.views.bundles;

/** Opens the dialog. */
export function openBundle() {
  const found = h("div", { class: "send-plan", "aria-live": "polite" });
  const file = h("input", { type: "file", accept: ".zip,application/zip", hidden: true,
    onchange: () => { if (file.files[0]) openZip(file.files[0]); } });
  const send = h("button", { type: "button", class: "primary", hidden: true }, t.views.sends.send);
  /** The dropped file, which is removed at the end unless it is sent. */
  let dropped;
  const forget = () => {
    if (dropped) remove(`/api/drops/${dropped}`).catch(() => {});
    dropped = undefined;
  };
  const box = dialog({ title: texts.open, kind: "send wide", onClose: forget, body: [h("p", {}, texts.lead),
    h("div", { class: "buttons" },
      h("button", { type: "button", onclick: () => file.click() }, texts.chooseZip), file,
      h("button", { type: "button", onclick: chooseFolder }, texts.chooseFolder)),
    found, h("div", { class: "buttons" }, send),
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
      run: async (one) => {
        forget();
        await open({ folder: one.folder });
      } });
  }

  async function openZip(zip) {
    forget();
    file.value = "";
    replace(found, h("p", { class: "quiet-text" }, t.working));
    try {
      ({ drop: dropped } = await upload(`/api/drops${query({ name: zip.name })}`, zip));
      await open({ drop: dropped });
    } catch (error) {
      showError(error);
    }
  }

  /** Shows a bundle; `again` plans another take of what was rendered before. */
  async function open(place, again) {
    const { bundle, plan, key } = await post("/api/bundles/open", { ...place, again });
    const retry = (isAgain) => open(place, isAgain).catch(showError);
    replace(found, verification(bundle), plan && planNodes(plan.bundles[0], plan, () => retry(again)));
    send.hidden = !plan;
    if (!plan) return;
    const [planned] = plan.bundles;
    const isDone = planned.state === "done";
    const isPossible = planned.obstacles.length === 0 && !plan.missingKeys;
    send.textContent = isDone ? t.views.sends.again : t.views.sends.sendFor(isPossible && moneySum(plan.costs));
    send.disabled = !isPossible;
    send.onclick = () => isDone ? retry(true) : begin(key);
  }

  async function begin(key) {
    send.disabled = true;
    try {
      notify("sends", await post("/api/bundles/send", { plan: key }));
      // It is read while it is sent.
      dropped = undefined;
      box.close();
    } catch (error) {
      showError(error);
    }
  }
}

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
