// @ts-check
// Changes the own password.
import { store } from '../state/context.js';
import { changePassword } from '../state/session.js';
import { html, nothing } from '../ui/lit.js';
import { Part } from '../ui/part.js';
import { field, typed } from './field.js';

/** `<pd-password>` */
class Password extends Part {
  static properties = { open: { state: true }, told: { state: true } };

  constructor() {
    super();
    this.open = false;
    this.told = '';
  }

  render() {
    if (store.session?.user?.proof !== 'password') return nothing;
    return html`<button type="button" class="quiet" data-testid="change-password" aria-expanded=${this.open} @click=${this.toggle}>Change password</button>
      <span role="status" class="muted">${this.told}</span>
      ${this.open ? this.form(store.session.user.name) : nothing}`;
  }

  /** @param {string} name */
  form(name) {
    const { problem } = this;
    const wrong = problem?.problem.status === 401 ? 'The old password is wrong' : problem?.beside(['old', 'new', 'password']);
    return html`<form novalidate class="card" data-testid="password-form" @submit=${this.submit} @keydown=${this.escape}>
      <input type="text" class="visually-hidden" name="name" value=${name} autocomplete="username" tabindex="-1" aria-hidden="true" readonly />
      ${field('password', 'old', { label: 'Old password', type: 'password', autocomplete: 'current-password' }, problem)}
      ${field('password', 'new', { label: 'New password, 8 characters or more', type: 'password', autocomplete: 'new-password' }, problem)}
      <p class="fault" role="alert" data-testid="password-fault">${problem?.of('password') ?? wrong ?? ''}</p>
      <p class="muted">Your other logins end.</p>
      <button type="submit" class="primary" data-testid="password-save">Change password</button>
    </form>`;
  }

  async toggle() {
    this.open = !this.open;
    this.problem = undefined;
    this.told = '';
    await this.updateComplete;
    /** @type {HTMLInputElement | null} */ (this.querySelector('[type="password"]'))?.focus();
  }

  /** @param {KeyboardEvent} event */
  escape(event) {
    if (event.key !== 'Escape') return;
    this.open = false;
    /** @type {HTMLButtonElement | null} */ (this.querySelector('button'))?.focus();
  }

  /** @param {Event} event */
  async submit(event) {
    event.preventDefault();
    const form = typed(event);
    if (!(await this.run(changePassword({ old: form.old, new: form.new })))) return;
    this.open = false;
    this.told = 'Password changed';
  }
}

customElements.define('pd-password', Password);
