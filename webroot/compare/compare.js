// @ts-check
// Several pings over the same time: their medians on one chart, and what they differ in.
/** @import { History, Ping } from '../api/types.js' */
import { historyOf } from '../api/api.js';
import { hashOfPing } from '../state/address.js';
import { store } from '../state/context.js';
import { choose } from '../state/router.js';
import { epochMillis, formatCount, formatPercent, formatRtt, formatWhen, shortSpan } from '../text/format.js';
import { createRef, html, nothing, ref } from '../ui/lit.js';
import { Part } from '../ui/part.js';
import { ComparePlot, STROKES } from './compare-plot.js';
import { comparedOf, inOrderOf, lossDifference, medianDifference } from './differences.js';

const MINUTE = 60_000;
const SPANS = [MINUTE, 10 * MINUTE, 60 * MINUTE, 1440 * MINUTE, 7 * 1440 * MINUTE];
const USUAL = 10 * MINUTE;
const YOUNGEST = 10_000;
const FETCH_MILLIS = 2000;
const PIXELS_PER_BUCKET = 6;

/** `<pd-compare>` */
class Compare extends Part {
  constructor() {
    super();
    this.host = createRef();
    this.tip = createRef();
    /** What was fetched last. @type {{ids: string[], from: number, to: number, of: History[]} | undefined} */
    this.held = undefined;
    /** @type {ComparePlot | undefined} */
    this.plot = undefined;
    this.busy = false;
    /** The pings that it was drawn for. */
    this.known = -1;
    this.timer = 0;
    this.resized = new ResizeObserver(([{ contentRect }]) => this.plot?.resize(contentRect.width, contentRect.height));
    this.themed = () => this.plot?.redraw();
  }

  /** It follows the time by its timer; the list of pings changes seldom. */
  storeChanged = () => {
    if (this.known !== store.members) this.requestUpdate();
  };

  placeChanged = () => {
    this.requestUpdate();
    void this.fetch();
  };

  connectedCallback() {
    super.connectedCallback();
    this.timer = setInterval(() => document.hidden || void this.fetch(), FETCH_MILLIS);
    document.addEventListener('themechange', this.themed);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
    document.removeEventListener('themechange', this.themed);
    this.resized.disconnect();
    this.plot?.destroy();
    this.plot = undefined;
  }

  /** Those that the address names and that there are. @returns {Ping[]} */
  get pings() {
    const ids = (store.address.query.pings ?? '').split(',').filter(Boolean);
    return [...new Set(ids)].slice(0, STROKES.length).flatMap((id) => store.ping(id) ?? []);
  }

  get span() {
    const span = Number(store.address.query.span) * 1000;
    return span >= 10_000 && span < 4e11 ? span : USUAL;
  }

  /** All at once, so that their buckets are the same. */
  async fetch() {
    if (this.busy || !this.isSeen || store.place !== 'compare') return;
    const ids = this.pings.map(({ id }) => id);
    if (ids.length === 0) return;
    this.busy = true;
    const to = store.serverNow();
    // No longer than there is something to see.
    const from = Math.max(to - this.span, Math.min(to - YOUNGEST, ...this.pings.map(({ startedAt }) => epochMillis(startedAt))));
    const points = Math.min(Math.max(Math.round((this.plot?.columns ?? 800) / PIXELS_PER_BUCKET), 20), 400);
    try {
      const of = await Promise.all(ids.map((id) => historyOf(id, from, to, points)));
      this.held = { ids, from, to, of };
    } catch (error) {
      // What failed is tried again with the next tick; the chart keeps what it has and says until when that is.
      console.warn('Could not compare:', error);
    } finally {
      this.busy = false;
      this.requestUpdate();
    }
  }

  updated() {
    const host = /** @type {HTMLElement | undefined} */ (this.host.value);
    if (host && !this.plot) {
      this.plot = new ComparePlot(host, (index, left) => this.pointAt(index, left));
      this.resized.observe(host);
    }
    if (!host && this.plot) {
      this.plot.destroy();
      this.plot = undefined;
    }
    const { held } = this;
    if (this.plot && held) this.plot.show(inOrderOf(this.pings, held), held.from, held.to, store.address.query.scale === 'log');
  }

  render() {
    this.known = store.members;
    if (!store.loaded) return nothing;
    const { pings } = this;
    const others = store.pings.filter(({ id }) => !pings.some((ping) => ping.id === id));
    return html`<section class="card comparison" aria-label="Comparison">
      <header>
        <ul class="compared">
          ${pings.map(
            (ping, i) => html`<li>
              ${stroke(i)}<a href=${hashOfPing(ping.id)}>${ping.name}</a>
              <button type="button" class="quiet" aria-label="Remove ${ping.name}" @click=${() => this.pick(pings.filter(({ id }) => id !== ping.id))}>✕</button>
            </li>`,
          )}
        </ul>
        ${pings.length < STROKES.length && others.length > 0
          ? html`<select data-testid="compare-add" aria-label="Add a ping" @change=${(/** @type {Event} */ event) => this.add(event, pings)}>
              <option value="">Add a ping …</option>
              ${others.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}
            </select>`
          : nothing}
      </header>
      ${pings.length === 0 ? html`<p class="empty muted" data-testid="compare-none">Choose two pings or more, here or in the list on the <a href="#/">overview</a>.</p>` : this.chart(pings)}
    </section>`;
  }

  /** @param {Ping[]} pings */
  chart(pings) {
    const log = store.address.query.scale === 'log';
    return html`<div class="chart-bar">
        <div class="segments" role="group" aria-label="Time range">
          ${SPANS.map((span) => html`<button type="button" data-testid="compare-${span / 1000}" aria-pressed=${span === this.span} @click=${() => this.choose({ span: String(span / 1000) })}>${shortSpan(span)}</button>`)}
        </div>
        <button type="button" class="quiet" aria-pressed=${log} @click=${() => this.choose({ scale: log ? undefined : 'log' })}>Log</button>
        ${this.held ? html`<span class="muted" data-testid="compare-until">until ${formatWhen(this.held.to)}</span>` : nothing}
      </div>
      <div class="chart" role="img" tabindex="0" data-testid="compare-chart" aria-label="Median RTTs of ${pings.length} pings; the differences are in the table below">
        <div class="canvas" ${ref(this.host)}></div>
        <div class="tip" hidden ${ref(this.tip)}></div>
      </div>
      ${this.table(pings)}`;
  }

  /** @param {Ping[]} pings */
  table(pings) {
    const histories = inOrderOf(pings, this.held);
    const rows = pings.flatMap((ping, i) => {
      const history = histories[i];
      return history ? [{ ping, i, of: comparedOf(history) }] : [];
    });
    if (rows.length === 0) return nothing;
    const [first] = rows;
    return html`<div class="scrolling" tabindex="0" role="region" aria-label="Differences">
      <table class="windows" data-testid="differences">
        <thead>
          <tr>
            <th scope="col" class="name">Ping</th>
            <th scope="col">Median</th>
            <th scope="col">95 % confidence</th>
            <th scope="col">to the first</th>
            <th scope="col">p95</th>
            <th scope="col">Maximum</th>
            <th scope="col">Loss</th>
            <th scope="col">95 % confidence</th>
            <th scope="col">to the first</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(({ ping, i, of }) => {
            const median = i === first.i ? undefined : medianDifference(of, first.of);
            const loss = i === first.i ? undefined : lossDifference(of, first.of);
            return html`<tr>
              <th scope="row">${stroke(i)}${ping.name}</th>
              <td>≈${formatRtt(of.median)}</td>
              <td class="faint">${of.medianRange ? `${formatRtt(of.medianRange.low)} – ${formatRtt(of.medianRange.high)}` : '–'}</td>
              <td class=${median?.isClear ? '' : 'faint'} title=${clarity(median)}>${median ? `${signed(median.difference, (nanos) => formatRtt(nanos))}${median.isClear ? '' : ' ?'}` : '–'}</td>
              <td>≈${formatRtt(of.p95)}</td>
              <td>${formatRtt(of.max)}</td>
              <td>${formatPercent(of.loss === undefined ? undefined : of.loss * 100)} <small class="faint">${formatCount(of.unanswered)} of ${formatCount(of.sent)}</small></td>
              <td class="faint">${of.lossRange ? `${formatPercent(of.lossRange.low * 100)} – ${formatPercent(of.lossRange.high * 100)}` : '–'}</td>
              <td class=${loss?.isClear ? '' : 'faint'} title=${clarity(loss)}>${loss ? `${signed(loss.difference * 100, (percent) => formatPercent(percent))}${loss.isClear ? '' : ' ?'}` : '–'}</td>
            </tr>`;
          })}
        </tbody>
      </table>
      <p class="muted">“?”: the difference may be chance (95 % confidence). Medians and p95 are read from a histogram, to about 6 %.</p>
    </div>`;
  }

  /** @param {Record<string, string | undefined>} choice */
  choose(choice) {
    choose(choice);
    this.requestUpdate();
    void this.fetch();
  }

  /** @param {Ping[]} pings */
  pick(pings) {
    this.choose({ pings: pings.map(({ id }) => id).join(',') });
  }

  /** @param {Event} event @param {Ping[]} pings */
  add(event, pings) {
    const field = /** @type {HTMLSelectElement} */ (event.target);
    const ping = store.ping(field.value);
    field.value = '';
    if (ping) this.pick([...pings, ping]);
  }

  /** The same moment of all of them. @param {number | undefined} index @param {number} left */
  pointAt(index, left) {
    const tip = /** @type {HTMLElement | undefined} */ (this.tip.value);
    const { held } = this;
    if (!tip) return;
    const at = index === undefined ? undefined : held?.of[0]?.buckets[index]?.at;
    tip.hidden = at === undefined;
    if (at === undefined || index === undefined || !held) return;
    const { pings } = this;
    const histories = inOrderOf(pings, held);
    const lines = pings.map(({ name }, i) => {
      const bucket = histories[i]?.buckets[index];
      const said = bucket?.sent === undefined ? 'no data' : `${formatRtt(bucket.rttNanos?.median)}, loss ${formatPercent(bucket.lossPercent)}`;
      return `${name}: ${said}`;
    });
    tip.textContent = [formatWhen(epochMillis(at)), ...lines].join('\n');
    const room = (this.plot?.columns ?? 0) - tip.offsetWidth;
    tip.style.transform = `translateX(${66 + Math.max(0, Math.min(left + 12, room))}px)`;
  }
}

/** The line of a ping, beside its name. @param {number} i */
const stroke = (i) => html`<span class="stroke" aria-hidden="true" .style=${`--stroke:var(${STROKES[i].token});--dash:${STROKES[i].dash.length > 0 ? 'dashed' : 'solid'}`}></span>`;

/** @param {{isClear: boolean} | undefined} difference */
const clarity = (difference) => (difference === undefined ? '' : difference.isClear ? 'Not explained by chance, with 95 % confidence' : 'May be chance');

/** @param {number} value @param {(value: number) => string} format */
const signed = (value, format) => (value === 0 ? format(0) : `${value > 0 ? '+' : '−'}${format(Math.abs(value))}`);

customElements.define('pd-compare', Compare);
