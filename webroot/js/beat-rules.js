// @ts-check
// The rule by which one application is judged, to read and to change.
/** @import { Heartbeat } from './types.js' */
import { html, LitElement, nothing } from '../lib/lit.js';
import { ApiProblem, setHeartbeatRules } from './api.js';
import { falseAlarm, inSeconds } from './beat-figures.js';

const FIELDS = /** @type {const} */ ({
  interval: 'Interval',
  grace: 'Grace',
  lateMisses: 'Late after missing',
  misses: 'Stopped after missing',
  lossThreshold: 'Losing above (0–1)',
});

/** `<pd-beat-rules>` */
class BeatRules extends LitElement {
  static properties = { application: { attribute: false }, problem: { state: true } };

  constructor() {
    super();
    /** @type {Heartbeat | undefined} */
    this.application = undefined;
    /** @type {ApiProblem | undefined} */
    this.problem = undefined;
  }

  createRenderRoot() {
    return this;
  }

  render() {
    if (!this.application) return nothing;
    const { rules } = this.application;
    return html`<form novalidate class="beat-rules" @submit=${this.submit} data-testid="beat-rules">
      ${Object.entries(FIELDS).map(([name, label]) => this.field(name, label))}
      <button type="submit" data-testid="beat-rules-save">Save</button>
      ${this.problem?.beside(Object.keys(FIELDS)) ? html`<p class="fault" role="alert">${this.problem.beside(Object.keys(FIELDS))}</p>` : nothing}
      <p class="muted rule" data-testid="beat-rule">
        Late ${inSeconds(rules.lateAfter)} after its last beat, stopped after ${inSeconds(rules.stoppedAfter)}. ${falseAlarm(rules)}
      </p>
    </form>`;
  }

  /** @param {string} name @param {string} label */
  field(name, label) {
    const { rules, name: application } = /** @type {Heartbeat} */ (this.application);
    const known = /** @type {Record<string, any>} */ (rules);
    const source = known[`${name}Source`];
    const fault = this.problem?.of(name);
    const id = `beat-${application}-${name}`;
    return html`<div class="field">
      <label for=${id}>${label}${source && source !== 'set' ? html` <span class="muted">(${source})</span>` : nothing}</label>
      <input id=${id} name=${name} .value=${String(known[name])} autocomplete="off" aria-invalid=${fault ? 'true' : 'false'} />
      ${fault ? html`<p class="fault">${fault}</p>` : nothing}
    </div>`;
  }

  /** Sends only what was changed: a learned interval that nobody touched stays learned. @param {SubmitEvent} event */
  async submit(event) {
    event.preventDefault();
    const application = /** @type {Heartbeat} */ (this.application);
    const known = /** @type {Record<string, any>} */ (application.rules);
    const form = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
    /** @type {Record<string, unknown>} */
    const changed = {};
    for (const [name, value] of form) {
      const typed = String(value).trim();
      if (typed === String(known[name])) continue;
      changed[name] = typeof known[name] === 'number' && typed !== '' && !Number.isNaN(Number(typed)) ? Number(typed) : typed;
    }
    try {
      await setHeartbeatRules(application.name, changed);
      this.problem = undefined;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.problem = error;
    }
  }
}

customElements.define('pd-beat-rules', BeatRules);
