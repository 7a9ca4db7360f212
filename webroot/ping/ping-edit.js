// @ts-check
// What can change of a ping while it runs. Only what was changed is sent: a new interval or timeout starts it again.
/** @import { Ping } from '../api/types.js' */
import { field } from '../access/field.js';
import { changeOf, CHANGEABLE, textIn } from '../pings/form-data.js';
import { changePing } from '../state/actions.js';
import { html, nothing } from '../ui/lit.js';
import { Part } from '../ui/part.js';

/** @type {Record<typeof CHANGEABLE[number], {label: string, placeholder?: string}>} */
const FIELDS = {
  name: { label: 'Name', placeholder: 'the target' },
  tags: { label: 'Tags', placeholder: 'none' },
  interval: { label: 'Interval' },
  timeout: { label: 'Timeout' },
};

/** `<pd-ping-edit>`: fires `done`. */
class PingEdit extends Part {
  static properties = { ping: { attribute: false }, busy: { state: true } };

  constructor() {
    super();
    /** As it was when the form was opened. @type {Ping | undefined} */
    this.ping = undefined;
    this.busy = false;
  }

  /** A form must not be drawn again with every sample. */
  storeChanged = () => {};

  render() {
    const { ping, problem } = this;
    if (!ping) return nothing;
    const other = problem?.beside(CHANGEABLE);
    return html`<form class="edit-ping operates" data-testid="edit-ping" aria-label="Edit ${ping.name}" novalidate @submit=${this.submit} @keydown=${this.pressed}>
      ${CHANGEABLE.map((name) => field('edit', name, { ...FIELDS[name], value: textIn(ping, name) }, problem))}
      <div class="buttons-below">
        <button type="submit" class="primary" data-testid="edit-save" ?disabled=${this.busy}>Save</button>
        <button type="button" data-testid="edit-cancel" @click=${this.done}>Cancel</button>
      </div>
      ${other ? html`<p class="fault" role="alert" data-testid="edit-fault">${other}</p>` : nothing}
    </form>`;
  }

  firstUpdated() {
    this.querySelector('input')?.focus();
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.key === 'Escape') this.done();
  }

  done() {
    this.dispatchEvent(new Event('done'));
  }

  /** @param {SubmitEvent} event */
  async submit(event) {
    event.preventDefault();
    const { ping } = this;
    if (!ping || this.busy) return;
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    const change = changeOf(ping, Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)])));
    this.busy = true;
    const isDone = Object.keys(change).length === 0 || (await this.run(changePing(ping.id, change)));
    this.busy = false;
    if (isDone) {
      this.done();
      return;
    }
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (form.querySelector('[aria-invalid="true"]'))?.focus();
  }
}

customElements.define('pd-ping-edit', PingEdit);
