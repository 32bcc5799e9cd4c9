// Numbers as they are read: signs, stops, times, sizes.

const count = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** 12345: "12,345". */
export const whole = (number) => count.format(Math.round(number));

/** -1.24: "−1.2", with a true minus. */
export function decimal(number, digits = 1) {
  const text = Math.abs(number).toFixed(digits);
  return number < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** 1.24: "+1.2"; what rounds to nothing has no sign. */
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

/** 1_240_000: "1.2 MB". */
export function bytes(count) {
  if (count < 1000) return `${count}\u2009B`;
  if (count < 999_500) return `${Math.round(count / 1000)}\u2009kB`;
  return `${(count / 1e6).toFixed(1)}\u2009MB`;
}

/** "2026-08-02": "2 Aug 2026". */
export function day(text) {
  const [year, month, date] = text.split("-").map(Number);
  return new Date(year, month - 1, date).toLocaleDateString("en-GB", { day: "numeric", month: "short",
    year: "numeric" });
}

export const clamp = (number, low, high) => Math.min(Math.max(number, low), high);
