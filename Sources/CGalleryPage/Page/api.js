// Requests to the server (docs/gallery-api.md).

/**
 * A failed request: `status`, `message`, `fix`, `rule`, and for a conflict `latest` and
 * `conflicts`.
 */
export class RequestError extends Error {
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

async function parse(response) {
  const isJSON = response.headers.get("Content-Type")?.startsWith("application/json");
  const body = isJSON ? await response.json() : undefined;
  if (!response.ok) throw new RequestError(response.status, body);
  return body;
}

/** Returns the response that early.js requested before this code was loaded, once. */
function takeEarly(path, /** @type {RequestInit} */ { method }) {
  const pending = window.castbookEarly;
  const answer = method ? undefined : pending?.get(path);
  pending?.delete(path);
  return answer;
}

/** @param {RequestInit} options */
async function request(path, options = {}) {
  let response;
  try {
    response = await (takeEarly(path, options)
      ?? fetch(path, { credentials: "same-origin", cache: "no-cache", ...options }));
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new RequestError(0, undefined);
  }
  return parse(response);
}

/**
 * `query({ kind: "character", tag: ["a", "b"], weak: undefined })`: `?kind=character&tag=a&tag=b`.
 */
export function query(values) {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    for (const item of [value].flat()) {
      if (item !== undefined && item !== null && item !== "" && item !== false) search.append(key, item === true
        ? "1" : item);
    }
  }
  const text = search.toString();
  return text ? `?${text}` : "";
}

export const get = (path, signal) => request(path, { signal });

/**
 * Returns an element as `show/2` with `around`, the related elements. `revision` is a number or a
 * digest.
 */
export async function getElement(
  id,
  /** @type {{ revision?: number | string, signal?: AbortSignal }} */
  { revision, signal } = {},
) {
  const { show, around, preparable = [] } = await get(`/api/elements/${id}${query({ revision })}`, signal);
  return { ...show, around, preparable };
}

export const post = (path, body, signal, { keepalive = false } = {}) => request(path, {
  method: "POST", signal, keepalive, headers: { "Content-Type": "application/json", "X-Castbook": "page" },
  body: JSON.stringify(body),
});

export const remove = (path) => request(path, { method: "DELETE", headers: { "X-Castbook": "page" } });

/** Uploads a file; `progress` gets the fraction that was sent. */
export function send(
  path,
  file,
  /** @type {{ progress?: (fraction: number) => void, signal?: AbortSignal }} */
  { progress, signal } = {},
) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.responseType = "json";
    request.setRequestHeader("X-Castbook", "page");
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => { if (event.lengthComputable) progress?.(event.loaded / event.total); };
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(request.response);
      else reject(new RequestError(request.status, request.response));
    };
    request.onerror = () => reject(new RequestError(0, undefined));
    request.onabort = () => reject(new DOMException("stopped", "AbortError"));
    signal?.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

/** Returns the address of a file's preview. */
export const preview = (sha256, side) => `/api/files/${sha256}/preview?side=${side}`;

/** Returns the address of a file. */
export const original = (sha256, name) => `/api/files/${sha256}${name ? query({ name }) : ""}`;
