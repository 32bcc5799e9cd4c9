// Formatting of handles, days, times, sizes and money.

/** Returns an element's handle: @cup, or @cup~k3 if an older element has it, too. */
export const handleOf = (element) => `@${element.handle}${element.suffix ? `~${element.suffix}` : ""}`;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A day: 10 Dec 2026. */
export function day(text) {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)/.exec(text) ?? [];
  const name = MONTHS[Number(month) - 1];
  return name ? `${Number(date)} ${name} ${year}` : text;
}

/** A local date and time: 21 Nov 2026, 22:43. */
export function moment(text) {
  const date = new Date(text);
  const time = [date.getHours(), date.getMinutes()].map((one) => String(one).padStart(2, "0")).join(":");
  return `${date.getDate()} ${MONTHS[date.getMonth()]} ${date.getFullYear()}, ${time}`;
}

/** 1_240_000: "1.2 MB". */
export function bytes(count) {
  if (count < 1000) return `${count}\u2009B`;
  if (count < 999_500) return `${Math.round(count / 1000)}\u2009kB`;
  return `${(count / 1e6).toFixed(1)}\u2009MB`;
}

/** An amount of money: 0.84 USD. */
export const money = (cost) => `${cost.amount}\u00a0${cost.currency}`;

/** Amounts in several currencies: 0.84 USD + 3 EUR. */
export const moneySum = (costs) => costs.map(money).join(" + ");

/** Sums of amounts by currency, exact to a ten-thousandth. */
export function sumsOf(costs) {
  const totals = new Map();
  for (const { amount, currency } of costs) {
    totals.set(currency, (totals.get(currency) ?? 0) + Math.round(Number(amount) * 10_000));
  }
  return [...totals].map(([currency, sum]) => ({ currency,
    amount: (sum / 10_000).toFixed(4).replace(/\.?0+$/, "") }));
}

/** Returns the title of a shot: the name of its file without its suffix, never a whole path. */
export const shotTitle = (path) => folderName(path).replace(/\.(md|txt|shot)$/, "");

/** Returns the last component of a path. */
export const folderName = (path) => path.replace(/\/+$/, "").split("/").pop() || path;
