// @ts-check
// The uPlot instance of one chart: axes, points, cursor. What time it shows is the chart's decision.
/** @import { ChartData } from '../chart-data.js' */
/** @import { SmokeData } from '../smoke-data.js' */
/** @import { AddressChange } from '../../api/types.js' */
import uPlot from 'uplot';
import { paintAddressChanges } from './address-marks.js';
import { rttAxis, timeAxis } from './axes.js';
import { paintBehind, paintInFront } from './chart-paint.js';
import { colour } from '../../ui/palette.js';
import { RttScale } from './rtt-scale.js';
import { paintSmoke } from './smoke-paint.js';

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
  /** The axis of round trips. */
  scale = new RttScale();
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

  /** @param {ChartData} data @param {number} from milliseconds since 1970 @param {number} to @param {boolean} all whether the axis reaches the highest */
  show(data, from, to, all) {
    this.#data = data;
    this.#smoke = undefined;
    this.scale.fit(data.min, all ? data.max : data.fit);
    const { top } = this.scale;
    this.above = 0;
    for (const rtts of [data.replies, data.lates]) for (const rtt of rtts) if (rtt !== null && rtt > top) this.above++;
    const { points } = this.#plot.series[1];
    if (points) points.size = data.ats.length > MANY_POINTS ? MANY_POINTS_PIXELS : FEW_POINTS_PIXELS;
    this.#draw([data.ats, data.replies, data.lates], from, to);
  }

  /** @param {SmokeData} data @param {number} from milliseconds since 1970 @param {number} to @param {boolean} all */
  showSmoke(data, from, to, all) {
    this.#data = undefined;
    this.#smoke = data;
    this.scale.fit(data.min, all ? data.max : data.fit);
    this.above = data.puffs.filter(({ bucket }) => (bucket.rttNanos?.max ?? 0) > this.scale.top).length;
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

  /** @param {number} width @param {number} height in CSS pixels */
  resize(width, height) {
    if (width > 0 && height > 0) this.#plot.setSize({ width, height });
  }

  redraw() {
    this.#plot.redraw(false, true);
  }

  destroy() {
    this.#plot.destroy();
  }

  /** @param {HTMLElement} host @param {PlotHandlers} handlers @returns {uPlot.Options} */
  #options(host, { onZoom, onCursor }) {
    return {
      width: Math.max(200, host.clientWidth),
      height: Math.max(120, host.clientHeight),
      legend: { show: false },
      padding: [8, 8, 0, 0],
      cursor: { drag: { x: true, y: false, setScale: false }, points: { size: 9 } },
      scales: {
        x: { time: true, auto: false },
        y: { distr: 100, fwd: this.scale.forward, bwd: this.scale.backward, range: () => this.scale.range },
      },
      axes: [timeAxis(), rttAxis(this.scale)],
      series: [{}, this.#points('--reply', true), this.#points('--late', false)],
      hooks: {
        drawClear: [(plot) => this.#data && paintBehind(plot, this.#data)],
        draw: [
          (plot) => {
            if (this.#smoke) paintSmoke(plot, this.#smoke, this.scale);
            else if (this.#data) paintInFront(plot, this.#data, this.scale);
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

/** @param {uPlot} plot @param {PlotHandlers['onZoom']} onZoom */
function zoom(plot, onZoom) {
  const { left, width } = plot.select;
  if (width < SHORTEST_DRAG_PIXELS) return;
  const from = plot.posToVal(left, 'x') * 1000;
  const to = plot.posToVal(left + width, 'x') * 1000;
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  onZoom(from, to);
}
