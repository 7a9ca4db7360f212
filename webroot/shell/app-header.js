// @ts-check
// The top of the page: its name, the state of the connection, the theme.
import '../access/password.js';
import { store } from '../state/context.js';
import { logOut } from '../state/session.js';
import { ACCESS, closePing } from '../state/router.js';
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
    if (store.isLocked) return html`<h1>Pingdeck</h1><span class="spread"></span>${this.theme()}`;
    return html`
      <h1>Pingdeck</h1>
      <span class="connection ${phase}" data-testid="connection" data-phase=${phase}>
        <span class="lamp" aria-hidden="true"></span>${PHASES[phase]}
      </span>
      ${this.summary()}
      <span class="spread"></span>
      ${this.person()}
      ${store.system ? html`<span class="muted version" title="Commit ${store.system.commit}, Java ${store.system.java}">${store.system.version}</span>` : nothing}
      ${this.theme()}
    `;
  }

  theme() {
    return html`<button
      type="button"
      class="quiet"
      data-testid="theme"
      aria-label="Theme: ${currentTheme()}. Change to ${nextTheme()}"
      @click=${this.changeTheme}
    >
      Theme: ${currentTheme()}
    </button>`;
  }

  /** Who is logged in, and the place of admins. */
  person() {
    const { session, place } = store;
    if (!session?.user) return nothing;
    const { name, role, proof } = session.user;
    return html`${store.may('admin')
      ? place === 'access'
        ? html`<button type="button" class="quiet" data-testid="leave-access" @click=${closePing}>Back to pings</button>`
        : html`<a class="quiet" href=${ACCESS} data-testid="open-access">Users</a>`
      : nothing}
    ${session.loginRequired
      ? html`<span class="person" data-testid="person"><b>${name}</b> <span class="muted">${role}</span></span>
          <pd-password></pd-password>
          ${proof === 'proxy' ? nothing : html`<button type="button" class="quiet" data-testid="log-out" @click=${() => this.run(logOut())}>Log out</button>`}`
      : nothing}
    ${this.fault ? html`<span class="fault" role="alert">${this.fault}</span>` : nothing}`;
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
