// @ts-check
// The chart of one ping over any stretch of time, with its buttons, legend and the same figures as a table for those
// who cannot see it. Short stretches come live from samples, long ones from history.
/** @import { ChartData } from './chart-data.js' */
/** @import { SmokeData } from './smoke-data.js' */
/** @import { SpanSummary } from './span-summary.js' */
/** @import { Ping } from '../api/types.js' */
import { store } from '../state/context.js';
import { chartBar } from './chart-bar.js';
import { chartData } from './chart-data.js';
import { chartFigures, fitButton, smokeLegend } from './chart-figures.js';
import { describePoint, eventsOf } from '../ping/describe.js';
import { durationMillis, epochMillis, formatPercent, formatRtt, formatSpan, formatWhen } from '../text/format.js';
import { createRef, html, nothing, ref } from '../ui/lit.js';
import { Part } from '../ui/part.js';
import { Past } from './past.js';
import { Plot } from './paint/plot.js';
import { describePuff } from './smoke-data.js';
import { spanFigures } from './span-figures.js';
import { summaryOfHistory, summaryOfSamples } from './span-summary.js';
import { liveEdge, Viewport, wholeSpan } from './viewport.js';

const MINUTE = 60_000;
/** Longer stretches are smoke, even where every sample is at hand. */
const LONGEST_OF_SAMPLES = 15 * MINUTE;
/** How often the words around the chart follow it. */
const WORDS_MILLIS = 500;
const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');

/** `<pd-rtt-chart>`: shows the selected ping. */
class RttChart extends Part {
  constructor() {
    super();
    this.view = new Viewport(MINUTE);
    /** Whether all of the ping's life is shown, however long that gets. */
    this.whole = false;
    this.host = createRef();
    this.tip = createRef();
    this.past = new Past();
    /** @type {Plot | undefined} */
    this.plot = undefined;
    /** What is drawn: samples or smoke. @type {ChartData | undefined} */
    this.data = undefined;
    /** @type {SmokeData | undefined} */
    this.smoke = undefined;
    this.drawn = { version: -1, at: 0, series: store.series };
    /** Whether the RTT axis reaches the highest, too, or fits most and leaves spikes at its top edge. */
    this.fitAll = false;
    this.wordsAt = 0;
    this.frame = 0;
    this.resized = new ResizeObserver(([entry]) => this.plot?.resize(entry.contentRect.width));
    this.themed = () => this.plot?.redraw();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    cancelAnimationFrame(this.frame);
    this.resized.disconnect();
    document.removeEventListener('themechange', this.themed);
    this.plot?.destroy();
    this.plot = undefined;
  }

  updated() {
    const host = /** @type {HTMLElement | undefined} */ (this.host.value);
    if (this.plot || !host || !this.isConnected) return;
    this.plot = new Plot(host, {
      onZoom: (from, to) => this.moved(() => this.view.zoomTo(from, to)),
      onCursor: (index, left) => this.pointAt(index, left),
    });
    this.resized.observe(host);
    document.addEventListener('themechange', this.themed);
    this.tick();
  }

  /** Draws at most once per frame, and only if something came or the window moved by a pixel. */
  tick() {
    this.frame = requestAnimationFrame(() => this.tick());
    const ping = store.selected;
    if (!this.plot || !ping) return;
    this.plot.addressChanges = ping.addressChanges ?? [];
    if (this.whole && this.view.live) this.view.follow(wholeSpan(this.oldest(), this.newest(), this.ended()));
    const { from, to } = this.view.at(this.edge());
    const now = this.view.live ? store.serverNow() : to;
    const { series } = store;
    const version = series.version + this.past.version;
    const pixel = (to - from) / this.plot.columns;
    const step = reducedMotion.matches ? 1000 : pixel;
    const same = this.drawn.series === series && this.drawn.version === version;
    if (same && Math.abs(now - this.drawn.at) < step) return;
    if (this.drawn.series !== series) this.plot.forgetAxis();
    this.drawn = { version, at: now, series };
    const hadAny = this.any();
    if (this.hasSamplesOf(from, to)) this.showSamples(ping, from, to);
    else if (series.asked || to - from > LONGEST_OF_SAMPLES) this.showPast(ping, from, to);
    if (performance.now() - this.wordsAt > WORDS_MILLIS || this.any() !== hadAny) this.requestUpdate();
  }

  /** Whether any round trip is drawn. */
  any() {
    return (this.smoke ?? this.data)?.max !== undefined;
  }

  /** Whether this page holds every sample from there on. @param {number} from @param {number} to */
  hasSamplesOf(from, to) {
    const { series } = store;
    if (to - from > LONGEST_OF_SAMPLES || series.newestSeq === 0) return false;
    return series.oldestSeq === 1 || (series.oldestAt ?? Infinity) <= from;
  }

  /** @param {Ping} ping @param {number} from @param {number} to */
  showSamples(ping, from, to) {
    if (!this.plot) return;
    if (this.smoke) this.plot.forgetAxis();
    this.smoke = undefined;
    this.data = chartData(store.series, {
      from,
      to,
      columns: this.plot.columns,
      startedAt: epochMillis(ping.startedAt),
      aliveUntil: ping.state === 'running' ? store.serverNow() : undefined,
      intervalMillis: durationMillis(ping.interval) ?? 1000,
      timeoutMillis: durationMillis(ping.timeout) ?? 1000,
    });
    this.data.events = eventsOf(ping);
    this.plot.show(this.data, from, to, this.fitAll);
  }

  /** @param {Ping} ping @param {number} from @param {number} to */
  showPast(ping, from, to) {
    if (!this.plot) return;
    const view = { from, to, live: this.view.live, columns: this.plot.columns, now: store.serverNow() };
    const smoke = this.past.of(ping, view);
    if (!smoke) return;
    if (this.data) this.plot.forgetAxis();
    this.data = undefined;
    this.smoke = smoke;
    this.plot.showSmoke(smoke, from, to, this.fitAll);
  }

  /** Now, or where the ping ended. */
  newest() {
    const ping = store.selected;
    if (!ping?.endedAt) return store.serverNow();
    return Math.max(epochMillis(ping.endedAt), store.series.newestAt ?? 0);
  }

  ended() {
    return store.selected?.endedAt !== undefined;
  }

  /** When the first probe was sent. */
  oldest() {
    const { oldestSeq, oldestAt = Infinity } = store.series;
    const startedAt = epochMillis(store.selected?.startedAt ?? '');
    return oldestSeq === 1 ? Math.min(startedAt, oldestAt) : startedAt;
  }

  /** Where live is. A young ping fills a short window from its left before it moves. */
  edge() {
    const ping = store.selected;
    const newest = this.newest();
    if (!ping || (this.view.span > LONGEST_OF_SAMPLES && !this.whole)) return newest;
    return liveEdge(this.oldest(), newest, this.view.span, this.ended());
  }

  /** @param {() => void} move */
  moved(move) {
    move();
    this.drawn.at = 0;
    this.requestUpdate();
  }

  /** @param {number} millis @param {boolean} [whole] */
  span(millis, whole = false) {
    this.moved(() => {
      this.whole = whole;
      this.view.follow(millis);
    });
  }

  /** Between an axis for most and one for all. */
  refit() {
    this.moved(() => {
      this.fitAll = !this.fitAll;
      this.plot?.forgetAxis();
    });
  }

  /** @param {number | undefined} index @param {number} left */
  pointAt(index, left) {
    const tip = /** @type {HTMLElement | undefined} */ (this.tip.value);
    if (!tip) return;
    const words = index === undefined ? undefined : this.wordsAbout(index);
    tip.hidden = words === undefined;
    if (words === undefined) return;
    tip.textContent = words;
    const room = (this.plot?.columns ?? 0) - tip.offsetWidth;
    tip.style.transform = `translateX(${66 + Math.max(0, Math.min(left + 12, room))}px)`;
  }

  /** @param {number} index */
  wordsAbout(index) {
    const puff = this.smoke?.puffs[index];
    if (puff) return describePuff(puff, formatRtt, formatWhen, formatPercent);
    const point = this.data && store.series.get(this.data.seqs[index]);
    return point && describePoint(point);
  }

  /** @param {KeyboardEvent} event */
  keyed(event) {
    /** @type {Record<string, () => void>} */
    const moves = {
      ArrowLeft: () => this.view.panBy(-0.2, this.edge()),
      ArrowRight: () => this.view.panBy(0.2, this.edge()),
      '+': () => this.view.zoomBy(0.5, this.edge()),
      '-': () => this.view.zoomBy(2, this.edge()),
      End: () => this.view.follow(),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    this.moved(move);
  }

  /** Sideways scrolling pans. @param {WheelEvent} event */
  wheeled(event) {
    const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
    if (sideways === 0 || (!event.shiftKey && Math.abs(event.deltaY) > Math.abs(event.deltaX))) return;
    event.preventDefault();
    this.moved(() => this.view.panBy(sideways / 500, this.edge()));
  }

  /** @returns {SpanSummary | undefined} */
  summary() {
    const { from, to } = this.view.at(this.edge());
    if (this.smoke) return summaryOfHistory(this.smoke);
    return this.data && summaryOfSamples(store.series, from, to, this.data.gaps);
  }

  render() {
    this.wordsAt = performance.now();
    const { live, span } = this.view;
    const { from, to } = this.view.at(this.edge());
    const drawn = this.smoke ?? this.data;
    const summary = this.summary();
    return html`
      ${chartBar({
        view: this.view,
        whole: this.whole,
        median: drawn?.median,
        onSpan: (millis, whole) => this.span(millis, whole),
        onLive: () => this.moved(() => this.view.follow()),
        fit: fitButton(this.fitAll, this.plot?.above ?? 0, drawn?.max, () => this.refit()),
      })}
      <div
        class="chart"
        role="img"
        tabindex="0"
        data-testid="chart"
        data-live=${live}
        data-kind=${this.smoke ? 'smoke' : 'samples'}
        aria-label="Round-trip times of ${formatSpan(span)}; the table after it holds the figures"
        @keydown=${this.keyed}
        @wheel=${this.wheeled}
        @dblclick=${() => this.moved(() => this.view.follow())}
      >
        <div class="canvas" ${ref(this.host)}></div>
        <div class="tip" hidden ${ref(this.tip)}></div>
      </div>
      ${!drawn && this.past.fault ? html`<p class="fault">${this.past.fault}</p>` : nothing}
      ${this.smoke ? smokeLegend(this.smoke) : nothing} ${drawn ? chartFigures(drawn) : nothing}
      ${summary ? spanFigures(summary, from, to) : nothing}
    `;
  }
}

customElements.define('pd-rtt-chart', RttChart);
