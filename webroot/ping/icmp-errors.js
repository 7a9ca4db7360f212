// @ts-check
// The ICMP errors of the chosen ping: what the network said, who said it, about which probe, and how soon.
/** @import { BareIcmpError } from '../api/types.js' */
import { store } from '../state/context.js';
import { icmpErrors, newestErrors } from './describe.js';
import { epochMillis, formatCount, formatPrecise, formatRtt } from '../text/format.js';
import { html, nothing } from '../ui/lit.js';
import { Part } from '../ui/part.js';

const KINDS = 5;
const ROWS = 50;
const BARE = 8;

/** `<pd-icmp-errors>` */
class IcmpErrors extends Part {
  constructor() {
    super();
    /** @type {{series: unknown, version: number, kinds: ReturnType<typeof icmpErrors>, rows: ReturnType<typeof newestErrors>} | undefined} */
    this.gathered = undefined;
  }

  /** Gathered once for each change of the series, however often the page is drawn. */
  gather() {
    const { series } = store;
    if (this.gathered?.series !== series || this.gathered.version !== series.version) {
      const { version } = series;
      this.gathered = { series, version, kinds: icmpErrors(series), rows: newestErrors(series, ROWS) };
    }
    return this.gathered;
  }

  render() {
    const { kinds, rows } = this.gather();
    const bare = store.selected?.bareIcmpErrors ?? [];
    if (rows.length === 0 && bare.length === 0) return nothing;
    return html`<section class="icmp-errors" aria-labelledby="icmp-title" data-testid="icmp-errors">
      <h2 id="icmp-title">ICMP errors</h2>
      ${rows.length === 0 ? nothing : this.ofProbes(kinds, rows)}${bare.length === 0 ? nothing : this.bare(bare)}
    </section>`;
  }

  /**
   * @param {ReturnType<typeof icmpErrors>} kinds
   * @param {ReturnType<typeof newestErrors>} rows
   */
  ofProbes(kinds, rows) {
    const total = kinds.reduce((sum, { count }) => sum + count, 0);
    return html`<ul>
        ${kinds.slice(0, KINDS).map(
          ({ words, count, seq }) => html`<li><b>${formatCount(count)}</b> ${words}<span class="muted">, last for probe #${seq}</span></li>`,
        )}
      </ul>
      <div class="errors-table" tabindex="0" role="region" aria-label="Newest ICMP errors">
        <table>
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col" class="number">Probe</th>
              <th scope="col">Message</th>
              <th scope="col" class="type">Type, code</th>
              <th scope="col">From</th>
              <th scope="col" class="number">After</th>
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              ({ seq, at, icmp }) => html`<tr data-testid="icmp-row">
                <td>${formatPrecise(at)}</td>
                <td class="number">#${seq}</td>
                <td>${icmp.name}${icmp.info === undefined ? nothing : html` <span class="muted">MTU ${icmp.info}</span>`}${icmp.mpls
                    ? html` <span class="muted" title="MPLS labels that the router saw on the probe">MPLS ${icmp.mpls.map(({ label }) => label).join('/')}</span>`
                    : nothing}</td>
                <td class="type">${icmp.type}, ${icmp.code}</td>
                <td><code>${icmp.from}</code></td>
                <td class="number">${formatRtt(icmp.afterNanos)}${icmp.afterTimeout
                    ? html` <span class="muted" data-testid="after-timeout">after the timeout</span>`
                    : nothing}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <p class="muted foot">
        ${total > rows.length ? `Newest ${rows.length} of ${formatCount(total)} errors in this page. ` : nothing}${this.unmatched()}
        Hosts and routers limit the rate of ICMP errors, so a lost probe may have failed for the same reason.
      </p>`;
  }

  /** They prove nothing about any probe. @param {BareIcmpError[]} errors */
  bare(errors) {
    return html`<p class="muted foot">ICMP errors from the target that match no probe:</p>
      <ul data-testid="bare-errors">
        ${[...errors].reverse().slice(0, BARE).map(
          ({ at, name, type, code, from }) =>
            html`<li>${formatPrecise(epochMillis(at))} ICMP ${name} (type ${type}, code ${code}) from <code>${from}</code>, without a quoted packet</li>`,
        )}
      </ul>
      <p class="muted foot">Such an error does not say which packet caused it, and anyone can forge it. It changes no probe.</p>`;
  }

  unmatched() {
    const count = (store.system?.workers ?? []).reduce((sum, { strays }) => sum + strays.unmatchedErrors, 0);
    return count === 0
      ? nothing
      : html`<span data-testid="unmatched-errors"
          >${formatCount(count)} ICMP ${count === 1 ? 'error' : 'errors'} matched no probe and ${count === 1 ? 'is' : 'are'} not counted.</span
        > `;
  }
}

customElements.define('pd-icmp-errors', IcmpErrors);
