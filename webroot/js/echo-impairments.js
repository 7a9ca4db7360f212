// @ts-check
// What an echo server does on purpose beside losing: folded away until asked for.
/** @import { EchoServer, Impairment } from './types.js' */
import { html, live, nothing } from '../lib/lit.js';
import { impair } from './api.js';
import { store } from './app.js';
import { injectedWords, millisOf } from './echo-figures.js';
import { formatCount, formatPercent } from './format.js';
import { Part } from './part.js';

/** @typedef {{key: 'duplicate' | 'reorder' | 'corrupt' | 'icmpError', label: string, meaning: string}} Chance */

/** @type {readonly Chance[]} */
const CHANCES = [
  { key: 'duplicate', label: 'Duplicate', meaning: 'The chance that an answer is sent twice' },
  { key: 'reorder', label: 'Reorder', meaning: 'The chance that an answer waits until the one after it has gone, for a second at most' },
  { key: 'corrupt', label: 'Corrupt', meaning: 'The chance that one bit of an answer is flipped' },
];

/** @type {Chance} */
const ICMP_ERROR = {
  key: 'icmpError',
  label: 'ICMP error',
  meaning: 'The chance that a datagram, or an attempt to connect over TCP, is answered with an ICMP error instead of a reply',
};

/** `<pd-echo-impairments>` */
class EchoImpairments extends Part {
  static properties = { server: { attribute: false }, fault: { state: true } };

  constructor() {
    super();
    /** @type {EchoServer | undefined} */
    this.server = undefined;
    /** @type {string | undefined} */
    this.fault = undefined;
  }

  render() {
    const { server } = this;
    if (!server) return nothing;
    const tcp = server.protocol === 'tcp';
    return html`<details class="impairments">
      <summary data-testid="echo-impairments">More on purpose ${this.told(server)}</summary>
      <div class="knobs">
        ${tcp ? this.lossAs(server) : nothing}
        ${this.number(server, 'burst', 'Losses in a row', server.burst, 'On average; 1 is independent loss, more are bursts (Gilbert-Elliott)', (n) => ({ burst: n }))}
        ${this.icmpError(server)} ${this.number(server, 'delay', 'Delay, ms', millisOf(server.delay), 'How long an answer waits', (n) => ({ delay: `${n}ms` }))}
        ${this.number(server, 'jitter', 'Jitter, ms', millisOf(server.jitter), 'How far delays spread', (n) => ({ jitter: `${n}ms` }))}
        ${this.choice(server, 'jitterShape', 'Spread', [
          ['uniform', 'evenly: delay ± jitter'],
          ['normal', 'normally: jitter is σ'],
        ])}
        ${tcp ? nothing : CHANCES.map((chance) => this.chance(server, chance))}
        ${tcp
          ? nothing
          : this.number(server, 'rate', 'Bandwidth, kbit/s', (server.bitsPerSecond ?? 0) / 1000, 'What the way back carries; 0 for no bound', (n) => ({
              bitsPerSecond: Math.round(n * 1000),
            }))}
      </div>
      ${this.fault ? html`<p class="fault" role="alert">${this.fault}</p>` : nothing}
    </details>`;
  }

  /** What it did so far, in the folded line. @param {EchoServer} server */
  told({ injected, waiting }) {
    const done = Object.entries(injected).filter(([, count]) => count > 0);
    return html`<span class="muted"
      >${done.map(([what, count]) => html` · ${injectedWords(what)} <b data-testid="echo-${what}">${formatCount(count)}</b>`)}${waiting > 0
        ? html` · waiting <b>${formatCount(waiting)}</b>`
        : nothing}</span
    >`;
  }

  /**
   * @param {EchoServer} server
   * @param {string} name
   * @param {string} label
   * @param {number} value
   * @param {string} meaning
   * @param {(typed: number) => Partial<Impairment>} change
   */
  number({ id }, name, label, value, meaning, change) {
    return html`<label for="${name}-${id}" title=${meaning}>${label}</label>
      <input
        type="number"
        min="0"
        step="any"
        id="${name}-${id}"
        data-testid="echo-knob-${name}"
        .value=${live(String(value))}
        @change=${(/** @type {Event} */ event) => this.apply(change(/** @type {HTMLInputElement} */ (event.target).valueAsNumber || 0))}
      />`;
  }

  /** Not permitted everywhere; where it is not, the reason stands at it. @param {EchoServer} server */
  icmpError(server) {
    const why = store.system?.capabilities.noIcmpAnswers;
    return html`${this.chance(server, ICMP_ERROR, why !== undefined)}
    ${this.choice(
      server,
      'icmpErrorAs',
      'Which',
      [
        ['hostUnreachable', 'host unreachable (3/1)'],
        ['portUnreachable', 'port unreachable (3/3)'],
        ['netUnreachable', 'net unreachable (3/0)'],
        ['prohibited', 'prohibited (3/13)'],
        ['timeExceeded', 'time exceeded (11/0)'],
      ],
      why !== undefined,
    )}
    ${why ? html`<p class="muted why" data-testid="echo-no-icmp">${why}</p>` : nothing}`;
  }

  /** @param {EchoServer} server @param {Chance} chance */
  chance(server, { key, label, meaning }, disabled = false) {
    const name = `${key}-${server.id}`;
    return html`<label for=${name} title=${meaning}>${label} <output>${formatPercent(server[key] * 100)}</output></label>
      <input
        type="range"
        id=${name}
        data-testid="echo-knob-${key}"
        min="0"
        max="100"
        ?disabled=${disabled}
        .value=${live(String(Math.round(server[key] * 100)))}
        @change=${(/** @type {Event} */ event) => this.apply({ [key]: Number(/** @type {HTMLInputElement} */ (event.target).value) / 100 })}
      />`;
  }

  /** @param {EchoServer} server */
  lossAs(server) {
    return this.choice(server, 'lossAs', 'Loses by', [
      ['lost', 'saying LOST and closing (lab)'],
      ['silent', 'silence'],
      ['reset', 'a reset'],
    ]);
  }

  /** @param {EchoServer} server @param {'lossAs' | 'jitterShape' | 'icmpErrorAs'} key @param {string} label @param {string[][]} options */
  choice(server, key, label, options, disabled = false) {
    return html`<label for="${key}-${server.id}">${label}</label>
      <select
        id="${key}-${server.id}"
        data-testid="echo-knob-${key}"
        ?disabled=${disabled}
        .value=${live(server[key])}
        @change=${(/** @type {Event} */ event) => this.apply({ [key]: /** @type {HTMLSelectElement} */ (event.target).value })}
      >
        ${options.map(([value, words]) => html`<option value=${value} ?selected=${server[key] === value}>${words}</option>`)}
      </select>`;
  }

  /** @param {Partial<Impairment>} change */
  async apply(change) {
    if (!this.server) return;
    try {
      store.putEchoServer(await impair(this.server.id, change));
      this.fault = undefined;
    } catch (error) {
      this.fault = error instanceof Error ? error.message : String(error);
      this.requestUpdate(); // the knob goes back to what stands
    }
  }
}

customElements.define('pd-echo-impairments', EchoImpairments);
