// The care of the library: its backups, and whether it is intact.

import { get, post, remove } from "./api.js";
import { errorText } from "./changes.js";
import { h, replace } from "./dom.js";
import { findingList } from "./finding-list.js";
import { folderDialog } from "./folder-dialog.js";
import { isReadOnly, reportFailure, subscribe } from "./library.js";
import { statusSign } from "./marks.js";
import { asCommand } from "./remedies.js";
import { t } from "./texts.js";
import { bytes, folderName, moment } from "./units.js";

const texts = t.views.care;

/** The number of backups that are listed; older ones are seldom there. */
const SHOWN_BACKUPS = 5;

/** The part about the library's care, which keeps itself up to date while it is on the page. */
export class CarePart {
  #backups = h("div", {});
  #work = h("div", { class: "care-work", "aria-live": "polite" });
  #problem = h("p", { class: "error-text", role: "alert" });
  #buttons = [
    h("button", { type: "button", class: "accent", onclick: () => this.#chooseFolder() }, texts.backUp),
    h("button", { type: "button", onclick: () => this.#begin("examine") }, texts.examine),
  ];
  #answer;
  #hasRunning = false;
  node = h("div", {}, this.#backups, this.#problem, h("div", { class: "buttons" }, this.#buttons), this.#work,
    asCommand("castbook backup DIR", "castbook doctor"));

  #running;
  #unsubscribe = subscribe("care", (work) => { if (this.#answer) this.#show({ ...this.#answer, work }); });

  /** Ends its subscription. */
  leave() { this.#unsubscribe(); }

  async load() {
    try {
      this.#show(await get("/api/care"));
    } catch (error) {
      reportFailure(error);
      this.#problem.textContent = errorText(error);
    }
  }

  #show(answer) {
    const isRunning = Boolean(answer.work?.running);
    const hasEnded = this.#hasRunning && !isRunning;
    const isProgress = answer.backups === this.#answer?.backups && isRunning === this.#hasRunning;
    this.#answer = answer;
    this.#hasRunning = isRunning;
    if (!isProgress) replace(this.#backups, this.#backupList(answer.backups));
    const [backUp, examine] = this.#buttons;
    backUp.hidden = isReadOnly();
    for (const button of [backUp, examine]) button.disabled = this.#hasRunning;
    this.#showWork(answer.work);
    // A backup that was made is in the list now.
    if (hasEnded) this.load();
  }

  #backupList(backups) {
    const [last] = backups;
    if (!last) return h("p", {}, statusSign("warn", { isSilent: true }), " ", texts.noBackup);
    return [
      h("p", {}, statusSign("pass", { isSilent: true }), " ", texts.lastBackup(moment(last.at))),
      h("ul", { class: "key-list" }, backups.slice(0, SHOWN_BACKUPS).map((one) => h("li", {}, h("div", {},
        h("b", {}, folderName(one.path)), h("p", { class: "hint" }, [moment(one.at), !one.there && texts.notThere]
          .filter(Boolean).join(" · ")), h("p", {}, h("code", { class: "hint" }, one.path))),
      one.form === "folder" && one.there && !isReadOnly() && h("div", { class: "buttons" },
        h("button", { type: "button", class: "small", disabled: this.#hasRunning,
          onclick: () => this.#begin("backup", { backup: one.path }) }, texts.update))))),
      backups.length > SHOWN_BACKUPS && h("p", { class: "hint" }, texts.moreBackups(backups.length - SHOWN_BACKUPS)),
    ];
  }

  #showWork(work) {
    if (!work) {
      replace(this.#work);
      return undefined;
    }
    if (work.running) return this.#showProgress(work);
    this.#running = undefined;
    if (work.problem) return replace(this.#work, h("p", { class: "error-text", role: "alert" }, errorText(work.problem)));
    return replace(this.#work, work.what === "backup" ? backupResult(work.outcome) : this.#report(work.outcome));
  }

  /** Changes only the text and the bar of running work, so that its button can be pressed. */
  #showProgress({ number, what, count, total }) {
    if (this.#running?.number !== number) {
      const bar = h("progress", { max: "1", "aria-label": texts.doing[what] });
      const line = h("span", {});
      this.#running = { number, bar, line };
      replace(this.#work, h("div", { class: "team-progress" }, bar, line, h("button", { type: "button", class: "small",
        onclick: () => remove("/api/care").catch(reportFailure) }, texts.stop)));
    }
    const { bar, line } = this.#running;
    if (total) bar.value = count / total;
    line.textContent = [texts.doing[what], count && texts.progress(count, total)].filter(Boolean).join(" · ");
  }

  /** What a check of the library found. */
  #report({ findings, status, summary }) {
    const open = findings.filter((one) => !one.repaired);
    const facts = texts.facts(summary.elementCount, summary.fileCount, bytes(summary.bytes));
    return [
      h("p", { role: "status" }, statusSign(status, { isSilent: true }), " ",
        open.length === 0 ? texts.intact : texts.found(open.length), " ", h("span", { class: "hint" }, facts)),
      summary.repaired > 0 && h("p", {}, texts.repaired(summary.repaired)),
      open.length > 0 && findingList(open, { locate: (one) => one.elements ? undefined : one.path }),
      open.length > 0 && !isReadOnly() && h("div", { class: "buttons" },
        h("button", { type: "button", onclick: () => this.#begin("repair") }, texts.repair)),
    ];
  }

  #chooseFolder() {
    folderDialog({
      title: texts.backUp, lead: texts.backupLead, command: "castbook backup DIR",
      state: (one) => ({ text: texts.backUpTo(folderName(one.folder)) }),
      run: (one) => this.#start("backup", { folder: one.folder }),
    });
  }

  async #start(what, fields = {}) {
    const answer = await post(`/api/care/${what}`, fields);
    this.#hasRunning = true;
    this.#show(answer);
  }

  async #begin(what, fields) {
    this.#problem.textContent = "";
    try {
      await this.#start(what, fields);
    } catch (error) {
      reportFailure(error);
      this.#problem.textContent = errorText(error);
    }
  }
}

function backupResult(made) {
  const faults = made.faults ?? [];
  return [
    h("p", { role: "status" }, statusSign(faults.length > 0 ? "warn" : "pass", { isSilent: true }), " ",
      made.copied.files + made.checked.files === 0 && !made.new ? texts.unchanged : texts.backedUp(made.elementCount,
        made.copied.files, bytes(made.copied.bytes)), " ", h("code", { class: "hint" }, made.path)),
    made.elsewhereCount > 0 && h("p", {}, texts.elsewhere(made.elsewhereCount)),
    faults.length > 0 && h("p", { class: "error-text", role: "alert" }, texts.faults(faults.length)),
    made.unnoted && h("p", { class: "error-text" }, texts.unnoted(made.unnoted)),
  ];
}
