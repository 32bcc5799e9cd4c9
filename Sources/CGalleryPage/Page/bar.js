// The bar at the bottom that reports a change and offers Undo.

import { announce, h, replace } from "./dom.js";
import { icon } from "./marks.js";
import { t } from "./texts.js";

const BRIEFLY = 15_000;
const LONG = 60_000;
// A change may lead to another view, which shows the bar that reports it.
const SAME_STEP = 3_000;

let bar;
let hideTimer;
let hideDelay = BRIEFLY;
let shownAt = 0;

addEventListener("hashchange", () => { if (Date.now() - shownAt > SAME_STEP) hideBar(); });

/**
 * Shows a text, optionally with a `button` that calls `run`, which can be pressed for a minute.
 * An error stays until it is closed. The bar stays only with the view that it was shown in.
 *
 * @param {{ text: string, button?: string, run?: () => void, isError?: boolean }} options
 */
export function showBar({ text, button, run, isError = false }) {
  bar ??= document.body.appendChild(h("div", {
    class: "bar", role: "region", "aria-label": t.castbook,
    onpointerenter: keepOpen, onfocusin: keepOpen, onpointerleave: hideSoon, onfocusout: hideSoon,
  }));
  replace(bar,
    h("p", {}, text),
    button && h("button", { type: "button", class: "accent", onclick: () => { hideBar(); run(); } }, button),
    h("button", { type: "button", class: "quiet square", "aria-label": t.close, onclick: hideBar }, icon("close")));
  bar.classList.toggle("error", isError);
  bar.dataset.stays = isError ? "yes" : "";
  hideDelay = button ? LONG : BRIEFLY;
  shownAt = Date.now();
  bar.hidden = false;
  announce(text, isError);
  hideSoon();
}

function keepOpen() { clearTimeout(hideTimer); }

function hideSoon() {
  clearTimeout(hideTimer);
  if (!bar.dataset.stays) hideTimer = setTimeout(hideBar, hideDelay);
}

export function hideBar() {
  clearTimeout(hideTimer);
  if (bar) bar.hidden = true;
}
