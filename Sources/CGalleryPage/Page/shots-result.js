// What a provider gets of a shot file: what speaks against it, the words, what stands for what, what it costs.

import { h } from "./dom.js";
import { preview } from "./api.js";
import { t } from "./texts.js";
import { said } from "./changes.js";
import { bytes, day } from "./units.js";
import { whole } from "./figures.js";
import { findingList } from "./finding-list.js";
import { soundSign, statusSign } from "./marks.js";

const words = t.views.shots;

/** All findings of `shot/1`, each once; those with a place can be gone to. */
export function findingsOf(answer) {
  const ofBundles = (answer.export?.bundles ?? []).flatMap((one) => one.findings ?? []);
  const all = [...(answer.prompt?.findings ?? []), ...ofBundles];
  const seen = new Set();
  const weight = { error: 0, warning: 1, note: 2 };
  return all.filter((one) => {
    const key = [one.rule, one.line, one.column, one.message].join("\u0000");
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  }).sort((a, b) => weight[a.severity] - weight[b.severity]);
}

/** Whether it can be exported, in words and a sign. */
export function verdict(findings, error) {
  const count = (severity) => findings.filter((one) => one.severity === severity).length;
  const errors = count("error") + (error ? 1 : 0);
  const warnings = count("warning");
  const said = [errors > 0 ? words.toFix(errors) : words.ready,
    warnings > 0 && words.toWatch(warnings)].filter(Boolean).join(", ");
  return [statusSign(errors > 0 ? "fail" : warnings > 0 ? "warn" : "pass", { silent: true }), h("span", {}, said)];
}

/** Everything below the verdict. `goTo(finding)` goes to a place in the text. */
export function result(answer, { goTo, findings, earlier }) {
  const prompt = answer.prompt ?? {};
  const bundle = answer.export?.bundles?.[0];
  return [
    answer.error && h("p", { class: "v-problem" }, said(answer.error)),
    facts(prompt),
    section(words.findings, findings.length === 0 ? h("p", { class: "v-quiet" }, words.noFindings)
      : findingList(findings, {
      canGo: (one) => one.line, onChoose: goTo, place: (one) => one.line && words.place(one.line, one.column ?? 1),
    })),
    isCompiled(answer) ? promptAndLegend(prompt)
      : earlier && h("div", { class: "shots-earlier" }, h("p", {}, words.earlier), promptAndLegend(earlier.prompt)),
    (answer.export?.first ?? []).length > 0 && section(words.first, firstCalls(answer.export.first)),
    bundle && prompt.target && section(words.cost, cost(bundle, answer.export)),
    (bundle?.files ?? []).length > 0 && outgoing(bundle.files),
  ];
}

/** Whether the words came out: else those of the last text that could be read are shown. */
export const isCompiled = ({ prompt }) => Boolean(prompt) && (prompt.prompt !== undefined || Boolean(prompt.shots));

function promptAndLegend(prompt) {
  return [section(words.prompt, compiled(prompt)), prompt.bindings && section(words.legend, legend(prompt.bindings))];
}

function section(title, body) {
  return h("section", { class: "shots-section" }, h("h2", {}, title), body);
}

function facts(prompt) {
  if (!prompt.target) return undefined;
  const parts = [words.facts(prompt.target, prompt.tier, prompt.asOf && day(prompt.asOf)),
    prompt.shots && words.shotsCount(prompt.shots.length), prompt.seconds !== undefined
      && words.seconds(prompt.seconds)].filter(Boolean);
  return h("div", { class: "shots-facts" }, h("p", {}, parts.join(" · ")), prompt.length && lengthBar(prompt.length));
}

/** How much of what the target takes is written. */
function lengthBar({ count, limit, counted }) {
  const text = words.length(whole(count), limit === undefined ? undefined : whole(limit), words.units[counted]
    ?? counted);
  if (limit === undefined) return h("p", { class: "v-quiet" }, text);
  const isOver = count > limit;
  return h("div", { class: isOver ? "shots-length v-fail" : "shots-length" },
    h("span", { class: "v-bar", "aria-hidden": "true" },
      h("span", { class: "v-fill", style: { left: "0", width: `${Math.min(100, count / limit * 100)}%` } })),
    h("span", { class: isOver ? "" : "v-quiet" }, text));
}

/** The words as they are sent, with what stands for a reference set off. */
function compiled(prompt) {
  const tokens = (prompt.bindings ?? []).map((one) => one.token).filter(Boolean);
  const negative = prompt.request?.negative_prompt;
  return h("div", { class: "shots-prompt" },
    prompt.shots
      ? h("ol", {}, prompt.shots.map((shot, at) => h("li", {},
        h("p", { class: "v-quiet" }, words.shot(at + 1, shot.seconds)), h("p", {}, withTokens(shot.prompt, tokens)))))
      : h("p", {}, withTokens(prompt.prompt, tokens)),
    typeof negative === "string" && negative && h("p", {}, h("span", { class: "v-quiet" }, `${words.negative}: `),
      negative));
}

function withTokens(text, tokens) {
  const parts = [];
  let rest = text;
  // The longest first, or @Element1 would be found in @Element12.
  const sorted = [...tokens].sort((a, b) => b.length - a.length);
  while (rest) {
    const next = sorted.map((token) => ({ token, at: rest.indexOf(token) })).filter((one) => one.at >= 0)
      .sort((a, b) => a.at - b.at || b.token.length - a.token.length)[0];
    if (!next) break;
    parts.push(rest.slice(0, next.at), h("mark", { class: "shots-token" }, next.token));
    rest = rest.slice(next.at + next.token.length);
  }
  return [...parts, rest];
}

/** What goes in beside the words, and what of it stays at home. */
function legend(bindings) {
  if (bindings.length === 0) return h("p", { class: "v-quiet" }, words.noBindings);
  return h("ul", { class: "shots-legend" }, bindings.map((one) => h("li", {},
    h("div", { class: "shots-binding" }, h("mark", { class: "shots-token" }, one.token ?? words.slots[one.slot]
      ?? one.slot),
      one.handle ? [h("b", {}, `@${one.handle}`), h("span", {}, one.name),
        h("span", { class: "v-quiet" }, [one.token && (words.slots[one.slot] ?? one.slot),
          one.pinned && words.pinned].filter(Boolean).join(", "))]
        : h("span", {}, one.path)),
    (one.sent ?? []).length > 0 && h("ul", { class: "shots-thumbs" }, one.sent.map((file) => thumb(file))),
    (one.left ?? []).length > 0 && h("details", { class: "shots-left" },
      h("summary", {}, `${words.left}: ${one.left.length}`),
      h("ul", { class: "shots-thumbs shots-thumbs-left" }, one.left.map((file) => thumb(file)))))));
}

function thumb(file) {
  return h("li", { title: file.path }, file.role === "voice" ? h("span", { class: "shots-sound" }, soundSign())
    : h("img", { src: preview(file.sha256, 320), alt: "", loading: "lazy" }),
  h("span", {}, h("b", {}, file.number), ` ${t.views.role(file.role)}`));
}

const amount = (sum) => `${sum.amount} ${sum.currency}`;

function cost(bundle, exported) {
  const total = (exported.total ?? []).map(amount).join(" + ");
  const isMore = total && (exported.first ?? []).length > 0;
  return h("div", {}, bundle.cost ? [
    h("p", {}, h("b", { class: "shots-amount" }, amount(bundle.cost)), " ", bundle.cost.words),
    h("p", { class: "v-quiet" }, words.costDay(day(bundle.cost.asOf), bundle.cost.basis)),
  ] : h("p", { class: "v-quiet" }, words.costNone),
  isMore && h("p", {}, (exported.totalIsAll ? words.total : words.totalPartly)(total)));
}

function firstCalls(calls) {
  return h("ul", { class: "shots-first" }, calls.map((call) => h("li", {},
    h("span", {}, words.firstCall(call.target, call.gives.replace(/^castbook:remote\//, ""))), call.cost && h("span",
      { class: "v-quiet" }, amount(call.cost)))));
}

/** The files as they go out, folded: most people look at the legend. */
function outgoing(files) {
  const size = bytes(files.reduce((sum, file) => sum + file.bytes, 0));
  return h("details", { class: "shots-section shots-files" }, h("summary", {}, h("h2", {}, words.files), " ",
    words.filesCount(files.length, size)),
    h("ul", {}, files.map((file) => h("li", {}, h("span", {}, file.path.replace(/^references\//, "")),
      h("span", { class: "v-quiet" }, [file.of, file.width && `${file.width} × ${file.height}`, bytes(file.bytes),
        file.steps.length > 0 && words.copy].filter(Boolean).join(" · "))))));
}
