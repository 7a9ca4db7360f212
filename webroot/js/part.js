// @ts-check
// The base of every part of the page: an element without a shadow, so that one style sheet serves all.
import { store } from './app.js';
import { LitElement } from './lit.js';

export class Part extends LitElement {
  /** Draws itself again whenever the store has changed; a part that must not overrides it. */
  storeChanged = () => this.requestUpdate();

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    store.addEventListener('change', this.storeChanged);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    store.removeEventListener('change', this.storeChanged);
  }
}
