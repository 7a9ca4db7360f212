// @ts-check
// A form for rules. Typed values stay while the server reports the current rules; only changed fields are sent.
import { describeRule } from './beat-figures.js';
import { store } from '../state/context.js';
import { html, nothing } from '../ui/lit.js';
import { Part } from '../ui/part.js';

export const RULES = /** @type {const} */ ({
  interval: 'Interval',
  grace: 'Grace period',
  lateMisses: 'Late after misses',
  misses: 'Stopped after misses',
  lossThreshold: 'Loss above (0–1)',
});

/** Subclasses provide the current rules, the note beside a field, and how a change is saved. */
export class RuleForm extends Part {
  static properties = { typed: { state: true } };

  constructor() {
    super();
    /** What was typed and not saved yet, by field. @type {Record<string, string>} */
    this.typed = {};
  }

  /** The current rules, set by the element that shows the form. */
  storeChanged = () => {};

  /** Its labels by field. @returns {Record<string, string>} */
  get fields() {
    return RULES;
  }

  /** What the server says, by field. @returns {Record<string, any> | undefined} */
  get known() {
    return undefined;
  }

  /** What makes the ids of its fields its own. */
  get scope() {
    return 'rules';
  }

  /** @param {string} _field */
  beside(_field) {
    return /** @type {unknown} */ (nothing);
  }

  /** @param {string} _field */
  below(_field) {
    return /** @type {unknown} */ (nothing);
  }

  foot() {
    return /** @type {unknown} */ (nothing);
  }

  /** @param {Record<string, unknown>} _changed @returns {Promise<unknown>} */
  async save(_changed) {
    return undefined;
  }

  render() {
    const { known } = this;
    if (!known) return nothing;
    const general = this.problem?.beside(Object.keys(this.fields));
    return html`<form novalidate class="beat-rules" @submit=${this.submit} data-testid=${this.scope}>
      ${Object.entries(this.fields).map(([name, label]) => this.field(name, label, known))}
      ${general ? html`<p class="fault" role="alert">${general}</p>` : nothing}
      <div class="foot">
        <button type="submit" class="operates" data-testid="${this.scope}-save">Save</button>
        <p class="muted" data-testid="${this.scope}-rule">${describeRule({ ...known, ...this.typed }, known)} ${this.foot()}</p>
      </div>
    </form>`;
  }

  /** @param {string} name @param {string} label @param {Record<string, any>} known */
  field(name, label, known) {
    const fault = this.problem?.of(name);
    const id = `${this.scope}-${name}`;
    return html`<div class="field">
      <label for=${id}>${label} ${this.beside(name)}</label>
      <input
        id=${id}
        name=${name}
        ?readonly=${!store.may('operator')}
        .value=${this.typed[name] ?? String(known[name])}
        autocomplete="off"
        aria-invalid=${fault ? 'true' : 'false'}
        @input=${this.type}
      />
      ${fault ? html`<p class="fault">${fault}</p>` : nothing} ${this.below(name)}
    </div>`;
  }

  /** @param {Event} event */
  type(event) {
    const { name, value } = /** @type {HTMLInputElement} */ (event.currentTarget);
    this.typed = { ...this.typed, [name]: value };
  }

  /** A learned interval stays learned unless it was edited. @param {SubmitEvent} event */
  async submit(event) {
    event.preventDefault();
    const known = this.known ?? {};
    /** @type {Record<string, unknown>} */
    const changed = {};
    for (const [name, value] of Object.entries(this.typed)) {
      const text = value.trim();
      if (text !== String(known[name])) changed[name] = typeof known[name] === 'number' ? numberOr(text) : text;
    }
    await this.act(this.save(changed));
  }

  /** @param {Promise<unknown>} action */
  async act(action) {
    if (await this.run(action)) this.typed = {};
  }
}

/** What is no number goes as it is: the server says what is wrong with it. @param {string} text */
function numberOr(text) {
  return text !== '' && !Number.isNaN(Number(text)) ? Number(text) : text;
}
