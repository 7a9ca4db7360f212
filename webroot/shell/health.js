// @ts-check
// How the tool itself does: whether it sends on time, what was dropped, and what this machine does not permit.
/** @import { HistoryHealth, SystemInfo, Worker } from '../api/types.js' */
import { store } from '../state/context.js';
import { withCommands } from '../ui/commands.js';
import { formatBytes, formatCount, formatDays, formatRtt, formatSpan } from '../text/format.js';
import { html, nothing } from '../ui/lit.js';
import { Part } from '../ui/part.js';

const STAMPS = {
  kernel: 'kernel, when sending and receiving',
  kernelReceive: 'kernel, when receiving only',
  process: 'this process',
};
const STRAYS = {
  unmatchedErrors: 'ICMP errors without a matching probe',
  forgedReplies: 'replies with an unknown token (forged)',
  unmatchedReplies: 'replies without a matching probe',
  corruptReplies: 'corrupt replies',
  staleReplies: 'replies to pings that have ended',
  advisoryErrors: 'ICMP redirects and source quenches',
  bareErrors: 'ICMP errors without a quoted packet',
};

/** `<pd-health>` */
class Health extends Part {
  render() {
    const workers = store.system?.workers ?? [];
    const history = store.system?.history;
    const heartbeats = store.system?.heartbeats;
    return html`${workers.length > 0 ? this.strip(workers) : nothing}${history ? this.history(history) : nothing}${
      heartbeats && heartbeats.damaged > 0 ? this.heartbeats(heartbeats) : nothing
    }${store.system?.tls ? this.certificate(store.system.tls) : nothing}${this.missing()}`;
  }

  /** @param {Worker[]} workers */
  strip(workers) {
    const sum = (/** @type {(worker: Worker) => number} */ of) => workers.reduce((all, worker) => all + of(worker), 0);
    const late = workers.flatMap(({ latenessNanos }) => latenessNanos ?? []);
    const drops = sum(({ kernelDrops }) => kernelDrops ?? 0);
    const full = workers.map(({ connectionSlots: { tcp, http, most } }) => (2 * Math.max(tcp, http) > most ? `${formatCount(Math.max(tcp, http))} of ${formatCount(most)}` : undefined)).find((slots) => slots !== undefined);
    const stood = sum(({ stalls }) => stalls.count);
    const longest = Math.max(...workers.map(({ stalls }) => stalls.longestNanos));
    const suspended = sum(({ stalls }) => stalls.suspendedNanos);
    const clocks = [...new Set(workers.map((worker) => worker.clocks))];
    return html`<section class="health card" data-testid="workers" aria-labelledby="health-title">
      <h2 id="health-title">Pingdeck health</h2>
      <dl>
        <div>
          <dt>Send rate</dt>
          <dd>${formatCount(sum(({ probesPerSecond }) => probesPerSecond))} probes/s</dd>
        </div>
        <div title="How much later than scheduled the probes of the last ten seconds were sent: 99th percentile and maximum">
          <dt>Sent late by (this computer)</dt>
          <dd data-testid="lateness">
            ${late.length === 0
              ? '–'
              : `${formatRtt(Math.max(...late.map(({ p99 }) => p99)))}, max. ${formatRtt(Math.max(...late.map(({ max }) => max)))}`}
          </dd>
        </div>
        ${full === undefined ? nothing : html`<div title="Open connections of probes, and the limit of this program. Probes above the limit are not sent."><dt>Connections</dt><dd data-testid="slots">${full}</dd></div>`}
        <div
          title="How often this program was delayed by 20 ms or more since its start, and the longest delay. Replies received meanwhile are marked."
        >
          <dt>Pauses of Pingdeck</dt>
          <dd data-testid="stalls">${stood === 0 ? 'none' : `${formatCount(stood)}, max. ${formatRtt(longest)}`}</dd>
        </div>
        ${suspended === 0
          ? nothing
          : html`<div title="The computer slept, or its clock was set forward">
              <dt>Suspended</dt>
              <dd>${formatSpan(suspended / 1e6)}</dd>
            </div>`}
        <div title="Above 20,000 probes/s, send times are not taken by the kernel">
          <dt>Timestamps</dt>
          <dd>${clocks.map((clock) => STAMPS[clock]).join('; ')}</dd>
        </div>
        <div class=${drops > 0 ? 'losing' : ''} title="Replies that this process was too slow to read">
          <dt>Dropped by the kernel</dt>
          <dd>${formatCount(drops)}</dd>
        </div>
        ${/** @type {(keyof typeof STRAYS)[]} */ (Object.keys(STRAYS)).map((key) => {
          const count = sum(({ strays }) => strays[key]);
          return count === 0 ? nothing : html`<div><dt>${STRAYS[key]}</dt><dd>${formatCount(count)}</dd></div>`;
        })}
      </dl>
    </section>`;
  }

  /** What is kept on disk, and how long there is room for more. @param {HistoryHealth} history */
  history({ state, reason, bytes, freeBytes, daysLeft, dropped, damaged, limits, warnings }) {
    return html`<section class="health card" data-testid="history-health" aria-labelledby="history-title">
      <h2 id="history-title">History on disk</h2>
      <dl>
        <div class=${state === 'recording' ? '' : 'losing'}>
          <dt>State</dt>
          <dd data-testid="history-state">${state}${reason ? `: ${reason}` : nothing}</dd>
        </div>
        <div>
          <dt>Size</dt>
          <dd>${formatBytes(bytes)}</dd>
        </div>
        <div title="Until the limit or the end of the disk is reached; then the oldest days are deleted">
          <dt>Space left</dt>
          <dd data-testid="history-room">${formatBytes(freeBytes)}${daysLeft === undefined ? nothing : `, enough for ${formatDays(daysLeft)}`}</dd>
        </div>
        ${limits
          ? html`<div title="Setting: history in the configuration">
              <dt>Retention</dt>
              <dd>
                samples ${formatDays(limits.sampleDays)}, rollups ${formatDays(limits.rollupDays)}, at most ${formatBytes(limits.maxBytes)}
              </dd>
            </div>`
          : nothing}
        ${dropped === 0 ? nothing : html`<div class="losing"><dt>Not stored</dt><dd>${formatCount(dropped)} samples</dd></div>`}
        ${damaged === 0 ? nothing : html`<div class="losing"><dt>Damaged records</dt><dd>${formatCount(damaged)}</dd></div>`}
      </dl>
      ${warnings.map((warning) => html`<p class="fault">${warning}</p>`)}
    </section>`;
  }

  /** What was damaged in the files of the heartbeats. @param {SystemInfo['heartbeats']} heartbeats */
  heartbeats({ damaged, warnings }) {
    return html`<section class="health card" data-testid="heartbeats-health" aria-labelledby="heartbeats-health-title">
      <h2 id="heartbeats-health-title">Heartbeats on disk</h2>
      <dl>
        <div class="losing"><dt>Damaged places</dt><dd>${formatCount(damaged)}</dd></div>
      </dl>
      ${warnings.map((warning) => html`<p class="fault">${warning}</p>`)}
    </section>`;
  }

  /** The certificate of this page. @param {NonNullable<SystemInfo['tls']>} tls */
  certificate({ notAfter, sha256, fault }) {
    const days = Math.floor((Date.parse(notAfter) - Date.now()) / 86_400_000);
    return html`<section class="health card" data-testid="certificate" aria-labelledby="certificate-title">
      <h2 id="certificate-title">Certificate of this page</h2>
      <dl>
        <div class=${days < 14 ? 'losing' : ''} title=${`SHA-256 ${sha256}`}>
          <dt>Valid until</dt>
          <dd>${notAfter.slice(0, 10)}${days < 0 ? ', expired' : `, ${formatDays(days)} left`}</dd>
        </div>
      </dl>
      ${fault === undefined ? nothing : html`<p class="fault">${fault}</p>`}
    </section>`;
  }

  /** One sentence for each thing that does not work here, with the command that grants it. */
  missing() {
    const missing = store.system?.capabilities.missing ?? [];
    if (missing.length === 0) return nothing;
    return html`<details class="health card" data-testid="health">
      <summary>${missing.length === 1 ? '1 feature' : `${missing.length} features`} not permitted on this machine</summary>
      <ul>
        ${missing.map((sentence) => html`<li>${withCommands(sentence)}</li>`)}
      </ul>
    </details>`;
  }
}

customElements.define('pd-health', Health);
