// @ts-check
// The two axes of a chart.
/** @import uPlot from 'uplot' */
/** @import { RttScale } from './rtt-scale.js' */
import { formatAxisTime, formatTick } from '../../text/format.js';
import { colour } from '../../ui/palette.js';

const FONT = '12px system-ui, sans-serif';
/** Times nearer to the right edge would be cut off. */
const HALF_LABEL_PIXELS = 30;
const HOUR = 3600;
const DAY = 24 * HOUR;
/** Seconds between two labels. */
const TICKS = [
  [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800],
  [1, 2, 3, 4, 6, 8, 12].map((hours) => hours * HOUR),
  [1, 2, 4, 7, 14, 30, 61, 91, 182, 365, 730].map((days) => days * DAY),
].flat();

/** Milliseconds shown. @param {uPlot} plot */
const spanOf = ({ scales: { x } }) => ((x.max ?? 0) - (x.min ?? 0)) * 1000;

/** @returns {uPlot.Axis} */
export function timeAxis() {
  return {
    stroke: () => colour('--muted'),
    font: FONT,
    size: 34,
    space: 90,
    grid: { stroke: () => colour('--grid'), width: 1 },
    ticks: { stroke: () => colour('--line'), width: 1, size: 5 },
    values: (plot, seconds, _axis, _space, step) =>
      seconds.map((second) =>
        plot.valToPos(second, 'x') > plot.over.clientWidth - HALF_LABEL_PIXELS ? '' : formatAxisTime(second * 1000, spanOf(plot), step * 1000),
      ),
    incrs: TICKS,
  };
}

/** @param {RttScale} scale @returns {uPlot.Axis} */
export function rttAxis(scale) {
  return {
    stroke: () => colour('--muted'),
    font: FONT,
    size: 66,
    space: 42,
    grid: { stroke: () => colour('--grid'), width: 1 },
    ticks: { show: false },
    splits: (_plot, _axis, _min, _max, step) => scale.splits(step),
    filter: (_plot, splits) => splits,
    values: (_plot, nanos) => nanos.map((nano) => (nano == null ? '' : formatTick(nano))),
  };
}
