// @ts-check
// The medians of several pings as lines over the same time, broken where nothing was answered; a cross where something was lost.
/** @import { History } from '../api/types.js' */
import uPlot from 'uplot';
import { rttAxis, timeAxis } from '../chart/paint/axes.js';
import { RttScale } from '../chart/paint/rtt-scale.js';
import { codeOf, OUTCOMES } from '../state/outcomes.js';
import { epochMillis } from '../text/format.js';
import { drawGlyph } from '../ui/glyph.js';
import { colour } from '../ui/palette.js';

/** As many pings can be told apart. @type {readonly {token: string, dash: number[]}[]} */
export const STROKES = [
  { token: '--series-1', dash: [] },
  { token: '--series-2', dash: [7, 3] },
  { token: '--series-3', dash: [2, 3] },
  { token: '--series-4', dash: [10, 3, 2, 3] },
  { token: '--series-5', dash: [] },
  { token: '--series-6', dash: [7, 3] },
];

export class ComparePlot {
  #scale = new RttScale();
  /** @type {uPlot} */
  #plot;
  /** @type {readonly (History | undefined)[]} */
  #shown = [];

  /** @param {HTMLElement} host @param {(index: number | undefined, left: number) => void} onCursor */
  constructor(host, onCursor) {
    this.#plot = new uPlot(this.#options(host, onCursor), /** @type {any} */ ([[], ...STROKES.map(() => [])]), host);
  }

  get columns() {
    return Math.max(1, this.#plot.bbox.width / devicePixelRatio);
  }

  /** @param {readonly (History | undefined)[]} histories with the same buckets, in the order of the strokes; undefined while unknown @param {number} from @param {number} to @param {boolean} log */
  show(histories, from, to, log) {
    this.#shown = histories;
    this.#scale.log = log;
    const medians = histories.map((history) => history?.buckets.map(({ rttNanos }) => rttNanos?.median ?? null));
    const known = medians.flatMap((of) => of ?? []).filter((nanos) => nanos !== null);
    this.#scale.fit(Math.min(...known), known.length === 0 ? undefined : Math.max(...known));
    const any = histories.find((history) => history !== undefined);
    const half = (any?.widthNanos ?? 0) / 2e6;
    const ats = (any?.buckets ?? []).map(({ at }) => (epochMillis(at) + half) / 1000);
    const none = ats.map(() => null);
    this.#plot.batch(() => {
      this.#plot.setData(/** @type {any} */ ([ats, ...STROKES.map((_, i) => medians[i] ?? none)]), false);
      this.#plot.setScale('x', { min: from / 1000, max: to / 1000 });
    });
  }

  /** @param {number} width @param {number} height */
  resize(width, height) {
    if (width > 0 && height > 0) this.#plot.setSize({ width, height });
  }

  redraw() {
    this.#plot.redraw(false, true);
  }

  destroy() {
    this.#plot.destroy();
  }

  /** @param {HTMLElement} host @param {(index: number | undefined, left: number) => void} onCursor @returns {uPlot.Options} */
  #options(host, onCursor) {
    return {
      width: Math.max(200, host.clientWidth),
      height: Math.max(120, host.clientHeight),
      legend: { show: false },
      padding: [8, 8, 0, 0],
      cursor: { drag: { x: false, y: false, setScale: false }, points: { size: 7 } },
      scales: {
        x: { time: true, auto: false },
        y: { distr: 100, fwd: this.#scale.forward, bwd: this.#scale.backward, range: () => this.#scale.range },
      },
      axes: [timeAxis(), rttAxis(this.#scale)],
      series: [
        {},
        ...STROKES.map(({ token, dash }) => ({ stroke: () => colour(token), width: 2, dash, spanGaps: false, points: { size: 4 } })),
      ],
      hooks: {
        draw: [(plot) => this.#paintLost(plot)],
        setCursor: [({ cursor }) => onCursor(cursor.idx == null || (cursor.left ?? -1) < 0 ? undefined : cursor.idx, cursor.left ?? 0)],
      },
    };
  }

  /** In the lane below, a row for each ping. @param {uPlot} plot */
  #paintLost(plot) {
    const kind = OUTCOMES[codeOf('lost')];
    const [bottom] = this.#scale.range;
    this.#shown.forEach((history, i) => {
      if (history === undefined) return;
      const { buckets, widthNanos } = history;
      const y = plot.valToPos((bottom * (i + 0.5)) / Math.max(1, this.#shown.length), 'y', true);
      for (const { at, lossPercent = 0 } of buckets) {
        if (lossPercent === 0) continue;
        const x = plot.valToPos((epochMillis(at) + widthNanos / 2e6) / 1000, 'x', true);
        drawGlyph(plot.ctx, { ...kind, token: STROKES[i].token }, x, y, devicePixelRatio * 0.7);
      }
    });
  }
}
