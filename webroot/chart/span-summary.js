// @ts-check
// What a stretch of time came to, from samples or from history: where round trips lay, when the target answered as asked,
// how late probes were sent. Pure.
/** @import { Series } from '../state/series.js' */
/** @import { SmokeData } from './smoke-data.js' */
/** @import { Gap } from './chart-data.js' */
/** @import { HistogramBin } from '../api/types.js' */
import { OUTCOMES } from '../state/outcomes.js';

/**
 * A cell of the bar: whether the target answered as asked. Times are milliseconds since 1970.
 *
 * @typedef {object} Cell
 * @property {number} from
 * @property {number} to
 * @property {boolean} isUp
 * @property {number} missed 0-1, the share that was not answered as asked
 */

/**
 * @typedef {object} SpanSummary
 * @property {HistogramBin[]} bins
 * @property {Cell[]} cells
 * @property {Gap[]} gaps
 * @property {{from: number, to: number, nanos: number}[]} lags the worst lateness of each stretch
 */

const BINS_PER_DOUBLING = 16;
const CELLS = 200;

/** The bin of a round trip, with the edges that the server uses too. @param {number} nanos */
function binOf(nanos) {
  const octave = 2 ** Math.max(10, Math.floor(Math.log2(Math.max(1, nanos))));
  const width = octave / BINS_PER_DOUBLING;
  const fromNanos = Math.floor(nanos / width) * width;
  return { fromNanos, toNanos: fromNanos + width, count: 0 };
}

/** @param {Series} series @param {number} from @param {number} to @param {Gap[]} gaps @returns {SpanSummary} */
export function summaryOfSamples(series, from, to, gaps) {
  const { seqs, inside, end } = series.range(from, to);
  const width = (to - from) / CELLS;
  /** @type {Map<number, HistogramBin>} */
  const bins = new Map();
  /** @type {Map<number, {decided: number, served: number, lag: number}>} */
  const slots = new Map();
  for (let i = inside; i < end; i++) {
    const point = series.get(seqs[i]);
    if (!point) continue;
    const slot = Math.floor((point.at - from) / width);
    const held = slots.get(slot) ?? { decided: 0, served: 0, lag: 0 };
    slots.set(slot, held);
    held.lag = Math.max(held.lag, point.lagNanos);
    held.decided++;
    held.served += OUTCOMES[point.outcome].served ? 1 : 0;
    if (point.rttNanos === undefined) continue;
    const bin = binOf(point.rttNanos);
    const known = bins.get(bin.fromNanos) ?? bin;
    known.count++;
    bins.set(bin.fromNanos, known);
  }
  const sorted = [...slots].sort(([a], [b]) => a - b);
  const starts = sorted.map(([slot]) => from + slot * width);
  const span = (/** @type {number} */ i) => ({ from: starts[i], to: until(starts[i], width, starts[i + 1], gaps) });
  return {
    bins: [...bins.values()].sort((a, b) => a.fromNanos - b.fromNanos),
    cells: sorted.map(([, { decided, served }], i) => ({ ...span(i), isUp: served > 0, missed: (decided - served) / decided })),
    gaps,
    lags: sorted.map(([, { lag }], i) => ({ ...span(i), nanos: lag })),
  };
}

/**
 * A state lasts until the next one is observed, but never through time without data.
 *
 * @param {number} from
 * @param {number} width
 * @param {number | undefined} next
 * @param {Gap[]} gaps
 */
function until(from, width, next, gaps) {
  if (next === undefined) return from + width;
  const gap = gaps.find((one) => one.to > from && one.from < next);
  return gap ? Math.min(next, Math.max(from + width, gap.from)) : next;
}

/** @param {SmokeData} data @returns {SpanSummary} */
export function summaryOfHistory({ puffs, bins, gaps }) {
  const end = (/** @type {number} */ i) => until(puffs[i].from, puffs[i].to - puffs[i].from, puffs[i + 1]?.from, gaps);
  return {
    bins,
    cells: puffs.map(({ from, isUp, missed }, i) => ({ from, to: end(i), isUp, missed })),
    gaps,
    lags: puffs.map(({ from, bucket }, i) => ({ from, to: end(i), nanos: bucket.maxLagNanos ?? 0 })),
  };
}
