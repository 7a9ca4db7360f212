// @ts-check
// Above the chart: how much time it shows, the way back to live, its scale and what its axis leaves out.
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
 * @property {boolean} log whether the scale is logarithmic
 * @property {number | undefined} spike the round trip that made it so by itself
 * @property {(millis: number) => void} onSpan
 * @property {() => void} onLive
 * @property {() => void} onScale
 * @property {unknown} fit the button that changes the axis, or nothing
 */

/** @param {ChartBar} bar */
export function chartBar({ view, log, spike, onSpan, onLive, onScale, fit }) {
  const span = (/** @type {number} */ millis) => view.live && view.span === millis;
  return html`<div class="chart-bar">
    <div class="segments" role="group" aria-label="Time range">
      ${SPANS.map(
        ({ millis, label }) => html`<button
          type="button"
          data-testid="window-${millis / 1000}"
          aria-pressed=${span(millis)}
          @click=${() => onSpan(millis)}
        >
          ${label}
        </button>`,
      )}
      <button type="button" data-testid="window-all" aria-pressed=${span(Infinity)} title="Key: a" @click=${() => onSpan(Infinity)}>all</button>
    </div>
    <button type="button" class="quiet scale" data-testid="scale" aria-pressed=${log} title="Logarithmic scale. Key: l" @click=${onScale}>Log</button>
    ${spike === undefined ? nothing : html`<span class="muted" data-testid="scale-words">logarithmic, because of a spike of ${formatRtt(spike)}</span>`}
    ${fit}
    <span class="spread"></span>
    ${view.live
      ? html`<span class="muted hint" ?hidden=${spike !== undefined || fit !== nothing}>Drag or scroll to zoom</span>`
      : html`<button type="button" class="primary" data-testid="back-to-live" title="Or double-click the chart" @click=${onLive}>Back to live</button>`}
  </div>`;
}
