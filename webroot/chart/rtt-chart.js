// @ts-check
// The chart of one ping over any stretch of time, with the figures of what it shows, its buttons and its legend. Short
// stretches come live from samples, long ones from history.
/** @import { Life } from './viewport.js' */
import { store } from '../state/context.js';
import { choose } from '../state/router.js';
import { epochMillis, formatSpan } from '../text/format.js';
import { createRef, html, nothing, ref } from '../ui/lit.js';
import { Part } from '../ui/part.js';
import { isShortcut } from '../ui/shortcut.js';
import { chartBar } from './chart-bar.js';
import { chartFigures, fitButton, smokeLegend } from './chart-figures.js';
import { watchGestures } from './gestures.js';
import { Plot } from './paint/plot.js';
import { ShownData } from './shown-data.js';
import { sixFigures, spanWords, summaryOf } from './six-figures.js';
import { spanFigures } from './span-figures.js';
import { choiceOf, followChoice, Viewport } from './viewport.js';

const USUAL_MILLIS = 60_000;
/** How often the words around the chart follow it. */
const WORDS_MILLIS = 500;
const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');

/** `<pd-rtt-chart>`: shows the selected ping. */
class RttChart extends Part {
  constructor() {
    super();
    this.view = new Viewport(USUAL_MILLIS);
    /** Chosen, or as what is shown needs it. @type {'linear' | 'log' | undefined} */
    this.scale = undefined;
    /** Whether a linear axis reaches the highest, too, or fits most and leaves spikes at its top edge. */
    this.fitAll = false;
    this.host = createRef();
    this.chart = createRef();
    this.tip = createRef();
    this.shown = new ShownData();
    /** @type {Plot | undefined} */
    this.plot = undefined;
    this.drawn = { version: -1, at: 0, series: store.series };
    this.wordsAt = 0;
    /** The frame that is asked for; 0 while nothing is drawn. */
    this.frame = 0;
    this.resized = new ResizeObserver(([{ contentRect }]) => this.plot?.resize(contentRect.width, contentRect.height));
    this.themed = () => this.plot?.redraw();
    this.pressed = (/** @type {KeyboardEvent} */ event) => this.shortcut(event);
    this.endGestures = () => {};
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener('keydown', this.pressed);
    this.readAddress();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.resized.disconnect();
    this.endGestures();
    document.removeEventListener('themechange', this.themed);
    document.removeEventListener('keydown', this.pressed);
    this.plot?.destroy();
    this.plot = undefined;
  }

  placeChanged = () => {
    this.readAddress();
    this.requestUpdate();
  };

  /** A link says what is shown. */
  readAddress() {
    const { place, query } = store.address;
    if (place !== 'ping') return;
    followChoice(this.view, query, USUAL_MILLIS);
    this.scale = query.scale === 'log' || query.scale === 'linear' ? query.scale : undefined;
    this.drawn.at = 0;
  }

  updated() {
    const host = /** @type {HTMLElement | undefined} */ (this.host.value);
    const chart = /** @type {HTMLElement | undefined} */ (this.chart.value);
    if (!host || !chart || !this.isConnected) return;
    if (!this.plot) {
      this.plot = new Plot(host, {
        onZoom: (from, to) => this.look(() => this.view.zoomTo(from, to)),
        onCursor: (index, left) => this.pointAt(index, left),
      });
      this.resized.observe(host);
      this.endGestures = watchGestures(chart, () => chart.querySelector('.u-over'), {
        onZoom: (factor, share) => this.look(() => this.view.zoomBy(factor, this.life(), share)),
        onPan: (share) => this.look(() => this.view.panBy(share, this.life())),
      });
      document.addEventListener('themechange', this.themed);
    }
    if (this.frame === 0) this.tick();
  }

  /** Draws at most once per frame, and only if something came or the window moved by a pixel; nothing while it is not seen. */
  tick() {
    this.frame = this.isSeen ? requestAnimationFrame(() => this.tick()) : 0;
    const ping = store.selected;
    if (!this.plot || !ping || this.frame === 0) return;
    this.plot.addressChanges = ping.addressChanges ?? [];
    const { from, to } = this.view.at(this.life());
    const { live } = this.view;
    const now = live ? store.serverNow() : to;
    const { series } = store;
    const { version } = this.shown;
    const step = reducedMotion.matches ? 1000 : (to - from) / this.plot.columns;
    const same = this.drawn.series === series && this.drawn.version === version;
    if (same && Math.abs(now - this.drawn.at) < step) return;
    if (this.drawn.series !== series) this.plot.scale.forget();
    this.drawn = { version, at: now, series };
    const hadAny = this.shown.any;
    this.shown.draw(this.plot, ping, { from, to, live, scale: this.scale, fitAll: this.fitAll });
    if (performance.now() - this.wordsAt > WORDS_MILLIS || this.shown.any !== hadAny) this.requestUpdate();
  }

  /** When the ping lived; it may have been found again after a restart. @returns {Life} */
  life() {
    const ping = store.selected;
    const { oldestSeq, oldestAt = Infinity, newestAt = 0 } = store.series;
    const startedAt = epochMillis(ping?.startedAt ?? '');
    const first = oldestSeq === 1 ? Math.min(startedAt, oldestAt) : startedAt;
    if (!ping?.endedAt) return { first, last: store.serverNow(), ended: false };
    return { first, last: Math.max(epochMillis(ping.endedAt), newestAt), ended: true };
  }

  /** Changes what is shown, and the link to it. @param {() => void} move */
  look(move) {
    move();
    choose(choiceOf(this.view, this.life()));
    this.drawn.at = 0;
    this.requestUpdate();
  }

  /** @param {'linear' | 'log'} scale */
  rescale(scale) {
    this.scale = scale;
    choose({ scale });
    this.drawn.at = 0;
    this.requestUpdate();
  }

  /** Between an axis for most and one for all. */
  refit() {
    this.fitAll = !this.fitAll;
    this.plot?.scale.forget();
    this.drawn.at = 0;
    this.requestUpdate();
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

  /** Keys of the chart that has the focus. @param {KeyboardEvent} event */
  keyed(event) {
    /** @type {Record<string, () => void>} */
    const moves = {
      ArrowLeft: () => this.view.panBy(-0.2, this.life()),
      ArrowRight: () => this.view.panBy(0.2, this.life()),
      Home: () => this.view.follow(Infinity),
      End: () => this.view.follow(),
    };
    this.act(event, moves);
  }

  /** Keys that need no focus. @param {KeyboardEvent} event */
  shortcut(event) {
    if (!this.isSeen || !isShortcut(event)) return;
    if (event.key === 'l') this.rescale(this.shown.log ? 'linear' : 'log');
    this.act(event, {
      '+': () => this.view.zoomBy(0.5, this.life()),
      '-': () => this.view.zoomBy(2, this.life()),
      a: () => this.view.follow(Infinity),
      0: () => this.view.follow(),
    });
  }

  /** @param {KeyboardEvent} event @param {Record<string, () => void>} moves */
  act(event, moves) {
    const move = moves[event.key];
    if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.look(move);
  }

  render() {
    this.wordsAt = performance.now();
    const { live } = this.view;
    const life = this.life();
    const { from, to } = this.view.at(life);
    const { drawn, smoke, past, log } = this.shown;
    const words = spanWords({ from, to }, live && !life.ended);
    const summary = this.shown.summary(from, to);
    return html`
      ${sixFigures(drawn, words)}
      ${chartBar({
        view: this.view,
        log,
        spike: log && this.scale === undefined ? drawn?.max : undefined,
        onSpan: (millis) => this.look(() => this.view.follow(millis)),
        onLive: () => this.look(() => this.view.follow()),
        onScale: () => this.rescale(log ? 'linear' : 'log'),
        fit: this.scale === 'linear' ? fitButton(this.fitAll, this.plot?.above ?? 0, drawn?.max, () => this.refit()) : nothing,
      })}
      <div
        class="chart"
        role="img"
        tabindex="0"
        data-testid="chart"
        data-live=${live}
        data-kind=${smoke ? 'smoke' : 'samples'}
        data-scale=${log ? 'log' : 'linear'}
        aria-label="Round-trip times of ${formatSpan(to - from)}; ${summaryOf(drawn, words)}"
        @keydown=${this.keyed}
        @dblclick=${() => this.look(() => this.view.follow())}
        ${ref(this.chart)}
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
