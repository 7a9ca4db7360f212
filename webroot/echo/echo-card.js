// @ts-check
// One echo server: start, stop, the live loss slider, and whether pings measure what it injects.
/** @import { EchoServer } from '../api/types.js' */
import { deleteEchoServer, impair, listEchoServers, switchEchoServer } from '../api/api.js';
import { store } from '../state/context.js';
import { withCommands } from '../ui/commands.js';
import '../ui/confirm-button.js';
import { baseline, compared, dropWords, injectedCount, injectedPercent, measuredLoss } from './echo-figures.js';
import './echo-impairments.js';
import { formatCount, formatPercent, formatWhen } from '../text/format.js';
import { html, live, nothing } from '../ui/lit.js';
import { Part } from '../ui/part.js';

/** A slider fires with every pixel; the server hears of it this often. */
const SLIDER_MILLIS = 120;

/** So long after a change, what it excludes from the comparison is noted even while the card is not seen. */
const SETTLING_MILLIS = 60_000;

/** What both sides of the comparison are counted from. */
const SINCE = { change: 'since ', opened: 'since this page was opened, ', again: 'since this page reconnected, ' };

const MODES = {
  lab: 'Echoes in upper case (lab server)',
  rfc862: 'Echoes unchanged (RFC 862)',
  greeting: 'Sends “Thank you for connecting” and closes (first lab server)',
};

/** `<pd-echo-card>` */
class EchoCard extends Part {
  static properties = { server: { attribute: false }, wanted: { state: true } };

  constructor() {
    super();
    /** @type {EchoServer | undefined} */
    this.server = undefined;
    /** The loss a person has asked for until the server has it. @type {number | undefined} */
    this.wanted = undefined;
    this.sending = false;
    /** @type {import('./echo-figures.js').Baseline | undefined} */
    this.base = undefined;
  }

  storeChanged = () => {
    const { server, base } = this;
    if (this.isSeen) this.requestUpdate();
    else if (server && base && store.serverNow() < Date.parse(base.at) + SETTLING_MILLIS) this.base = baseline(server, store.pings, base, store.serverNow());
  };

  render() {
    const { server } = this;
    if (!server) return nothing;
    const { id, protocol, state, reason, mode } = server;
    const where = `${protocol}://${server.listening ?? `${server.host}:${server.port}`}`;
    const running = state === 'running';
    return html`<article class="card echo" data-testid="echo-server" data-echo-id=${id} data-state=${state} aria-label="Echo server ${where}">
      <header>
        <h2><span class="state ${state}" title=${state}><span class="visually-hidden">${state}</span></span><code>${where}</code></h2>
        <button type="button" class="quiet operates" data-testid="echo-toggle" @click=${() => this.run(this.toggle(running))}>${running ? 'Stop' : 'Start'}</button>
        ${running ? nothing : html`<pd-confirm class="operates" .about=${where} testid="echo-delete" @confirmed=${() => this.run(this.discard(id))}></pd-confirm>`}
      </header>
      <p class="muted">${MODES[mode]}</p>
      ${reason ? html`<p class="fault">${withCommands(reason)}</p>` : nothing} ${this.fault ? html`<p class="fault" role="alert">${this.fault}</p>` : nothing}
      ${this.slider(server)} ${this.comparison(server)} ${this.counts(server)}
      <pd-echo-impairments .server=${server}></pd-echo-impairments>
    </article>`;
  }

  /** @param {EchoServer} server */
  slider(server) {
    const loss = this.wanted ?? server.loss;
    const lab = store.system?.defaults.labLoss ?? 4 / 11;
    return html`<div class="loss">
      <label for="loss-${server.id}">Simulated loss</label>
      <output data-testid="echo-loss-value">${formatPercent(loss * 100)}</output>
      <input
        type="range"
        id="loss-${server.id}"
        data-testid="echo-loss"
        min="0"
        max="100"
        step="1"
        ?disabled=${!store.may('operator')}
        .value=${live(String(Math.round(loss * 100)))}
        @input=${(/** @type {InputEvent} */ event) => this.want(Number(/** @type {HTMLInputElement} */ (event.target).value) / 100)}
      />
      <div class="presets operates">
        <button type="button" class="quiet" data-testid="echo-off" aria-pressed=${loss === 0} @click=${() => this.want(0)}>Off</button>
        <button
          type="button"
          class="quiet"
          data-testid="echo-lab"
          aria-pressed=${Math.abs(loss - lab) < 1e-6}
          title="The lab server draws a random number from 0 to 10 and does not reply if it is below 4: a loss of 4/11"
          @click=${() => this.want(lab)}
        >
          Lab: ${formatPercent(lab * 100)}
        </button>
      </div>
    </div>`;
  }

  /** @param {EchoServer} server */
  comparison(server) {
    if (!store.loaded) return nothing;
    this.base = baseline(server, store.pings, this.base, store.serverNow());
    const { injected, measured } = compared(server, store.pings, this.base);
    const all = measuredLoss(server, store.pings);
    const since = `${SINCE[this.base.whence]}${formatWhen(this.base.known)}`;
    return html`<dl
      class="compare"
      title="Measured loss excludes probes that completed within their timeout after the last change of what is simulated, because some were sent before it"
    >
      <div>
        <dt>Simulated</dt>
        <dd data-testid="echo-injected">${formatPercent(injected.percent)}</dd>
        <dd class="muted">${formatCount(injected.count)} of ${formatCount(injected.received)} ${since}</dd>
        <dd class="muted" data-testid="echo-injected-all">
          since start ${formatPercent(injectedPercent(server))}, ${formatCount(injectedCount(server))} of ${formatCount(server.received)}
        </dd>
      </div>
      <div>
        <dt>Measured</dt>
        <dd data-testid="echo-measured">${formatPercent(measured.percent)}</dd>
        <dd class="muted">
          ${measured.pings === 0 ? 'no ping to this server' : `${formatCount(measured.unanswered)} of ${formatCount(measured.concluded)} ${since}`}
        </dd>
        <dd class="muted" data-testid="echo-measured-all">
          ${all.pings === 0 ? nothing : `since start of ${all.pings === 1 ? 'the ping' : 'the first ping'}${all.startedAt === undefined ? '' : `, ${formatWhen(all.startedAt)}:`} ${formatPercent(all.percent)}, ${formatCount(all.unanswered)} of ${formatCount(all.concluded)}`}
        </dd>
      </div>
    </dl>`;
  }

  /** @param {EchoServer} server */
  counts({ received, replied, drops, kernelDrops, connections }) {
    const reasons = Object.entries(drops).filter(([, count]) => count > 0);
    return html`<p class="muted counts">
      <span>received <b data-testid="echo-received">${formatCount(received)}</b></span>
      <span>replied <b>${formatCount(replied)}</b></span>
      ${reasons.map(([reason, count]) => html`<span>${dropWords(reason)} <b data-testid="echo-drop-${reason}">${formatCount(count)}</b></span>`)}
      ${connections
        ? html`<span>connections <b>${formatCount(connections.accepted)}</b></span> <span>open <b>${formatCount(connections.open)}</b></span>`
        : nothing}
      ${connections?.refused ? html`<span title="Closed at once: too many open connections">refused <b>${formatCount(connections.refused)}</b></span>` : nothing}
      ${kernelDrops ? html`<span title="Datagrams dropped by the kernel because the server was too slow">dropped by the kernel <b>${formatCount(kernelDrops)}</b></span>` : nothing}
    </p>`;
  }

  /** Sends the newest wish, one at a time. @param {number} loss */
  async want(loss) {
    this.wanted = loss;
    if (this.sending || !this.server) return;
    this.sending = true;
    const { id } = this.server;
    try {
      let sent;
      do {
        sent = this.wanted;
        if (!(await this.run(impair(id, { loss: sent }).then((server) => store.putEchoServer(server))))) return;
        await new Promise((resolve) => setTimeout(resolve, SLIDER_MILLIS));
      } while (this.wanted !== sent);
    } finally {
      this.wanted = undefined;
      this.sending = false;
    }
  }

  /** @param {boolean} running */
  async toggle(running) {
    if (this.server) store.putEchoServer(await switchEchoServer(this.server.id, running ? 'stop' : 'start'));
  }

  /** @param {string} id */
  async discard(id) {
    await deleteEchoServer(id);
    store.update({ echoServers: await listEchoServers() });
  }
}

customElements.define('pd-echo-card', EchoCard);
