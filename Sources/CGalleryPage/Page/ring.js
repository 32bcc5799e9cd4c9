// A ring of the views: a plan from above with each reference at its angle, and the gaps.

import { h, s } from "./dom.js";
import { preview } from "./api.js";
import { roleAt } from "./roles.js";
import { t } from "./texts.js";

const texts = t.views.ring;
const middle = 200;
const track = 128;
const picture = 27;
let idCount = 0;

/**
 * A plan of the head or object from above. `set` is `set/1`, `files` are those of `show/2`; the
 * element's `kind` decides the drawing in the middle, `onChoose` gets the number of a reference,
 * `onGap` the role of a gap.
 */
export function coverageRing(
  set,
  files,
  /** @type {{ kind?: string, onChoose?: (number: number) => void, onGap?: (role: string) => void }} */
  { kind = "character", onChoose, onGap } = {},
) {
  const ring = (set.ring ?? []).filter((one) => files.some((file) => file.number === one.number));
  const gaps = (set.gaps ?? []).map((gap, at) => ({ ...gap, letter: String.fromCharCode(97 + at % 26) }));
  return h("section", { class: "coverring", "aria-label": texts.title },
    plan(ring, gaps, files, { kind, onChoose, onGap }),
    h("div", { class: "coverring-words" },
      ring.length === 0 && h("p", { class: "v-quiet" }, texts.none),
      gaps.length > 0 && h("div", {}, h("p", { class: "coverring-head" }, texts.gaps),
        h("ul", { class: "coverring-gaps" },
          gaps.map((gap) => h("li", {}, h("b", { "aria-hidden": "true" }, gap.letter), gap.words)))),
      coverageList(set.coverage ?? [], gaps.length > 0), unsorted(files)));
}

/** A list of the views; advice for missing ones appears once, with the gaps. */
function coverageList(coverage, hasGaps) {
  return h("ul", { class: "coverring-parts" }, coverage.map((one) => {
    const isThere = (one.files ?? []).length > 0;
    return h("li", { class: isThere ? "coverring-there" : "coverring-missing" },
      s("svg", { class: "v-dot", viewBox: "0 0 12 12", "aria-hidden": "true", focusable: "false" },
        s("circle", { cx: 6, cy: 6, r: 4.5 })),
      isThere ? texts.has(one.words, one.files.join(", "))
        : hasGaps ? texts.missing(one.words) : one.shoot ?? one.words);
  }));
}

function unsorted(files) {
  const numbers = files.filter((file) => file.role === "unsorted" && file.medium !== "clip").map((file) => file.number);
  return numbers.length > 0 && h("p", { class: "v-quiet" }, texts.unsorted(numbers.join(", ")));
}

function plan(ring, gaps, files, { kind, onChoose, onGap }) {
  const covered = ring.map((one) => texts.reference(one.number, t.views.role(one.role))).join("; ");
  const gapText = gaps.length > 0 ? `${texts.gaps}: ${gaps.map((gap) => gap.words).join("; ")}` : texts.noGaps;
  return h("figure", { class: "coverring-plan" },
    s("svg", { viewBox: "0 0 400 400", role: onChoose ? "group" : "img",
      "aria-label": texts.label(covered || texts.none, gapText) },
      coveredArcs(gaps).map(({ from, to }) => s("path", { class: "coverring-track", d: arc(from, to, track) })),
      gaps.map((gap) => gapNode(gap, onGap)), subject(kind), sideLabels(), referenceNodes(ring, files, onChoose)),
    h("figcaption", { class: "v-quiet" }, texts.plan));
}

/**
 * Returns a point of the plan: front is below and the subject's left at the right, as in a
 * portrait.
 */
function point(degrees, radius) {
  const angle = degrees * Math.PI / 180;
  return [middle + radius * Math.sin(angle),
    middle + radius * Math.cos(angle)].map((number) => Math.round(number * 10) / 10);
}

function arc(from, to, radius, { isReversed = false } = {}) {
  if (to - from >= 359.9) return `${arc(from, from + 180, radius)} ${arc(from + 180, from + 359.9, radius)}`;
  const isLarge = to - from > 180 ? 1 : 0;
  const [first, last] = isReversed ? [to, from] : [from, to];
  return `M${point(first, radius)} A${radius} ${radius} 0 ${isLarge} ${isReversed ? 1 : 0} ${point(last, radius)}`;
}

/** Returns the arcs between the gaps. */
function coveredArcs(gaps) {
  if (gaps.length === 0) return [{ from: 0, to: 360 }];
  const sorted = gaps.map(({ from, to }) => ({ from, to: to < from ? to + 360 : to })).sort((a, b) => a.from - b.from);
  return sorted.map((gap, at) => {
    const next = sorted[at + 1] ?? { from: sorted[0].from + 360 };
    return { from: gap.to, to: next.from };
  }).filter(({ from, to }) => to - from > 0.5);
}

/** A gap: dots, its letter, and its text along the arc if there is room. */
function gapNode(gap, onGap) {
  const to = gap.to < gap.from ? gap.to + 360 : gap.to;
  const centre = (gap.from + to) / 2;
  // Letters are upright: in the upper half the path runs the other way.
  const isReversed = Math.cos(centre * Math.PI / 180) < -0.01;
  const radius = isReversed ? track + 18 : track + 29;
  // Text along more than half of the ring would be upside down.
  const reach = Math.min((to - gap.from) / 2, 80);
  const room = 2 * reach * Math.PI / 180 * radius;
  const id = `gap-${idCount += 1}`;
  const hasRoom = gap.words.length * 7.4 < room;
  const [x, y] = point(centre, track);
  const role = roleAt(centre);
  const add = onGap && (() => onGap(role));
  // The gap accepts a dropped photo, or opens the file picker.
  return s("g", { class: "coverring-gap", ...(add && {
    role: "button", tabindex: "0", "data-role": role, "aria-label": texts.fill(gap.words), onclick: add,
    onkeydown: (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      add();
    },
  }) },
    s("path", { class: "coverring-dots", d: arc(gap.from, to, track) }),
    hasRoom && [s("path", { id, d: arc(centre - reach, centre + reach, radius, { isReversed }), fill: "none" }),
      s("text", { class: "coverring-along", "aria-hidden": "true" },
        s("textPath", { href: `#${id}`, startOffset: "50%", "text-anchor": "middle" }, gap.words))],
    s("circle", { class: "coverring-letter", cx: x, cy: y, r: 12 }),
    s("text", { class: "coverring-letter-text", x, y: y + 4.5, "text-anchor": "middle" }, gap.letter));
}

function subject(kind) {
  if (kind === "character") {
    return s("g", { class: "coverring-subject" },
      s("path", { d: "M188 232 Q200 254 212 232 Z" }), s("ellipse", { cx: 162, cy: 202, rx: 6, ry: 10 }),
      s("ellipse", { cx: 238, cy: 202, rx: 6, ry: 10 }), s("ellipse", { cx: 200, cy: 198, rx: 37, ry: 40 }));
  }
  return s("g", { class: "coverring-subject" }, s("path", { d: "M186 238 L200 254 L214 238 Z" }),
    s("rect", { x: 162, y: 162, width: 76, height: 76, rx: 12 }));
}

function sideLabels() {
  const edge = 181;
  return [[0, texts.front], [90, texts.left], [180, texts.back], [270, texts.right]].map(([degrees, text]) => {
    const [x, y] = point(degrees, edge);
    return s("text", { class: "coverring-side", x, y: y + 4, "text-anchor": "middle" }, text);
  });
}

/** References at their angles; those at nearly one angle are placed towards the middle. */
function referenceNodes(ring, files, onChoose) {
  const spokes = [];
  for (const view of [...ring].sort((a, b) => a.number - b.number)) {
    const spoke = spokes.find((other) => angleBetween(other[0].degrees, view.degrees) < 20);
    if (spoke) spoke.push(view);
    else spokes.push([view]);
  }
  return spokes.flatMap((spoke) => spoke.slice(0, 2).map((view, at) => {
    const more = at === 1 && spoke.length > 2 ? texts.more(spoke.length - 2) : undefined;
    return reference(view, files.find((file) => file.number === view.number), { at, degrees: spoke[0].degrees, more,
      onChoose });
  }));
}

const angleBetween = (a, b) => Math.abs(((a - b) % 360 + 540) % 360 - 180);

function reference(view, file, { at, degrees, more, onChoose }) {
  const radius = at === 0 ? picture : picture - 6;
  const [x, y] = point(degrees, track - at * 51);
  const id = `ring-${idCount += 1}`;
  const choose = onChoose && (() => onChoose(view.number));
  return s("g", {
    class: "coverring-one", "data-key": `ring-${view.number}`, "data-role": view.role,
    ...(choose && { role: "button", tabindex: "0", onclick: choose,
      "aria-label": texts.reference(view.number, t.views.role(view.role)),
      onkeydown: (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        choose();
      } }),
  },
  s("clipPath", { id }, s("circle", { cx: x, cy: y, r: radius })),
  s("circle", { class: "coverring-under", cx: x, cy: y, r: radius }),
  s("image", { href: preview(file.sha256, 320), x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius,
    preserveAspectRatio: "xMidYMin slice", "clip-path": `url(#${id})` }),
  s("circle", { class: "coverring-edge", cx: x, cy: y, r: radius }),
  s("circle", { class: "coverring-badge", cx: x + radius * 0.72, cy: y + radius * 0.72, r: 10 }),
  s("text", { class: "coverring-number", x: x + radius * 0.72, y: y + radius * 0.72 + 4, "text-anchor": "middle" },
    view.number),
  more && s("text", { class: "coverring-side", x, y: y + radius + 14, "text-anchor": "middle" }, more));
}
