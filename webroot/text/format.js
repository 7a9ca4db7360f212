// @ts-check
// Numbers and times as the reader sees them. Pure.

const NARROW_SPACE = '\u202f';
export const UNDEFINED = '–';

/** Three significant digits and a unit: 183 µs, 1.23 ms, 12.3 s. @param {number | undefined} nanos */
export function formatRtt(nanos) {
  if (nanos === undefined) return UNDEFINED;
  const { value, unit } = scaleRtt(nanos);
  return `${threeDigits(value)}${NARROW_SPACE}${unit}`;
}

/** As short as an axis wants it: 150 µs, 2 ms. @param {number} nanos */
export function formatTick(nanos) {
  if (nanos === 0) return '0';
  const { value, unit } = scaleRtt(nanos);
  return `${Number(value.toPrecision(3))}${NARROW_SPACE}${unit}`;
}

/** @param {number} nanos */
function scaleRtt(nanos) {
  // The limits are where three digits would round up to the next unit: 999.6 µs is 1.00 ms.
  if (nanos >= 999.5e6) return { value: nanos / 1e9, unit: 's' };
  if (nanos >= 999.5e3) return { value: nanos / 1e6, unit: 'ms' };
  return { value: nanos / 1e3, unit: 'µs' };
}

/** @param {number} value */
function threeDigits(value) {
  if (value === 0) return '0';
  const decimals = 2 - Math.floor(Math.log10(Math.abs(Number(value.toPrecision(3)))));
  return value.toFixed(Math.min(Math.max(decimals, 0), 5));
}

/** 0 %, < 0.01 %, 0.42 %, 36.4 %, > 99.9 %, 100 %: never 0 or 100 if it is not exactly that. @param {number | undefined} percent */
export function formatPercent(percent) {
  if (percent === undefined) return UNDEFINED;
  let text;
  if (percent === 0 || percent === 100) text = String(percent);
  else if (percent < 0.01) text = `<${NARROW_SPACE}0.01`;
  else if (percent > 99.9) text = `>${NARROW_SPACE}99.9`;
  else text = percent.toFixed(percent < 10 ? 2 : 1);
  return `${text}${NARROW_SPACE}%`;
}

/** With the reader's thousands separators. @param {number} count */
export function formatCount(count) {
  return count.toLocaleString();
}

const BYTE_UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

/** Three digits and a binary unit: 512 bytes, 9.77 MiB. @param {number} bytes */
export function formatBytes(bytes) {
  let value = bytes;
  let unit = 0;
  for (; value >= 999.5 && unit < BYTE_UNITS.length - 1; unit++) value /= 1024;
  return `${unit === 0 ? value : threeDigits(value)}${NARROW_SPACE}${bytes === 1 ? 'byte' : BYTE_UNITS[unit]}`;
}

/** How long the disk lasts: 5 hours, 12 days, 3.1 years. @param {number} days */
export function formatDays(days) {
  if (days < 2) return `${Math.round(days * 24)} hours`;
  if (days < 730) return `${Math.round(days)} days`;
  return days < 36_500 ? `${(days / 365).toFixed(1)} years` : 'more than 100 years';
}

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const preciseClock = new Intl.DateTimeFormat(undefined, {
  hour: 'numeric',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});
const tenths = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 1 });
const dateAndClock = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** Time of day in the reader's zone. @param {number} millis since 1970 */
export function formatClock(millis) {
  return clock.format(millis);
}

const HOUR_MILLIS = 36e5;
const minutes = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const dayAndMinutes = new Intl.DateTimeFormat(undefined, { weekday: 'short', hour: 'numeric', minute: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });
const month = new Intl.DateTimeFormat(undefined, { month: 'short', year: 'numeric' });

/**
 * As precise as an axis of this length wants it: no two labels alike.
 *
 * @param {number} millis since 1970
 * @param {number} span milliseconds shown
 * @param {number} step milliseconds from label to label
 */
export function formatAxisTime(millis, span, step) {
  if (step < 100) return preciseClock.format(millis);
  if (step < 1000) return tenths.format(millis);
  if (span <= HOUR_MILLIS) return clock.format(millis);
  if (span <= 26 * HOUR_MILLIS) return minutes.format(millis);
  if (span <= 15 * 24 * HOUR_MILLIS) return dayAndMinutes.format(millis);
  return (span <= 400 * 24 * HOUR_MILLIS ? day : month).format(millis);
}

/** With milliseconds, for one probe. @param {number} millis since 1970 */
export function formatPrecise(millis) {
  return preciseClock.format(millis);
}

/** Time of day if it was today, otherwise with the date. @param {number} millis @param {number} now */
export function formatWhen(millis, now = Date.now()) {
  const sameDay = new Date(millis).toDateString() === new Date(now).toDateString();
  return (sameDay ? clock : dateAndClock).format(millis);
}

/** How long, in the largest two units: 42 s, 3 min 5 s, 2 h 1 min. @param {number} millis */
export function formatSpan(millis) {
  const seconds = Math.max(0, Math.round(millis / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** The same without a unit that is 0: 1 min. @param {number} millis */
export const shortSpan = (millis) => formatSpan(millis).replace(/ 0 (s|min|h)$/, '');

/** Milliseconds since 1970, keeping microseconds, which Date.parse cuts off. @param {string} iso UTC, ISO 8601 */
export function epochMillis(iso) {
  const fraction = /\.(\d+)Z$/.exec(iso)?.[1];
  if (!fraction || fraction.length <= 3) return Date.parse(iso);
  return Date.parse(iso.replace(/\.\d+Z$/, 'Z')) + Number(`0.${fraction}`) * 1000;
}

const UNIT_MILLIS = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1e3, m: 6e4, h: 36e5, d: 864e5 };

/** Milliseconds of a duration as the server writes it (200ms, 1m30s); undefined if it is none. @param {string} text */
export function durationMillis(text) {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  if (!/^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h|d))+$/.test(text)) return undefined;
  let millis = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h|d)/g)) {
    millis += Number(amount) * UNIT_MILLIS[/** @type {keyof typeof UNIT_MILLIS} */ (unit)];
  }
  return millis;
}
