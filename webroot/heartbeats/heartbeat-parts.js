// @ts-check
// The parts of a row of the heartbeats.
/** @import { BeatLoss, Heartbeat } from '../api/types.js' */
import { unwatched } from './beat-figures.js';
import './beat-rules.js';
import { kindOfState } from './beat-states.js';
import '../ui/confirm-button.js';
import { epochMillis, formatCount, formatRtt, formatWhen } from '../text/format.js';
import { glyph } from '../ui/glyph.js';
import { html, nothing } from '../ui/lit.js';

/** @param {string} state */
export function stateGlyph(state) {
  return glyph(kindOfState(state));
}

/** @param {string} label @param {number} count */
export function figure(label, count) {
  return html`<span>${label} <b>${formatCount(count)}</b></span>`;
}

/** @param {Heartbeat} application @param {() => void} forget */
export function details(application, forget) {
  const { name, counts, rejected, note } = application;
  const refused = Object.values(rejected).reduce((sum, count) => sum + count, 0);
  return html`<tr class="details" data-testid="heartbeat-details">
    <td colspan="7">
      ${note ? html`<p class="fault" data-testid="heartbeat-note">${note}</p>` : nothing}
      <p class="counts">
        ${figure('received', counts.received)} ${figure('sign-offs', counts.goodbyes)} ${figure('lost', counts.lost)}
        ${figure('missed while Pingdeck was down', counts.unseen)} ${figure('duplicates', counts.duplicates)}
        ${figure('reordered', counts.reordered)} ${figure('restarts', counts.restarts)} ${figure('rejected', refused)}
      </p>
      ${origin(application)} ${runOf(application)}
      <p class="counts">
        ${lossOf('minute', application.lastMinute)} ${lossOf('hour', application.lastHour)} ${lossOf('day', application.lastDay)}
      </p>
      <pd-beat-rules .application=${application}></pd-beat-rules>
      <pd-confirm class="operates" label="Forget" .about=${name} testid="heartbeat-forget" @confirmed=${forget}></pd-confirm>
    </td>
  </tr>`;
}

/** What it said of its last run, by HTTP. @param {Heartbeat} application */
function runOf({ lastRun }) {
  if (!lastRun) return nothing;
  const { startedAt, endedAt, failed, durationNanos, exitCode, message, pingMillis } = lastRun;
  const how = failed ? 'failed' : 'succeeded';
  return html`<p class="counts" data-testid="heartbeat-run">
    <span>last run <b>${endedAt ? `${how} ${formatWhen(epochMillis(endedAt))}` : `started ${formatWhen(epochMillis(startedAt ?? ''))}`}</b></span>
    ${exitCode === undefined ? nothing : html`<span>exit code <b>${exitCode}</b></span>`}
    ${durationNanos === undefined ? nothing : html`<span>took <b>${formatRtt(durationNanos)}</b></span>`}
    ${pingMillis === undefined ? nothing : html`<span>reported RTT <b>${formatRtt(pingMillis * 1e6)}</b></span>`}
    ${message ? html`<span>“${message}”</span>` : nothing}
  </p>`;
}

/** @param {string} span @param {BeatLoss} loss */
function lossOf(span, loss) {
  const unknown = unwatched(loss);
  return html`<span>
    last ${span}: <b>${formatCount(loss.lost)}</b> of <b>${formatCount(loss.expected)}</b> lost${unknown ? html` <span class="muted">(${unknown})</span>` : nothing}
  </span>`;
}

/** @param {Heartbeat} application */
function origin({ via, sender, signed, delay, expectedNext }) {
  return html`<p class="counts">
    <span>over ${via === 'udp' ? 'UDP' : 'HTTP'}${sender ? ` from ${sender}` : ''}${signed ? ', signed' : ''}</span>
    ${expectedNext ? html`<span>next heartbeat expected <b>${formatWhen(epochMillis(expectedNext))}</b></span>` : nothing}
    ${delay
      ? html`<span title="Receive time minus send time is ${formatRtt(delay.clockDifferenceNanos)}, but the offset of the two clocks is unknown. Only the delay above the fastest heartbeat is meaningful.">
            one-way delay above minimum <b>${formatRtt(delay.aboveMinimumNanos)}</b>, clock offset unknown
          </span>
          <span title="Mean absolute difference between the delays of consecutive heartbeats (RFC 3393)">
            delay variation (IPDV) <b>${formatRtt(delay.ipdvMeanAbsoluteNanos)}</b>
          </span>`
      : nothing}
  </p>`;
}
