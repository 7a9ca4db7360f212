// @ts-check
// Tags of pings, as the page draws them.
import { formatAddress } from '../state/address.js';
import { tagsOf } from '../state/tags.js';
import { html, nothing } from '../ui/lit.js';

/** A row has no room for more; the others are counted, and named in its title. */
const IN_ROW = 2;

/** @param {readonly string[] | undefined} tags @param {string} filter @param {(tag: string) => void} onTag */
export function tagsInRow(tags = [], filter, onTag) {
  if (tags.length === 0) return nothing;
  const wanted = tagsOf(filter);
  const others = tags.slice(IN_ROW);
  return html`<span class="tag-list" data-testid="row-tags">
    ${tags.slice(0, IN_ROW).map(
      (tag) => html`<button type="button" class="tag" title="Filter by the tag ${tag}" aria-pressed=${wanted.includes(tag)} @click=${() => onTag(tag)}>${tag}</button>`,
    )}
    ${others.length === 0 ? nothing : html`<span class="muted" title=${others.join(', ')}>+${others.length}</span>`}
  </span>`;
}

/** Those that the list is filtered by, to take them out. @param {string} filter @param {(tag: string) => void} onTag */
export const tagsInFilter = (filter, onTag) =>
  tagsOf(filter).map(
    (tag) => html`<button type="button" class="tag" data-testid="filter-tag" aria-pressed="true" aria-label="Tag ${tag}: show others too" @click=${() => onTag(tag)}><span>${tag}</span> ✕</button>`,
  );

/** Each leads to the pings that have it. @param {readonly string[] | undefined} tags */
export function tagLinks(tags = []) {
  if (tags.length === 0) return nothing;
  return html`<p class="tag-list" data-testid="ping-tags">
    ${tags.map((tag) => html`<a class="tag" title="All pings with the tag ${tag}" href=${formatAddress({ place: 'overview', query: { tag } })}>${tag}</a>`)}
  </p>`;
}
