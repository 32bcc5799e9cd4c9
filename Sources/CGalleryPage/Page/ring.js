// Which sides of an element are shown: a plan from above, each reference at its angle, gaps as gaps.

import { h, s } from "./dom.js";
import { preview } from "./api.js";
import { roleAt } from "./roles.js";
import { t } from "./texts.js";

const words = t.views.ring;
const middle = 200;
const track = 128;
const picture = 27;
let count = 0;

/**
 * A plan of the head or object seen from above. `set` is `set/1`, `files` those of `show/2`; `kind` of the element
 * decides what stands in the middle, `onChoose` hears the number of a reference, `onGap` the role that a gap is of.
 */
export function coverageRing(set, files, { kind = "character", onChoose, onGap } = {}) {
  const ring = (set.ring ?? []).filter((one) => files.some((file) => file.number === one.number));
  const gaps = (set.gaps ?? []).map((gap, at) => ({ ...gap, letter: String.fromCharCode(97 + at % 26) }));
  return h("section", { class: "coverring", "aria-label": words.title },
    plan(ring, gaps, files, { kind, onChoose, onGap }),
    h("div", { class: "coverring-words" },
      ring.length === 0 && h("p", { class: "v-quiet" }, words.none),
      gaps.length > 0 && h("div", {}, h("p", { class: "coverring-head" }, words.gaps),
        h("ul", { class: "coverring-gaps" },
          gaps.map((gap) => h("li", {}, h("b", { "aria-hidden": "true" }, gap.letter), gap.words)))),
      coverageList(set.coverage ?? [], gaps.length > 0), unsorted(files)));
}

/** The views; what to shoot for those that are missing is said once, with the gaps. */
function coverageList(coverage, gapsAreShown) {
  return h("ul", { class: "coverring-parts" }, coverage.map((one) => {
    const isThere = (one.files ?? []).length > 0;
    return h("li", { class: isThere ? "coverring-there" : "coverring-missing" },
      s("svg", { class: "v-dot", viewBox: "0 0 12 12", "aria-hidden": "true", focusable: "false" },
        s("circle", { cx: 6, cy: 6, r: 4.5 })),
      isThere ? words.has(one.words, one.files.join(", "))
        : gapsAreShown ? words.missing(one.words) : one.shoot ?? one.words);
  }));
}

function unsorted(files) {
  const numbers = files.filter((file) => file.role === "unsorted" && file.medium !== "clip").map((file) => file.number);
  return numbers.length > 0 && h("p", { class: "v-quiet" }, words.unsorted(numbers.join(", ")));
}

function plan(ring, gaps, files, { kind, onChoose, onGap }) {
  const covered = ring.map((one) => words.reference(one.number, t.views.role(one.role))).join("; ");
  const said = gaps.length > 0 ? `${words.gaps}: ${gaps.map((gap) => gap.words).join("; ")}` : words.noGaps;
  return h("figure", { class: "coverring-plan" },
    s("svg", { viewBox: "0 0 400 400", role: onChoose ? "group" : "img",
      "aria-label": words.label(covered || words.none, said) },
      covers(gaps).map(({ from, to }) => s("path", { class: "coverring-track", d: arc(from, to, track) })),
      gaps.map((gap) => gapDrawn(gap, onGap)), subject(kind), sides(), placed(ring, files, onChoose)),
    h("figcaption", { class: "v-quiet" }, words.plan));
}

/** The front is below, the subject's left side at the right, as in a portrait. */
function point(degrees, radius) {
  const angle = degrees * Math.PI / 180;
  return [middle + radius * Math.sin(angle),
    middle + radius * Math.cos(angle)].map((number) => Math.round(number * 10) / 10);
}

function arc(from, to, radius, { backwards = false } = {}) {
  if (to - from >= 359.9) return `${arc(from, from + 180, radius)} ${arc(from + 180, from + 359.9, radius)}`;
  const isLarge = to - from > 180 ? 1 : 0;
  const [first, last] = backwards ? [to, from] : [from, to];
  return `M${point(first, radius)} A${radius} ${radius} 0 ${isLarge} ${backwards ? 1 : 0} ${point(last, radius)}`;
}

/** What lies between the gaps. */
function covers(gaps) {
  if (gaps.length === 0) return [{ from: 0, to: 360 }];
  const sorted = gaps.map(({ from, to }) => ({ from, to: to < from ? to + 360 : to })).sort((a, b) => a.from - b.from);
  return sorted.map((gap, at) => {
    const next = sorted[at + 1] ?? { from: sorted[0].from + 360 };
    return { from: gap.to, to: next.from };
  }).filter(({ from, to }) => to - from > 0.5);
}

/** A gap: dots, its letter, and its words along it where they have room. */
function gapDrawn(gap, onGap) {
  const to = gap.to < gap.from ? gap.to + 360 : gap.to;
  const centre = (gap.from + to) / 2;
  // Letters stand upright: in the upper half the line runs the other way.
  const backwards = Math.cos(centre * Math.PI / 180) < -0.01;
  const radius = backwards ? track + 18 : track + 29;
  // Words along more than half of the ring would stand on their heads.
  const reach = Math.min((to - gap.from) / 2, 80);
  const room = 2 * reach * Math.PI / 180 * radius;
  const id = `gap-${count += 1}`;
  const hasRoom = gap.words.length * 7.4 < room;
  const [x, y] = point(centre, track);
  const role = roleAt(centre);
  const add = onGap && (() => onGap(role));
  // A place to drop a photo on, or to choose one.
  return s("g", { class: "coverring-gap", ...(add && {
    role: "button", tabindex: "0", "data-role": role, "aria-label": words.fill(gap.words), onclick: add,
    onkeydown: (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      add();
    },
  }) },
    s("path", { class: "coverring-dots", d: arc(gap.from, to, track) }),
    hasRoom && [s("path", { id, d: arc(centre - reach, centre + reach, radius, { backwards }), fill: "none" }),
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

function sides() {
  const edge = 181;
  return [[0, words.front], [90, words.left], [180, words.back], [270, words.right]].map(([degrees, text]) => {
    const [x, y] = point(degrees, edge);
    return s("text", { class: "coverring-side", x, y: y + 4, "text-anchor": "middle" }, text);
  });
}

/** References at their angles; several of nearly the same one stand behind each other, towards the middle. */
function placed(ring, files, onChoose) {
  const spokes = [];
  for (const one of [...ring].sort((a, b) => a.number - b.number)) {
    const spoke = spokes.find((other) => turn(other[0].degrees, one.degrees) < 20);
    if (spoke) spoke.push(one);
    else spokes.push([one]);
  }
  return spokes.flatMap((spoke) => spoke.slice(0, 2).map((one, at) => {
    const more = at === 1 && spoke.length > 2 ? words.more(spoke.length - 2) : undefined;
    return reference(one, files.find((file) => file.number === one.number), { at, degrees: spoke[0].degrees, more,
      onChoose });
  }));
}

const turn = (a, b) => Math.abs(((a - b) % 360 + 540) % 360 - 180);

function reference(one, file, { at, degrees, more, onChoose }) {
  const radius = at === 0 ? picture : picture - 6;
  const [x, y] = point(degrees, track - at * 51);
  const id = `ring-${count += 1}`;
  const choose = onChoose && (() => onChoose(one.number));
  return s("g", {
    class: "coverring-one", "data-key": `ring-${one.number}`, "data-role": one.role,
    ...(choose && { role: "button", tabindex: "0", onclick: choose,
      "aria-label": words.reference(one.number, t.views.role(one.role)),
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
    one.number),
  more && s("text", { class: "coverring-side", x, y: y + radius + 14, "text-anchor": "middle" }, more));
}
