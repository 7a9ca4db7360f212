// @ts-check
// The navigation between the places, the title of the window, and the focus on a place that was gone to.
import { store } from '../state/context.js';
import { PLACES, titleOf } from '../state/places.js';
import { linkTo } from '../state/router.js';
import { html } from '../ui/lit.js';
import { Part } from '../ui/part.js';

/** How long a place may take until it has its heading. */
const PATIENCE_MILLIS = 3000;

/** `<pd-nav>`: a row of links; on a narrow page a button that opens them. */
class PlaceNav extends Part {
  went = () => void goToHeading();

  connectedCallback() {
    super.connectedCallback();
    store.addEventListener('went', this.went);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    store.removeEventListener('went', this.went);
  }

  render() {
    const { address, selected } = store;
    const title = titleOf(address, selected);
    if (document.title !== title) document.title = title;
    const here = address.place === 'ping' ? 'overview' : address.place;
    const shown = PLACES.filter(({ role }) => role === undefined || (store.session?.user !== undefined && store.may(role)));
    const label = PLACES.find(({ place }) => place === here)?.label ?? 'Places';
    return html`<button type="button" class="quiet" popovertarget="places" data-testid="places" aria-label="${label}, all places">
        ${label} <span aria-hidden="true">▾</span>
      </button>
      <nav id="places" popover aria-label="Places" @click=${this.chosen}>
        <ul>
          ${shown.map(
            ({ place, label }) => html`<li>
              <a
                href=${linkTo(place)}
                data-testid=${place === 'access' ? 'open-access' : `go-${place}`}
                aria-current=${place === address.place ? 'page' : place === here ? 'true' : 'false'}
                >${label}</a
              >
            </li>`,
          )}
        </ul>
      </nav>`;
  }

  /** @param {Event} event */
  chosen(event) {
    const places = /** @type {HTMLElement} */ (event.currentTarget);
    if (places.matches(':popover-open')) places.hidePopover();
  }
}

/** Those who hear the page, or use it by keyboard, are where they went; unless they went on meanwhile. */
async function goToHeading() {
  const { activeElement } = document;
  scrollTo(0, 0);
  for (const end = performance.now() + PATIENCE_MILLIS; performance.now() < end; ) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    if (document.activeElement !== activeElement && document.activeElement !== document.body) return;
    const heading = /** @type {HTMLElement | null} */ (document.querySelector('main > :not([hidden]) h1'));
    if (heading) {
      heading.focus({ preventScroll: true });
      return;
    }
  }
}

customElements.define('pd-nav', PlaceNav);
