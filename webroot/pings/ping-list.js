// @ts-check
// The table of pings. Only the rows in sight exist, so that a thousand pings stay fluid.
/** @import { Ping } from '../api/types.js' */
import { deletePing, stopPing } from '../state/actions.js';
import { store } from '../state/context.js';
import '../ui/confirm-button.js';
import { formatCount, formatPercent, formatRtt } from '../text/format.js';
import { glyph } from '../ui/glyph.js';
import { filterPings } from './list-filter.js';
import { html, nothing, repeat } from '../ui/lit.js';
import './outcome-bar.js';
import { OUTCOMES } from '../state/outcomes.js';
import { Part } from '../ui/part.js';
import { kindOf } from '../state/protocols.js';
import { hashOfPing } from '../state/router.js';
import { statusGlyph, statusTitle } from './status-glyph.js';
import { statusWords } from '../state/service-status.js';
import { visibleRows } from '../ui/virtual-rows.js';

/** As --row in list.css, where a row of a narrow page is a card. */
const ROW_PIXELS = 46;
const CARD_PIXELS = 112;
const narrow = matchMedia('(max-width: 640px)');
/** With at least this many pings, the filter is shown. */
const MANY = 8;

/** `<pd-ping-list>` */
class PingList extends Part {
  static properties = { filter: { state: true } };

  constructor() {
    super();
    this.filter = { words: '', problems: false };
  }

  render() {
    if (store.pings.length === 0) return this.nothingYet();
    const pings = filterPings(store.pings, this.filter);
    const box = this.querySelector('.rows');
    const { first, end, above, below } = visibleRows({
      total: pings.length,
      rowHeight: narrow.matches ? CARD_PIXELS : ROW_PIXELS,
      scrollTop: box?.scrollTop ?? 0,
      height: box?.clientHeight || innerHeight,
    });
    return html`<section class="card ping-list ${store.selectedId === undefined ? 'alone' : ''}" aria-labelledby="pings-title">
      <header>
        <h2 id="pings-title">Pings <span class="muted">${count(pings.length, store.pings.length)}</span></h2>
        ${store.pings.length >= MANY ? this.filters() : nothing}
      </header>
      ${this.fault ? html`<p class="fault" role="alert">${this.fault}</p>` : nothing}
      <div class="rows" tabindex="-1" @scroll=${() => this.requestUpdate()} @keydown=${this.walk}>
        <table data-testid="ping-list" aria-rowcount=${pings.length + 1}>
          <thead>
            <tr aria-rowindex="1">
              <th scope="col">Ping</th>
              <th scope="col" class="recent">Recent probes</th>
              <th scope="col" class="number">Last</th>
              <th scope="col" class="number">Median</th>
              <th scope="col" class="number wide">p95</th>
              <th scope="col" class="number">Loss, 1 min</th>
              <th scope="col" class="number wide">Loss, total</th>
              <th scope="col"><span class="visually-hidden">Actions</span></th>
            </tr>
          </thead>
          <tbody>
            <tr class="space" .style=${`height:${above}px`} aria-hidden="true"></tr>
            ${repeat(
              pings.slice(first, end),
              (ping) => ping.id,
              (ping, i) => this.row(ping, first + i + 2),
            )}
            <tr class="space" .style=${`height:${below}px`} aria-hidden="true"></tr>
          </tbody>
        </table>
      </div>
    </section>`;
  }

  filters() {
    const { words, problems } = this.filter;
    return html`<button
        type="button"
        class="quiet"
        data-testid="with-problems"
        aria-pressed=${problems}
        @click=${() => (this.filter = { words, problems: !problems })}
      >
        With problems
      </button>
      <input
        type="search"
        data-testid="filter"
        aria-label="Filter pings by name, target, address or state"
        placeholder="Filter"
        .value=${words}
        @input=${(/** @type {InputEvent} */ event) =>
          (this.filter = { problems, words: /** @type {HTMLInputElement} */ (event.target).value })}
      />`;
  }

  nothingYet() {
    if (!store.loaded) return nothing;
    return html`<section class="card empty" data-testid="no-pings">
      <p><strong>No pings yet.</strong></p>
      <p class="muted operates">
        ${isEchoOffered()
          ? html`Press <em>Start</em> to ping the echo server on this page. Then raise its loss and watch.`
          : html`Enter a target above, such as <code>icmp://127.0.0.1</code>, and press <em>Start</em>.`}
      </p>
      <ul class="legend">
        ${OUTCOMES.slice(0, 4).map((kind) => html`<li title=${kind.meaning}>${glyph(kind)}${kind.label}</li>`)}
      </ul>
    </section>`;
  }

  /** @param {Ping} ping @param {number} index its row, counted from 1 with the head */
  row(ping, index) {
    const chosen = ping.id === store.selectedId;
    return html`<tr
      class=${chosen ? 'chosen' : ''}
      aria-rowindex=${index}
      data-testid="ping-row"
      data-ping-id=${ping.id}
      data-state=${ping.state}
      data-status=${ping.status.state}
      @click=${this.choose}
    >
      <th scope="row">
        <div class="named">
          ${statusGlyph(ping.status.state)}
          <a href=${hashOfPing(ping.id)} title=${ping.name} aria-current=${chosen ? 'true' : 'false'}>${ping.name}</a>
          <span class="muted target" title=${statusTitle(ping)}>
            ${kindOf(ping) ? html`<span data-testid="row-about">${kindOf(ping)} · </span>` : nothing}<b class="status ${ping.status.state}" data-testid="row-status">${statusWords(ping)}</b>
            ${ping.name === ping.target ? nothing : html`<span> · ${ping.target}</span>`}
          </span>
        </div>
      </th>
      <td class="recent"><pd-outcome-bar .recent=${ping.recent}></pd-outcome-bar></td>
      <td class="number last" data-label="last">${formatRtt(ping.lastRttNanos)}</td>
      <td class="number median" data-label="median">
        ${formatRtt(ping.rttNanos?.median)}<small class="muted">p95 ${formatRtt(ping.rttNanos?.p95)}</small>
      </td>
      <td class="number wide">${formatRtt(ping.rttNanos?.p95)}</td>
      <td class="number loss ${lossClass(ping.lastMinute.lossPercent)}" data-label="loss, 1 min">
        ${formatPercent(ping.lastMinute.lossPercent)}<small class=${lossClass(ping.lossPercent) || 'muted'}>total ${formatPercent(ping.lossPercent)}</small>
      </td>
      <td class="number wide ${lossClass(ping.lossPercent)}">${formatPercent(ping.lossPercent)}</td>
      <td class="actions">${this.action(ping)}</td>
    </tr>`;
  }

  /** @param {Ping} ping */
  action(ping) {
    if (!store.may('operator')) return nothing;
    if (ping.state === 'stopping') return html`<button type="button" class="quiet" disabled>Stopping</button>`;
    if (ping.state !== 'running') {
      return html`<pd-confirm .about=${ping.name} testid="row-delete" @confirmed=${() => this.run(deletePing(ping.id))}></pd-confirm>`;
    }
    return html`<button
      type="button"
      class="quiet"
      data-testid="row-stop"
      aria-label="Stop ${ping.name}"
      @click=${() => this.run(stopPing(ping.id))}
    >
      Stop
    </button>`;
  }

  /** The whole row follows its link. @param {MouseEvent} event */
  choose(event) {
    if (/** @type {Element} */ (event.target).closest('a, button')) return;
    /** @type {HTMLElement} */ (event.currentTarget).querySelector('a')?.click();
  }

  /** Up and down walk the links of the rows. @param {KeyboardEvent} event */
  walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    const links = [.../** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll('tbody a'))];
    const at = links.findIndex((link) => link === document.activeElement);
    if (at < 0) return;
    event.preventDefault();
    links[at + step]?.focus();
  }
}

/** Whether the form begins with an echo server that runs. */
function isEchoOffered() {
  const target = store.system?.defaults.target;
  return store.echoServers.some(({ state, protocol, listening }) => state === 'running' && `${protocol}://${listening}` === target);
}

/** @param {number} listed @param {number} all */
function count(listed, all) {
  return listed === all ? formatCount(all) : `${formatCount(listed)} of ${formatCount(all)}`;
}

/** @param {number | undefined} percent */
function lossClass(percent) {
  return percent !== undefined && percent > 0 ? 'loses' : '';
}

customElements.define('pd-ping-list', PingList);
