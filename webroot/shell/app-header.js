// @ts-check
// The top of the page: its name, the state of the connection, the theme.
import '../access/password.js';
import './place-nav.js';
import { store } from '../state/context.js';
import { logOut } from '../state/session.js';
import { choose } from '../state/router.js';
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

/** How often many pings are counted. */
const COUNT_MILLIS = 400;

/** `<pd-header>` */
class AppHeader extends Part {
  constructor() {
    super();
    this.counted = { members: -1, at: 0, running: 0, problems: 0 };
  }

  render() {
    const { phase } = store.connection;
    if (store.isLocked) return html`<h1>Pingdeck</h1><span class="spread"></span>${this.theme()}`;
    return html`
      <a class="brand" href="#/">Pingdeck</a>
      <pd-nav></pd-nav>
      <span class="connection ${phase}" data-testid="connection" data-phase=${phase}>
        <span class="lamp" aria-hidden="true"></span>${PHASES[phase]}
      </span>
      ${this.summary()}
      <span class="spread"></span>
      ${this.person()}
      ${store.system ? html`<span class="muted version" title="Commit ${store.system.commit}, Java ${store.system.java}">${store.system.version}</span>` : nothing}
      <button type="button" class="quiet" data-testid="open-keys" aria-label="Keys" title="Keys (?), commands (Ctrl+K)" @click=${() => document.dispatchEvent(new Event('keysasked'))}>?</button>
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

  /** Who is logged in. */
  person() {
    const { session } = store;
    if (!session?.user) return nothing;
    const { name, role, proof } = session.user;
    return html`${session.loginRequired
      ? html`<span class="person" data-testid="person"><b>${name}</b> <span class="muted">${role}</span></span>
          <pd-password></pd-password>
          ${proof === 'proxy' ? nothing : html`<button type="button" class="quiet" data-testid="log-out" @click=${() => this.run(logOut())}>Log out</button>`}`
      : nothing}
    ${this.fault ? html`<span class="fault" role="alert">${this.fault}</span>` : nothing}`;
  }

  summary() {
    if (!store.loaded) return nothing;
    const { running, problems } = this.counts();
    return html`<span class="muted summary">
      ${running} running${problems > 0 ? html`, <strong class="losing">${problems} with problems</strong>` : nothing}
    </span>`;
  }

  /** Counted anew when a ping came or went, else now and then. */
  counts() {
    const now = performance.now();
    if (this.counted.members !== store.members || now - this.counted.at > COUNT_MILLIS) {
      const running = store.pings.filter((ping) => ping.state === 'running').length;
      this.counted = { members: store.members, at: now, running, problems: store.pings.filter(hasProblem).length };
    }
    return this.counted;
  }

  changeTheme() {
    chooseTheme(nextTheme());
    choose({ theme: currentTheme() === 'system' ? undefined : currentTheme() });
    this.requestUpdate();
  }
}

customElements.define('pd-header', AppHeader);
