// @ts-check
// The shape of a ping's status, and the text beside it.
/** @import { Ping, ServiceState } from '../api/types.js' */
import { epochMillis, formatWhen } from '../text/format.js';
import { html, svg } from '../ui/lit.js';
import { STATUSES } from '../state/service-status.js';

/** The words beside it name it. @param {ServiceState} state */
export function statusGlyph(state) {
  const { path, filled } = STATUSES[state];
  const shape = svg`<path class=${filled ? 'filled' : 'drawn'} d=${path}></path>`;
  return html`<svg class="glyph status ${state}" viewBox="-6 -6 12 12" aria-hidden="true">${shape}</svg>`;
}

/** `down since 10:12:01: refused`. @param {Ping} ping */
export function statusTitle({ status, reason }) {
  const words = `${status.state} since ${formatWhen(epochMillis(status.since))}`;
  return [words, status.reason, reason].filter(Boolean).join(': ');
}
