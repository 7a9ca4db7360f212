// @ts-check
// The base of every part of the page: an element without a shadow, so that one style sheet serves all.
import { UNANSWERED } from '../api/api.js';
import { store } from '../state/context.js';
import { LitElement } from './lit.js';

export class Part extends LitElement {
  /** Draws itself again whenever the store has changed; a part that must not overrides it. */
  storeChanged = () => this.requestUpdate();

  /** What could not be done because Pingdeck did not answer can be tried again. */
  connected = () => {
    const part = /** @type {{fault?: string, problem?: Error}} */ (/** @type {unknown} */ (this));
    if (part.fault === UNANSWERED) part.fault = undefined;
    if (part.problem?.message === UNANSWERED) part.problem = undefined;
  };

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    store.addEventListener('change', this.storeChanged);
    store.addEventListener('connected', this.connected);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    store.removeEventListener('change', this.storeChanged);
    store.removeEventListener('connected', this.connected);
  }
}
