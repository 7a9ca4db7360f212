// @ts-check
// Below the chart, for the time it shows: when the target answered as asked, how late probes were sent, where round trips lay.
/** @import { SpanSummary } from './span-summary.js' */
import { formatCount, formatRtt } from '../text/format.js';
import { html, nothing, svg } from '../ui/lit.js';
import { why } from '../ui/why.js';

const WIDTH = 1000;
const LAG_HEIGHT = 24;
const BINS_HEIGHT = 90;

/** @param {SpanSummary} summary @param {number} from milliseconds since 1970 @param {number} to */
export function spanFigures(summary, from, to) {
  return html`<div class="span-figures">
    ${availability(summary, from, to)} ${lateness(summary, from, to)} ${histogram(summary)}
  </div>`;
}

/** Where an instant lies across the drawing. @param {number} from @param {number} to @returns {(at: number) => number} */
const scale = (from, to) => (at) => (Math.min(Math.max(at, from), to) - from) * (WIDTH / (to - from));

/** @param {SpanSummary} summary @param {number} from @param {number} to */
function availability({ cells, gaps }, from, to) {
  const x = scale(from, to);
  const up = cells.filter(({ isUp }) => isUp).length;
  const said = cells.length === 0 ? 'no completed probes yet' : `up in ${formatCount(up)} of ${formatCount(cells.length)} intervals`;
  const words = `${said}${gaps.length === 0 ? '' : `, ${gaps.length === 1 ? '1 gap' : `${gaps.length} gaps`} without data`}`;
  return html`<div class="strip">
    <span class="name">Availability${why('availability')}</span>
    <svg viewBox="0 0 ${WIDTH} 20" preserveAspectRatio="none" role="img" aria-label="Availability: ${words}" data-testid="availability-bar">
      ${cells.map(
        ({ from: start, to: end, isUp, missed }) =>
          svg`<rect class=${isUp ? 'up' : 'down'} x=${x(start)} width=${x(end) - x(start)} y=${isUp ? 0 : 8} height=${isUp ? 20 : 12}></rect>
            ${isUp && missed > 0 ? svg`<rect class="down" x=${x(start)} width=${x(end) - x(start)} y=${20 - 20 * missed} height=${20 * missed}></rect>` : nothing}`,
      )}
      ${gaps.map((gap) => svg`<rect class="unknown" x=${x(gap.from)} width=${x(gap.to) - x(gap.from)} height="20"></rect>`)}
    </svg>
    <span class="said">${words}</span>
  </div>`;
}

/** @param {SpanSummary} summary @param {number} from @param {number} to */
function lateness({ lags }, from, to) {
  const x = scale(from, to);
  const worst = lags.reduce((most, { nanos }) => Math.max(most, nanos), 0);
  return html`<div class="strip">
    <span class="name">Sent late by (this computer)${why('lag')}</span>
    <svg
      viewBox="0 0 ${WIDTH} ${LAG_HEIGHT}"
      preserveAspectRatio="none"
      role="img"
      aria-label="Sent late by this computer: at most ${formatRtt(worst)}"
      data-testid="lateness-series"
    >
      ${lags.map(({ from: start, to: end, nanos }) => {
        const height = worst === 0 ? 0 : (nanos / worst) * LAG_HEIGHT;
        return svg`<rect class="lag" x=${x(start)} width=${x(end) - x(start)} y=${LAG_HEIGHT - height} height=${height}></rect>`;
      })}
    </svg>
    <span class="said">max. <b data-testid="worst-lateness">${lags.length === 0 ? '–' : formatRtt(worst)}</b></span>
  </div>`;
}

/** On a logarithmic scale, so that a few slow ones are seen as well. @param {SpanSummary} summary */
function histogram({ bins }) {
  if (bins.length === 0) return nothing;
  const low = Math.log(Math.max(1, bins[0].fromNanos));
  const high = Math.log(bins[bins.length - 1].toNanos);
  const x = (/** @type {number} */ nanos) => ((Math.log(Math.max(1, nanos)) - low) / (high - low)) * WIDTH;
  const tallest = Math.max(...bins.map(({ count }) => count));
  const middle = Math.exp((low + high) / 2);
  return html`<figure class="histogram">
    <figcaption>RTT distribution${why('rtt')}</figcaption>
    <svg
      viewBox="0 0 ${WIDTH} ${BINS_HEIGHT}"
      preserveAspectRatio="none"
      role="img"
      aria-label="Histogram of RTTs from ${formatRtt(bins[0].fromNanos)} to ${formatRtt(bins[bins.length - 1].toNanos)}"
      data-testid="histogram"
    >
      ${bins.map(({ fromNanos, toNanos, count }) => {
        const height = Math.max(1, (count / tallest) * BINS_HEIGHT);
        return svg`<rect x=${x(fromNanos)} width=${Math.max(1, x(toNanos) - x(fromNanos) - 1)} y=${BINS_HEIGHT - height} height=${height}>
          <title>${formatRtt(fromNanos)} – ${formatRtt(toNanos)}: ${formatCount(count)}</title>
        </rect>`;
      })}
    </svg>
    <div class="ends"><span>${formatRtt(bins[0].fromNanos)}</span><span>${formatRtt(middle)}</span><span>${formatRtt(bins[bins.length - 1].toNanos)}</span></div>
  </figure>`;
}
