// @ts-check
// The rules for all applications that have none of their own: what holds, and what the file says where that differs.
/** @import { HeartbeatDefaults } from '../api/types.js' */
import { dropHeartbeatDefaults, setHeartbeatDefaults } from '../api/api.js';
import { html, nothing } from '../ui/lit.js';
import { RuleForm, RULES } from './rule-form.js';

const FIELDS = { ...RULES, assumedInterval: 'Assumed interval' };

/** `<pd-beat-defaults>` */
class BeatDefaults extends RuleForm {
  static properties = { ...RuleForm.properties, defaults: { attribute: false } };

  constructor() {
    super();
    /** @type {HeartbeatDefaults | undefined} */
    this.defaults = undefined;
  }

  get scope() {
    return 'beat-defaults';
  }

  get fields() {
    return FIELDS;
  }

  /** @returns {Record<string, any> | undefined} */
  get known() {
    return this.defaults;
  }

  /** @param {string} field @returns {unknown} */
  below(field) {
    const file = /** @type {Record<string, unknown> | undefined} */ (this.defaults?.file)?.[field];
    if (file === undefined) return nothing;
    return html`<p class="differs">
      file: ${file}
      <button type="button" class="quiet operates" aria-label="Reset ${field} to ${file}, as in the configuration file" @click=${() => this.act(this.save({ [field]: file }))}>
        reset
      </button>
    </p>`;
  }

  /** @returns {unknown} */
  foot() {
    const differing = Object.keys(this.defaults?.file ?? {}).length;
    if (differing === 0) return html`As in the configuration file.`;
    return html`Changes made here override the configuration file, also after a restart.
      <button type="button" class="quiet operates" data-testid="beat-defaults-drop" @click=${() => this.act(dropHeartbeatDefaults())}>
        Reset all to the file
      </button>`;
  }

  /** @param {Record<string, unknown>} changed @returns {Promise<unknown>} */
  save(changed) {
    return setHeartbeatDefaults(changed);
  }
}

customElements.define('pd-beat-defaults', BeatDefaults);

/** @param {HeartbeatDefaults} defaults */
export function defaultsSection(defaults) {
  const differing = Object.keys(defaults.file).length;
  return html`<details class="beat-defaults">
    <summary data-testid="beat-defaults-summary">
      Default rules${differing > 0 ? html` <span class="differs">${differing === 1 ? '1 differs' : `${differing} differ`} from the file</span>` : nothing}
    </summary>
    <pd-beat-defaults .defaults=${defaults}></pd-beat-defaults>
  </details>`;
}
