// The team's store in the settings: the first connection, and its end.

import { post, query, send } from "./api.js";
import { showBar } from "./bar.js";
import { errorText } from "./changes.js";
import { dialog } from "./dialog.js";
import { formRow, h, replace } from "./dom.js";
import { isReadOnly, loadLibrary, notify, reportFailure } from "./library.js";
import { statusSign } from "./marks.js";
import { asCommand } from "./remedies.js";
import { exchange, teamDialog } from "./team.js";
import { t } from "./texts.js";

const texts = t.views.settings;
/** The names of the two keys with which a store is opened. */
const [ACCESS, SECRET] = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];

/** The part about the store: what `GET /api/team` answers. `reload()` shows it again. */
export function teamPart({ remote }, reload) {
  return remote ? sharedPart(remote.remote, reload) : connectPart(reload);
}

function sharedPart(settings, reload) {
  const problem = h("p", { class: "error-text", role: "alert" });
  const leave = () => dialog({ title: texts.stopSharing, body: [h("p", {}, texts.stopLead), problem], buttons: [{
    label: texts.stopSharing, primary: true, run: async () => {
      try {
        await post("/api/team/disconnect", {});
      } catch (error) {
        reportFailure(error);
        problem.textContent = errorText(error);
        return false;
      }
      await afterChange().catch(reportFailure);
      reload();
      return true;
    } }, { label: t.cancel }] });
  return [
    h("p", {}, statusSign("pass", { isSilent: true }), " ", texts.sharedThrough(settings.location),
      settings.endpoint && h("span", { class: "hint" }, ` ${settings.endpoint}`)),
    h("div", { class: "buttons" }, h("button", { type: "button", onclick: () => teamDialog() }, texts.openTeam),
      !isReadOnly() && h("button", { type: "button", class: "quiet", onclick: leave }, texts.stopSharing)),
  ];
}

/** Loads what the header shows about the library, and all views. */
async function afterChange() {
  await loadLibrary();
  await notify("changed");
}

function connectPart(reload) {
  if (isReadOnly()) return h("p", {}, texts.notShared);
  const field = (id, properties) => h("input", { id, autocomplete: "off", spellcheck: "false", ...properties });
  const bucket = field("store-location", { required: true, placeholder: "s3://studio/cast", pattern: "s3://.+" });
  const server = field("store-server", { placeholder: "s3.example.com" });
  const region = field("store-region", { placeholder: "us-east-1" });
  const profile = field("store-profile", { placeholder: "default" });
  const access = field("store-access", {});
  const secret = field("store-secret", { type: "password" });
  const files = h("select", { id: "store-files" }, ["none", "pinned", "all"].map((one) =>
    h("option", { value: one }, texts.storeFiles[one])));
  const here = h("div", {}, formRow("store-profile", texts.profile, profile));
  const entered = h("div", { hidden: true }, formRow("store-access", texts.accessKey, access),
    formRow("store-secret", texts.secretKey, secret));
  const ways = ["here", "entered"].map((way) => h("label", { class: "choice" }, h("input", { type: "radio",
    name: "store-keys", value: way, checked: way === "here", onchange: () => {
      here.hidden = way !== "here";
      entered.hidden = way === "here";
      access.required = secret.required = way !== "here";
    } }), texts.storeKeys[way]));
  const problem = h("p", { class: "error-text", role: "alert" });
  const done = h("div", { "aria-live": "polite" });
  const button = h("button", { type: "submit", class: "accent" }, texts.connect);
  const connect = async (event) => {
    event.preventDefault();
    button.disabled = true;
    problem.textContent = "";
    replace(done, h("p", { class: "quiet-text" }, texts.testingStore));
    const account = entered.hidden ? undefined : newAccount(bucket.value);
    try {
      if (account) {
        await keepKey(ACCESS, account, access.value);
        await keepKey(SECRET, account, secret.value);
      }
      const added = await post("/api/team/connect", { location: bucket.value.trim(),
        endpoint: server.value.trim() || undefined, region: region.value.trim() || undefined,
        profile: account ? undefined : profile.value.trim() || undefined, account, files: files.value });
      secret.value = "";
      await afterChange().catch(reportFailure);
      showBar({ text: texts.connected[added.copy ? "copy" : added.new ? "first" : "again"] });
      // The first exchange sends what is here, or gets what is there.
      exchange(added.copy ? "pull" : "sync");
      reload();
    } catch (error) {
      reportFailure(error);
      problem.textContent = errorText(error);
      replace(done);
      button.disabled = false;
      // Keys that open no store are not kept.
      for (const name of account ? [ACCESS, SECRET] : []) {
        post("/api/settings/forget-key", { name, account }).catch(() => {});
      }
    }
  };
  return [h("p", {}, texts.notShared), h("details", {}, h("summary", {}, texts.share), h("form", { class: "writing",
    onsubmit: connect }, h("p", { class: "hint" }, texts.shareLead),
  formRow("store-location", texts.store, bucket), formRow("store-server", texts.server, server),
  formRow("store-region", texts.region, region),
  h("fieldset", {}, h("legend", {}, texts.whoseKeys), ways, here, entered),
  formRow("store-files", texts.whichFiles, files), problem, done, h("div", { class: "buttons" }, button),
  h("p", { class: "hint" }, texts.sealedHint), asCommand("castbook remote add s3://BUCKET/PREFIX --sealed")))];
}

const keepKey = (name, account, text) => send(`/api/settings/keys/${name}${query({ account })}`, text);

/**
 * A new account for the keys of a store: `store.studio.3f9a1c`. Two stores may have one bucket's
 * name.
 */
function newAccount(location) {
  const [bucket] = location.trim().replace(/^s3:\/\//, "").split("/");
  const name = bucket.toLowerCase().replace(/[^a-z0-9._-]/g, "-").slice(0, 24);
  const suffix = [...crypto.getRandomValues(new Uint8Array(3))].map((one) => one.toString(16).padStart(2, "0")).join("");
  return `store.${name}.${suffix}`;
}
