// @ts-check
// What a chart shows, in words: a legend beside it, and a table for those who cannot see it.
/** @import { ChartData } from './chart-data.js' */
/** @import { SmokeData } from './smoke-data.js' */
import { formatCount, formatRtt, formatSpan } from '../text/format.js';
import { glyph } from '../ui/glyph.js';
import { html, nothing } from '../ui/lit.js';
import { OUTCOMES } from '../state/outcomes.js';

/**
 * What the smoke is made of.
 *
 * @param {SmokeData} data
 */
export function smokeLegend({ widthMillis }) {
  return html`<ul class="legend smoke-legend" aria-hidden="true">
    <li><span class="swatch wide"></span>minimum to maximum</li>
    <li><span class="swatch middle"></span>5th–95th percentile</li>
    <li><span class="swatch narrow"></span>25th–75th percentile</li>
    <li><span class="swatch line none"></span>median, no loss</li>
    <li><span class="swatch line some"></span>below 5 % loss</li>
    <li><span class="swatch line much"></span>5 % loss or more</li>
    <li class="muted">one column per ${formatSpan(widthMillis)}</li>
  </ul>`;
}

/** @param {ChartData | SmokeData} data */
export function chartFigures(data) {
  const kinds = OUTCOMES.map((kind, code) => ({ kind, count: data.counts[code] }));
  const shown = kinds.filter(({ kind, count }) => count > 0 || kind.name === 'reply' || kind.name === 'lost');
  return html`
    <ul class="legend" aria-hidden="true">
      ${shown.map(
        ({ kind, count }) => html`<li title=${kind.meaning}>${glyph(kind)}${kind.label} <b>${formatCount(count)}</b></li>`,
      )}
      ${data.gaps.length === 0
        ? nothing
        : html`<li title="Pingdeck was not running or paused, or its samples did not reach this page. Counts as neither up nor lost.">
            <span class="hatch"></span>no data
          </li>`}
    </ul>
    <table class="visually-hidden" data-testid="chart-figures">
      <caption>
        Probes in the displayed time range
      </caption>
      <tbody>
        ${kinds.map(({ kind, count }) => row(kind.label, count, `shown-${kind.name}`))}
        ${row('gaps without data', data.gaps.length, 'shown-gaps')} ${row('minimum RTT', formatRtt(data.min), 'shown-min')}
        ${row('median RTT', formatRtt(data.median), 'shown-median')} ${row('maximum RTT', formatRtt(data.max), 'shown-max')}
      </tbody>
    </table>
  `;
}

/**
 * Between an axis that fits most round trips and one that reaches all; nothing where that is the same.
 *
 * @param {boolean} all what is shown now
 * @param {number} above how many points lie above the axis
 * @param {number | undefined} highest
 * @param {() => void} change
 */
export function fitButton(all, above, highest, change) {
  if (!all && above === 0) return nothing;
  return html`<button
    type="button"
    class="quiet"
    data-testid="fit-all"
    title="Outliers are drawn at the top edge, so that the other RTTs stay readable"
    @click=${change}
  >
    ${all ? 'Hide outliers' : html`Show ${above} ${above === 1 ? 'outlier' : 'outliers'} up to <b>${formatRtt(highest)}</b>`}
  </button>`;
}

/** @param {string} label @param {string | number} value @param {string} testid */
function row(label, value, testid) {
  return html`<tr>
    <th scope="row">${label}</th>
    <td data-testid=${testid}>${value}</td>
  </tr>`;
}
