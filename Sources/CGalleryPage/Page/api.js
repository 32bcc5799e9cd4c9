// What the page asks of the server (docs/gallery-api.md).

/** A request that failed: `status`, `message`, `fix`, `rule`, and for a conflict `latest` and `conflicts`. */
export class Refusal extends Error {
  constructor(status, body) {
    super(body?.message ?? `the server responded with status ${status}`);
    this.status = status;
    this.fix = body?.fix;
    this.rule = body?.rule;
    this.latest = body?.latest;
    this.conflicts = body?.conflicts ?? [];
  }

  get isConflict() { return this.status === 409; }
}

async function answer(response) {
  const isJSON = response.headers.get("Content-Type")?.startsWith("application/json");
  const body = isJSON ? await response.json() : undefined;
  if (!response.ok) throw new Refusal(response.status, body);
  return body;
}

/** What early.js asked for before this code was here; each answer is taken once. */
function early(path, { method }) {
  const asked = window.castbookEarly;
  const answer = method ? undefined : asked?.get(path);
  asked?.delete(path);
  return answer;
}

async function ask(path, options = {}) {
  let response;
  try {
    response = await (early(path, options)
      ?? fetch(path, { credentials: "same-origin", cache: "no-cache", ...options }));
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refusal(0, undefined);
  }
  return answer(response);
}

/** `query({ kind: "character", tag: ["a", "b"], weak: undefined })`: `?kind=character&tag=a&tag=b`. */
export function query(values) {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    for (const one of [value].flat()) {
      if (one !== undefined && one !== null && one !== "" && one !== false) search.append(key, one === true ? "1" : one);
    }
  }
  const text = search.toString();
  return text ? `?${text}` : "";
}

export const get = (path, signal) => ask(path, { signal });

/** An element with what it belongs with, as `show/2` with `around`; `revision` is a number or a digest. */
export async function getElement(id, { revision, signal } = {}) {
  const { show, around, preparable = [] } = await get(`/api/elements/${id}${query({ revision })}`, signal);
  return { ...show, around, preparable };
}

export const post = (path, body, signal) => ask(path, {
  method: "POST", signal, headers: { "Content-Type": "application/json", "X-Castbook": "page" },
  body: JSON.stringify(body),
});

export const remove = (path) => ask(path, { method: "DELETE", headers: { "X-Castbook": "page" } });

/** Sends a file; `progress` hears which part of it has gone. */
export function send(path, file, { progress, signal } = {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.responseType = "json";
    request.setRequestHeader("X-Castbook", "page");
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => { if (event.lengthComputable) progress?.(event.loaded / event.total); };
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(request.response);
      else reject(new Refusal(request.status, request.response));
    };
    request.onerror = () => reject(new Refusal(0, undefined));
    request.onabort = () => reject(new DOMException("stopped", "AbortError"));
    signal?.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

/** Where a file's preview lies. */
export const preview = (sha256, side) => `/api/files/${sha256}/preview?side=${side}`;

/** Where a file itself lies. */
export const original = (sha256, name) => `/api/files/${sha256}${name ? query({ name }) : ""}`;
