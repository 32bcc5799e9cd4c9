// Days, moments and bytes as people read them.

/** A day: 10 Dec 2026. */
export function day(text) {
  const date = new Date(`${text.slice(0, 10)}T12:00:00Z`);
  const parts = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" };
  return Number.isNaN(date.valueOf()) ? text : date.toLocaleDateString("en-GB", parts);
}

/** A moment, in the time of the place where one sits: 21 Nov 2026, 22:43. */
export function moment(text) {
  const parts = { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" };
  return new Date(text).toLocaleString("en-GB", parts);
}

/** Bytes: 1.2 MB, 88 kB. */
export function size(bytes) {
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1e3)} kB`;
}
