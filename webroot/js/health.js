// @ts-check
// How the tool itself does: whether it sends on time, what was dropped, and what this machine does not permit.
/** @import { Worker } from './types.js' */
import { html, nothing } from '../lib/lit.js';
import { store } from './app.js';
import { formatCount, formatRtt } from './format.js';
import { Part } from './part.js';

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
};

/** `<pd-health>` */
class Health extends Part {
  render() {
    const workers = store.system?.workers ?? [];
    return html`${workers.length > 0 ? this.strip(workers) : nothing}${this.missing()}`;
  }

  /** @param {Worker[]} workers */
  strip(workers) {
    const sum = (/** @type {(worker: Worker) => number} */ of) => workers.reduce((all, worker) => all + of(worker), 0);
    const late = workers.flatMap(({ latenessNanos }) => latenessNanos ?? []);
    const drops = sum(({ kernelDrops }) => kernelDrops ?? 0);
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

  /** One sentence for each thing that does not work here, with the command that grants it. */
  missing() {
    const missing = store.system?.capabilities.missing ?? [];
    if (missing.length === 0) return nothing;
    return html`<details class="health card" data-testid="health">
      <summary>${missing.length === 1 ? 'One thing' : `${missing.length} things`} this machine does not permit yet</summary>
      <ul>
        ${missing.map((sentence) => html`<li>${sentence}</li>`)}
      </ul>
    </details>`;
  }
}

customElements.define('pd-health', Health);
