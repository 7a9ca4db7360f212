// @ts-check
// Turns a window of a series into what the chart draws. Pure.
/** @import { Series } from '../state/series.js' */
import { medianOf, percentileOf } from '../state/median.js';
import { LATE, REPLY } from '../state/outcomes.js';
import { findGaps } from './gaps.js';

/**
 * What is shown of which ping. All times are milliseconds since 1970.
 *
 * @typedef {object} ChartWindow
 * @property {number} from
 * @property {number} to
 * @property {number} columns how many pixels wide the plot is
 * @property {number} startedAt when the ping started
 * @property {number | undefined} aliveUntil until when it must have sent: now, or when it ended
 * @property {number} intervalMillis
 * @property {number} timeoutMillis
 */

/** @typedef {{at: number, outcome: number, name?: string}} Mark a probe without an RTT; `name` is its ICMP error's */
/** @typedef {{from: number, to: number}} Gap time of which nothing is known */

/**
 * @typedef {object} ChartData
 * @property {number[]} seqs which sample each index of the columns is
 * @property {number[]} ats seconds since 1970, as uPlot wants them
 * @property {(number | null)[]} replies RTT in nanoseconds
 * @property {(number | null)[]} lates
 * @property {Mark[]} marks at most one of a kind per pixel
 * @property {Gap[]} gaps
 * @property {number[]} counts of each outcome in the window, by its code
 * @property {number} count of every RTT in the window; the next five are of them
 * @property {number | undefined} mean
 * @property {number | undefined} median
 * @property {number | undefined} p95
 * @property {number | undefined} min
 * @property {number | undefined} max
 * @property {import('../ping/describe.js').ChartEvent[]} [events] what happened and is no probe
 * @property {number | undefined} fit RTT that an axis for most replies must reach
 */

/** More replies than this per pixel are thinned to the lowest and the highest of the pixel. */
const REPLIES_PER_COLUMN = 3;
/** A reply this many times above the 95th percentile is a spike. */
const SPIKE = 3;
/** With fewer replies no usual RTT is known. */
const ENOUGH_REPLIES = 10;

/** @param {Series} series @param {ChartWindow} window @returns {ChartData} */
export function chartData(series, window) {
  const { seqs, inside, end } = series.range(window.from, window.to);
  const counts = new Array(16).fill(0);
  /** @type {number[]} */
  const rtts = [];
  /** @type {Mark[]} */
  const marks = [];
  const column = columnOf(window);
  const thin = end - inside > window.columns * REPLIES_PER_COLUMN;
  const shown = new Picked();
  const lastMark = new Map();
  /** @type {number[]} */
  const inTime = [];
  for (let i = inside; i < end; i++) {
    const point = series.get(seqs[i]);
    if (!point) continue;
    const { seq, at, outcome, rttNanos, note } = point;
    counts[outcome]++;
    if (rttNanos === undefined) {
      const name = note?.icmp?.name;
      const kind = name ?? outcome;
      if (lastMark.get(kind) === column(at)) continue;
      lastMark.set(kind, column(at));
      marks.push(name === undefined ? { at, outcome } : { at, outcome, name });
    } else {
      rtts.push(rttNanos);
      if (outcome === REPLY) inTime.push(rttNanos);
    }
    if (thin && outcome === REPLY) shown.thinned(column(at), seq, at, rttNanos ?? 0);
    else shown.push(seq, at, outcome, rttNanos);
  }
  shown.flush();
  rtts.sort((a, b) => a - b);
  const sum = rtts.reduce((all, rtt) => all + rtt, 0);
  return {
    seqs: shown.seqs,
    ats: shown.ats,
    replies: shown.replies,
    lates: shown.lates,
    marks,
    gaps: findGaps(series, seqs, window),
    counts,
    count: rtts.length,
    mean: rtts.length === 0 ? undefined : sum / rtts.length,
    median: medianOf(rtts),
    p95: percentileOf(rtts, 95),
    min: rtts[0],
    max: rtts.at(-1),
    fit: fitOf(inTime) ?? rtts.at(-1),
  };
}

/** @param {ChartWindow} window */
function columnOf({ from, to, columns }) {
  const perMilli = columns / Math.max(1, to - from);
  return (/** @type {number} */ at) => Math.floor((at - from) * perMilli);
}

/**
 * A few spikes must not press all others to the ground: where the highest is far above the rest, the axis is made for
 * 95 of 100. What lies above it is drawn at its top edge.
 *
 * @param {number[]} rtts of replies in time
 */
export function fitOf(rtts) {
  rtts.sort((a, b) => a - b);
  const highest = rtts.at(-1);
  if (highest === undefined || rtts.length < ENOUGH_REPLIES) return highest;
  const most = rtts[Math.floor(rtts.length * 0.95) - 1];
  return highest > most * SPIKE ? most : highest;
}

/** The columns that are drawn. Thinned replies of one pixel wait here until the pixel is over. */
class Picked {
  /** @type {number[]} */
  seqs = [];
  /** @type {number[]} */
  ats = [];
  /** @type {(number | null)[]} */
  replies = [];
  /** @type {(number | null)[]} */
  lates = [];
  #column = -1;
  /** @type {{seq: number, at: number, rtt: number} | undefined} */
  #low;
  /** @type {{seq: number, at: number, rtt: number} | undefined} */
  #high;

  /** @param {number} seq @param {number} at @param {number} outcome @param {number | undefined} rtt */
  push(seq, at, outcome, rtt) {
    this.flush();
    this.seqs.push(seq);
    this.ats.push(at / 1000);
    this.replies.push(outcome === REPLY ? (rtt ?? null) : null);
    this.lates.push(outcome === LATE ? (rtt ?? null) : null);
  }

  /** @param {number} column @param {number} seq @param {number} at @param {number} rtt */
  thinned(column, seq, at, rtt) {
    if (column !== this.#column) this.flush();
    this.#column = column;
    if (!this.#low || rtt < this.#low.rtt) this.#low = { seq, at, rtt };
    if (!this.#high || rtt > this.#high.rtt) this.#high = { seq, at, rtt };
  }

  flush() {
    const low = this.#low;
    const high = this.#high;
    this.#low = this.#high = undefined;
    if (!low || !high) return;
    const [first, second] = low.seq < high.seq ? [low, high] : [high, low];
    this.push(first.seq, first.at, REPLY, first.rtt);
    if (second.seq !== first.seq) this.push(second.seq, second.at, REPLY, second.rtt);
  }
}
