// @ts-check
// Turns the buckets of a ping's history into what the smoke chart draws. Pure.
/** @import { Bucket, History, HistogramBin } from '../api/types.js' */
/** @import { Gap } from './chart-data.js' */
/** @import { OutcomeCounter } from '../state/outcomes.js' */
import { OUTCOMES } from '../state/outcomes.js';
import { fitOf } from './chart-data.js';
import { epochMillis } from '../text/format.js';

/** So long after a sample is decided it may take to be read back from the disk. */
const DELIVERY_MILLIS = 4000;

/**
 * A bucket with data. Times are milliseconds since 1970.
 *
 * @typedef {object} Puff
 * @property {number} from
 * @property {number} to
 * @property {Bucket} bucket
 * @property {number} loss 0-1
 * @property {boolean} isUp whether any probe was answered as asked
 * @property {number} missed 0-1, the share of those that were not
 */

/**
 * @typedef {object} SmokeData
 * @property {Puff[]} puffs those buckets that have data
 * @property {number[]} ats the middle of each puff, seconds since 1970, as uPlot wants them
 * @property {number[]} counts of each outcome, by its code
 * @property {Gap[]} gaps time of which nothing is known
 * @property {HistogramBin[]} bins
 * @property {number | undefined} min
 * @property {number} count of RTTs
 * @property {number | undefined} mean
 * @property {number | undefined} median of every RTT of the span, as near as the bins tell
 * @property {number | undefined} p95 the same
 * @property {true} isNear median and p95 are near values
 * @property {number | undefined} max
 * @property {number | undefined} fit RTT that an axis for most puffs must reach
 * @property {number} widthMillis
 */

/** @typedef {{startedAt: number, aliveUntil: number, intervalMillis: number, timeoutMillis: number}} Life of the ping */

/** @param {History} history @param {Life} life @returns {SmokeData} */
export function smokeData(history, life) {
  const widthMillis = history.widthNanos / 1e6;
  const puffs = history.buckets.flatMap((bucket) => {
    if (bucket.sent === undefined) return [];
    const from = epochMillis(bucket.at);
    return [{ from, to: from + widthMillis, bucket, loss: lossOf(bucket), ...answered(bucket) }];
  });
  const rtts = puffs.flatMap(({ bucket }) => bucket.rttNanos ?? []);
  const highest = rtts.map(({ p95 }) => p95);
  return {
    puffs,
    ats: puffs.map(({ from, to }) => (from + to) / 2000),
    counts: countsOf(puffs),
    gaps: gapsOf(history, puffs, widthMillis, life),
    bins: history.histogram,
    min: rtts.length === 0 ? undefined : Math.min(...rtts.map(({ min }) => min)),
    count: rtts.reduce((sum, { count }) => sum + count, 0),
    mean: meanOf(rtts),
    median: medianOf(history.histogram),
    p95: atRank(history.histogram, Math.ceil(0.95 * history.histogram.reduce((sum, { count }) => sum + count, 0))),
    isNear: true,
    max: rtts.length === 0 ? undefined : Math.max(...rtts.map(({ max }) => max)),
    fit: fitOf(highest),
    widthMillis,
  };
}

/** @param {Bucket} bucket one with data */
function answered({ replied = 0, sent = 0, notSent = 0 }) {
  const decided = sent + notSent;
  return { isUp: replied > 0, missed: (decided - replied) / decided };
}

/** @param {Bucket} bucket */
function lossOf({ lossPercent }) {
  return (lossPercent ?? 0) / 100;
}

/** By the outcomes' codes; a bucket counts both kinds that were not sent as one. @param {Puff[]} puffs */
function countsOf(puffs) {
  return OUTCOMES.map(({ counter, counted }) => (counted ? puffs.reduce((sum, { bucket }) => sum + countIn(bucket, counter), 0) : 0));
}

/** @param {Bucket} bucket @param {OutcomeCounter} counter */
const countIn = (bucket, counter) => bucket[counter === 'sendFailed' ? 'notSent' : counter] ?? 0;

/** @param {{count: number, mean: number}[]} rtts */
function meanOf(rtts) {
  const count = rtts.reduce((sum, one) => sum + one.count, 0);
  return count === 0 ? undefined : rtts.reduce((sum, one) => sum + one.count * one.mean, 0) / count;
}

/** @param {HistogramBin[]} bins */
function medianOf(bins) {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  const lower = atRank(bins, Math.ceil(total / 2));
  const upper = atRank(bins, Math.floor(total / 2) + 1);
  return lower === undefined || upper === undefined ? undefined : (lower + upper) / 2;
}

/** The middle of the bin that holds it. @param {HistogramBin[]} bins @param {number} rank counted from 1 */
function atRank(bins, rank) {
  let left = rank;
  for (const { fromNanos, toNanos, count } of bins) {
    left -= count;
    if (left <= 0) return (fromNanos + toNanos) / 2;
  }
  return undefined;
}

/**
 * Time in which the ping lived and no probe was recorded for longer than its interval explains.
 *
 * @param {History} history
 * @param {Puff[]} puffs
 * @param {number} widthMillis
 * @param {Life} life
 * @returns {Gap[]}
 */
function gapsOf({ buckets }, puffs, widthMillis, { startedAt, aliveUntil, intervalMillis, timeoutMillis }) {
  if (buckets.length === 0) return [];
  const begin = Math.max(startedAt, epochMillis(buckets[0].at));
  const end = Math.min(aliveUntil, epochMillis(buckets[buckets.length - 1].at) + widthMillis);
  /** @type {Gap[]} */
  const gaps = [];
  const add = (/** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ patience) => {
    if (to - from > patience) gaps.push({ from, to });
  };
  const usual = 2.5 * intervalMillis;
  let known = begin;
  for (const { from, to } of puffs) {
    // The ping may have begun within the bucket.
    add(known, from, usual);
    known = Math.max(known, to);
  }
  add(known, end, usual + timeoutMillis + DELIVERY_MILLIS);
  return gaps;
}

/** One bucket in words. @param {Puff} puff @param {(nanos: number | undefined) => string} rtt @param {(millis: number) => string} time @param {(percent: number | undefined) => string} percent */
export function describePuff({ from, to, bucket }, rtt, time, percent) {
  const lines = [`${time(from)} – ${time(to)}`, `${bucket.sent} probes, loss ${percent(bucket.lossPercent)}`];
  if (bucket.rttNanos) {
    const { p5, median, p95 } = bucket.rttNanos;
    lines.push(`median ${rtt(median)}, 5th–95th percentile ${rtt(p5)} – ${rtt(p95)}`);
  }
  if (bucket.icmpErrors) lines.push(`${bucket.icmpErrors} ICMP errors`);
  return lines.join('\n');
}
