// The bar at the bottom that says what was done, and lets one take it back.

import { announce, h, replace } from "./dom.js";
import { icon } from "./marks.js";
import { t } from "./texts.js";

const BRIEFLY = 15_000;
const LONG = 60_000;

let bar;
let going;
let time = BRIEFLY;

/**
 * Says something: `words`, perhaps a button (`button`, `run`), which gives one a minute to press it; an error stays until
 * it is closed.
 */
export function showBar({ words, button, run, isError = false }) {
  bar ??= document.body.appendChild(h("div", {
    class: "bar", role: "region", "aria-label": t.castbook,
    onpointerenter: stay, onfocusin: stay, onpointerleave: goSoon, onfocusout: goSoon,
  }));
  replace(bar,
    h("p", {}, words),
    button && h("button", { type: "button", class: "accent", onclick: () => { hideBar(); run(); } }, button),
    h("button", { type: "button", class: "quiet square", "aria-label": t.close, onclick: hideBar }, icon("close")));
  bar.classList.toggle("error", isError);
  bar.dataset.stays = isError ? "yes" : "";
  time = button ? LONG : BRIEFLY;
  bar.hidden = false;
  announce(words, isError);
  goSoon();
}

function stay() { clearTimeout(going); }

function goSoon() {
  clearTimeout(going);
  if (!bar.dataset.stays) going = setTimeout(hideBar, time);
}

export function hideBar() {
  clearTimeout(going);
  if (bar) bar.hidden = true;
}
