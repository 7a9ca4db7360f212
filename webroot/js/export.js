// @ts-check
// The samples that this page holds, as a file. Pure but for `download`.
/** @import { Series } from './series.js' */
import { OUTCOMES } from './outcomes.js';

/** @param {Series} series */
function* rowsOf(series) {
  for (let seq = Math.max(1, series.oldestSeq); seq <= series.newestSeq; seq++) {
    const point = series.get(seq);
    if (!point) continue;
    const { at, outcome, rttNanos, note } = point;
    yield { seq, at: isoMicros(at), outcome: OUTCOMES[outcome].name, rttNanos, icmp: note?.icmp, error: note?.error };
  }
}

/** One object per line, named as in the interfaces. @param {Series} series */
export function toJsonLines(series) {
  return [...rowsOf(series)].map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** @param {Series} series */
export function toCsv(series) {
  const lines = ['seq,at,outcome,rttNanos,icmpType,icmpCode,icmpName,icmpFrom,icmpAfterNanos,error'];
  for (const { seq, at, outcome, rttNanos, icmp, error } of rowsOf(series)) {
    lines.push([seq, at, outcome, rttNanos, icmp?.type, icmp?.code, icmp?.name, icmp?.from, icmp?.afterNanos, error].map(cell).join(','));
  }
  return `${lines.join('\r\n')}\r\n`;
}

/** RFC 4180. @param {string | number | undefined} value */
function cell(value) {
  const text = value === undefined ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** @param {number} millis since 1970, with fractions */
function isoMicros(millis) {
  const micros = Math.round(millis * 1000);
  const whole = Math.floor(micros / 1e6);
  const fraction = String(micros - whole * 1e6).padStart(6, '0');
  return new Date(whole * 1000).toISOString().replace('.000Z', `.${fraction}Z`);
}

/** @param {string} name @param {string} type @param {string} text */
export function download(name, type, text) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
