// Formatting of numbers: signs, stops, times.

const count = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** 12345: "12,345". */
export const integer = (number) => count.format(Math.round(number));

/** -1.24: "−1.2", with a true minus. */
export function decimal(number, digits = 1) {
  const text = Math.abs(number).toFixed(digits);
  return number < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** 1.24: "+1.2"; a number that rounds to zero has no sign. */
export function signed(number, digits = 1) {
  const text = decimal(number, digits);
  return number > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** 0.318: "32 %", with a thin space. */
export const percent = (share) => `${Math.round(share * 100)}\u2009%`;

/** 75.34: "1:15.3". */
export function clock(seconds, digits = 1) {
  const unit = 10 ** digits;
  const rounded = Math.round(Math.max(0, seconds) * unit) / unit;
  const minutes = Math.floor(rounded / 60);
  return `${minutes}:${(rounded - minutes * 60).toFixed(digits).padStart(digits ? 3 + digits : 2, "0")}`;
}

export const clamp = (number, low, high) => Math.min(Math.max(number, low), high);
