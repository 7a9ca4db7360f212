// @ts-check
// The uPlot instance of one chart: axes, points, cursor. What time it shows is the chart's decision.
/** @import { ChartData } from '../chart-data.js' */
/** @import { SmokeData } from '../smoke-data.js' */
/** @import { AddressChange } from '../../api/types.js' */
import uPlot from 'uplot';
import { paintAddressChanges } from './address-marks.js';
import { LANE, paintBehind, paintInFront } from './chart-paint.js';
import { axisTop } from '../chart-data.js';
import { formatAxisTime, formatTick } from '../../text/format.js';
import { colour } from '../../ui/palette.js';
import { paintSmoke } from './smoke-paint.js';

const HEIGHT = 270;
const FONT = '12px system-ui, sans-serif';
/** Times nearer to the right edge would be cut off. */
const HALF_LABEL_PIXELS = 30;
/** Narrower drags are clicks. */
const SHORTEST_DRAG_PIXELS = 6;
/** Above this number, points are drawn smaller. */
const MANY_POINTS = 600;
const MANY_POINTS_PIXELS = 4;
const FEW_POINTS_PIXELS = 6;

/**
 * @typedef {object} PlotHandlers
 * @property {(from: number, to: number) => void} onZoom milliseconds since 1970
 * @property {(index: number | undefined, left: number) => void} onCursor the place, in what is shown, nearest to the cursor
 */

export class Plot {
  /** @type {ChartData | undefined} */
  #data;
  /** @type {SmokeData | undefined} */
  #smoke;
  /** @type {number | undefined} */
  #top;
  /** @type {uPlot} */
  #plot;
  /** Of the ping that is shown. @type {AddressChange[]} */
  addressChanges = [];
  /** How many points lie above the axis and are drawn at its top. */
  above = 0;

  /** @param {HTMLElement} host @param {PlotHandlers} handlers */
  constructor(host, handlers) {
    this.#plot = new uPlot(this.#options(host, handlers), [[], [], []], host);
  }

  /** How many CSS pixels wide the plot is inside its axes. */
  get columns() {
    return Math.max(1, this.#plot.bbox.width / devicePixelRatio);
  }

  /** @param {ChartData} data @param {number} from milliseconds since 1970 @param {number} to @param {boolean} all */
  show(data, from, to, all) {
    this.#data = data;
    this.#smoke = undefined;
    this.#fit(all ? data.max : data.fit);
    this.above = [...data.replies, ...data.lates].filter((rtt) => rtt !== null && rtt > this.#axisTop).length;
    const { points } = this.#plot.series[1];
    if (points) points.size = data.ats.length > MANY_POINTS ? MANY_POINTS_PIXELS : FEW_POINTS_PIXELS;
    this.#draw([data.ats, data.replies, data.lates], from, to);
  }

  /** @param {SmokeData} data @param {number} from milliseconds since 1970 @param {number} to @param {boolean} all */
  showSmoke(data, from, to, all) {
    this.#data = undefined;
    this.#smoke = data;
    this.#fit(all ? data.max : data.fit);
    this.above = data.puffs.filter(({ bucket }) => (bucket.rttNanos?.max ?? 0) > this.#axisTop).length;
    const nothing = data.ats.map(() => null);
    this.#draw([data.ats, nothing, nothing], from, to);
  }

  /** @param {uPlot.AlignedData} columns @param {number} from @param {number} to */
  #draw(columns, from, to) {
    this.#plot.batch(() => {
      this.#plot.setData(columns, false);
      this.#plot.setScale('x', { min: from / 1000, max: to / 1000 });
    });
  }

  /** @param {number | undefined} highest */
  #fit(highest) {
    if (highest !== undefined) this.#top = axisTop(highest, this.#top);
  }

  /** @param {number} width */
  resize(width) {
    this.#plot.setSize({ width, height: HEIGHT });
  }

  /** Another ping needs another axis. */
  forgetAxis() {
    this.#top = undefined;
  }

  redraw() {
    this.#plot.redraw(false, true);
  }

  destroy() {
    this.#plot.destroy();
  }

  get #axisTop() {
    return this.#top ?? 1e6;
  }

  /** @param {HTMLElement} host @param {PlotHandlers} handlers @returns {uPlot.Options} */
  #options(host, { onZoom, onCursor }) {
    return {
      width: Math.max(200, host.clientWidth),
      height: HEIGHT,
      legend: { show: false },
      padding: [8, 8, 0, 0],
      cursor: { drag: { x: true, y: false, setScale: false }, points: { size: 9 } },
      scales: {
        x: { time: true, auto: false },
        y: { range: () => [-this.#axisTop * LANE, this.#axisTop] },
      },
      axes: [timeAxis(), rttAxis()],
      series: [{}, this.#points('--reply', true), this.#points('--late', false)],
      hooks: {
        drawClear: [(plot) => this.#data && paintBehind(plot, this.#data)],
        draw: [
          (plot) => {
            if (this.#smoke) paintSmoke(plot, this.#smoke, this.#axisTop);
            else if (this.#data) paintInFront(plot, this.#data, this.#axisTop);
            paintAddressChanges(plot, this.addressChanges);
          },
        ],
        setSelect: [(plot) => zoom(plot, onZoom)],
        setCursor: [
          ({ cursor }) => {
            const left = cursor.left ?? -1;
            onCursor(cursor.idx == null || left < 0 ? undefined : cursor.idx, left);
          },
        ],
      },
    };
  }

  /** @param {string} token @param {boolean} filled @returns {uPlot.Series} */
  #points(token, filled) {
    return {
      paths: () => null,
      points: {
        show: true,
        size: FEW_POINTS_PIXELS,
        width: filled ? 0 : 1.6,
        stroke: () => colour(token),
        fill: () => colour(filled ? token : '--surface'),
      },
    };
  }
}

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
function timeAxis() {
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

/** @returns {uPlot.Axis} */
function rttAxis() {
  return {
    stroke: () => colour('--muted'),
    font: FONT,
    size: 66,
    space: 42,
    grid: { stroke: () => colour('--grid'), width: 1 },
    ticks: { show: false },
    filter: (_plot, splits) => splits.map((split) => (split < 0 ? null : split)),
    values: (_plot, nanos) => nanos.map((nano) => (nano == null ? '' : formatTick(nano))),
  };
}

/** @param {uPlot} plot @param {PlotHandlers['onZoom']} onZoom */
function zoom(plot, onZoom) {
  const { left, width } = plot.select;
  if (width < SHORTEST_DRAG_PIXELS) return;
  const from = plot.posToVal(left, 'x') * 1000;
  const to = plot.posToVal(left + width, 'x') * 1000;
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  onZoom(from, to);
}
