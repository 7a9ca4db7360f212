// @ts-check
// What a chart shows of a ping: its samples where the page holds them and the time is short, else its history as smoke.
/** @import { ChartData } from './chart-data.js' */
/** @import { Plot } from './paint/plot.js' */
/** @import { SmokeData } from './smoke-data.js' */
/** @import { SpanSummary } from './span-summary.js' */
/** @import { Ping } from '../api/types.js' */
import { describePoint, eventsOf } from '../ping/describe.js';
import { store } from '../state/context.js';
import { durationMillis, epochMillis, formatPercent, formatRtt, formatWhen } from '../text/format.js';
import { chartData } from './chart-data.js';
import { isFlattened } from './paint/rtt-scale.js';
import { Past } from './past.js';
import { describePuff } from './smoke-data.js';
import { summaryOfHistory, summaryOfSamples } from './span-summary.js';

/** @typedef {{from: number, to: number, live: boolean, scale: 'linear' | 'log' | undefined, fitAll: boolean}} View */

/** Longer stretches are smoke, even where every sample is at hand. */
const LONGEST_OF_SAMPLES = 15 * 60_000;

export class ShownData {
  past = new Past();
  /** @type {ChartData | undefined} */
  data;
  /** @type {SmokeData | undefined} */
  smoke;
  /** Whether the axis of round trips is logarithmic. */
  log = false;
  /** Whether a spike would press the others to the ground. */
  #flattened = false;

  /** Grows when there is more to show. */
  get version() {
    return store.series.version + this.past.version;
  }

  /** @returns {ChartData | SmokeData | undefined} */
  get drawn() {
    return this.smoke ?? this.data;
  }

  /** Whether any round trip is drawn. */
  get any() {
    return this.drawn?.max !== undefined;
  }

  /** @param {Plot} plot @param {Ping} ping @param {View} view */
  draw(plot, ping, view) {
    const { from, to } = view;
    if (holdsSamplesOf(from, to)) this.#drawSamples(plot, ping, view);
    else if (store.series.asked || to - from > LONGEST_OF_SAMPLES) this.#drawPast(plot, ping, view);
  }

  /** The axis for what is shown; says whether it must reach the highest. @param {Plot} plot @param {ChartData | SmokeData} data @param {View} view */
  #scale(plot, data, { scale, fitAll }) {
    this.#flattened = isFlattened(data, this.#flattened);
    this.log = scale === undefined ? this.#flattened : scale === 'log';
    plot.scale.log = this.log;
    return scale !== 'linear' || fitAll;
  }

  /** @param {Plot} plot @param {Ping} ping @param {View} view */
  #drawSamples(plot, ping, view) {
    const { from, to } = view;
    if (this.smoke) plot.scale.forget();
    this.smoke = undefined;
    this.data = chartData(store.series, {
      from,
      to,
      columns: plot.columns,
      startedAt: epochMillis(ping.startedAt),
      aliveUntil: ping.state === 'running' ? store.serverNow() : undefined,
      intervalMillis: durationMillis(ping.interval) ?? 1000,
      timeoutMillis: durationMillis(ping.timeout) ?? 1000,
    });
    this.data.events = eventsOf(ping);
    plot.show(this.data, from, to, this.#scale(plot, this.data, view));
  }

  /** @param {Plot} plot @param {Ping} ping @param {View} view */
  #drawPast(plot, ping, view) {
    const { from, to, live } = view;
    const smoke = this.past.of(ping, { from, to, live, columns: plot.columns, now: store.serverNow() });
    if (!smoke) return;
    if (this.data) plot.scale.forget();
    this.data = undefined;
    this.smoke = smoke;
    plot.showSmoke(smoke, from, to, this.#scale(plot, smoke, view));
  }

  /** The content of a column of the chart, in words. @param {number} index */
  wordsAbout(index) {
    const puff = this.smoke?.puffs[index];
    if (puff) return describePuff(puff, formatRtt, formatWhen, formatPercent);
    const point = this.data && store.series.get(this.data.seqs[index]);
    return point && describePoint(point);
  }

  /** @param {number} from @param {number} to @returns {SpanSummary | undefined} */
  summary(from, to) {
    if (this.smoke) return summaryOfHistory(this.smoke);
    return this.data && summaryOfSamples(store.series, from, to, this.data.gaps);
  }
}

/** Whether this page holds every sample from there on. @param {number} from @param {number} to */
function holdsSamplesOf(from, to) {
  const { series } = store;
  if (to - from > LONGEST_OF_SAMPLES || series.newestSeq === 0) return false;
  return series.oldestSeq === 1 || (series.oldestAt ?? Infinity) <= from;
}
