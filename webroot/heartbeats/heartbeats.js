// @ts-check
// The applications that say they are alive: which are, which have stopped, and where the network loses their beats.
/** @import { BeatLoss, Heartbeat, HeartbeatFrame } from '../api/types.js' */
import { forgetHeartbeat } from '../api/api.js';
import { store } from '../state/context.js';
import './beat-bar.js';
import { defaultsSection } from './beat-defaults.js';
import { lastSeen, rejections, stateCounts, unwatched } from './beat-figures.js';
import './beat-senders.js';
import { kindOfState, STATES } from './beat-states.js';
import { timeline } from './beat-timeline.js';
import { epochMillis, formatCount, formatPercent, formatWhen } from '../text/format.js';
import { details, figure, stateGlyph } from './heartbeat-parts.js';
import { html, nothing, repeat } from '../ui/lit.js';
import { Part } from '../ui/part.js';

const CLOCK_MILLIS = 1000;

/** `<pd-heartbeats>` */
class Heartbeats extends Part {
  static properties = { open: { state: true } };

  constructor() {
    super();
    /** The application whose details are shown. @type {string | undefined} */
    this.open = undefined;
  }

  connectedCallback() {
    super.connectedCallback();
    this.clock = setInterval(() => this.requestUpdate(), CLOCK_MILLIS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.clock);
  }

  render() {
    const frame = store.heartbeats;
    if (!frame) return nothing;
    return html`<section class="card heartbeats" aria-labelledby="heartbeats-title" data-testid="heartbeats">
      <header>
        <h2 id="heartbeats-title">Applications <span class="muted">${formatCount(frame.total)}</span></h2>
        <ul class="legend">
          ${stateCounts(frame, Object.keys(STATES)).map(({ state, count }) => this.legend(state, count))}
        </ul>
      </header>
      ${this.fault ? html`<p class="fault" role="alert">${this.fault}</p>` : nothing}
      ${frame.monitor.reason ? html`<p class="fault" role="alert" data-testid="monitor-reason">${frame.monitor.reason}</p>` : nothing}
      ${frame.total === 0 ? this.nothingYet(frame) : this.table(frame)} ${timeline(frame.changes)} ${defaultsSection(frame.monitor.defaults)}
      <pd-beat-senders></pd-beat-senders>
      ${this.monitor(frame)}
    </section>`;
  }

  /** @param {string} state @param {number} count */
  legend(state, count) {
    const kind = kindOfState(state);
    return html`<li title=${kind.meaning} data-testid="beat-count" data-state=${state}>
      ${stateGlyph(state)} ${formatCount(count)} ${kind.label}
    </li>`;
  }

  /** @param {HeartbeatFrame} frame */
  nothingYet({ monitor }) {
    const address = monitor.listening ?? '127.0.0.1:12002';
    return html`<div class="hint" data-testid="no-heartbeats">
      <p>No application has sent a heartbeat yet. Send some from a terminal:</p>
      <p><code>pingdeck heartbeat send udp://${address} --name my-app --interval 1s</code></p>
    </div>`;
  }

  /** @param {HeartbeatFrame} frame */
  table({ heartbeats, total }) {
    return html`<div class="rows beats">
        <table data-testid="heartbeat-list">
          <thead>
            <tr>
              <th scope="col">Application</th>
              <th scope="col">State</th>
              <th scope="col" class="recent">Recent heartbeats</th>
              <th scope="col" class="number">Last seen</th>
              <th scope="col" class="number">Loss, 1 min</th>
              <th scope="col" class="number wide">1 h</th>
              <th scope="col" class="number wide">1 day</th>
            </tr>
          </thead>
          <tbody>
            ${repeat(
              heartbeats,
              ({ name }) => name,
              (application) => this.row(application),
            )}
          </tbody>
        </table>
      </div>
      ${total > heartbeats.length ? html`<p class="muted more">${formatCount(total - heartbeats.length)} more applications with less urgent states.</p>` : nothing}`;
  }

  /** @param {Heartbeat} application */
  row(application) {
    const { name, state, recent, since, note } = application;
    const kind = kindOfState(state);
    const open = this.open === name;
    return html`<tr class=${open ? 'chosen' : ''} data-testid="heartbeat-row" data-name=${name} data-state=${state} @click=${this.choose}>
        <th scope="row">
          <button type="button" class="link" aria-expanded=${open} @click=${() => (this.open = open ? undefined : name)}>${name}</button>
        </th>
        <td class="beat-state ${kind.bad ? 'bad' : ''}" title="${kind.meaning}, since ${formatWhen(epochMillis(since))}">
          ${stateGlyph(state)} ${kind.label}${note ? html` <abbr class="note" title=${note}>note</abbr>` : nothing}
        </td>
        <td class="recent"><pd-beat-bar .recent=${recent}></pd-beat-bar></td>
        <td class="number seen" data-testid="beat-last-seen">${lastSeen(application, this.sinceFrame())}</td>
        ${lossCell(application.lastMinute, 'minute')} ${lossCell(application.lastHour, 'wide')} ${lossCell(application.lastDay, 'wide')}
      </tr>
      ${open ? details(application, () => this.run(forgetHeartbeat(name))) : nothing}`;
  }

  /** @param {HeartbeatFrame} frame */
  monitor(frame) {
    const { listening, datagrams, beats, evicted, kernelDrops, pauses } = frame.monitor;
    const refused = rejections(frame);
    return html`<p class="muted counts" data-testid="monitor">
      ${listening ? html`<span>listening on udp://${listening}</span>` : nothing} ${figure('datagrams', datagrams)} ${figure('heartbeats', beats)}
      ${refused.map(({ reason, count }) => figure(reason, count))} ${evicted > 0 ? figure('evicted', evicted) : nothing}
      ${kernelDrops === undefined ? nothing : figure('dropped by the kernel', kernelDrops)} ${pauses > 0 ? figure('monitor pauses', pauses) : nothing}
    </p>`;
  }

  /** A broken connection must not make living applications look silent. */
  sinceFrame() {
    return store.connection.phase === 'live' ? performance.now() - store.heartbeatsAt : 0;
  }

  /** The whole row opens its details. @param {MouseEvent} event */
  choose(event) {
    if (/** @type {Element} */ (event.target).closest('button')) return;
    /** @type {HTMLElement} */ (event.currentTarget).querySelector('button')?.click();
  }
}

/** @param {BeatLoss} loss @param {string} column */
function lossCell(loss, column) {
  const loses = (loss.lossPercent ?? 0) > 0 ? 'loses' : '';
  return html`<td class="number ${column} ${loses} ${loss.unwatchedNanos > 0 ? 'partly' : ''}" title=${unwatched(loss)}>
    ${formatPercent(loss.lossPercent)}
  </td>`;
}

customElements.define('pd-heartbeats', Heartbeats);
