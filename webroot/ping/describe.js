// @ts-check
// Samples in words. Pure.
/** @import { Point, Series } from '../state/series.js' */
/** @import { IcmpError, Ping } from '../api/types.js' */
import { describeAnswer, describeDelay } from './answers.js';
import { epochMillis, formatPrecise, formatRtt } from '../text/format.js';
import { OUTCOMES } from '../state/outcomes.js';

/** One probe in a line or two. @param {Point} point */
export function describePoint({ seq, at, outcome, rttNanos, note, echo }) {
  const { label } = OUTCOMES[outcome];
  const what = rttNanos === undefined ? label : `${label} ${formatRtt(rttNanos)}`;
  const why = note?.icmp ? `\n${describeIcmp(note.icmp)}` : note?.error ? `\n${note.error}` : '';
  const delay = describeDelay(note?.icmp ?? note ?? {});
  const said = echo !== undefined ? `“${echo}”` : note ? describeAnswer(note) : '';
  const untagged = note?.untagged ? '\nmatched by sequence number and source only' : '';
  const delayed = note?.selfDelayed ? '\nreceived after a pause of Pingdeck: the RTT may be too long' : '';
  return `#${seq}  ${what}\n${formatPrecise(at)}${why}${delay && `\n${delay}`}${said && `\n${said}`}${untagged}${delayed}`;
}

/** @param {IcmpError} error */
export function describeIcmp({ type, code, name, from, info }) {
  return `${name} (type ${type}, code ${code}) from ${from}${info === undefined ? '' : `, MTU ${info}`}`;
}

/**
 * The ICMP errors that a series holds, gathered by what they say and who said it, newest first.
 *
 * @param {Series} series
 * @returns {{words: string, count: number, seq: number}[]} `seq` is the newest probe that met it
 */
export function icmpErrors(series) {
  /** @type {Map<string, {words: string, count: number, seq: number}>} */
  const byWords = new Map();
  for (const [seq, { icmp }] of series.notes) {
    if (!icmp) continue;
    const words = describeIcmp(icmp);
    const held = byWords.get(words) ?? { words, count: 0, seq: 0 };
    byWords.set(words, { words, count: held.count + 1, seq: Math.max(held.seq, seq) });
  }
  return [...byWords.values()].sort((a, b) => b.seq - a.seq);
}

/**
 * Single errors, newest first.
 *
 * @param {Series} series
 * @param {number} most
 * @returns {{seq: number, at: number, icmp: IcmpError}[]}
 */
export function newestErrors(series, most) {
  const rows = [];
  for (let seq = series.newestSeq; seq >= series.oldestSeq && seq > 0 && rows.length < most; seq--) {
    const point = series.get(seq);
    if (point?.note?.icmp) rows.push({ seq, at: point.at, icmp: point.note.icmp });
  }
  return rows;
}

/** What happened and is no probe. @typedef {{at: number, words: string}} ChartEvent `at` in milliseconds since 1970 */

/** @param {Ping | undefined} ping @returns {ChartEvent[]} */
export function eventsOf(ping) {
  return (ping?.bareIcmpErrors ?? []).map(({ at, name, from }) => ({
    at: epochMillis(at),
    words: `ICMP ${name} from ${from}, without a quoted packet`,
  }));
}
