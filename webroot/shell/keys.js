// @ts-check
// The keys that work everywhere, their list, and the command palette.
/** @import { Entry } from './palette-entries.js' */
import { APPLIES, commandPing, restartPing } from '../state/actions.js';
import { hashOfPing } from '../state/address.js';
import { store } from '../state/context.js';
import { PLACES } from '../state/places.js';
import { choose, go } from '../state/router.js';
import { isEnded, statusWords } from '../state/service-status.js';
import { KEYS } from '../text/keys.js';
import { html, nothing } from '../ui/lit.js';
import { Part } from '../ui/part.js';
import { isShortcut } from '../ui/shortcut.js';
import { chooseTheme, currentTheme, nextTheme } from '../ui/theme.js';
import { matching } from './palette-entries.js';

/** After g, the key of a place is awaited for so long. */
const SECOND_KEY_MILLIS = 1500;
const SHOWN = 12;
const COMMANDS = /** @type {const} */ ([
  { verb: 'pause', label: 'Pause' },
  { verb: 'resume', label: 'Resume' },
  { verb: 'stop', label: 'Stop' },
]);

/** `<pd-keys>`: a dialog with the list of keys, or with the palette. */
class Keys extends Part {
  static properties = { shown: { state: true }, typed: { state: true }, at: { state: true } };

  constructor() {
    super();
    /** @type {'keys' | 'palette' | undefined} */
    this.shown = undefined;
    this.typed = '';
    /** Which of the offered entries Enter takes. */
    this.at = 0;
    this.goAt = -Infinity;
    this.pressed = (/** @type {KeyboardEvent} */ event) => this.press(event);
    this.asked = () => void this.open('keys');
  }

  /** The palette is what a person types into: it is drawn then. */
  storeChanged = () => {};

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener('keydown', this.pressed);
    document.addEventListener('keysasked', this.asked);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.pressed);
    document.removeEventListener('keysasked', this.asked);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (store.isLocked) return;
    if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
      event.preventDefault();
      this.open('palette');
      return;
    }
    if (!isShortcut(event)) return;
    const goes = event.timeStamp - this.goAt < SECOND_KEY_MILLIS;
    this.goAt = event.key === 'g' ? event.timeStamp : -Infinity;
    const place = goes ? this.places().find(({ key }) => key === event.key)?.place : undefined;
    if (place) go(place);
    else if (event.key === '?') this.open('keys');
    else if (event.key === 'n') newPing();
    else if (event.key === 't') changeTheme();
    else return;
    event.preventDefault();
  }

  places() {
    return PLACES.filter(({ role }) => role === undefined || (store.session?.user !== undefined && store.may(role)));
  }

  /** @param {'keys' | 'palette'} what */
  async open(what) {
    this.shown = what;
    this.typed = '';
    this.at = 0;
    await this.updateComplete;
    const dialog = /** @type {HTMLDialogElement | null} */ (this.querySelector('dialog'));
    if (dialog && !dialog.open) dialog.showModal();
  }

  close() {
    /** @type {HTMLDialogElement | null} */ (this.querySelector('dialog'))?.close();
  }

  render() {
    if (this.shown === undefined) return nothing;
    const isList = this.shown === 'keys';
    return html`<dialog
      class="keys"
      data-testid=${isList ? 'keys' : 'palette'}
      aria-label=${isList ? 'Keys' : 'Commands'}
      @close=${() => (this.shown = undefined)}
      @click=${(/** @type {Event} */ event) => event.target === event.currentTarget && this.close()}
    >
      ${isList ? this.list() : this.palette()}
    </dialog>`;
  }

  list() {
    return html`<header>
        <h2>Keys</h2>
        <button type="button" class="quiet" aria-label="Close" @click=${this.close}>✕</button>
      </header>
      <div class="lists">
        ${KEYS.map(
          ({ where, keys }) => html`<section>
            <h3>${where}</h3>
            <dl>
              ${keys.map(({ keys: pressed, what }) => html`<div><dt>${pressed.split(' ').map((key) => html`<kbd>${key}</kbd> `)}</dt><dd>${what}</dd></div>`)}
            </dl>
          </section>`,
        )}
      </div>`;
  }

  palette() {
    const found = matching(this.entries(), this.typed, SHOWN);
    const at = Math.min(this.at, found.length - 1);
    return html`<input
        type="text"
        role="combobox"
        aria-label="Command"
        aria-expanded="true"
        aria-controls="palette-entries"
        aria-activedescendant=${found.length > 0 ? `entry-${at}` : nothing}
        autocomplete="off"
        autofocus
        placeholder="A ping, a place, or what to do"
        .value=${this.typed}
        @input=${(/** @type {InputEvent} */ event) => {
          this.typed = /** @type {HTMLInputElement} */ (event.target).value;
          this.at = 0;
        }}
        @keydown=${(/** @type {KeyboardEvent} */ event) => this.walk(event, found, at)}
      />
      <ul id="palette-entries" role="listbox" aria-label="Commands">
        ${found.map(
          (entry, i) => html`<li id="entry-${i}" role="option" aria-selected=${i === at} data-testid="palette-entry" @click=${() => this.take(entry)}>
            <span>${entry.label}</span> <span class="muted">${entry.hint}</span>
          </li>`,
        )}
      </ul>
      ${found.length === 0 ? html`<p class="muted none">Nothing is called so.</p>` : nothing}`;
  }

  /** @returns {Entry[]} */
  entries() {
    const { selected } = store;
    const operates = store.may('operator');
    return [
      ...this.places().map(({ place, label }) => ({ label, hint: 'place', run: () => void go(place) })),
      ...(selected && operates
        ? [
            ...COMMANDS.filter(({ verb }) => APPLIES[verb](selected)).map(({ verb, label }) => ({
              label: `${label} ${selected.name}`,
              hint: 'this ping',
              run: () => void this.run(commandPing(selected.id, verb)),
            })),
            ...(isEnded(selected) ? [{ label: `Start ${selected.name} again`, hint: 'this ping', run: () => void this.run(restartPing(selected)) }] : []),
          ]
        : []),
      ...(operates ? [{ label: 'New ping', hint: 'form', run: newPing }] : []),
      { label: 'Copy the link to this view', hint: 'with filter, span and theme', run: () => void navigator.clipboard?.writeText(location.href) },
      { label: `Theme: ${nextTheme()}`, hint: `now ${currentTheme()}`, run: changeTheme },
      { label: 'Keys', hint: 'list', run: () => void setTimeout(() => this.open('keys')) },
      ...store.pings.map((ping) => ({ label: ping.name, hint: `${ping.name === ping.target ? '' : `${ping.target} · `}${statusWords(ping)}`, run: () => (location.hash = hashOfPing(ping.id)) })),
    ];
  }

  /** @param {KeyboardEvent} event @param {Entry[]} found @param {number} at */
  walk(event, found, at) {
    if (event.key === 'Enter' && found[at]) this.take(found[at]);
    else if (event.key === 'ArrowDown') this.at = (at + 1) % Math.max(1, found.length);
    else if (event.key === 'ArrowUp') this.at = (at + found.length - 1) % Math.max(1, found.length);
    else return;
    event.preventDefault();
  }

  /** @param {Entry} entry */
  take(entry) {
    this.close();
    entry.run();
  }
}

function changeTheme() {
  chooseTheme(nextTheme());
  choose({ theme: currentTheme() === 'system' ? undefined : currentTheme() });
}

/** The form is on the overview. */
function newPing() {
  const focus = () => /** @type {HTMLElement | null} */ (document.querySelector('.new-ping [name="target"], .new-ping [name="targets"]'))?.focus();
  if (store.place === 'overview') {
    focus();
    return;
  }
  store.addEventListener('address', () => requestAnimationFrame(focus), { once: true });
  go('overview');
}

customElements.define('pd-keys', Keys);
