// @ts-check
// The login, and the first visit with the code that Pingdeck logged. Shown alone while the page is locked.
import { ApiProblem } from '../api/api.js';
import { store } from '../state/context.js';
import { goToProvider, useAnswer } from '../state/provider-login.js';
import { finishLogin, logIn, setUp } from '../state/session.js';
import { html, nothing } from '../ui/lit.js';
import { Part } from '../ui/part.js';
import { field, typed } from './field.js';

const LOGIN = ['name', 'password'];
const SETUP = ['code', ...LOGIN];

/** `<pd-login>` */
class Login extends Part {
  static properties = { busy: { state: true }, locked: { state: true }, atProvider: { state: true } };

  constructor() {
    super();
    this.busy = false;
    this.locked = false;
    /** Whether the last attempt was at the provider. */
    this.atProvider = false;
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
    const answer = useAnswer();
    if (answer) await this.finish(answer);
    await this.updateComplete;
    this.focusFirst();
  }

  focusFirst() {
    /** @type {HTMLElement | null} */ (this.querySelector('[data-testid="log-in-provider"], input'))?.focus();
  }

  /** The provider has sent the person back. @param {{code: string, state: string, iss?: string} | { error: string }} answer */
  async finish(answer) {
    this.atProvider = true;
    this.busy = true;
    if ('error' in answer) {
      const why = /^[a-z_]{1,40}$/.test(answer.error) ? answer.error : 'an error';
      this.problem = new ApiProblem({ title: `${store.session?.provider ?? 'The provider'} did not log you in: ${why}.`, status: 401 });
    } else {
      await this.run(finishLogin(answer));
    }
    this.busy = false;
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
        ${this.provider()}
        ${field('login', 'name', { label: 'Name', autocomplete: 'username' }, problem)}
        ${field('login', 'password', { label: 'Password', type: 'password', autocomplete: 'current-password' }, problem)}
        ${this.atProvider ? nothing : this.general(LOGIN)}
        <button type="submit" class=${store.session?.provider ? '' : 'primary'} data-testid="log-in" ?disabled=${this.busy}>Log in</button>
      </form>
    </main>`;
  }

  provider() {
    const name = store.session?.provider;
    if (name === undefined) return nothing;
    return html`<button type="button" class="primary" data-testid="log-in-provider" ?disabled=${this.busy} @click=${this.leave}>Log in with ${name}</button>
      ${this.atProvider ? this.general([]) : nothing}
      <p class="muted">Or as a user of this Pingdeck:</p>`;
  }

  async leave() {
    if (this.busy) return;
    this.atProvider = true;
    this.busy = true;
    await this.run(goToProvider());
    this.busy = false;
    await this.updateComplete;
    this.focusFirst();
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
    this.atProvider = false;
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
