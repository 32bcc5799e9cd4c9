// One zoom for several pictures: one scale and position, by wheel, pinch, drag and keys.

import { clamp } from "./figures.js";

const maximumScale = 40;

/**
 * Controls what is visible of pictures in panes of one size. `paneAt(event)` returns the pane under
 * a pointer. `onChange(view)` gets the `scale` (1 is the whole picture) and the middle, `x` and
 * `y`, as fractions of the pane from its centre.
 */
export function linkedZoom(stage, { paneAt, onChange, signal }) {
  const view = { scale: 1, x: 0, y: 0 };
  const apply = () => {
    view.scale = clamp(view.scale, 1, maximumScale);
    const room = 0.5 * (1 - 1 / view.scale);
    view.x = clamp(view.x, -room, room);
    view.y = clamp(view.y, -room, room);
    onChange(view);
  };
  /** Zooms around a point, in fractions of the pane from its centre. */
  const zoom = (factor, x = 0, y = 0) => {
    const scale = clamp(view.scale * factor, 1, maximumScale);
    view.x += x / view.scale - x / scale;
    view.y += y / view.scale - y / scale;
    view.scale = scale;
    apply();
  };
  const pan = (x, y) => {
    view.x -= x / view.scale;
    view.y -= y / view.scale;
    apply();
  };
  const reset = () => {
    Object.assign(view, { scale: 1, x: 0, y: 0 });
    apply();
  };
  const zoomed = { view, zoom, pan, reset };
  handleWheel(stage, zoomed, { paneAt, signal });
  handlePointers(stage, zoomed, { paneAt, signal });
  return zoomed;
}

/** Returns the position of a pointer in a pane, in fractions from its centre. */
function positionIn(event, pane) {
  const box = pane.getBoundingClientRect();
  return [(event.clientX - box.left) / box.width - 0.5, (event.clientY - box.top) / box.height - 0.5];
}

function handleWheel(stage, { view, zoom, reset }, { paneAt, signal }) {
  stage.addEventListener("wheel", (event) => {
    const pane = paneAt(event);
    if (!pane) return;
    event.preventDefault();
    // Some mice scroll in lines and pages; a pinch on a pad arrives as a wheel with Ctrl, in small
    // steps.
    const pixels = event.deltaY * [1, 24, 400][event.deltaMode];
    zoom(Math.exp(-pixels * (event.ctrlKey ? 0.012 : 0.0022)), ...positionIn(event, pane));
  }, { passive: false, signal });
  stage.addEventListener("dblclick", (event) => {
    const pane = paneAt(event);
    if (!pane) return;
    if (view.scale > 1.01) reset();
    else zoom(3, ...positionIn(event, pane));
  }, { signal });
}

function handlePointers(stage, { zoom, pan }, { paneAt, signal }) {
  const pointers = new Map();
  let before;
  stage.addEventListener("pointerdown", (event) => {
    const pane = paneAt(event);
    if (!pane || event.button > 1) return;
    stage.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, { pane, at: positionIn(event, pane) });
    before = undefined;
  }, { signal });
  stage.addEventListener("pointermove", (event) => {
    const pointer = pointers.get(event.pointerId);
    if (!pointer) return;
    const last = pointer.at;
    pointer.at = positionIn(event, pointer.pane);
    if (pointers.size === 1) pan(pointer.at[0] - last[0], pointer.at[1] - last[1]);
    else if (pointers.size === 2) before = pinch(...pointers.values(), before, { zoom, pan });
  }, { signal });
  const end = (event) => {
    pointers.delete(event.pointerId);
    before = undefined;
  };
  for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) {
    stage.addEventListener(name, end, { signal });
  }
}

/** Handles two fingers: their middle pans, and their distance scales. */
function pinch(a, b, before, { zoom, pan }) {
  const centre = [(a.at[0] + b.at[0]) / 2, (a.at[1] + b.at[1]) / 2];
  const distance = Math.hypot(a.at[0] - b.at[0], a.at[1] - b.at[1]);
  if (before && before.distance > 0.01) {
    pan(centre[0] - before.centre[0], centre[1] - before.centre[1]);
    zoom(distance / before.distance, ...centre);
  }
  return { centre, distance };
}
