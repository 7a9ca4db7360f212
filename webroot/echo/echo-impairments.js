// @ts-check
// What an echo server does on purpose beside losing: folded away until asked for.
/** @import { EchoServer, Impairment, Knob } from '../api/types.js' */
import { impair } from '../api/api.js';
import { store } from '../state/context.js';
import { withCommands } from '../ui/commands.js';
import { injectedWords, millisOf } from './echo-figures.js';
import { knobGroups } from './echo-knobs.js';
import { formatCount, formatPercent } from '../text/format.js';
import { html, live, nothing } from '../ui/lit.js';
import { Part } from '../ui/part.js';

/** `<pd-echo-impairments>` */
class EchoImpairments extends Part {
  static properties = { server: { attribute: false }, drafts: { state: true } };

  constructor() {
    super();
    /** @type {EchoServer | undefined} */
    this.server = undefined;
    /** What a person is typing or dragging, until the server has it. @type {Record<string, string>} */
    this.drafts = {};
  }

  render() {
    const { server } = this;
    if (!server) return nothing;
    return html`<details class="impairments">
      <summary data-testid="echo-impairments">More faults ${this.told(server)}</summary>
      ${knobGroups(server.protocol).map(
        ({ title, knobs }) =>
          html`<fieldset>
            <legend>${title}</legend>
            <div class="knobs">${knobs.map((knob) => this.knob(server, knob))}</div>
            ${knobs.some(({ raw }) => raw) ? this.notPermitted() : nothing}
          </fieldset>`,
      )}
      ${this.fault ? html`<p class="fault" role="alert" data-testid="echo-fault">${this.fault}</p>` : nothing}
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

  /** Why ICMP errors cannot be sent here, and what grants it. */
  notPermitted() {
    const why = store.system?.capabilities.noIcmpAnswers;
    return why ? html`<p class="muted not-permitted" data-testid="echo-no-icmp">${withCommands(why)}</p>` : nothing;
  }

  /** @param {EchoServer} server @param {Knob} knob */
  knob(server, knob) {
    const id = `${knob.key}-${server.id}`;
    const off = !store.may('operator') || (knob.raw === true && store.system?.capabilities.noIcmpAnswers !== undefined);
    const value = server[knob.key];
    switch (knob.kind) {
      case 'chance':
        return html`<label for=${id} title=${knob.meaning}>${knob.label} <output>${formatPercent(Number(this.draft(knob, Number(value) * 100)))}</output></label>
          <input
            type="range"
            id=${id}
            data-testid="echo-knob-${knob.key}"
            min="0"
            max="100"
            ?disabled=${off}
            .value=${live(this.draft(knob, Math.round(Number(value) * 100)))}
            @input=${(/** @type {Event} */ event) => this.keep(knob, event)}
            @change=${(/** @type {Event} */ event) => this.apply({ [knob.key]: typed(event) / 100 })}
          />`;
      case 'millis':
        return this.number(id, knob, millisOf(String(value)), (millis) => `${millis}ms`);
      case 'kilobits':
        return this.number(id, knob, Number(value ?? 0) / 1000, (kilobits) => Math.round(kilobits * 1000));
      case 'number':
        return this.number(id, knob, Number(value), (number) => number);
      case 'choice':
        return html`<label for=${id} title=${knob.meaning}>${knob.label}</label>
          <select
            id=${id}
            data-testid="echo-knob-${knob.key}"
            ?disabled=${off}
            .value=${live(String(value))}
            @change=${(/** @type {Event} */ event) => this.apply({ [knob.key]: /** @type {HTMLSelectElement} */ (event.target).value })}
          >
            ${knob.options?.map(([option, words]) => html`<option value=${option} ?selected=${value === option}>${words}</option>`)}
          </select>`;
    }
  }

  /**
   * @param {string} id
   * @param {Knob} knob
   * @param {number} value
   * @param {(typed: number) => number | string} toWire
   */
  number(id, knob, value, toWire) {
    return html`<label for=${id} title=${knob.meaning}>${knob.label}</label>
      <input
        type="number"
        step="any"
        id=${id}
        data-testid="echo-knob-${knob.key}"
        ?disabled=${!store.may('operator')}
        .value=${live(this.draft(knob, value))}
        @input=${(/** @type {Event} */ event) => this.keep(knob, event)}
        @change=${(/** @type {Event} */ event) => this.apply({ [knob.key]: toWire(typed(event)) })}
      />`;
  }

  /** @param {Knob} knob @param {number} value what the server has */
  draft({ key }, value) {
    return this.drafts[key] ?? String(value);
  }

  /** @param {Knob} knob @param {Event} event */
  keep({ key }, event) {
    this.drafts = { ...this.drafts, [key]: /** @type {HTMLInputElement} */ (event.target).value };
  }

  /** @param {Partial<Impairment>} change */
  async apply(change) {
    if (!this.server) return;
    await this.run(impair(this.server.id, change).then((server) => store.putEchoServer(server)));
    // The knob shows the effective value: the change, or the previous value if it was refused.
    this.drafts = Object.fromEntries(Object.entries(this.drafts).filter(([key]) => !(key in change)));
  }
}

/** What was typed; nothing is 0. @param {Event} event */
function typed(event) {
  return Number(/** @type {HTMLInputElement} */ (event.target).value);
}

customElements.define('pd-echo-impairments', EchoImpairments);
