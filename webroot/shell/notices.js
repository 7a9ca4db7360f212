// @ts-check
// What a person must be told at once: a broken connection, and changes of state.
import { feed, store } from '../state/context.js';
import { formatSpan, formatWhen } from '../text/format.js';
import { html, nothing } from '../ui/lit.js';
import { Part } from '../ui/part.js';

/** A connection that comes back at once is no news. */
const QUIET_MILLIS = 700;

/** `<pd-banner>`: the connection to the server is broken or silent, and since when. */
class Banner extends Part {
  connectedCallback() {
    super.connectedCallback();
    this.clock = setInterval(() => this.isBad() && this.requestUpdate(), 500);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.clock);
  }

  isBad() {
    const { phase, since } = store.connection;
    return phase === 'stale' || (phase === 'broken' && Date.now() - since > QUIET_MILLIS);
  }

  render() {
    if (!this.isBad()) return nothing;
    const { phase, since, retryAt } = store.connection;
    const wait = retryAt === undefined ? 0 : Math.max(0, retryAt - Date.now());
    return html`<div class="banner" data-testid="banner">
      <span class="lamp" aria-hidden="true"></span>
      <p>
        <strong>${phase === 'stale' ? 'No data from Pingdeck' : 'Connection to Pingdeck lost'}</strong>
        since ${formatWhen(since)} (${formatSpan(Date.now() - since)}). This page shows the state of that time. Pings may
        still be running.
      </p>
      ${phase === 'broken'
        ? html`<span class="wait">${wait > 0 ? `Reconnecting in ${formatSpan(wait + 500)}` : 'Connecting …'}</span>
            <button type="button" data-testid="retry" @click=${() => feed.retryNow()}>Reconnect now</button>`
        : nothing}
    </div>`;
  }
}

/** `<pd-announcer>`: says changes of state, and nothing else, to those who hear the page. */
class Announcer extends Part {
  /** @type {Map<string, string>} */
  states = new Map();
  phase = 'connecting';
  words = '';

  storeChanged = () => {
    if (store.isLocked) {
      this.words = '';
      this.requestUpdate();
      return;
    }
    const said = [...this.pingChanges(), ...this.connectionChange()];
    if (said.length === 0) return;
    this.words = said.length > 3 ? `${said.length} pings changed state.` : said.join(' ');
    this.requestUpdate();
  };

  *pingChanges() {
    if (this.states.size > 2 * store.pings.length) this.states = new Map(store.pings.map((ping) => [ping.id, ping.state]));
    for (const id of store.touched) {
      const ping = store.ping(id);
      if (!ping) continue;
      const before = this.states.get(id);
      this.states.set(id, ping.state);
      if (before !== undefined && before !== ping.state) yield `${ping.name}: ${ping.state}.`;
    }
  }

  *connectionChange() {
    const { phase } = store.connection;
    if (phase === this.phase) return;
    const first = this.phase === 'connecting';
    this.phase = phase;
    if (phase === 'live' && !first) yield 'Reconnected to Pingdeck.';
    if (phase === 'stale') yield 'No data from Pingdeck.';
    if (phase === 'broken') yield 'Connection to Pingdeck lost.';
  }

  render() {
    return html`<p class="visually-hidden" role="status" aria-live="polite">${this.words}</p>`;
  }
}

customElements.define('pd-banner', Banner);
customElements.define('pd-announcer', Announcer);
