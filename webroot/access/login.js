// @ts-check
// The login, and the first visit with the code that Pingdeck logged. Shown alone while the page is locked.
import { store } from '../state/context.js';
import { logIn, setUp } from '../state/session.js';
import { html, nothing } from '../ui/lit.js';
import { Part } from '../ui/part.js';
import { field, typed } from './field.js';

const LOGIN = ['name', 'password'];
const SETUP = ['code', ...LOGIN];

/** `<pd-login>` */
class Login extends Part {
  static properties = { busy: { state: true }, locked: { state: true } };

  constructor() {
    super();
    this.busy = false;
    this.locked = false;
    /** Where the person was when the login ended. @type {Element | null} */
    this.place = null;
    /** Whether the page was in use before. */
    this.used = false;
  }

  storeChanged = () => {
    if (this.locked === store.isLocked) return;
    this.locked = store.isLocked;
    if (this.locked) void this.begin();
    else this.end();
  };

  async begin() {
    this.place ??= document.activeElement;
    this.used = store.loaded;
    await this.updateComplete;
    /** @type {HTMLInputElement | null} */ (this.querySelector('input'))?.focus();
  }

  /** Back to where the person was. */
  end() {
    this.problem = undefined;
    const place = /** @type {HTMLElement | null} */ (this.place?.isConnected && this.place !== document.body ? this.place : document.getElementById('main'));
    this.place = null;
    place?.focus();
  }

  render() {
    if (!this.locked) return nothing;
    return store.session?.setupRequired ? this.setup() : this.login();
  }

  login() {
    const { problem } = this;
    return html`<main class="card login">
      <form novalidate data-testid="login" @submit=${(/** @type {Event} */ event) => this.send(event, logIn)}>
        <h2>Log in</h2>
        ${this.used ? html`<p class="muted" data-testid="login-ended">Your login has ended. The page goes on where it was.</p>` : nothing}
        ${field('login', 'name', { label: 'Name', autocomplete: 'username' }, problem)}
        ${field('login', 'password', { label: 'Password', type: 'password', autocomplete: 'current-password' }, problem)}
        ${this.general(LOGIN)}
        <button type="submit" class="primary" data-testid="log-in" ?disabled=${this.busy}>Log in</button>
      </form>
    </main>`;
  }

  setup() {
    const { problem } = this;
    return html`<main class="card login">
      <form novalidate data-testid="setup" @submit=${(/** @type {Event} */ event) => this.send(event, setUp)}>
        <h2>First visit</h2>
        <p class="muted">No user exists yet. The code is in the log of Pingdeck, and valid for an hour after its start.</p>
        ${field('login', 'code', { label: 'Code', autocomplete: 'one-time-code' }, problem)}
        ${field('login', 'name', { label: 'Name of the first admin', autocomplete: 'username' }, problem)}
        ${field('login', 'password', { label: 'Password, 8 characters or more', type: 'password', autocomplete: 'new-password' }, problem)}
        ${this.general(SETUP)}
        <button type="submit" class="primary" data-testid="set-up" ?disabled=${this.busy}>Create the admin</button>
      </form>
    </main>`;
  }

  /** @param {string[]} fields */
  general(fields) {
    const fault = this.problem?.beside(fields);
    return html`<p class="fault" role="alert" data-testid="login-fault">${fault ?? ''}</p>`;
  }

  /** @param {Event} event @param {(form: any) => Promise<void>} action */
  async send(event, action) {
    event.preventDefault();
    if (this.busy) return;
    this.busy = true;
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    const done = await this.run(action(typed(event)));
    this.busy = false;
    if (done) return;
    await this.updateComplete;
    const first = form.querySelector('[aria-invalid="true"]') ?? form.querySelector('[type="password"]');
    /** @type {HTMLInputElement | null} */ (first)?.focus();
    /** @type {HTMLInputElement | null} */ (first)?.select();
  }
}

customElements.define('pd-login', Login);
