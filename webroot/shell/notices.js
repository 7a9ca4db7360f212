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
        <strong>${phase === 'stale' ? 'Pingdeck has gone silent' : 'The connection to Pingdeck is broken'}</strong>
        since ${formatWhen(since)} (${formatSpan(Date.now() - since)}). What you see is from then; pings may be running
        on.
      </p>
      ${phase === 'broken'
        ? html`<span class="wait">${wait > 0 ? `Next attempt in ${formatSpan(wait + 500)}` : 'Trying now'}</span>
            <button type="button" data-testid="retry" @click=${() => feed.retryNow()}>Try now</button>`
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
    const said = [...this.pingChanges(), ...this.connectionChange()];
    if (said.length === 0) return;
    this.words = said.length > 3 ? `${said.length} pings have changed their state.` : said.join(' ');
    this.requestUpdate();
  };

  *pingChanges() {
    const next = new Map(store.pings.map((ping) => [ping.id, ping.state]));
    for (const { id, name, state } of store.pings) {
      const before = this.states.get(id);
      if (before !== undefined && before !== state) yield `${name}: ${state}.`;
    }
    this.states = next;
  }

  *connectionChange() {
    const { phase } = store.connection;
    if (phase === this.phase) return;
    const first = this.phase === 'connecting';
    this.phase = phase;
    if (phase === 'live' && !first) yield 'Connected to Pingdeck again.';
    if (phase === 'stale') yield 'Pingdeck has gone silent.';
    if (phase === 'broken') yield 'The connection to Pingdeck is broken.';
  }

  render() {
    return html`<p class="unseen" role="status" aria-live="polite">${this.words}</p>`;
  }
}

customElements.define('pd-banner', Banner);
customElements.define('pd-announcer', Announcer);
