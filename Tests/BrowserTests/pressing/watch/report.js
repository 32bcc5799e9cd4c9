// The report on a press: waits until the page is idle, then describes it.

// Text that should never reach a user.
const RAW = /undefined|\[object|\bNaN\b|\w+Error\b.*:|Cannot (read|destructure)|is not a function|\bnull\b/;
const visible = (selector) =>
  [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility());
/** The problems that a user would see. */
const problems = () => {
  const titles = visible("[aria-label], [title], [alt], [placeholder]").flatMap((one) =>
    ["aria-label", "title", "alt", "placeholder"].map((name) => one.getAttribute(name) ?? ""));
  const overflow = document.documentElement.scrollWidth - innerWidth;
  const boxes = layers().map((one) => one.getBoundingClientRect());
  return [
    ...[...document.body.innerText.split("\n"), ...titles].filter((line) => RAW.test(line))
      .map((line) => `it says “${shorten(line)}”`),
    ...visible(".error-text, .v-problem, .bar.error p").map((one) => shorten(one.innerText))
      .filter(Boolean).map((line) => `an error: “${line}”`),
    ...visible("[aria-busy=true]").map((one) => `${nameOf(one) || one.className} stays busy`),
    overflow > 0 && `the page is ${overflow} px wider than the window`,
    boxes.some((box) => box.left < -1 || box.right > innerWidth + 1)
      && "a dialog or menu is wider than the window",
  ].filter(Boolean);
};
/** The reason why the page is not idle, or a false value. */
const busyReason = (since) => {
  if (![...document.querySelectorAll("main")].some((one) => one.checkVisibility())) {
    return "no view is shown";
  }
  if (pendingRequests > 0) return "a request";
  if (timers.size > 0) return "a timer";
  if (isMutated) return "changes of the page";
  if (visible("[aria-busy=true]").length > 0) return "a busy part";
  return !watch.ignoresChanges && receivedChanges < storedChanges
    && performance.now() - since < 2000 && "the event about a change";
};
/** Returns the addresses of the scripts that the page imports on demand. */
watch.modules = async () => {
  const address = document.querySelector("script[type=module]").src;
  const text = await (await original.fetch(address)).text();
  return [...text.matchAll(/import\("([^"]+)"\)/g)].map(([, address]) => address);
};
/** Describes the changes since the press. */
const effects = () => {
  const after = snapshot();
  const focus = document.activeElement;
  return [...Object.keys(after).filter((key) => after[key] !== before[key]),
    focus !== before.focus && focus !== target && focus !== document.body && "focus",
    log.requests.length > 0 && "a request", log.downloads > 0 && "a download",
    log.choosers > 0 && "a choice of files",
  ].filter(Boolean);
};
/** Waits until the page is idle; returns its controls, its problems and the effects. */
watch.report = async (timeout, modules) => {
  const since = performance.now();
  let reason;
  // Import the scripts first: the page doesn't show when one has arrived.
  if (!watch.hasModules) await Promise.all(modules.map((address) => import(address)));
  watch.hasModules = true;
  // Count rounds, not milliseconds: on a busy machine the page may get no turn for a while.
  for (let calm = 0; calm < 5 && performance.now() - since < timeout;) {
    isMutated = false;
    await new Promise((go) => original.setTimeout(go, 12));
    reason = busyReason(since);
    calm = reason ? 0 : calm + 1;
  }
  receivedChanges = storedChanges;
  const now = controls();
  const report = {
    ...log, late: reason || "", wrong: [...new Set(problems())], place: location.hash,
    isNew: !before, items: now.map(({ element, ...rest }) => rest), layers: layers().length,
    behind: controls(document.body)
      .filter((one) => layers().length > 0 && !layers().at(-1).contains(one.element))
      .map((one) => one.base),
    isWriting: Boolean(document.activeElement?.matches("input, textarea")),
    state: JSON.stringify(
      [location.hash, layers().length, now.map((one) => [one.key, one.state])]) };
  if (before) report.effects = effects();
  return report;
};
