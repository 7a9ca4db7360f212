// @ts-check
// The numbers of a ping, and where each is found. Pure.
/** @import { Ping } from '../api/types.js' */
/** @import { Term } from '../text/dictionary.js' */
import { COUNTED } from '../state/outcomes.js';
import { formatCount, formatPercent, formatRtt } from '../text/format.js';

/**
 * @typedef {object} Figure
 * @property {string} key
 * @property {string} label
 * @property {Term} term
 * @property {(ping: Ping) => string} text
 * @property {(ping: Ping) => boolean} [isBad] whether a person should look at it
 * @property {(ping: Ping) => boolean} [isShown] always, if it does not say
 */

/** Of the newest probe, of the last minute, and of all since the start. @type {readonly Figure[]} */
export const TOTALS = [
  { key: 'last', label: 'Last RTT', term: 'last', text: (ping) => formatRtt(ping.lastRttNanos) },
  { key: 'median', label: 'Median RTT, total', term: 'p50', text: (ping) => formatRtt(ping.rttNanos?.median) },
  { key: 'p95', label: '95th percentile, total', term: 'p95', text: (ping) => formatRtt(ping.rttNanos?.p95) },
  {
    key: 'lossMinute',
    label: 'Loss, last minute',
    term: 'lossMinute',
    text: (ping) => formatPercent(ping.lastMinute.lossPercent),
    isBad: (ping) => (ping.lastMinute.lossPercent ?? 0) > 0,
  },
  {
    key: 'loss',
    label: 'Loss, total',
    term: 'loss',
    text: (ping) => formatPercent(ping.lossPercent),
    isBad: (ping) => (ping.lossPercent ?? 0) > 0,
  },
];

/** @type {readonly Figure[]} */
export const PROBES = [
  count('sent', 'Sent'),
  ...COUNTED.map(({ counter, counted, served = false }) => count(counter, counted.title, { rare: !served, bad: !served })),
  { ...count('inFlight', 'In flight'), isShown: ({ state, counters }) => state === 'running' || counters.inFlight > 0 },
  count('skipped', 'Skipped', { rare: true }),
  count('duplicates', 'Duplicates', { rare: true }),
  count('reordered', 'Reordered', { rare: true }),
  count('corrupt', 'Corrupt', { rare: true }),
  count('wrongSource', 'Wrong source', { rare: true }),
  count('conflicts', 'Conflicts', { rare: true }),
];

/** Which clocks an RTT was taken from, in words. */
export const CLOCKS = {
  kernel: 'by the kernel when sending and receiving: excludes delays of this program',
  kernelReceive: 'by the kernel when receiving, by this program just before sending',
  process: 'by this program when sending and receiving: includes its own scheduling delay',
};

/**
 * @param {keyof Ping['counters'] & Term} key
 * @param {string} label
 * @param {{rare?: boolean, bad?: boolean}} [kind] rare: shown once it has happened; bad: a person should look at it then
 * @returns {Figure}
 */
function count(key, label, { rare = false, bad = false } = {}) {
  return {
    key,
    label,
    term: key,
    ...(rare && { isShown: (ping) => ping.counters[key] > 0 }),
    text: (ping) => formatCount(ping.counters[key]),
    isBad: (ping) => bad && ping.counters[key] > 0,
  };
}
