// @ts-check
// Finds the time of which nothing is known: Pingdeck was down, held up, or its samples never reached this page.
// It is neither up nor lost. Pure.
/** @import { Series } from '../state/series.js' */
/** @import { ChartWindow, Gap } from './chart-data.js' */

/** How long a decided sample may be on its way to this page. */
const DELIVERY_MILLIS = 1500;

/**
 * @param {Series} series
 * @param {number[]} seqs held samples in order, with one beyond each edge of the window where there is one
 * @param {ChartWindow} window
 * @returns {Gap[]}
 */
export function findGaps(series, seqs, window) {
  const held = seqs.map((seq) => ({ seq, at: series.get(seq)?.at ?? 0 }));
  /** @type {Gap[]} */
  const gaps = [];
  const add = (/** @type {number} */ from, /** @type {number} */ to) => {
    const gap = { from: Math.max(from, window.from), to: Math.min(to, window.to) };
    if (gap.to > gap.from) gaps.push(gap);
  };
  const first = held[0];
  if (first && first.seq > 1 && first.at > window.from) add(window.startedAt, first.at);
  for (let i = 1; i < held.length; i++) {
    if (isGap(held[i - 1], held[i], series.newestAt ?? 0, window)) add(held[i - 1].at, held[i].at);
  }
  const last = held.at(-1);
  const silentSince = last?.at ?? window.startedAt;
  if (window.aliveUntil !== undefined && isSilent(silentSince, last?.seq === series.newestSeq || !last, window)) {
    add(silentSince, window.aliveUntil);
  }
  return gaps;
}

/**
 * @param {{seq: number, at: number}} a
 * @param {{seq: number, at: number}} b the next one held
 * @param {number} newestAt what is missing shortly before it may still be in flight
 * @param {ChartWindow} window
 */
function isGap(a, b, newestAt, { intervalMillis, timeoutMillis, aliveUntil }) {
  const apart = b.at - a.at;
  if (b.seq === a.seq + 1) return apart > Math.max(2.5 * intervalMillis, intervalMillis + 500);
  const undecided = aliveUntil !== undefined && b.at > newestAt - timeoutMillis - DELIVERY_MILLIS;
  return !undecided && apart > 1.5 * intervalMillis;
}

/** @param {number} since @param {boolean} isNewest @param {ChartWindow} window */
function isSilent(since, isNewest, { intervalMillis, timeoutMillis, aliveUntil }) {
  const patience = 2.5 * intervalMillis + timeoutMillis + DELIVERY_MILLIS;
  return isNewest && aliveUntil !== undefined && aliveUntil - since > patience;
}
