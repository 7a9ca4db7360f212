// @ts-check
// The chart of one ping over any stretch of time, with its buttons, legend and the same figures as a table for those
// who cannot see it. Short stretches come live from samples, long ones from history.
import { store } from '../state/context.js';
import { epochMillis, formatSpan } from '../text/format.js';
import { createRef, html, nothing, ref } from '../ui/lit.js';
import { Part } from '../ui/part.js';
import { chartBar } from './chart-bar.js';
import { chartFigures, fitButton, smokeLegend } from './chart-figures.js';
import { Plot } from './paint/plot.js';
import { LONGEST_OF_SAMPLES, ShownData } from './shown-data.js';
import { spanFigures } from './span-figures.js';
import { liveEdge, Viewport, wholeSpan } from './viewport.js';

const MINUTE = 60_000;
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
    this.shown = new ShownData();
    /** @type {Plot | undefined} */
    this.plot = undefined;
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
    const { version } = this.shown;
    const pixel = (to - from) / this.plot.columns;
    const step = reducedMotion.matches ? 1000 : pixel;
    const same = this.drawn.series === series && this.drawn.version === version;
    if (same && Math.abs(now - this.drawn.at) < step) return;
    if (this.drawn.series !== series) this.plot.forgetAxis();
    this.drawn = { version, at: now, series };
    const hadAny = this.shown.any;
    this.shown.draw(this.plot, ping, { from, to, live: this.view.live, fitAll: this.fitAll });
    if (performance.now() - this.wordsAt > WORDS_MILLIS || this.shown.any !== hadAny) this.requestUpdate();
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
    const words = index === undefined ? undefined : this.shown.wordsAbout(index);
    tip.hidden = words === undefined;
    if (words === undefined) return;
    tip.textContent = words;
    const room = (this.plot?.columns ?? 0) - tip.offsetWidth;
    tip.style.transform = `translateX(${66 + Math.max(0, Math.min(left + 12, room))}px)`;
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

  render() {
    this.wordsAt = performance.now();
    const { live, span } = this.view;
    const { from, to } = this.view.at(this.edge());
    const { drawn, smoke, past } = this.shown;
    const summary = this.shown.summary(from, to);
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
        data-kind=${smoke ? 'smoke' : 'samples'}
        aria-label="Round-trip times of ${formatSpan(span)}; the figures are in the table below"
        @keydown=${this.keyed}
        @wheel=${this.wheeled}
        @dblclick=${() => this.moved(() => this.view.follow())}
      >
        <div class="canvas" ${ref(this.host)}></div>
        <div class="tip" hidden ${ref(this.tip)}></div>
      </div>
      ${!drawn && past.fault ? html`<p class="fault">${past.fault}</p>` : nothing}
      ${smoke ? smokeLegend(smoke) : nothing} ${drawn ? chartFigures(drawn) : nothing}
      ${summary ? spanFigures(summary, from, to) : nothing}
    `;
  }
}

customElements.define('pd-rtt-chart', RttChart);
