// @ts-check
// What the rows of applications say: when last seen, which rule, what was counted. Pure.
/** @import { Heartbeat, HeartbeatFrame, HeartbeatRules } from './types.js' */
import { durationMillis, formatSpan } from './format.js';

/** A chance in words that a person can weigh: "0.24 % of windows". @param {HeartbeatRules} rules */
export function falseAlarm({ falseAlarm: { loss, chance } }) {
  const percent = 100 * chance;
  const shown = percent >= 0.01 ? `${Number(percent.toPrecision(2))} %` : 'less than 0.01 %';
  return `With ${Math.round(100 * loss)} % loss it is taken for stopped by mistake in ${shown} of all windows.`;
}

/** A duration of the server in plain seconds: 5s500ms is 5.5 s. @param {string} text */
export function inSeconds(text) {
  const millis = durationMillis(text);
  return millis === undefined ? text : `${Number((millis / 1000).toPrecision(4))} s`;
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
  notABeat: 'not a beat',
  badSequence: 'no sequence',
  numberTooLarge: 'sequence too large',
  badTime: 'no time',
  badName: 'bad name',
  badEpoch: 'bad epoch',
  extraWords: 'too many words',
  badSignatureText: 'broken signature',
  unknownSender: 'unknown sender, no room',
  unsigned: 'not signed',
  badSignature: 'wrong signature',
  replayed: 'replayed',
};
