// @ts-check
// What an address without a place shows.
import { store } from '../state/context.js';
import { html, nothing } from '../ui/lit.js';
import { Part } from '../ui/part.js';

/** `<pd-unknown-place>` */
class UnknownPlace extends Part {
  render() {
    if (store.address.place !== 'unknown') return nothing;
    return html`<div class="card empty" data-testid="unknown-place">
      <h1 tabindex="-1">Page not found</h1>
      <p class="muted">There is nothing at <code>${location.hash}</code>.</p>
      <p><a href="#/">Go to the overview</a></p>
    </div>`;
  }
}

customElements.define('pd-unknown-place', UnknownPlace);
