// @ts-check
// What has happened to the applications, newest first: stopped, restarted, back.
/** @import { BeatChange } from '../api/types.js' */
import { describeChange } from './beat-states.js';
import { epochMillis, formatWhen } from '../text/format.js';
import { stateGlyph } from './heartbeat-parts.js';
import { html, nothing, repeat } from '../ui/lit.js';

const SHOWN_CHANGES = 12;

/** @param {BeatChange[]} changes */
export function timeline(changes) {
  if (changes.length === 0) return nothing;
  return html`<details class="timeline" open>
    <summary>Events</summary>
    <ol data-testid="heartbeat-changes">
      ${repeat(changes.slice(0, SHOWN_CHANGES), ({ id }) => id, event)}
    </ol>
  </details>`;
}

/** @param {BeatChange} change */
function event(change) {
  const { name, to, at, reason } = change;
  return html`<li data-state=${to}>
    <time datetime=${at}>${formatWhen(epochMillis(at))}</time>
    ${stateGlyph(to)}
    <span class="what"><b>${name}</b> ${describeChange(change)} <span class="muted">${reason}</span></span>
  </li>`;
}
