// @ts-check
// A row of the table of pings.
/** @import { Ping } from '../api/types.js' */
import { hashOfPing } from '../state/address.js';
import { kindOf } from '../state/protocols.js';
import { statusWords } from '../state/service-status.js';
import { trendInSight } from '../state/trends.js';
import { epochMillis, formatPercent, formatRtt, formatWhen } from '../text/format.js';
import { html, nothing } from '../ui/lit.js';
import '../ui/sparkline.js';
import './outcome-bar.js';
import { tagsInRow } from './tag-marks.js';
import { statusGlyph, statusTitle } from './status-glyph.js';

/**
 * @param {Ping} ping
 * @param {{index: number, marked: boolean, filter: string, onMark: (id: string, event: Event) => void, onTag: (tag: string) => void, action: unknown}} row `index`: counted from 1 with the head; `filter`: the tags that the list is filtered by
 */
export function pingRow(ping, { index, marked, filter, onMark, onTag, action }) {
  return html`<tr
    class=${marked ? 'chosen' : ''}
    aria-rowindex=${index}
    data-testid="ping-row"
    data-ping-id=${ping.id}
    data-state=${ping.state}
    data-status=${ping.status.state}
    @click=${choose}
  >
    <td class="mark">
      <input
        type="checkbox"
        data-testid="row-mark"
        aria-label="Select ${ping.name}"
        .checked=${marked}
        @click=${(/** @type {Event} */ event) => onMark(ping.id, event)}
      />
    </td>
    <th scope="row">
      <div class="named">
        ${statusGlyph(ping.status.state)}
        <span class="title"><a href=${hashOfPing(ping.id)} title=${ping.name}>${ping.name}</a>${tagsInRow(ping.tags, filter, onTag)}</span>
        <span class="muted target" title=${statusTitle(ping)}>
          ${kindOf(ping) ? html`<span data-testid="row-about">${kindOf(ping)} · </span>` : nothing}<b class="status ${ping.status.state}" data-testid="row-status">${statusWords(ping)}</b>
          <span data-testid="row-since">since ${formatWhen(epochMillis(ping.status.since))}</span>
          ${ping.name === ping.target ? nothing : html`<span> · ${ping.target}</span>`}
        </span>
      </div>
    </th>
    <td class="recent"><pd-outcome-bar .recent=${ping.recent}></pd-outcome-bar></td>
    <td class="trend"><pd-sparkline .values=${trendInSight(ping.id)}></pd-sparkline></td>
    <td class="number last" data-label="last">${formatRtt(ping.lastRttNanos)}</td>
    <td class="number median" data-label="median">
      ${formatRtt(ping.rttNanos?.median)}<small class="muted">p95 ${formatRtt(ping.rttNanos?.p95)}</small>
    </td>
    <td class="number wide">${formatRtt(ping.rttNanos?.p95)}</td>
    <td class="number loss ${lossClass(ping.lastMinute.lossPercent)}" data-label="loss, 1 min">
      ${formatPercent(ping.lastMinute.lossPercent)}<small class=${lossClass(ping.lossPercent) || 'muted'}>total ${formatPercent(ping.lossPercent)}</small>
    </td>
    <td class="number wide ${lossClass(ping.lossPercent)}">${formatPercent(ping.lossPercent)}</td>
    <td class="actions">${action}</td>
  </tr>`;
}

/** The whole row follows its link. @param {MouseEvent} event */
function choose(event) {
  if (/** @type {Element} */ (event.target).closest('a, button, input, .mark')) return;
  /** @type {HTMLElement} */ (event.currentTarget).querySelector('a')?.click();
}

/** @param {number | undefined} percent */
function lossClass(percent) {
  return percent !== undefined && percent > 0 ? 'loses' : '';
}
