// How a view learns that it was taken off the page, so that it lets go of what it listens to and waits for.

const watched = new Map();
let observer;

/** A signal that is given when the element, once it was on the page, is there no more. */
export function lifeOf(element) {
  const controller = new AbortController();
  watched.set(element, { controller, wasThere: element.isConnected });
  if (!observer) {
    observer = new MutationObserver(look);
    observer.observe(document, { childList: true, subtree: true });
  }
  return controller.signal;
}

function look() {
  for (const [element, life] of watched) {
    if (element.isConnected) life.wasThere = true;
    else if (life.wasThere) {
      watched.delete(element);
      life.controller.abort();
    }
  }
  if (watched.size === 0) {
    observer.disconnect();
    observer = undefined;
  }
}
