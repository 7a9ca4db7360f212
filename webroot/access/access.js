// @ts-check
// The place of admins: users, tokens, and who did what.
import { store } from '../state/context.js';
import { html, nothing } from '../ui/lit.js';
import { Part } from '../ui/part.js';
import './audit.js';
import './tokens.js';
import './users.js';

/** `<pd-access>` */
class Access extends Part {
  /** Also when its place is left: the secret of a new token is not kept. */
  shouldUpdate() {
    return true;
  }

  render() {
    if (store.place !== 'access' || store.session === undefined || store.isLocked) return nothing;
    if (!store.may('admin')) {
      return html`<p class="card" data-testid="not-admin">Users, tokens and the audit log are for admins. You are logged in as ${store.session.user?.name}, ${store.session.user?.role}.</p>`;
    }
    return html`${store.session.loginRequired
        ? nothing
        : html`<p class="card muted" data-testid="no-login">
            No login is required now: only this machine reaches the page, and everybody on it is admin. Users count as soon as the page listens on
            another address than loopback.
          </p>`}
      <pd-users></pd-users><pd-tokens></pd-tokens><pd-audit></pd-audit>`;
  }
}

customElements.define('pd-access', Access);
