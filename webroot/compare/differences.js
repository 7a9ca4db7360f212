// @ts-check
// What several pings differ in, and how sure that is. Pure.
/** @import { Bucket, HistogramBin, History } from '../api/types.js' */

/** Of a normal distribution, for 95 % confidence. */
const Z = 1.96;

/** @typedef {{low: number, high: number}} Interval */

/**
 * One ping over the time that is compared. RTTs in nanoseconds; undefined without a reply.
 *
 * @typedef {object} Compared
 * @property {number} sent probes with an outcome
 * @property {number} unanswered
 * @property {number | undefined} loss 0-1
 * @property {Interval | undefined} lossRange with 95 % confidence
 * @property {number | undefined} min
 * @property {number | undefined} median
 * @property {Interval | undefined} medianRange with 95 % confidence
 * @property {number | undefined} p95
 * @property {number | undefined} max
 */

/**
 * What was fetched of each ping, in the order of these: another one than that of the fetch after a ping was removed.
 *
 * @param {readonly {id: string}[]} pings
 * @param {{ids: readonly string[], of: readonly History[]} | undefined} held
 * @returns {(History | undefined)[]} undefined for what was not fetched yet
 */
export const inOrderOf = (pings, held) => pings.map(({ id }) => held?.of[held.ids.indexOf(id)]);

/** @param {History} history @returns {Compared} */
export function comparedOf({ buckets, histogram }) {
  const full = buckets.filter(({ sent }) => sent !== undefined);
  const sent = sum(full, ({ sent: count = 0 }) => count);
  const unanswered = sum(full, ({ late = 0, lost = 0, icmpErrors = 0, serverLost = 0 }) => late + lost + icmpErrors + serverLost);
  const rtts = full.flatMap(({ rttNanos }) => rttNanos ?? []);
  const total = histogram.reduce((all, { count }) => all + count, 0);
  // The ranks between which the true median lies, from the binomial distribution.
  const beside = (Z * Math.sqrt(total)) / 2;
  return {
    sent,
    unanswered,
    loss: sent === 0 ? undefined : unanswered / sent,
    lossRange: wilson(unanswered, sent),
    min: rtts.length === 0 ? undefined : Math.min(...rtts.map(({ min }) => min)),
    median: atRank(histogram, total / 2),
    medianRange: total < 6 ? undefined : rangeOf(atRank(histogram, total / 2 - beside), atRank(histogram, total / 2 + beside + 1)),
    p95: atRank(histogram, 0.95 * total),
    max: rtts.length === 0 ? undefined : Math.max(...rtts.map(({ max }) => max)),
  };
}

/** @param {Bucket[]} buckets @param {(bucket: Bucket) => number} of */
const sum = (buckets, of) => buckets.reduce((all, bucket) => all + of(bucket), 0);

/** @param {number | undefined} low @param {number | undefined} high */
const rangeOf = (low, high) => (low === undefined || high === undefined ? undefined : { low, high });

/** The middle of the bin that holds it. @param {HistogramBin[]} bins @param {number} rank */
function atRank(bins, rank) {
  let left = Math.max(1, Math.ceil(rank));
  for (const { fromNanos, toNanos, count } of bins) {
    left -= count;
    if (left <= 0) return (fromNanos + toNanos) / 2;
  }
  const last = bins.at(-1);
  return last && (last.fromNanos + last.toNanos) / 2;
}

/** Wilson score interval of a share. @param {number} part @param {number} whole @returns {Interval | undefined} */
export function wilson(part, whole) {
  if (whole === 0) return undefined;
  const p = part / whole;
  const z2 = Z * Z;
  const middle = p + z2 / (2 * whole);
  const beside = Z * Math.sqrt((p * (1 - p)) / whole + z2 / (4 * whole * whole));
  const scale = 1 + z2 / whole;
  return { low: part === 0 ? 0 : (middle - beside) / scale, high: part === whole ? 1 : (middle + beside) / scale };
}

/**
 * By how much a loss is higher than another one, with 95 % confidence (Newcombe's interval from two Wilson intervals).
 *
 * @param {Compared} one @param {Compared} other
 * @returns {{difference: number, range: Interval, isClear: boolean} | undefined} `isClear`: not explained by chance
 */
export function lossDifference(one, other) {
  const [a, b] = [one.loss, other.loss];
  const [ra, rb] = [one.lossRange, other.lossRange];
  if (a === undefined || b === undefined || !ra || !rb) return undefined;
  const difference = a - b;
  const low = difference - Math.hypot(a - ra.low, rb.high - b);
  const high = difference + Math.hypot(ra.high - a, b - rb.low);
  return { difference, range: { low, high }, isClear: low > 0 || high < 0 };
}

/** @param {Compared} one @param {Compared} other @returns {{difference: number, isClear: boolean} | undefined} `isClear`: the intervals of the medians do not overlap */
export function medianDifference(one, other) {
  if (one.median === undefined || other.median === undefined) return undefined;
  const [a, b] = [one.medianRange, other.medianRange];
  return { difference: one.median - other.median, isClear: a !== undefined && b !== undefined && (a.low > b.high || a.high < b.low) };
}
