// @ts-check
// "New ping": stands ready, filled with the server's defaults, so that the first ping is one click.
import { ApiProblem } from '../api/api.js';
import { startPing, startPings } from '../state/actions.js';
import { store } from '../state/context.js';
import { withCommands } from '../ui/commands.js';
import { TCP_MODES } from '../ping/definitions.js';
import { batchRequest, FIELDS, pingRequest, targetsIn } from './form-data.js';
import { formatCount } from '../text/format.js';
import { html, ifDefined, live, nothing } from '../ui/lit.js';
import { Part } from '../ui/part.js';
import { EXAMPLES, fieldsOf, optionsOf } from '../state/protocols.js';

/** The fields that are hidden until asked for. */
const BELOW = /** @type {const} */ (['name', 'size', 'family', 'ttl', 'tos', 'follow', 'keyword', 'keywordAbsent', 'insecure', 'headerFile', 'userFile', 'certFile', 'keyFile']);
/** A list with more faults than this is best mended in the file it came from. */
const SHOWN_FAULTS = 8;

const QUERY_TYPES = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'PTR', 'SOA', 'TXT', 'SRV', 'CAA'];
const HTTP_EXPECT = { label: 'Expected status', placeholder: '2xx,3xx' };
const DNS_EXPECT = { label: 'Expected response code', placeholder: 'NOERROR' };
const GREETING_EXPECT = { label: 'Expected greeting', placeholder: '2xx, +OK or OK,PREAUTH' };
const SECRETS = 'a name below ping.secretsDir';
const OPTION_FIELDS = {
  follow: { label: 'Redirects to follow', placeholder: '0', numeric: true },
  keyword: { label: 'Body must have', placeholder: 'anything' },
  keywordAbsent: { label: 'Body must not have', placeholder: 'nothing' },
  headerFile: { label: 'File of header fields', placeholder: SECRETS },
  userFile: { label: 'File of user:password', placeholder: SECRETS },
  certFile: { label: 'File of our certificate', placeholder: SECRETS },
  keyFile: { label: 'File of its key', placeholder: SECRETS },
};
const MODES = Object.entries(TCP_MODES).filter(([mode]) => mode !== 'starttls');

/** @typedef {{label: string, placeholder?: string, numeric?: boolean}} Field */

/** A start that ends sooner only makes the button flicker. */
const SLOW_MILLIS = 300;

/** `<pd-ping-form>` */
class PingForm extends Part {
  static properties = {
    problem: { state: true },
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
    /** @type {ApiProblem | undefined} */
    this.problem = undefined;
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

  /** @returns {Field} */
  expectation() {
    if (this.own.includes('method')) return HTTP_EXPECT;
    return this.own.includes('queryType') ? DNS_EXPECT : GREETING_EXPECT;
  }

  render() {
    const defaults = store.system?.defaults;
    this.filled = defaults !== undefined;
    const open = this.more;
    return html`<form class="card new-ping" data-testid="new-ping" novalidate @submit=${this.submit} @input=${this.typed}>
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
      ${this.many ? this.list() : this.field('target', { label: 'Target', placeholder: 'host or udp://host:12000' }, this.kept.target ?? defaults?.target)}
      ${defaults?.targetNote && !this.many ? html`<p class="muted hint" data-testid="target-note">No UDP echo server to begin with: ${defaults.targetNote}</p>` : nothing}
      ${this.field('interval', { label: 'Interval', placeholder: '1s' }, defaults?.interval)}
      ${this.field('timeout', { label: 'Timeout', placeholder: '1s' }, defaults?.timeout)}
      ${this.field('count', { label: 'Count', placeholder: 'until stopped', numeric: true })}
      <button type="submit" class="primary" data-testid="start" ?disabled=${this.busy || !this.filled}>
        ${this.slow ? 'Starting' : this.many ? ['Start', this.listed > 0 && formatCount(this.listed)].filter(Boolean).join(' ') : 'Start'}
      </button>
      ${this.many ? nothing : this.ownFields()}
      <datalist id="target-examples">${EXAMPLES.map((target) => html`<option value=${target}></option>`)}</datalist>
      <p class="muted hint">
        <code>udp://host:port</code>, <code>tcp://host:port</code>, <code>http://host/path</code>, <code>dns://resolver/name</code>,
        <code>smtp://host</code> and other greetings${store.system?.capabilities.icmp === false
          ? html` · <code>icmp://host</code> is not permitted here yet`
          : html` or <code>icmp://host</code>`}${this.told ? html` · <span role="status" data-testid="told">${this.told}</span>` : nothing}
      </p>
      <div class="fields" id="new-ping-more" ?hidden=${!open}>
        ${this.many ? nothing : this.field('name', { label: 'Name', placeholder: 'the target' })}
        ${this.field('size', { label: 'Size in bytes', numeric: true }, defaults ? String(defaults.size) : undefined)}
        ${this.family()} ${this.field('ttl', { label: 'TTL or hop limit', placeholder: "the system's", numeric: true })}
        ${this.field('tos', { label: 'TOS or traffic class', placeholder: '0', numeric: true })}
        ${this.many ? nothing : this.options.map((name) => (name === 'insecure' ? this.choice(name, 'Any certificate', ['no', 'yes']) : this.field(name, OPTION_FIELDS[name])))}
        <div class="field pin">
          <input type="checkbox" id="new-pin" name="pin" data-testid="field-pin" />
          <label for="new-pin">Keep the address if the name changes</label>
        </div>
      </div>
      ${this.problem?.beside(FIELDS)
        ? html`<p class="fault" role="alert" data-testid="form-error">${withCommands(this.problem.beside(FIELDS) ?? '')}</p>`
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

  /** What only the protocol of the typed target has. */
  ownFields() {
    const { own } = this;
    return html`${own.includes('mode') ? this.mode() : nothing}
    ${own.includes('method') ? this.choice('method', 'Request', ['GET', 'HEAD', 'POST']) : nothing}
    ${own.includes('queryType') ? this.choice('queryType', 'Query type', QUERY_TYPES) : nothing}
    ${own.includes('transport') ? this.choice('transport', 'Transport', ['UDP', 'TCP']) : nothing}
    ${own.includes('expect') ? this.field('expect', this.expectation()) : nothing}`;
  }

  /** @param {typeof FIELDS[number]} name @param {Field} field @param {string} [value] its value until a person types */
  field(name, field, value) {
    const fault = this.problem?.of(name);
    return html`<div class="field ${name}">
      <label for="new-${name}">${field.label}</label>
      <input
        id="new-${name}"
        name=${name}
        data-testid="field-${name}"
        value=${value ?? ''}
        placeholder=${field.placeholder ?? ''}
        inputmode=${field.numeric ? 'numeric' : 'text'}
        autocomplete="off"
        list=${ifDefined(name === 'target' ? 'target-examples' : undefined)}
        autocapitalize="off"
        spellcheck="false"
        aria-invalid=${fault ? 'true' : 'false'}
        aria-describedby=${ifDefined(fault ? `fault-${name}` : undefined)}
      />
      ${this.fault(name)}
    </div>`;
  }

  /** @param {'method' | 'queryType' | 'transport' | 'insecure'} name @param {string} label @param {readonly string[]} values the first is the usual one */
  choice(name, label, values) {
    return html`<div class="field ${name}">
      <label for="new-${name}">${label}</label>
      <select id="new-${name}" name=${name} data-testid="field-${name}">
        <option value="">${values[0]}</option>
        ${values.slice(1).map((value) => html`<option value=${value}>${value}</option>`)}
      </select>
      ${this.fault(name)}
    </div>`;
  }

  mode() {
    return html`<div class="field mode">
      <label for="new-mode">Measure</label>
      <select id="new-mode" name="mode" data-testid="field-mode">
        ${MODES.map(([mode, { label, rtt }]) => html`<option value=${mode} title="RTT: ${rtt}">${label}</option>`)}
      </select>
      ${this.fault('mode')}
    </div>`;
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

  family() {
    return html`<div class="field family">
      <label for="new-family">Address family</label>
      <select id="new-family" name="family" data-testid="field-family">
        <option value="">any</option>
        <option value="ipv4">IPv4</option>
        <option value="ipv6">IPv6</option>
      </select>
      ${this.fault('family')}
    </div>`;
  }

  list() {
    const faults = this.problem?.all('targets') ?? [];
    return html`<div class="field targets">
      <label for="new-targets">Targets: each on its line, # starts a comment</label>
      <textarea
        id="new-targets"
        name="targets"
        data-testid="field-targets"
        rows="4"
        .value=${live(this.kept.targets)}
        spellcheck="false"
        placeholder=${'icmp://192.0.2.1\nudp://[2001:db8::1]:12000'}
        aria-invalid=${faults.length > 0 ? 'true' : 'false'}
        aria-describedby=${ifDefined(faults.length > 0 ? 'fault-targets' : undefined)}
      ></textarea>
      ${faults.length === 0
        ? nothing
        : html`<ul class="fault" id="fault-targets" data-testid="error-targets">
            ${faults.slice(0, SHOWN_FAULTS).map((fault) => html`<li>${fault}</li>`)}
            ${faults.length > SHOWN_FAULTS ? html`<li>and ${formatCount(faults.length - SHOWN_FAULTS)} more</li>` : nothing}
          </ul>`}
    </div>`;
  }

  /** @param {typeof FIELDS[number]} name */
  fault(name) {
    const fault = this.problem?.of(name);
    return fault ? html`<p class="fault" id="fault-${name}" data-testid="error-${name}">${withCommands(fault)}</p>` : nothing;
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
      if (this.many) this.told = `${formatCount(await startPings(batchRequest(typed)))} pings started`;
      else await startPing(pingRequest(typed));
      this.problem = undefined;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.problem = error;
      this.more ||= BELOW.some((name) => error.of(name));
      await this.updateComplete;
      /** @type {HTMLElement | null} */ (form.querySelector('[aria-invalid="true"]'))?.focus();
    } finally {
      clearTimeout(slow);
      this.slow = false;
      this.busy = false;
    }
  }
}

/** Whether a field is not as the page made it. @param {unknown} field */
function isFilled(field) {
  if (field instanceof HTMLInputElement) return field.value !== field.defaultValue;
  return field instanceof HTMLSelectElement && field.value !== '';
}

customElements.define('pd-ping-form', PingForm);
