// The result for a shot file: findings, prompt, legend and cost.

import { h } from "./dom.js";
import { preview } from "./api.js";
import { targetButton } from "./target-text.js";
import { t } from "./texts.js";
import { errorText } from "./changes.js";
import { bytes, day } from "./units.js";
import { integer } from "./figures.js";
import { findingList } from "./finding-list.js";
import { elementsFrom } from "./handles.js";
import { soundSign, statusSign } from "./marks.js";
import { elementAddress, go } from "./route.js";

const texts = t.views.shots;

/** Returns all findings of `shot/1`, without duplicates, the worst first. */
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

/** Returns a sign and a text that state whether the file can be exported. */
export function verdict(findings, error) {
  const count = (severity) => findings.filter((one) => one.severity === severity).length;
  const errors = count("error") + (error ? 1 : 0);
  const warnings = count("warning");
  const summary = [errors > 0 ? texts.toFix(errors) : texts.ready,
    warnings > 0 && texts.toWatch(warnings)].filter(Boolean).join(", ");
  return [statusSign(errors > 0 ? "fail" : warnings > 0 ? "warn" : "pass", { isSilent: true }), h("span", {}, summary)];
}

/**
 * What the verdict is based on. `goTo(finding)` goes to its position in the text, `write(finding,
 * text)` replaces what is there, and `chooseTarget()` goes to the field for the target.
 */
export function findingSection(answer, { goTo, write, chooseTarget, findings }) {
  if (answer.error) {
    const hasNoTarget = /names no target$/.test(answer.error.message);
    return h("div", { class: "v-problem" }, h("p", {}, hasNoTarget ? texts.noTarget : errorText(answer.error)),
      hasNoTarget && h("button", { type: "button", class: "v-tool", onclick: chooseTarget }, texts.chooseTarget));
  }
  const remedy = (finding) => {
    const handle = /^did you mean (@\w+)\?/.exec(finding.fix)?.[1];
    if (handle && finding.line) return button(texts.use(handle), () => write(finding, handle));
    const about = finding.message.startsWith("unknown") ? undefined : /@(\w+)/.exec(finding.message)?.[1];
    return about && button(texts.openElement(about), () => openElement(about));
  };
  return section(texts.findings, findings.length === 0 ? h("p", { class: "v-quiet" }, texts.noFindings)
    : findingList(findings, {
      canGo: (one) => one.line, onChoose: goTo, locate: (one) => one.line && texts.place(one.line, one.column ?? 1),
      remedy,
    }));
}

const button = (label, run) => h("button", { type: "button", class: "v-tool v-small", onclick: run }, label);

/** Goes to the page of the element with a handle, where its findings have their remedies. */
async function openElement(handle) {
  const found = await elementsFrom(handle).catch(() => []);
  const element = found.find((one) => one.handle === handle);
  if (element) go(elementAddress(element.element));
}

/** What the provider gets, and what it costs. */
export function resultSections(answer, { earlier }) {
  const prompt = answer.prompt ?? {};
  const bundle = answer.export?.bundles?.[0];
  return [
    facts(prompt),
    isCompiled(answer) ? promptAndLegend(prompt)
      : earlier && h("div", { class: "shots-earlier" }, h("p", {}, texts.earlier), promptAndLegend(earlier.prompt)),
    (answer.export?.first ?? []).length > 0 && section(texts.first, firstCalls(answer.export.first)),
    bundle && prompt.target && section(texts.cost, cost(bundle, answer.export)),
    (bundle?.files ?? []).length > 0 && fileList(bundle.files),
  ];
}

/** Whether a prompt was compiled; otherwise the last one that was is shown. */
export const isCompiled = ({ prompt }) => Boolean(prompt) && (prompt.prompt !== undefined || Boolean(prompt.shots));

function promptAndLegend(prompt) {
  return [section(texts.prompt, promptNodes(prompt)),
    prompt.bindings && section(texts.legend, legend(prompt.bindings))];
}

function section(title, body) {
  return h("section", { class: "shots-section" }, h("h2", {}, title), body);
}

function facts(prompt) {
  if (!prompt.target) return undefined;
  const parts = [texts.facts(prompt.target, prompt.tier, prompt.asOf && day(prompt.asOf)),
    prompt.shots && texts.shotsCount(prompt.shots.length), prompt.seconds !== undefined
      && texts.seconds(prompt.seconds)].filter(Boolean);
  return h("div", { class: "shots-facts" }, h("p", {}, parts.join(" · "), " ", targetButton(prompt.target)),
    prompt.length && lengthBar(prompt.length));
}

/** A bar for the length of the prompt against the target's limit. */
function lengthBar({ count, limit, counted }) {
  const text = texts.length(integer(count), limit === undefined ? undefined : integer(limit), texts.units[counted]
    ?? counted);
  if (limit === undefined) return h("p", { class: "v-quiet" }, text);
  const isOver = count > limit;
  return h("div", { class: isOver ? "shots-length v-fail" : "shots-length" },
    h("span", { class: "v-bar", "aria-hidden": "true" },
      h("span", { class: "v-fill", style: { left: "0", width: `${Math.min(100, count / limit * 100)}%` } })),
    h("span", { class: isOver ? "" : "v-quiet" }, text));
}

/** The prompt as it is sent, with its references highlighted. */
function promptNodes(prompt) {
  const tokens = (prompt.bindings ?? []).map((one) => one.token).filter(Boolean);
  const negative = prompt.request?.negative_prompt;
  return h("div", { class: "shots-prompt" },
    prompt.shots
      ? h("ol", {}, prompt.shots.map((shot, at) => h("li", {},
        h("p", { class: "v-quiet" }, texts.shot(at + 1, shot.seconds)), h("p", {}, withTokens(shot.prompt, tokens)))))
      : h("p", {}, withTokens(prompt.prompt, tokens)),
    typeof negative === "string" && negative && h("p", {}, h("span", { class: "v-quiet" }, `${texts.negative}: `),
      negative));
}

function withTokens(text, tokens) {
  const parts = [];
  let rest = text;
  // The longest first, otherwise @Element1 would be found in @Element12.
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

/** The references that are sent with the prompt, and those left out. */
function legend(bindings) {
  if (bindings.length === 0) return h("p", { class: "v-quiet" }, texts.noBindings);
  return h("ul", { class: "shots-legend" }, bindings.map((one) => h("li", {},
    h("div", { class: "shots-binding" }, h("mark", { class: "shots-token" }, one.token ?? texts.slots[one.slot]
      ?? one.slot),
      one.handle ? [h("b", {}, `@${one.handle}`), h("span", {}, one.name),
        h("span", { class: "v-quiet" }, [one.token && (texts.slots[one.slot] ?? one.slot),
          one.pinned && texts.pinned].filter(Boolean).join(", "))]
        : h("span", {}, one.path)),
    (one.sent ?? []).length > 0 && h("ul", { class: "shots-thumbs" }, one.sent.map((file) => thumb(file))),
    (one.left ?? []).length > 0 && h("details", { class: "shots-left" },
      h("summary", {}, `${texts.left}: ${one.left.length}`),
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
    h("p", { class: "v-quiet" }, texts.costDay(day(bundle.cost.asOf), bundle.cost.basis)),
  ] : h("p", { class: "v-quiet" }, texts.costNone),
  isMore && h("p", {}, (exported.totalIsAll ? texts.total : texts.totalPartly)(total)));
}

function firstCalls(calls) {
  return h("ul", { class: "shots-first" }, calls.map((call) => h("li", {},
    h("span", {}, texts.firstCall(call.target, call.gives.replace(/^castbook:remote\//, ""))), call.cost && h("span",
      { class: "v-quiet" }, amount(call.cost)))));
}

/** The files to send, collapsed: most users need only the legend. */
function fileList(files) {
  const size = bytes(files.reduce((sum, file) => sum + file.bytes, 0));
  return h("details", { class: "shots-section shots-files" }, h("summary", {}, h("h2", {}, texts.files), " ",
    texts.filesCount(files.length, size)),
    h("ul", {}, files.map((file) => h("li", {}, h("span", {}, file.path.replace(/^references\//, "")),
      h("span", { class: "v-quiet" }, [file.of, file.width && `${file.width} × ${file.height}`, bytes(file.bytes),
        file.steps.length > 0 && texts.copy].filter(Boolean).join(" · "))))));
}
