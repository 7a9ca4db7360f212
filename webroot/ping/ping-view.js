// @ts-check
// One ping in full: its status, its chart, every number with its definition, and its actions.
/** @import { AddressChange, Ping } from '../api/types.js' */
/** @import { Figure } from './definitions.js' */
import { commandPing, deletePing, restartPing } from '../state/actions.js';
import { store } from '../state/context.js';
import { formatAddress } from '../state/address.js';
import { go } from '../state/router.js';
import '../ui/confirm-button.js';
import { CLOCKS, PROBES, TOTALS } from './definitions.js';
import { exportMenu } from './export-menu.js';
import { epochMillis, formatCount, formatWhen } from '../text/format.js';
import './icmp-errors.js';
import { keep, kept } from '../ui/kept.js';
import { html, nothing } from '../ui/lit.js';
import './newest-probes.js';
import { Part } from '../ui/part.js';
import './ping-answer.js';
import './ping-edit.js';
import { hasSize, kindOf, rttMeaning } from '../state/protocols.js';
import '../chart/rtt-chart.js';
import { isEnded, STATUSES } from '../state/service-status.js';
import { statusGlyph } from '../pings/status-glyph.js';
import { tagLinks } from '../pings/tag-marks.js';
import { why } from '../ui/why.js';
import './windows-table.js';

const MORE = 'pingdeck.moreFigures';

/** `<pd-ping-view>` */
class PingView extends Part {
  constructor() {
    super();
    /** Whether the figures below are shown; only then they are fetched. */
    this.more = kept(MORE) === 'yes';
    /** What was last known of the selected ping. @type {Ping | undefined} */
    this.known = undefined;
    /** The ping whose settings are being edited, as it was when that began. @type {Ping | undefined} */
    this.editing = undefined;
  }

  render() {
    const ping = store.selected;
    this.known = ping ?? (this.known?.id === store.selectedId ? this.known : undefined);
    if (store.selectedId === undefined) return nothing;
    if (!ping) return store.loaded ? this.unknown() : nothing;
    return html`<section class="card ping-view" data-testid="ping-view" data-ping-id=${ping.id} aria-labelledby="view-title">
      ${this.head(ping)}
      ${this.editing?.id === ping.id ? html`<pd-ping-edit .ping=${this.editing} @done=${() => this.edit(undefined)}></pd-ping-edit>` : nothing}
      ${this.fault ? html`<p class="fault" role="alert">${this.fault}</p>` : nothing}
      <pd-rtt-chart></pd-rtt-chart>
      <pd-ping-answer></pd-ping-answer>
      <pd-icmp-errors></pd-icmp-errors>
      <pd-newest-probes></pd-newest-probes>
      <details class="more-figures" data-testid="more-figures" ?open=${this.more} @toggle=${this.toggled}>
        <summary>More figures</summary>
        ${this.more ? this.figures(ping) : nothing}
      </details>
    </section>`;
  }

  /** @param {Event} event */
  toggled(event) {
    const { open } = /** @type {HTMLDetailsElement} */ (event.currentTarget);
    if (open === this.more) return;
    this.more = open;
    keep(MORE, open ? 'yes' : undefined);
    this.requestUpdate();
  }

  /** @param {Ping} ping */
  figures(ping) {
    return html`<div class="columns">
        <section aria-labelledby="trips-title">
          <h2 id="trips-title">Statistics</h2>
          <pd-windows></pd-windows>
          ${rttMeaning(ping) ? html`<p class="muted clock" data-testid="rtt-meaning">RTT: ${rttMeaning(ping)}.</p>` : nothing}
          ${store.series.rttSource ? html`<p class="muted clock">Timestamps ${CLOCKS[store.series.rttSource]}.</p>` : nothing}
        </section>
        <section aria-labelledby="probes-title">
          <h2 id="probes-title">Since the start</h2>
          <dl class="figures">
            ${[...PROBES, ...TOTALS].filter(({ isShown }) => isShown?.(ping) ?? true).map((figure) => this.figure(figure, ping))}
          </dl>
        </section>
      </div>`;
  }

  unknown() {
    const { known } = this;
    return html`<section class="card empty" data-testid="unknown-ping">
      <h1 tabindex="-1">Ping not found</h1>
      <p class="muted">It was deleted, or Pingdeck was restarted.</p>
      ${known
        ? html`<button type="button" class="primary operates" data-testid="restart" @click=${() => this.run(restartPing(known))}>Start again</button>`
        : nothing}
      <button type="button" @click=${() => go('overview')}>Go to the overview</button>
      ${this.fault ? html`<p class="fault" role="alert">${this.fault}</p>` : nothing}
    </section>`;
  }

  /** @param {Ping} ping */
  head(ping) {
    const { id, name, target, address, otherAddresses, state, reason, interval, timeout, size, count, expect, startedAt, endedAt, status } = ping;
    const what = [kindOf(ping), hasSize(target) && `${size} ${size === 1 ? 'byte' : 'bytes'}`, expect && `expects ${expect}`].filter(Boolean).join(', ') || 'greeting';
    const probes = count === undefined ? 'until stopped' : `${formatCount(count)} probes`;
    return html`<header>
      <h1 id="view-title" tabindex="-1">${name} <span class="pill ${state}" data-testid="ping-state">${state}</span></h1>
      <p class="status-line">
        ${statusGlyph(status.state)}
        <b class="status ${status.state}" title=${STATUSES[status.state].meaning} data-testid="ping-status">${status.state}</b>
        <span data-testid="status-since">since ${formatWhen(epochMillis(status.since))}${status.reason === undefined ? nothing : ':'}</span>
        ${status.reason === undefined ? nothing : html`<span data-testid="status-reason">${status.reason}</span>`}
        ${status.reached ? html`<span class="muted">(target reached)</span>` : nothing}
        ${why('status')}
      </p>
      <p class="muted about">
        ${name === target ? nothing : html`<code>${target}</code> · `}<code title=${ping.pin ? 'Resolved once at the start and kept' : 'Current address of the probes'}>${address}</code>${otherAddresses
          ? html` <span data-testid="other-addresses" title="Other addresses of this name; they are not pinged">(not pinged: ${otherAddresses.join(', ')})</span>`
          : nothing}
        · every ${interval} · timeout ${timeout} · <span data-testid="ping-kind">${what}</span> · ${probes} · since ${formatWhen(epochMillis(startedAt))}${endedAt
            ? ` until ${formatWhen(epochMillis(endedAt))}`
            : nothing}${ping.startedBy
            ? html` · <span data-testid="started-by">started by ${ping.startedBy.name} (${ping.startedBy.role})${ping.endsAt
                ? `, ends at the latest ${formatWhen(epochMillis(ping.endsAt))}`
                : nothing}</span>`
            : nothing}
      </p>
      ${tagLinks(ping.tags)}
      ${reason ? html`<p class="fault">${reason}</p>` : nothing}
      ${ping.addressChanges ? addressChanges(ping.addressChanges) : nothing}
      <div class="buttons">
        ${this.commands(ping)}
        <button type="button" class="operates" data-testid="edit" aria-expanded=${this.editing?.id === id} @click=${() => this.edit(this.editing?.id === id ? undefined : ping)}>Edit</button>
        <a class="button" data-testid="compare" href=${formatAddress({ place: 'compare', query: { pings: id } })}>Compare</a>
        ${store.system?.history.state === 'off' ? nothing : exportMenu(id)}
        <pd-confirm class="operates" .about=${name} @confirmed=${() => this.run(deletePing(id))}></pd-confirm>
        <button type="button" class="quiet" aria-label="Close ${name}" data-testid="close" @click=${() => go('overview')}>✕</button>
      </div>
    </header>`;
  }

  /** @param {Ping | undefined} ping */
  edit(ping) {
    this.editing = ping;
    this.requestUpdate();
    if (!ping) /** @type {HTMLElement | null} */ (this.querySelector('[data-testid="edit"]'))?.focus();
  }

  /** What its state permits. @param {Ping} ping */
  commands(ping) {
    const { id, state } = ping;
    if (isEnded(ping)) {
      return html`<button type="button" class="operates" data-testid="restart" title="A new ping with the same settings" @click=${() => this.run(restartPing(ping))}>Start again</button>`;
    }
    const button = (/** @type {'stop' | 'pause' | 'resume'} */ verb, /** @type {string} */ label) =>
      html`<button type="button" class="operates" data-testid=${verb} ?disabled=${state === 'stopping'} @click=${() => this.run(commandPing(id, verb))}>${label}</button>`;
    return html`${state === 'paused' ? button('resume', 'Resume') : button('pause', 'Pause')} ${button('stop', 'Stop')}`;
  }

  /** @param {Figure} figure @param {Ping} ping */
  figure({ key, label, term, text, isBad }, ping) {
    return html`<div class="figure ${isBad?.(ping) ? 'loses' : ''}">
      <dt>${label}${why(term)}</dt>
      <dd data-testid="figure-${key}">${text(ping)}</dd>
    </div>`;
  }
}

/** @param {AddressChange[]} changes oldest first */
function addressChanges(changes) {
  return html`<ul class="muted address-changes" data-testid="address-changes">
    ${[...changes].reverse().map(
      ({ at, from, to, reason }) =>
        html`<li>${formatWhen(epochMillis(at))}: ${from === to ? `address unchanged: ${to}` : `address changed from ${from} to ${to}`} (${reason})</li>`,
    )}
  </ul>`;
}

customElements.define('pd-ping-view', PingView);
