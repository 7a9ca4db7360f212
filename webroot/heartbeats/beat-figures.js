// @ts-check
// What the rows of applications say: when last seen, which rule, what was counted. Pure.
/** @import { BeatLoss, Heartbeat, HeartbeatFrame } from '../api/types.js' */
import { durationMillis, formatPercent, formatSpan } from '../text/format.js';

/** A chance in words that a person can weigh: "0.24 % of windows". @param {number} loss @param {number} misses */
export function falseAlarm(loss, misses) {
  const shown = formatPercent(100 * loss ** misses);
  return `With ${Number((100 * loss).toPrecision(3))} % network loss, a false “stopped” alarm occurs in ${shown} of all windows.`;
}

/**
 * What a rule means: when an application is late and stopped, and how often that is said by mistake.
 *
 * @param {Record<string, unknown>} rules as they are being typed
 * @param {Record<string, any>} known the rules that hold: for what cannot be read yet
 */
export function describeRule(rules, known) {
  const late = wholeNumber(rules.lateMisses) ?? known.lateMisses;
  const misses = wholeNumber(rules.misses) ?? known.misses;
  const interval = span(rules.interval) ?? span(known.interval);
  const grace = span(rules.grace) ?? span(known.grace);
  const chance = falseAlarm(known.falseAlarm.loss, misses);
  if (interval === undefined || grace === undefined) {
    return `Late ${late} intervals plus the grace period after the last heartbeat, stopped after ${misses}. ${chance}`;
  }
  return `Late ${seconds(late * interval + grace)} after the last heartbeat, stopped after ${seconds(misses * interval + grace)}. ${chance}`;
}

/** @param {unknown} typed */
function wholeNumber(typed) {
  const number = Number(typed);
  return Number.isInteger(number) && number >= 1 ? number : undefined;
}

/** @param {unknown} typed */
function span(typed) {
  return durationMillis(String(typed).trim());
}

/** @param {number} millis */
function seconds(millis) {
  return millis < 120_000 ? `${Number((millis / 1000).toPrecision(4))} s` : formatSpan(millis);
}

/** How much of a span was not monitored, in words; empty if all of it was. @param {BeatLoss} loss */
export function unwatched({ unwatchedNanos }) {
  return unwatchedNanos > 0 ? `${formatSpan(Math.max(1000, unwatchedNanos / 1e6))} of it unknown: Pingdeck was down or paused` : '';
}

/**
 * How long its last beat is ago, counted on from when the server said so; not while the connection is broken.
 *
 * @param {Heartbeat} application
 * @param {number} sinceFrame milliseconds since the server spoke
 */
export function lastSeen({ silentNanos }, sinceFrame) {
  if (silentNanos === undefined) return 'never';
  const millis = silentNanos / 1e6 + Math.max(0, sinceFrame);
  return millis < 1000 ? 'now' : `${formatSpan(Math.floor(millis / 1000) * 1000)} ago`;
}

/** How many are in each state, those that need attention first; states without any are left out. @param {HeartbeatFrame} frame @param {readonly string[]} order */
export function stateCounts({ monitor }, order) {
  return order.map((state) => ({ state, count: monitor.states[state] ?? 0 })).filter(({ count }) => count > 0);
}

/** What the monitor turned away, most frequent first. @param {HeartbeatFrame} frame */
export function rejections({ monitor }) {
  return Object.entries(monitor.rejected)
    .filter(([, count]) => count > 0)
    .sort((a, b) => b[1] - a[1])
    .map(([reason, count]) => ({ reason: REASONS[reason] ?? reason, count }));
}

/** @type {Record<string, string>} */
const REASONS = {
  empty: 'empty',
  tooLong: 'too long',
  binary: 'not text',
  notABeat: 'not a heartbeat',
  badSequence: 'no sequence number',
  numberTooLarge: 'sequence number too large',
  badTime: 'no timestamp',
  badName: 'invalid name',
  badEpoch: 'invalid epoch',
  extraWords: 'too many words',
  badSignatureText: 'malformed signature',
  unknownSender: 'unknown application, limit reached',
  unsigned: 'not signed',
  badSignature: 'invalid signature',
  replayed: 'replayed',
};
