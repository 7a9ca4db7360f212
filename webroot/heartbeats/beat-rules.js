// @ts-check
// The rule by which one application is judged, to read and to change.
/** @import { Heartbeat } from '../api/types.js' */
import { dropHeartbeatRules, setHeartbeatRules } from '../api/api.js';
import { html, nothing } from '../ui/lit.js';
import { RuleForm } from './rule-form.js';

/** `<pd-beat-rules>` */
class BeatRules extends RuleForm {
  static properties = { ...RuleForm.properties, application: { attribute: false } };

  constructor() {
    super();
    /** @type {Heartbeat | undefined} */
    this.application = undefined;
  }

  get scope() {
    return 'beat-rules';
  }

  /** @returns {Record<string, any> | undefined} */
  get known() {
    return this.application?.rules;
  }

  get name() {
    return /** @type {Heartbeat} */ (this.application).name;
  }

  /** @param {string} field @returns {unknown} */
  beside(field) {
    const source = this.known?.[`${field}Source`];
    return source && source !== 'set' ? html`<span class="muted">(${source})</span>` : nothing;
  }

  /** @returns {unknown} */
  foot() {
    if (!this.application?.rules.own) return nothing;
    return html`This application has its own rules.
      <button type="button" class="quiet operates" data-testid="beat-rules-drop" @click=${() => this.act(dropHeartbeatRules(this.name))}>
        Use the default rules
      </button>`;
  }

  /** @param {Record<string, unknown>} changed @returns {Promise<unknown>} */
  save(changed) {
    return setHeartbeatRules(this.name, changed);
  }
}

customElements.define('pd-beat-rules', BeatRules);
