// @ts-check
// A button for what cannot be undone: the first press asks, the second within four seconds does it.
import { html, LitElement } from './lit.js';

const PATIENCE_MILLIS = 4000;

/** `<pd-confirm>`: fires `confirmed`. */
class ConfirmButton extends LitElement {
  static properties = {
    label: {},
    about: {},
    testid: {},
    asking: { state: true },
  };

  constructor() {
    super();
    this.label = 'Delete';
    /** What the button is about, for those who hear the page. */
    this.about = '';
    this.testid = 'delete';
    this.asking = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  createRenderRoot() {
    return this;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    this.asking = false;
  }

  press() {
    clearTimeout(this.timer);
    if (this.asking) {
      this.asking = false;
      this.dispatchEvent(new Event('confirmed'));
    } else {
      this.asking = true;
      this.timer = setTimeout(() => (this.asking = false), PATIENCE_MILLIS);
    }
  }

  render() {
    const text = this.asking ? 'Really?' : this.label;
    return html`<button
      type="button"
      class=${this.asking ? 'quiet danger asking' : 'quiet danger'}
      data-testid=${this.testid}
      aria-label="${this.asking ? `Really ${this.label.toLowerCase()}` : this.label} ${this.about}"
      @click=${this.press}
    >
      ${text}
    </button>`;
  }
}

customElements.define('pd-confirm', ConfirmButton);
