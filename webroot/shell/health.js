// @ts-check
// How the tool itself does: whether it sends on time, what was dropped, and what this machine does not permit.
/** @import { HistoryHealth, Worker } from '../api/types.js' */
import { store } from '../state/context.js';
import { withCommands } from '../ui/commands.js';
import { formatBytes, formatCount, formatDays, formatRtt, formatSpan } from '../text/format.js';
import { html, nothing } from '../ui/lit.js';
import { Part } from '../ui/part.js';

const STAMPS = {
  kernel: 'kernel stamps, both ends',
  kernelReceive: 'kernel stamps, receive end only',
  process: "this process's clock",
};
const STRAYS = {
  unmatchedErrors: 'ICMP errors that fitted no probe',
  forgedReplies: 'replies with a token never given out',
  unmatchedReplies: 'replies that fitted no probe',
  corruptReplies: 'damaged replies',
  staleReplies: 'replies to what has ended',
  advisoryErrors: 'ICMP advice (source quench, redirect)',
  bareErrors: 'ICMP errors that quote nothing',
};

/** `<pd-health>` */
class Health extends Part {
  render() {
    const workers = store.system?.workers ?? [];
    const history = store.system?.history;
    return html`${workers.length > 0 ? this.strip(workers) : nothing}${history ? this.history(history) : nothing}${this.missing()}`;
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
      <h2 id="health-title">Pingdeck itself</h2>
      <dl>
        <div>
          <dt>Sends</dt>
          <dd>${formatCount(sum(({ probesPerSecond }) => probesPerSecond))} probes/s</dd>
        </div>
        <div title="How much later than planned the probes of the last ten seconds left: 99 of 100, and the latest">
          <dt>Late by</dt>
          <dd data-testid="lateness">
            ${late.length === 0
              ? '–'
              : `${formatRtt(Math.max(...late.map(({ p99 }) => p99)))}, at most ${formatRtt(Math.max(...late.map(({ max }) => max)))}`}
          </dd>
        </div>
        ${full === undefined ? nothing : html`<div title="Probes that wait on a connection of their own. One more is not sent: that is this program's limit, not the network's"><dt>Connections</dt><dd data-testid="slots">${full}</dd></div>`}
        <div
          title="Times since the start that this program went on 20 ms or more later than it meant to, and for how long at most. What it received meanwhile is marked."
        >
          <dt>Stood still</dt>
          <dd data-testid="stalls">${stood === 0 ? 'never' : `${stood === 1 ? 'once' : `${formatCount(stood)} times`}, at most ${formatRtt(longest)}`}</dd>
        </div>
        ${suspended === 0
          ? nothing
          : html`<div title="The wall clock ran ahead of the monotonic one: the computer slept, or its clock was set forward">
              <dt>Suspended</dt>
              <dd>${formatSpan(suspended / 1e6)}</dd>
            </div>`}
        <div title="Above 20,000 probes a second transmit stamps are left out">
          <dt>Timed by</dt>
          <dd>${clocks.map((clock) => STAMPS[clock]).join('; ')}</dd>
        </div>
        <div class=${drops > 0 ? 'losing' : ''} title="Answers this process was too slow to fetch">
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
          <dt>Takes</dt>
          <dd>${formatBytes(bytes)}</dd>
        </div>
        <div title="Until its limit or the disk is reached; then the oldest days go">
          <dt>Room left</dt>
          <dd data-testid="history-room">${formatBytes(freeBytes)}${daysLeft === undefined ? nothing : `, lasts ${formatDays(daysLeft)}`}</dd>
        </div>
        ${limits
          ? html`<div title="history: in the configuration">
              <dt>Kept</dt>
              <dd>
                samples ${formatDays(limits.sampleDays)}, rollups ${formatDays(limits.rollupDays)}, ${formatBytes(limits.maxBytes)} in all
              </dd>
            </div>`
          : nothing}
        ${dropped === 0 ? nothing : html`<div class="losing"><dt>Could not be kept</dt><dd>${formatCount(dropped)} samples</dd></div>`}
        ${damaged === 0 ? nothing : html`<div class="losing"><dt>Damaged places</dt><dd>${formatCount(damaged)}</dd></div>`}
      </dl>
      ${warnings.map((warning) => html`<p class="fault">${warning}</p>`)}
    </section>`;
  }

  /** One sentence for each thing that does not work here, with the command that grants it. */
  missing() {
    const missing = store.system?.capabilities.missing ?? [];
    if (missing.length === 0) return nothing;
    return html`<details class="health card" data-testid="health">
      <summary>${missing.length === 1 ? 'One thing' : `${missing.length} things`} this machine does not permit yet</summary>
      <ul>
        ${missing.map((sentence) => html`<li>${withCommands(sentence)}</li>`)}
      </ul>
    </details>`;
  }
}

customElements.define('pd-health', Health);
