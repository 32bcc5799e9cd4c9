// The controls on the page: what can be pressed, its name and its place.

const KINDS = "button, a[href], summary, select, input[type=checkbox], input[type=radio],"
  + "input[type=file]:not([aria-hidden]), [role=button], [role=tab], [role=menuitem],"
  + "[role=menuitemradio], [role=menuitemcheckbox], [role=option], [role=switch], [role=checkbox]";
const shorten = (text) => (text ?? "").replace(/\s+/g, " ").trim().slice(0, 90);
/** The accessible name of an element, nearly. */
const nameOf = (one) => {
  const by = one.getAttribute("aria-labelledby");
  const label = one.getAttribute("aria-label") ?? (by && document.getElementById(by)?.innerText);
  if (label) return shorten(label);
  if (one.labels?.length > 0) {
    const around = [...one.labels[0].childNodes].filter((node) => !node.contains(one));
    return shorten(around.map((node) => node.textContent).join(" "));
  }
  return one.matches("select") ? "" : shorten(one.innerText || one.title);
};
const PARTS = "[aria-label], [aria-labelledby], form, fieldset, main";
/** The name of the nearest part around an element; a form has the name of its first field. */
const partOf = (one) => {
  const around = (element) => element.parentElement?.closest(PARTS);
  for (let part = around(one); part; part = around(part)) {
    if (part.matches("[aria-label], [aria-labelledby]")) return nameOf(part);
    const first = part.querySelector(part.matches("main") ? "h1" : "legend, label, [aria-label]");
    if (first) return first.getAttribute("aria-label") ?? shorten(first.innerText);
  }
  return "page";
};
/** The open dialogs, and the menu that is open on top of them. */
const layers = () => {
  const menu = [...document.querySelectorAll("[popover]")]
    .filter((one) => one.matches(":popover-open")).at(-1);
  return [...document.querySelectorAll("dialog[open]"), menu].filter(Boolean);
};
const isUsable = (one) => !one.closest(":disabled, [aria-disabled=true], [inert]")
  && one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0;
const isPressable = (one) => one.matches(KINDS)
  || clickTargets.has(one) && !one.closest(KINDS) && !one.querySelector(KINDS);
/** Whether an element is the dot of the plan whose picture is shown large already. */
const isShownDot = (one) => one.matches(".coverring-one")
  && Number(one.dataset.key.replace("ring-", ""))
  === [...document.querySelectorAll(".strip [role=option]")].findIndex((thumb) =>
    thumb.getAttribute("aria-selected") === "true") + 1;
/** Whether an element is chosen already, so that a press need not do anything. */
const isOn = (one) =>
  ["pressed", "selected", "checked"].some((name) => one.getAttribute(`aria-${name}`) === "true")
  || one.type === "radio" && one.checked || one.href === location.href || isShownDot(one);
/** The values to choose in a select: all others, or the first and the last of many. */
const valuesToChoose = (one) => {
  const rest = [...one.options].filter((option) => !option.selected && !option.disabled)
    .map((option) => option.value);
  return rest.length > 3 ? [rest[0], rest.at(-1)] : rest;
};
/** The controls in the top layer or in another part of the page; a select is one for each value. */
const controls = (place = layers().at(-1) ?? document.body) => {
  const counts = new Map();
  return [...place.querySelectorAll("*")].filter((one) => isPressable(one) && isUsable(one))
    .flatMap((one) => {
      // An element with a listener but no role is identified by its class, as its text varies.
      const isPlain = !one.matches(KINDS);
      const [name, where] = [isPlain ? "" : nameOf(one), partOf(one)];
      const kind = isPlain ? `${one.localName}.${one.classList[0]}`
        : one.getAttribute("role") ?? one.localName;
      const base = [kind, where, name, one.dataset.key].join("|");
      const number = (counts.get(base) ?? 0) + 1;
      counts.set(base, number);
      const states = ["pressed", "expanded", "selected", "checked"]
        .map((name) => one.getAttribute(`aria-${name}`));
      const control = {
        key: `${base}|${number}`, kind, name, where, number, isOn: isOn(one), element: one,
        group: `${where}|${kind}|${one.className.baseVal ?? one.className}`,
        isInBar: Boolean(one.closest(".bar")), isInHead: Boolean(one.closest("header")),
        base: `${base}|${number}`,
        state: [...states, one.checked, one.value, one.parentElement?.open].join() };
      if (!one.matches("select")) return [control];
      return valuesToChoose(one).map((value) => {
        const option = one.querySelector(`option[value="${CSS.escape(value)}"]`);
        return { ...control, key: `${control.key}=${value}`, value,
          name: `${name} → ${option?.text ?? value}` };
      });
    });
};
