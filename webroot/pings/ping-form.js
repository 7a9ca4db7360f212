// @ts-check
// "New ping": filled with the server's defaults, so that the first ping takes one click.
import { startPing, startPings } from '../state/actions.js';
import { store } from '../state/context.js';
import { withCommands } from '../ui/commands.js';
import { batchRequest, FIELDS, pingRequest, targetsIn } from './form-data.js';
import { familyField, optionField, protocolFields, targetsField, textField } from './ping-fields.js';
import { formatCount } from '../text/format.js';
import { html, nothing } from '../ui/lit.js';
import { Part } from '../ui/part.js';
import { EXAMPLES, fieldsOf, optionsOf } from '../state/protocols.js';

/** The fields that are hidden until asked for. */
const BELOW = /** @type {const} */ (['name', 'tags', 'size', 'family', 'ttl', 'tos', 'follow', 'keyword', 'keywordAbsent', 'insecure', 'headerFile', 'userFile', 'certFile', 'keyFile']);
/** A start that ends sooner only makes the button flicker. */
const SLOW_MILLIS = 300;

/** `<pd-ping-form>` */
class PingForm extends Part {
  static properties = {
    busy: { state: true },
    slow: { state: true },
    more: { state: true },
    told: { state: true },
    own: { state: true },
    many: { state: true },
    listed: { state: true },
    folded: { state: true },
    options: { state: true },
  };

  constructor() {
    super();
    this.busy = false;
    /** Whether a start takes so long that the button says so. */
    this.slow = false;
    this.more = false;
    /** The fields that only the protocol of the typed target has. @type {ReturnType<typeof fieldsOf>} */
    this.own = [];
    /** Those of them that are folded. @type {ReturnType<typeof optionsOf>} */
    this.options = [];
    /** Whether a list of targets is asked for instead of one; only what is asked for is in the form. */
    this.many = false;
    /** How many targets the list has. */
    this.listed = 0;
    /** How many of the folded fields were filled in. */
    this.folded = 0;
    /** What was typed of either, while the other is asked for. @type {{target?: string, targets: string}} */
    this.kept = { targets: '' };
    /** What came of a list. */
    this.told = '';
    this.filled = false;
  }

  /** Only the defaults matter to it; a form must not be drawn again with every sample. */
  storeChanged = () => {
    if (store.system && !this.filled) this.requestUpdate();
  };

  render() {
    const { problem } = this;
    const defaults = store.system?.defaults;
    this.filled = defaults !== undefined;
    const open = this.more;
    return html`<p class="card for-viewers" data-testid="viewer-note">
        You are logged in as a viewer. Starting pings and changing echo servers needs the role operator.
      </p>
      <form class="card new-ping operates" data-testid="new-ping" novalidate @submit=${this.submit} @input=${this.typed}>
      <header>
        <h2>New ping</h2>
        ${this.howMany()}
        <button
          type="button"
          class="quiet more"
          data-testid="more"
          aria-expanded=${open}
          aria-controls="new-ping-more"
          @click=${() => (this.more = !open)}
        >
          ${open ? 'Less' : this.folded === 0 ? 'More' : `More: ${this.folded} set`}
        </button>
      </header>
      ${this.many ? targetsField(problem, this.kept.targets) : textField('target', { label: 'Target', placeholder: 'host or udp://host:12000' }, problem, this.kept.target ?? defaults?.target)}
      ${defaults?.targetNote && !this.many ? html`<p class="muted hint" data-testid="target-note">No UDP echo server is running: ${defaults.targetNote}</p>` : nothing}
      ${textField('interval', { label: 'Interval', placeholder: '1s' }, problem, defaults?.interval)}
      ${textField('timeout', { label: 'Timeout', placeholder: '1s' }, problem, defaults?.timeout)}
      ${textField('count', { label: 'Count', placeholder: 'until stopped', numeric: true }, problem)}
      <button type="submit" class="primary" data-testid="start" ?disabled=${this.busy || !this.filled}>
        ${this.slow ? 'Starting' : this.many ? ['Start', this.listed > 0 && formatCount(this.listed)].filter(Boolean).join(' ') : 'Start'}
      </button>
      ${this.many ? nothing : protocolFields(this.own, problem)}
      <datalist id="target-examples">${EXAMPLES.map((target) => html`<option value=${target}></option>`)}</datalist>
      <p class="muted hint">
        <code>udp://host:port</code>, <code>tcp://host:port</code>, <code>http://host/path</code>, <code>dns://resolver/name</code>,
        <code>smtp://host</code> and other servers with a greeting${store.system?.capabilities.icmp === false
          ? html` · <code>icmp://host</code> is not permitted on this machine`
          : html` or <code>icmp://host</code>`}${this.told ? html` · <span role="status" data-testid="told">${this.told}</span>` : nothing}
      </p>
      <div class="fields" id="new-ping-more" ?hidden=${!open}>
        ${this.many ? nothing : textField('name', { label: 'Name', placeholder: 'the target' }, problem)}
        ${textField('size', { label: 'Size in bytes', numeric: true }, problem, defaults ? String(defaults.size) : undefined)}
        ${familyField(problem)} ${textField('ttl', { label: 'TTL or hop limit', placeholder: "the system's", numeric: true }, problem)}
        ${textField('tos', { label: 'TOS or traffic class', placeholder: '0', numeric: true }, problem)}
        ${textField('tags', { label: 'Tags', placeholder: 'berlin core' }, problem)}
        ${this.many ? nothing : this.options.map((name) => optionField(name, problem))}
        <div class="field pin">
          <input type="checkbox" id="new-pin" name="pin" data-testid="field-pin" />
          <label for="new-pin">Resolve the name only once</label>
        </div>
      </div>
      ${problem?.beside(FIELDS)
        ? html`<p class="fault" role="alert" data-testid="form-error">${withCommands(problem.beside(FIELDS) ?? '')}</p>`
        : nothing}
    </form>`;
  }

  howMany() {
    return html`<div class="segments" role="group" aria-label="How many targets">
      ${[false, true].map(
        (many) => html`<button
          type="button"
          data-testid=${many ? 'many-targets' : 'one-target'}
          aria-pressed=${this.many === many}
          @click=${() => this.ask(many)}
        >
          ${many ? 'Many targets' : 'One target'}
        </button>`,
      )}
    </div>`;
  }

  /** @param {boolean} many */
  ask(many) {
    if (many === this.many) return;
    const target = /** @type {HTMLInputElement | null} */ (this.querySelector('[name="target"]'));
    if (target) this.kept.target = target.value;
    this.many = many;
    this.problem = undefined;
    this.told = '';
  }

  /** @param {InputEvent} event */
  typed(event) {
    const input = /** @type {HTMLInputElement} */ (event.target);
    this.folded = BELOW.filter((name) => isFilled(input.form?.elements.namedItem(name))).length;
    if (input.name === 'targets') {
      this.kept.targets = input.value;
      this.listed = targetsIn(input.value);
    }
    if (input.name === 'target') {
      const own = fieldsOf(input.value);
      if (own.join() !== this.own.join()) this.own = own;
      const options = optionsOf(input.value);
      if (options.join() !== this.options.join()) this.options = options;
    }
  }

  /** @param {SubmitEvent} event */
  async submit(event) {
    event.preventDefault();
    if (this.busy) return;
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    const typed = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    this.busy = true;
    const slow = setTimeout(() => (this.slow = true), SLOW_MILLIS);
    try {
      this.told = '';
      const started = await this.run(this.many ? this.startList(typed) : startPing(pingRequest(typed)));
      if (!started) await this.showFaults(form);
    } finally {
      clearTimeout(slow);
      this.slow = false;
      this.busy = false;
    }
  }

  /** @param {Record<string, string>} typed */
  async startList(typed) {
    this.told = `${formatCount(await startPings(batchRequest(typed)))} pings started`;
  }

  /** Unfolds a field with a fault and goes to the first. @param {HTMLFormElement} form */
  async showFaults(form) {
    this.more ||= BELOW.some((name) => this.problem?.of(name));
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (form.querySelector('[aria-invalid="true"]'))?.focus();
  }
}

/** Whether a field is not as the page made it. @param {unknown} field */
function isFilled(field) {
  if (field instanceof HTMLInputElement) return field.value !== field.defaultValue;
  return field instanceof HTMLSelectElement && field.value !== '';
}

customElements.define('pd-ping-form', PingForm);
