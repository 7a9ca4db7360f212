// @ts-check
// The six figures of the time that a chart shows, in large type.
/** @import { ChartData } from './chart-data.js' */
/** @import { SmokeData } from './smoke-data.js' */
/** @import { Term } from '../text/dictionary.js' */
import { lossOf } from '../state/outcomes.js';
import { formatCount, formatPercent, formatPrecise, formatRtt, formatWhen, shortSpan } from '../text/format.js';
import { html, nothing } from '../ui/lit.js';
import { why } from '../ui/why.js';

/** @typedef {ChartData | SmokeData} Shown */

/** @type {readonly {key: 'min' | 'mean' | 'median' | 'p95' | 'max', label: string, term: Term, near?: true}[]} `near`: in history it is read from bins */
const RTTS = [
  { key: 'min', label: 'Minimum', term: 'min' },
  { key: 'mean', label: 'Average', term: 'mean' },
  { key: 'median', label: 'Median', term: 'p50', near: true },
  { key: 'p95', label: '95th percentile', term: 'p95', near: true },
  { key: 'max', label: 'Maximum', term: 'max' },
];

/** Shorter stretches are told to the millisecond. */
const SECONDS_TELL_MILLIS = 10_000;

/** The time that figures are of, in words. @param {{from: number, to: number}} shown @param {boolean} live whether it ends now */
export function spanWords({ from, to }, live) {
  if (live) return `the last ${shortSpan(to - from)}`;
  const isShort = to - from < SECONDS_TELL_MILLIS;
  return isShort ? `${formatPrecise(from)} – ${formatPrecise(to)}` : `${formatWhen(from)} – ${formatWhen(to)}`;
}

/** @param {Shown | undefined} shown undefined before anything is known @param {string} words the time that they are of */
export function sixFigures(shown, words) {
  const loss = shown && lossOf(shown.counts);
  return html`<div class="six" role="group" aria-label="Figures of ${words}" data-testid="span-figures">
    <dl>
      ${RTTS.map(({ key, label, term, near }) => {
        const text = formatRtt(shown?.[key]);
        const isNear = near && shown && 'isNear' in shown && shown[key] !== undefined;
        return figure(key, label, term, isNear ? html`<span title="To about 6 %: read from a histogram">≈</span>${text}` : text);
      })}
      <div class="figure ${loss && loss.unanswered > 0 ? 'loses' : ''}">
        <dt>Loss${why('loss')}</dt>
        <dd data-testid="span-loss">${formatPercent(loss?.percent)}</dd>
        ${loss ? html`<dd class="of">${formatCount(loss.unanswered)} of ${formatCount(loss.concluded)}</dd>` : nothing}
      </div>
    </dl>
    <p class="muted" data-testid="span-words">RTT and loss of <b>${words}</b></p>
  </div>`;
}

/** @param {string} key @param {string} label @param {Term} term @param {unknown} value */
function figure(key, label, term, value) {
  return html`<div class="figure">
    <dt>${label}${why(term)}</dt>
    <dd data-testid="span-${key}">${value}</dd>
  </div>`;
}

/** What an eye would see, in a sentence. @param {Shown | undefined} shown @param {string} words */
export function summaryOf(shown, words) {
  if (!shown || shown.counts.every((count) => count === 0)) return `No probe completed in ${words}.`;
  const { percent, unanswered } = lossOf(shown.counts);
  const rtts = shown.max === undefined ? 'no reply' : `median ${formatRtt(shown.median)}, from ${formatRtt(shown.min)} to ${formatRtt(shown.max)}`;
  const lost = unanswered === 0 ? 'no loss' : `loss ${formatPercent(percent)}`;
  const gaps = shown.gaps.length === 0 ? '' : `, ${shown.gaps.length === 1 ? 'a gap' : `${shown.gaps.length} gaps`} without data`;
  return `${rtts}; ${lost}${gaps}.`;
}
