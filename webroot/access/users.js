// @ts-check
// Users: who may log in, and with which role.
/** @import { Role, User } from '../api/types.js' */
import { addUser, changeUser, listUsers, removeUser } from '../api/access-api.js';
import { epochMillis, formatWhen } from '../text/format.js';
import '../ui/confirm-button.js';
import { html, nothing, repeat } from '../ui/lit.js';
import { Part } from '../ui/part.js';
import { field, roleChoice, roleField, typed } from './field.js';

/** `<pd-users>` */
class Users extends Part {
  static properties = { users: { state: true }, resetting: { state: true } };

  constructor() {
    super();
    /** @type {User[] | undefined} */
    this.users = undefined;
    /** Whose password is being set. */
    this.resetting = '';
  }

  storeChanged = () => {};

  connectedCallback() {
    super.connectedCallback();
    void this.act(Promise.resolve());
  }

  render() {
    return html`<section class="card" aria-labelledby="users-title" data-testid="users">
      <h2 id="users-title">Users</h2>
      ${this.users?.length === 0 ? html`<p class="muted">No user exists.</p>` : this.table(this.users ?? [])}
      <p class="fault" role="alert" data-testid="users-fault">${this.problem?.beside(['name', 'password']) ?? ''}</p>
      <form novalidate class="adding" data-testid="add-user" @submit=${this.add}>
        <h3>Add a user</h3>
        ${field('user', 'name', { label: 'Name' }, this.resetting ? undefined : this.problem)}
        ${field('user', 'password', { label: 'Password, 8 characters or more', type: 'password', autocomplete: 'new-password' }, this.resetting ? undefined : this.problem)}
        ${roleField('user')}
        <button type="submit" data-testid="user-add">Add</button>
      </form>
    </section>`;
  }

  /** @param {User[]} users */
  table(users) {
    return html`<div class="rows" role="group" aria-label="Users" tabindex="0"><table>
      <thead>
        <tr><th scope="col">Name</th><th scope="col">Role</th><th scope="col">Since</th><th scope="col"><span class="visually-hidden">Actions</span></th></tr>
      </thead>
      <tbody>
        ${repeat(
          users,
          ({ name }) => name,
          (user) => this.row(user),
        )}
      </tbody>
    </table></div>`;
  }

  /** @param {User} user */
  row({ name, role, created }) {
    const changed = (/** @type {Event} */ event) => this.act(changeUser(name, { role: /** @type {Role} */ (/** @type {HTMLSelectElement} */ (event.target).value) }));
    return html`<tr data-testid="user-row" data-name=${name}>
        <th scope="row">${name}</th>
        <td>${roleChoice(`role-${name}`, 'role', role, `Role of ${name}`, changed)}</td>
        <td class="muted">${formatWhen(epochMillis(created))}</td>
        <td class="actions">
          <button type="button" class="quiet" data-testid="set-password" aria-expanded=${this.resetting === name} aria-label="Set password of ${name}" @click=${() => this.reset(name)}>Set password</button>
          <pd-confirm label="Remove" .about=${name} testid="user-remove" @confirmed=${() => this.act(removeUser(name))}></pd-confirm>
        </td>
      </tr>
      ${this.resetting === name
        ? html`<tr><td colspan="4">
            <form novalidate class="adding" data-testid="reset-form" @submit=${(/** @type {Event} */ event) => this.setPassword(event, name)}>
              ${field('reset', 'password', { label: `New password of ${name}`, type: 'password', autocomplete: 'new-password' }, this.problem)}
              <button type="submit">Set</button>
            </form>
          </td></tr>`
        : nothing}`;
  }

  /** @param {string} name */
  async reset(name) {
    this.resetting = this.resetting === name ? '' : name;
    this.problem = undefined;
    await this.updateComplete;
    /** @type {HTMLInputElement | null} */ (this.querySelector('#reset-password'))?.focus();
  }

  /** @param {Event} event @param {string} name */
  async setPassword(event, name) {
    event.preventDefault();
    if (await this.act(changeUser(name, { password: typed(event).password }))) this.resetting = '';
  }

  /** @param {Event} event */
  async add(event) {
    event.preventDefault();
    this.resetting = '';
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    if (await this.act(addUser(typed(event)))) form.reset();
  }

  /** Shows what the server has afterwards, whatever became of it. @param {Promise<unknown>} action */
  async act(action) {
    const done = await this.run(action);
    const users = await listUsers().catch(() => this.users);
    this.users = users && [...users];
    return done;
  }
}

customElements.define('pd-users', Users);
