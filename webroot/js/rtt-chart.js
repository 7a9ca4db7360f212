// @ts-check
// The live chart of one ping, with its buttons, legend and the same figures as a table for those who cannot see it.
/** @import { ChartData } from './chart-data.js' */
import { createRef, html, nothing, ref } from '../lib/lit.js';
import { store } from './app.js';
import { chartData } from './chart-data.js';
import { chartFigures, fitButton } from './chart-figures.js';
import { describePoint } from './describe.js';
import { durationMillis, epochMillis, formatRtt, formatSpan } from './format.js';
import { Part } from './part.js';
import { Plot } from './plot.js';
import { Viewport } from './viewport.js';

const SPANS = [
  { millis: 10_000, label: '10 s' },
  { millis: 60_000, label: '1 min' },
  { millis: 300_000, label: '5 min' },
];
/** How often the words around the chart follow it. */
const WORDS_MILLIS = 500;
const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');

/** `<pd-rtt-chart>`: shows the samples of the selected ping. */
class RttChart extends Part {
  constructor() {
    super();
    this.view = new Viewport(60_000);
    this.host = createRef();
    this.tip = createRef();
    /** @type {Plot | undefined} */
    this.plot = undefined;
    /** @type {ChartData | undefined} */
    this.data = undefined;
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
      onCursor: (seq, left) => this.pointAt(seq, left),
    });
    this.resized.observe(host);
    document.addEventListener('themechange', this.themed);
    this.tick();
  }

  /** Draws at most once per frame, and only if a sample came or the window moved by a pixel. */
  tick() {
    this.frame = requestAnimationFrame(() => this.tick());
    const ping = store.selected;
    if (!this.plot || !ping) return;
    const { from, to } = this.view.at(this.edge());
    const now = this.view.live ? store.serverNow() : to;
    const { series } = store;
    const pixel = (to - from) / this.plot.columns;
    const step = reducedMotion.matches ? 1000 : pixel;
    const same = this.drawn.series === series && this.drawn.version === series.version;
    if (same && Math.abs(now - this.drawn.at) < step) return;
    if (this.drawn.series !== series) this.plot.forgetAxis();
    this.drawn = { version: series.version, at: now, series };
    this.data = chartData(series, {
      from,
      to,
      columns: this.plot.columns,
      startedAt: epochMillis(ping.startedAt),
      aliveUntil: ping.state === 'running' ? store.serverNow() : undefined,
      intervalMillis: durationMillis(ping.interval) ?? 1000,
      timeoutMillis: durationMillis(ping.timeout) ?? 1000,
    });
    this.plot.show(this.data, from, to, this.fitAll);
    if (performance.now() - this.wordsAt > WORDS_MILLIS) this.requestUpdate();
  }

  /** Where live is: now, or where the ping ended. A young ping fills the window from its left before it moves. */
  edge() {
    const ping = store.selected;
    if (!ping) return store.serverNow();
    const newest = ping.endedAt ? Math.max(epochMillis(ping.endedAt), store.series.newestAt ?? 0) + 500 : store.serverNow();
    return Math.max(newest, epochMillis(ping.startedAt) + this.view.span);
  }

  /** @param {() => void} move */
  moved(move) {
    move();
    this.drawn.at = 0;
    this.requestUpdate();
  }

  /** @param {number | undefined} seq @param {number} left */
  pointAt(seq, left) {
    const tip = /** @type {HTMLElement | undefined} */ (this.tip.value);
    if (!tip) return;
    const point = seq === undefined ? undefined : store.series.get(seq);
    tip.hidden = !point;
    if (!point) return;
    tip.textContent = describePoint(point);
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
    const above = this.plot?.above ?? 0;
    return html`
      <div class="chart-bar">
        <div class="segments" role="group" aria-label="Time shown">
          ${SPANS.map(
            ({ millis, label }) => html`<button
              type="button"
              data-testid="window-${millis / 1000}"
              aria-pressed=${span === millis}
              @click=${() => this.moved(() => this.view.follow(millis))}
            >
              ${label}
            </button>`,
          )}
        </div>
        ${live
          ? html`<span class="muted hint" ?hidden=${above > 0}>Drag to zoom, ← → to move</span>`
          : html`<button type="button" class="primary" data-testid="back-to-live" @click=${() => this.moved(() => this.view.follow())}>
              Back to live
            </button>`}
        <span class="spread"></span>
        ${fitButton(this.fitAll, above, this.data?.max, () =>
          this.moved(() => {
            this.fitAll = !this.fitAll;
            this.plot?.forgetAxis();
          }),
        )}
        <span class="median-words" title="The middle RTT of all replies, late ones too, in the time shown">
          <span class="dash" aria-hidden="true"></span>median of the time shown <b>${formatRtt(this.data?.median)}</b>
        </span>
      </div>
      <div
        class="chart"
        role="img"
        tabindex="0"
        data-testid="chart"
        data-live=${live}
        aria-label="Round-trip times of the last ${formatSpan(span)}; the table after it holds the figures"
        @keydown=${this.keyed}
        @wheel=${this.wheeled}
        @dblclick=${() => this.moved(() => this.view.follow())}
      >
        <div class="canvas" ${ref(this.host)}></div>
        <div class="tip" hidden ${ref(this.tip)}></div>
      </div>
      ${this.data ? chartFigures(this.data) : nothing}
    `;
  }
}

customElements.define('pd-rtt-chart', RttChart);
