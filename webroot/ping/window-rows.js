// @ts-check
// The rows of the table of windows. Pure.
/** @import { Latency, WindowFigures } from '../api/types.js' */
/** @import { Counted, OutcomeKind } from '../state/outcomes.js' */
/** @import { Term } from '../text/dictionary.js' */
import { COUNTED } from '../state/outcomes.js';
import { formatCount, formatPercent, formatRtt, UNDEFINED } from '../text/format.js';

/** @type {Record<WindowFigures['window'], string>} */
export const WINDOW_LABELS = { '10probes': 'last 10', '1m': '1 min', '5m': '5 min', '1h': '1 h', all: 'all' };

/** How long a window is that has a length. @type {Partial<Record<WindowFigures['window'], number>>} */
export const WINDOW_MILLIS = { '1m': 60_000, '5m': 300_000, '1h': 3_600_000 };

/**
 * @typedef {object} WindowRow
 * @property {string} key
 * @property {string} label
 * @property {Term} term
 * @property {(figures: WindowFigures) => string} text
 * @property {(figures: WindowFigures) => boolean} [isBad] whether a person should look at it
 * @property {(figures: WindowFigures) => boolean} [isFaint] whether it rests on too few samples to mean more than the longest
 * @property {boolean} [begins] a group of rows
 * @property {(windows: readonly WindowFigures[]) => boolean} [isShown] always, if it does not say
 */

/** @type {readonly WindowRow[]} */
export const WINDOW_ROWS = [
  { key: 'probes', label: 'Probes completed', term: 'concluded', text: ({ concluded }) => formatCount(concluded) },
  ...COUNTED.map(count),
  {
    key: 'loss',
    label: 'Loss',
    term: 'loss',
    text: ({ lossPercent }) => formatPercent(lossPercent),
    isBad: ({ unanswered }) => unanswered > 0,
  },
  { key: 'interval', label: 'Loss, 95 % confidence', term: 'lossInterval', text: interval },
  { key: 'arrived', label: 'Answered, incl. late', term: 'arrived', text: ({ concluded, replied, late }) => share(replied + late, concluded) },
  {
    key: 'availability',
    label: 'Availability',
    term: 'availability',
    text: ({ availabilityPercent }) => formatPercent(availabilityPercent),
    isBad: ({ stepsMeasured, stepsUp }) => stepsUp < stepsMeasured,
  },
  { ...rtt('min', 'Minimum RTT', 'min'), begins: true },
  rtt('p50', 'Median', 'p50'),
  rtt('p90', '90th percentile', 'p90', 10),
  rtt('p95', '95th percentile', 'p95', 20),
  rtt('p99', '99th percentile', 'p99', 100),
  rtt('p999', '99.9th percentile', 'p999', 1000),
  rtt('max', 'Maximum', 'max'),
  rtt('mean', 'Average', 'mean'),
  { ...rtt('stddev', 'Standard deviation', 'stddev'), begins: true },
  rtt('iqr', 'Interquartile range', 'iqr'),
  { key: 'ipdv', label: 'Delay variation, mean', term: 'ipdv', text: ({ ipdvMeanAbsoluteNanos }) => formatRtt(ipdvMeanAbsoluteNanos) },
  { key: 'jitter', label: 'Jitter (RFC 3550)', term: 'jitter', text: ({ jitterNanos }) => formatRtt(jitterNanos) },
  {
    key: 'plannedP50',
    label: 'RTT from scheduled time, median',
    term: 'planned',
    text: ({ plannedRttNanos }) => formatRtt(plannedRttNanos?.p50),
    begins: true,
  },
  {
    key: 'plannedP99',
    label: 'RTT from scheduled time, p99',
    term: 'planned',
    text: ({ plannedRttNanos }) => formatRtt(plannedRttNanos?.p99),
    isFaint: ({ plannedRttNanos }) => (plannedRttNanos?.count ?? 0) < 100,
  },
  { key: 'lag', label: 'Sent late by (this computer), max.', term: 'lag', text: ({ maxLagNanos }) => formatRtt(maxLagNanos) },
];

/** @param {WindowFigures} figures */
function interval({ lossLowPercent: low, lossHighPercent: high }) {
  if (low === undefined || high === undefined) return UNDEFINED;
  return `${rounded(low)}–${formatPercent(high)}`;
}

/** @param {number} part @param {number} whole */
const share = (part, whole) => formatPercent(whole === 0 ? undefined : (100 * part) / whole);

/** Without its unit, which follows the upper bound. @param {number} percent */
const rounded = (percent) => formatPercent(percent).replace(/\s*%/, '');

/**
 * How many probes had an outcome. What never happened has no row.
 *
 * @param {OutcomeKind & {counted: Counted}} kind
 * @returns {WindowRow}
 */
function count({ counter, counted, served = false }) {
  const of = (/** @type {WindowFigures} */ figures) => figures[counter] ?? 0;
  return {
    key: counter,
    label: counted.title,
    term: counter,
    text: (figures) => formatCount(of(figures)),
    isBad: (figures) => !served && of(figures) > 0,
    isShown: (windows) => served || windows.some((figures) => of(figures) > 0),
  };
}

/** @param {keyof Latency} key @param {string} label @param {Term} term @param {number} [enough] @returns {WindowRow} */
function rtt(key, label, term, enough = 0) {
  return {
    key,
    label,
    term,
    text: ({ rttNanos }) => formatRtt(rttNanos?.[key]),
    isFaint: ({ rttNanos }) => (rttNanos?.count ?? enough) < enough,
  };
}
