// @ts-check
// The small "?" beside a figure: a button, and the one popover that says what the figure means.
/** @import { Term } from '../text/dictionary.js' */
import { entryOf } from '../text/dictionary.js';
import { html, nothing, render } from './lit.js';

const GAP_PIXELS = 6;
/** Closed by the press that would open it again. */
const SAME_PRESS_MILLIS = 300;

/** @type {HTMLElement | undefined} */
let popover;
/** @type {{button: HTMLElement, at: number} | undefined} */
let closed;

/** The button of a term. @param {Term} term */
export function why(term) {
  return html`<button
    type="button"
    class="why"
    aria-label="What is ${entryOf(term).term}?"
    aria-haspopup="dialog"
    @click=${(/** @type {Event} */ event) => explain(/** @type {HTMLElement} */ (event.currentTarget), term)}
  >
    ?
  </button>`;
}

/** Escape, a press elsewhere or on the same button closes it: the browser sees to that. @param {HTMLElement} button @param {Term} term */
function explain(button, term) {
  if (closed?.button === button && performance.now() - closed.at < SAME_PRESS_MILLIS) return;
  const { term: title, text, source, url } = entryOf(term);
  const shown = (popover ??= made());
  render(
    html`<h4 id="definition-title">${title}</h4>
      <p>${text}</p>
      ${source
        ? html`<p class="source">${url ? html`<a href=${url} target="_blank" rel="noreferrer">${source}</a>` : source}</p>`
        : nothing}`,
    shown,
  );
  shown.showPopover();
  shown.focus();
  place(shown, button);
  const toggled = (/** @type {Event} */ event) => {
    if (/** @type {ToggleEvent} */ (event).newState !== 'closed') return;
    shown.removeEventListener('beforetoggle', toggled);
    closed = { button, at: performance.now() };
    if (shown.contains(document.activeElement)) button.focus();
  };
  shown.addEventListener('beforetoggle', toggled);
}

function made() {
  const element = document.createElement('div');
  element.className = 'definition';
  element.popover = 'auto';
  element.tabIndex = -1;
  element.dataset.testid = 'definition';
  element.setAttribute('role', 'dialog');
  element.setAttribute('aria-labelledby', 'definition-title');
  document.body.append(element);
  return element;
}

/** Below the button, or above it where there is no room; never beyond an edge. @param {HTMLElement} shown @param {HTMLElement} button */
function place(shown, button) {
  const { left, bottom, top } = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = shown;
  const fits = bottom + GAP_PIXELS + height < innerHeight;
  shown.style.left = `${Math.max(GAP_PIXELS, Math.min(left - 12, innerWidth - width - GAP_PIXELS))}px`;
  shown.style.top = `${fits ? bottom + GAP_PIXELS : Math.max(GAP_PIXELS, top - GAP_PIXELS - height)}px`;
}
