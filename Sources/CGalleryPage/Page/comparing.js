// Comparisons of pictures on the server, which take a while: begun, followed, and stopped.

import { get, post, remove } from "./api.js";

const pauseMilliseconds = 250;

/**
 * Begins a comparison and returns its result, `comparison/1`. `progress(answer)` gets it while it
 * runs. When `signal` aborts, the server stops, too.
 */
export async function compare(what, request, { progress, signal }) {
  let answer = await post(`/api/comparisons/${what}`, request, signal);
  const address = `/api/comparisons/${answer.comparison}`;
  try {
    while (answer.running) {
      progress?.(answer);
      await new Promise((resolve) => { setTimeout(resolve, pauseMilliseconds); });
      signal.throwIfAborted();
      answer = await get(address, signal);
    }
    return answer;
  } finally {
    remove(address).catch(() => {});
  }
}
