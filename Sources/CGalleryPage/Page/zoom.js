// One zoom for several pictures: the same scale and place in each, by wheel, pinch, drag and keys.

import { clamp } from "./figures.js";

const most = 40;

/**
 * Keeps what is seen of pictures that lie in panes of one size. `paneAt(event)` answers the pane under a pointer, and
 * `changed(view)` hears of each change: `scale` (1 is the whole picture) and the place in the middle, `x` and `y`, as
 * parts of the pane, 0 being its centre.
 */
export function linkedZoom(stage, { paneAt, changed, signal }) {
  const view = { scale: 1, x: 0, y: 0 };
  const settle = () => {
    view.scale = clamp(view.scale, 1, most);
    const room = 0.5 * (1 - 1 / view.scale);
    view.x = clamp(view.x, -room, room);
    view.y = clamp(view.y, -room, room);
    changed(view);
  };
  /** Zooms so that what lies at (x, y), parts of the pane from its centre, stays there. */
  const zoom = (factor, x = 0, y = 0) => {
    const scale = clamp(view.scale * factor, 1, most);
    view.x += x / view.scale - x / scale;
    view.y += y / view.scale - y / scale;
    view.scale = scale;
    settle();
  };
  const pan = (x, y) => {
    view.x -= x / view.scale;
    view.y -= y / view.scale;
    settle();
  };
  const reset = () => {
    Object.assign(view, { scale: 1, x: 0, y: 0 });
    settle();
  };
  const zoomed = { view, zoom, pan, reset };
  hearWheel(stage, zoomed, { paneAt, signal });
  hearPointers(stage, zoomed, { paneAt, signal });
  return zoomed;
}

/** Where a pointer is in a pane, as parts of it from its centre. */
function place(event, pane) {
  const box = pane.getBoundingClientRect();
  return [(event.clientX - box.left) / box.width - 0.5, (event.clientY - box.top) / box.height - 0.5];
}

function hearWheel(stage, { view, zoom, reset }, { paneAt, signal }) {
  stage.addEventListener("wheel", (event) => {
    const pane = paneAt(event);
    if (!pane) return;
    event.preventDefault();
    // Lines and pages come as such from some mice; a pinch on a pad comes as a wheel with Ctrl, in small steps.
    const pixels = event.deltaY * [1, 24, 400][event.deltaMode];
    zoom(Math.exp(-pixels * (event.ctrlKey ? 0.012 : 0.0022)), ...place(event, pane));
  }, { passive: false, signal });
  stage.addEventListener("dblclick", (event) => {
    const pane = paneAt(event);
    if (!pane) return;
    if (view.scale > 1.01) reset();
    else zoom(3, ...place(event, pane));
  }, { signal });
}

function hearPointers(stage, { zoom, pan }, { paneAt, signal }) {
  const pointers = new Map();
  let before;
  stage.addEventListener("pointerdown", (event) => {
    const pane = paneAt(event);
    if (!pane || event.button > 1) return;
    stage.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, { pane, at: place(event, pane) });
    before = undefined;
  }, { signal });
  stage.addEventListener("pointermove", (event) => {
    const pointer = pointers.get(event.pointerId);
    if (!pointer) return;
    const last = pointer.at;
    pointer.at = place(event, pointer.pane);
    if (pointers.size === 1) pan(pointer.at[0] - last[0], pointer.at[1] - last[1]);
    else if (pointers.size === 2) before = pinched([...pointers.values()], before, { zoom, pan });
  }, { signal });
  const end = (event) => {
    pointers.delete(event.pointerId);
    before = undefined;
  };
  for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) {
    stage.addEventListener(name, end, { signal });
  }
}

/** Two fingers: what lies between them goes with them, and their distance is the scale. */
function pinched([a, b], before, { zoom, pan }) {
  const centre = [(a.at[0] + b.at[0]) / 2, (a.at[1] + b.at[1]) / 2];
  const distance = Math.hypot(a.at[0] - b.at[0], a.at[1] - b.at[1]);
  if (before && before.distance > 0.01) {
    pan(centre[0] - before.centre[0], centre[1] - before.centre[1]);
    zoom(distance / before.distance, ...centre);
  }
  return { centre, distance };
}
