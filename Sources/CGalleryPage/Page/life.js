// The lifetime of a view: when it leaves the page, its listeners and requests end.

const watched = new Map();
let observer;

/** Returns a signal that aborts when the element has been removed from the page. */
export function lifeOf(element) {
  const controller = new AbortController();
  watched.set(element, { controller, wasConnected: element.isConnected });
  if (!observer) {
    observer = new MutationObserver(checkWatched);
    observer.observe(document, { childList: true, subtree: true });
  }
  return controller.signal;
}

function checkWatched() {
  for (const [element, life] of watched) {
    if (element.isConnected) life.wasConnected = true;
    else if (life.wasConnected) {
      watched.delete(element);
      life.controller.abort();
    }
  }
  if (watched.size === 0) {
    observer.disconnect();
    observer = undefined;
  }
}
