// @ts-check
// The top of the page: its name, the state of the connection, the theme.
import { store } from '../state/context.js';
import { html, nothing } from '../ui/lit.js';
import { Part } from '../ui/part.js';
import { hasProblem } from '../state/service-status.js';
import { chooseTheme, currentTheme, nextTheme } from '../ui/theme.js';

const PHASES = {
  connecting: 'Connecting',
  live: 'Live',
  stale: 'Stale',
  broken: 'Reconnecting',
};

/** `<pd-header>` */
class AppHeader extends Part {
  render() {
    const { phase } = store.connection;
    return html`
      <h1>Pingdeck</h1>
      <span class="connection ${phase}" data-testid="connection" data-phase=${phase}>
        <span class="lamp" aria-hidden="true"></span>${PHASES[phase]}
      </span>
      ${this.summary()}
      <span class="spread"></span>
      ${store.system ? html`<span class="muted version" title="Commit ${store.system.commit}, Java ${store.system.java}">${store.system.version}</span>` : nothing}
      <button
        type="button"
        class="quiet"
        data-testid="theme"
        aria-label="Theme: ${currentTheme()}. Change to ${nextTheme()}"
        @click=${this.changeTheme}
      >
        Theme: ${currentTheme()}
      </button>
    `;
  }

  summary() {
    if (!store.loaded) return nothing;
    const running = store.pings.filter((ping) => ping.state === 'running').length;
    const problems = store.pings.filter(hasProblem).length;
    return html`<span class="muted summary">
      ${running} running${problems > 0 ? html`, <strong class="losing">${problems} with problems</strong>` : nothing}
    </span>`;
  }

  changeTheme() {
    chooseTheme(nextTheme());
    this.requestUpdate();
  }
}

customElements.define('pd-header', AppHeader);
