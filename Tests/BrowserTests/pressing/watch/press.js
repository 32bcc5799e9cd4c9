// A press: where to press a control, and the page before it.

/** The parts of the page that a press may change. */
const snapshot = () => ({
  page: document.body.innerHTML.replace(/<div id="said(-now)?".*?<\/div>/gs, ""),
  fields: [...document.querySelectorAll("input, select, textarea")].map((one) => {
    const selection = one.matches("textarea") && [one.selectionStart, one.selectionEnd];
    return `${one.checked}${one.value}${selection}`;
  }).join("\n"),
  scroll: [...document.querySelectorAll("*")].map((one) => one.scrollTop + one.scrollLeft).join(""),
  sound: media().map((one) => `${one.paused}${one.currentTime}`).join(), place: location.hash,
});
const isHit = (one, [x, y]) => {
  const hit = document.elementFromPoint(x, y);
  return one.contains(hit) || hit?.closest("label")?.control === one;
};
/** Points within the viewport on an element or its label, in the order to try them. */
const pointsOn = (one) => {
  const boxes = [...one.getClientRects(), ...one.labels?.[0]?.getClientRects() ?? []]
    .filter((box) => box.width > 2 && box.height > 2);
  return boxes.flatMap((box) =>
    [[0.5, 0.5], [0.15, 0.5], [0.85, 0.5], [0.5, 0.15], [0.5, 0.85]]
      .map(([x, y]) => [box.left + box.width * x, box.top + box.height * y]))
    .filter(([x, y]) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight);
};
/** Fills in the fields that a button submits, so that there is a change to store. */
const fill = (button) => {
  const form = button.type === "submit" ? button.form
    : button.matches(".primary") && button.closest("dialog");
  if (!form) return;
  for (const one of form.querySelectorAll("input:not([type]), input[type=text], textarea")) {
    one.value += one.value ? "x" : "something";
    one.dispatchEvent(new Event("input", { bubbles: true }));
  }
};
/**
 * Scrolls to a control and prepares a press.
 *
 * Returns the point to press, or `isByKey` for a focused control without one, or `isGone`, or
 * `cover`, the element that covers it. The value of a select is chosen here, so nothing is left.
 */
watch.aim = (key) => {
  resetLog();
  const control = controls().find((one) => one.key === key);
  if (!control) return { isGone: true };
  target = control.element;
  target.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
  fill(target);
  before = { ...snapshot(), focus: document.activeElement };
  if (control.value !== undefined) {
    target.focus();
    target.value = control.value;
    for (const kind of ["input", "change"]) {
      target.dispatchEvent(new Event(kind, { bubbles: true }));
    }
    return {};
  }
  const points = pointsOn(target);
  const find = () => points.find((one) => isHit(target, one));
  let point = find();
  const bar = document.querySelector(".bar:not([hidden])");
  if (!point && bar && points.some((one) => isHit(bar, one))) {
    // The bar covers the control only until it hides by itself.
    bar.hidden = true;
    point = find();
  }
  if (point) return { point };
  if (points.length > 0) {
    return { cover: shorten(document.elementFromPoint(...points[0])?.outerHTML) };
  }
  target.focus();
  before.focus = target;
  return document.activeElement === target ? { isByKey: true }
    : { cover: "nothing, but it can't have the focus either" };
};
