// @ts-check
// What runs, where it keeps its data, and what works on this machine.
/** @import { Check, Diagnosis } from '../api/types.js' */
import * as api from '../api/api.js';
import { store } from '../state/context.js';
import { withCommands } from '../ui/commands.js';
import { html, nothing } from '../ui/lit.js';
import { Part } from '../ui/part.js';

const STATES = {
  ok: { word: 'OK', sign: '✓' },
  warn: { word: 'Limited', sign: '!' },
  fail: { word: 'Does not work', sign: '✕' },
};

/** `<pd-machine>` */
class Machine extends Part {
  /** Examined only when it is opened. @type {Diagnosis | undefined} */
  diagnosis = undefined;
  examining = false;

  render() {
    const system = store.system;
    if (!system) return nothing;
    return html`<section class="health card machine" data-testid="machine" aria-labelledby="machine-title">
      <h2 id="machine-title">This machine</h2>
      <dl>
        <div><dt>Version</dt><dd data-testid="version">${system.version}</dd></div>
        <div><dt>Commit</dt><dd>${system.commit}</dd></div>
        <div><dt>Java</dt><dd>${system.java}</dd></div>
        <div title="Set by ${system.data.from === 'default' ? 'the conventions of the operating system' : system.data.from}">
          <dt>Data folder</dt>
          <dd class="folder" data-testid="data-folder">${system.data.folder}</dd>
        </div>
      </dl>
      ${system.data.notice ? html`<p class="notice" data-testid="data-notice">${withCommands(capital(system.data.notice))}</p>` : nothing}
      <details @toggle=${this.toggled} data-testid="doctor">
        <summary>What works here</summary>
        ${this.checks()}
      </details>
    </section>`;
  }

  checks() {
    if (this.fault) return html`<p class="fault">${this.fault}</p>`;
    if (!this.diagnosis) return html`<p class="muted">Checking …</p>`;
    const { checks, works } = this.diagnosis;
    return html`<p class=${works ? 'muted' : 'fault'}>
        ${works ? 'The page, and pings by UDP and TCP, work.' : 'The page, or pings by UDP or TCP, do not work.'}
      </p>
      <ul class="checks">
        ${checks.map((check) => this.check(check))}
      </ul>
      <button type="button" class="quiet" ?disabled=${this.examining} @click=${this.examine}>Check again</button>`;
  }

  /** @param {Check} check */
  check({ title, state, text, mend }) {
    const { word, sign } = STATES[state];
    return html`<li class=${state}>
      <span class="sign" role="img" aria-label=${word} title=${word}>${sign}</span>
      <div>
        <strong>${title}</strong>
        <p>${withCommands(text)}</p>
        ${mend ? html`<p class="mend">${withCommands(capital(mend))}</p>` : nothing}
      </div>
    </li>`;
  }

  /** @param {Event} event */
  toggled(event) {
    if (/** @type {HTMLDetailsElement} */ (event.currentTarget).open) this.examine();
  }

  async examine() {
    if (this.examining) return;
    this.examining = true;
    this.requestUpdate();
    await this.run(api.examine().then((diagnosis) => (this.diagnosis = diagnosis)));
    this.examining = false;
    this.requestUpdate();
  }
}

/** @param {string} sentence */
const capital = (sentence) => sentence.charAt(0).toUpperCase() + sentence.slice(1);

customElements.define('pd-machine', Machine);
