// @ts-check
// Tokens: the logins of scripts. A secret is shown once, when it is made.
/** @import { Token } from '../api/types.js' */
import { createToken, listTokens, removeToken } from '../api/access-api.js';
import { epochMillis, formatWhen } from '../text/format.js';
import '../ui/confirm-button.js';
import { html, nothing, repeat } from '../ui/lit.js';
import { Part } from '../ui/part.js';
import { field, roleField, typed } from './field.js';

/** `<pd-tokens>` */
class Tokens extends Part {
  static properties = { tokens: { state: true }, created: { state: true }, copied: { state: true } };

  constructor() {
    super();
    /** @type {Token[] | undefined} */
    this.tokens = undefined;
    /** The newest token, with its secret. @type {Token | undefined} */
    this.created = undefined;
    this.copied = false;
  }

  storeChanged = () => {};

  connectedCallback() {
    super.connectedCallback();
    void this.act(Promise.resolve());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.created = undefined;
  }

  render() {
    return html`<section class="card" aria-labelledby="tokens-title" data-testid="tokens">
      <h2 id="tokens-title">Tokens</h2>
      <p class="muted">A script sends a token with every request: <code>Authorization: Bearer pd_…</code></p>
      ${this.secret()} ${this.tokens?.length === 0 ? html`<p class="muted">No token exists.</p>` : this.table(this.tokens ?? [])}
      <p class="fault" role="alert" data-testid="tokens-fault">${this.problem?.beside(['name', 'expires']) ?? ''}</p>
      <form novalidate class="adding" data-testid="add-token" @submit=${this.create}>
        <h3>Create a token</h3>
        ${field('token', 'name', { label: 'Name', placeholder: 'prometheus' }, this.problem)} ${roleField('token')}
        ${field('token', 'expires', { label: 'Expires after', placeholder: 'never' }, this.problem)}
        <button type="submit" data-testid="token-create">Create</button>
      </form>
    </section>`;
  }

  secret() {
    if (!this.created) return html`<div role="status"></div>`;
    const { name, secret } = this.created;
    return html`<div class="secret" role="status" data-testid="secret">
      <p>The secret of ${name}. It is not shown again:</p>
      <code data-testid="secret-text" tabindex="0">${secret}</code>
      <button type="button" data-testid="copy" @click=${this.copy}>${this.copied ? 'Copied' : 'Copy'}</button>
      <button type="button" class="quiet" @click=${() => (this.created = undefined)}>Done</button>
    </div>`;
  }

  /** The clipboard needs HTTPS or this machine; elsewhere the text is selected, to copy by hand. */
  async copy() {
    const text = /** @type {HTMLElement} */ (this.querySelector('.secret code'));
    getSelection()?.selectAllChildren(text);
    try {
      await navigator.clipboard.writeText(this.created?.secret ?? '');
      this.copied = true;
    } catch {
      text.focus();
    }
  }

  /** @param {Token[]} tokens */
  table(tokens) {
    return html`<div class="rows" role="group" aria-label="Tokens" tabindex="0"><table>
      <thead>
        <tr>
          <th scope="col">Name</th><th scope="col">Role</th><th scope="col">Expires</th><th scope="col">Last use</th>
          <th scope="col"><span class="visually-hidden">Actions</span></th>
        </tr>
      </thead>
      <tbody>
        ${repeat(
          tokens,
          ({ id }) => id,
          ({ id, name, role, expires, lastUsed }) => html`<tr data-testid="token-row" data-name=${name}>
            <th scope="row">${name}</th>
            <td>${role}</td>
            <td class="muted">${expires ? when(expires) : 'never'}${expires && epochMillis(expires) < Date.now() ? html` <span class="fault">expired</span>` : nothing}</td>
            <td class="muted">${lastUsed ? when(lastUsed) : 'never'}</td>
            <td class="actions"><pd-confirm label="Remove" .about=${name} testid="token-remove" @confirmed=${() => this.act(removeToken(id))}></pd-confirm></td>
          </tr>`,
        )}
      </tbody>
    </table></div>`;
  }

  /** @param {Event} event */
  async create(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    const { name, role, expires } = typed(event);
    this.copied = false;
    const request = { name, role, ...(expires.trim() && { expires: expires.trim() }) };
    if (await this.act(createToken(request).then((token) => (this.created = token)))) form.reset();
  }

  /** Shows what the server has afterwards, whatever became of it. @param {Promise<unknown>} action */
  async act(action) {
    const done = await this.run(action);
    this.tokens = await listTokens().catch(() => this.tokens);
    return done;
  }
}

/** @param {string} instant */
const when = (instant) => formatWhen(epochMillis(instant));

customElements.define('pd-tokens', Tokens);
