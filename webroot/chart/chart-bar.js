// @ts-check
// Above the chart: how much time it shows, the way back to live, what its axis leaves out.
/** @import { Viewport } from './viewport.js' */
import { formatRtt } from '../text/format.js';
import { html, nothing } from '../ui/lit.js';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const SPANS = [
  { millis: 10_000, label: '10 s' },
  { millis: MINUTE, label: '1 min' },
  { millis: 10 * MINUTE, label: '10 min' },
  { millis: 60 * MINUTE, label: '1 h' },
  { millis: DAY, label: '1 d' },
  { millis: 7 * DAY, label: '1 w' },
  { millis: 365 * DAY, label: '1 y' },
];

/**
 * @typedef {object} ChartBar
 * @property {Viewport} view
 * @property {boolean} whole whether all of the ping's life is shown
 * @property {number | undefined} median
 * @property {(millis: number, whole: boolean) => void} onSpan
 * @property {() => void} onLive
 * @property {unknown} fit the button that changes the axis, or nothing
 */

/** @param {ChartBar} bar */
export function chartBar({ view, whole, median, onSpan, onLive, fit }) {
  return html`<div class="chart-bar">
    <div class="segments" role="group" aria-label="Time range">
      ${SPANS.map(
        ({ millis, label }) => html`<button
          type="button"
          data-testid="window-${millis / 1000}"
          aria-pressed=${view.span === millis && !whole}
          @click=${() => onSpan(millis, false)}
        >
          ${label}
        </button>`,
      )}
      <button type="button" data-testid="window-all" aria-pressed=${whole} @click=${() => onSpan(view.span, true)}>all</button>
    </div>
    ${view.live
      ? html`<span class="muted hint" ?hidden=${fit !== nothing}>Drag to zoom, ← → to move</span>`
      : html`<button type="button" class="primary" data-testid="back-to-live" @click=${onLive}>Back to live</button>`}
    <span class="spread"></span>
    ${fit}
    <span class="median-words" title="Median RTT of all replies in the displayed time range, including late replies">
      <span class="dash" aria-hidden="true"></span>median <b>${formatRtt(median)}</b>
    </span>
  </div>`;
}
