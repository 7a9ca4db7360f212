// @ts-check
// What can be done with the pings that are marked in the list.
/** @import { Ping } from '../api/types.js' */
/** @import { Verb } from '../state/actions.js' */
import { APPLIES, withMany } from '../state/actions.js';
import { formatAddress } from '../state/address.js';
import { tagsOf } from '../state/tags.js';
import { formatCount } from '../text/format.js';
import '../ui/confirm-button.js';
import { html, nothing } from '../ui/lit.js';
import { Part } from '../ui/part.js';

/** More reasons than these are one too many to read. */
const SHOWN_FAULTS = 3;

/** `<pd-marked-pings>`: fires `unmark`. */
class MarkedPings extends Part {
  static properties = { pings: { attribute: false }, busy: { state: true }, tagging: { state: true }, faults: { state: true } };

  constructor() {
    super();
    /** @type {readonly Ping[]} */
    this.pings = [];
    this.busy = false;
    /** Whether tags are asked for. */
    this.tagging = false;
    /** @type {string[]} */
    this.faults = [];
  }

  render() {
    const { pings, faults } = this;
    if (pings.length === 0 && faults.length === 0) return nothing;
    const about = `${formatCount(pings.length)} ${pings.length === 1 ? 'ping' : 'pings'}`;
    return html`<div class="marked" role="group" aria-label="Selected pings" data-testid="marked">
      <b data-testid="marked-count">${formatCount(pings.length)} selected</b>
      <span class="operates">
        ${this.button('pause', 'Pause')} ${this.button('resume', 'Resume')} ${this.button('stop', 'Stop')}
        ${this.button('restart', 'Restart', 'New pings with the same settings')}
        <button type="button" data-testid="marked-tag" aria-expanded=${this.tagging} ?disabled=${this.busy} @click=${this.askTags}>Tag</button>
        <pd-confirm .about=${about} testid="marked-delete" @confirmed=${() => this.act('delete')}></pd-confirm>
      </span>
      <a class="button" data-testid="marked-compare" href=${formatAddress({ place: 'compare', query: { pings: pings.slice(0, 6).map(({ id }) => id).join(',') } })}>Compare</a>
      <button type="button" class="quiet" data-testid="unmark" @click=${this.unmark}>Clear selection</button>
      ${this.tagging ? this.tagForm() : nothing}
      ${faults.length === 0
        ? nothing
        : html`<p class="fault" role="alert">
            ${formatCount(faults.length)} failed: ${faults.slice(0, SHOWN_FAULTS).join('; ')}${faults.length > SHOWN_FAULTS ? ' …' : ''}
          </p>`}
    </div>`;
  }

  /** @param {Verb} verb @param {string} label @param {string} [title] */
  button(verb, label, title) {
    const none = !this.pings.some(APPLIES[verb]);
    return html`<button
      type="button"
      data-testid="marked-${verb}"
      ?disabled=${this.busy || none}
      title=${title ?? nothing}
      @click=${() => this.act(verb)}
    >
      ${label}
    </button>`;
  }

  tagForm() {
    return html`<form class="operates tagging" data-testid="marked-tags" novalidate @submit=${this.submit}>
      <input name="tags" data-testid="marked-tag-field" aria-label="Tags" placeholder="Tags: berlin core" autocomplete="off" autocapitalize="off" spellcheck="false" aria-invalid=${this.faults.length > 0} />
      <button type="submit" class="primary" value="tag" data-testid="marked-tag-add" ?disabled=${this.busy}>Add</button>
      <button type="submit" value="untag" data-testid="marked-tag-remove" ?disabled=${this.busy}>Remove</button>
    </form>`;
  }

  async askTags() {
    this.tagging = !this.tagging;
    this.faults = [];
    await this.updateComplete;
    this.querySelector('input')?.focus();
  }

  /** @param {SubmitEvent} event */
  submit(event) {
    event.preventDefault();
    const input = /** @type {HTMLInputElement} */ (this.querySelector('input'));
    const verb = /** @type {HTMLButtonElement | null} */ (event.submitter)?.value === 'untag' ? 'untag' : 'tag';
    const tags = tagsOf(input.value);
    if (tags.length > 0) void this.act(verb, tags);
    else input.focus();
  }

  unmark() {
    this.tagging = false;
    this.faults = [];
    this.dispatchEvent(new Event('unmark'));
  }

  /** @param {Verb} verb @param {readonly string[]} [tags] */
  async act(verb, tags) {
    this.busy = true;
    this.faults = await withMany(verb, this.pings, tags);
    this.busy = false;
    if (this.faults.length === 0) this.unmark();
  }
}

customElements.define('pd-marked-pings', MarkedPings);
