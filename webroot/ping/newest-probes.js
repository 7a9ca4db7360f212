// @ts-check
// The newest probes of the chosen ping in words: what became of each, who said so, and what was answered.
/** @import { ProbeRow } from './answers.js' */
import { newestProbes } from './answers.js';
import { store } from '../state/context.js';
import { formatPrecise, formatRtt } from '../text/format.js';
import { html, nothing } from '../ui/lit.js';
import { Part } from '../ui/part.js';

const ROWS = 10;

/** `<pd-newest-probes>` */
class NewestProbes extends Part {
  constructor() {
    super();
    /** @type {{series: unknown, version: number, rows: ProbeRow[]} | undefined} */
    this.gathered = undefined;
  }

  /** Gathered once for each change of the series, however often the page is drawn. */
  gather() {
    const { series, selected } = store;
    if (!selected) return [];
    if (this.gathered?.series !== series || this.gathered.version !== series.version) {
      this.gathered = { series, version: series.version, rows: newestProbes(series, ROWS, selected) };
    }
    return this.gathered.rows;
  }

  render() {
    const rows = this.gather();
    if (rows.length === 0) return nothing;
    return html`<details class="newest-probes" open data-testid="newest-probes">
      <summary>Newest probes</summary>
      <div class="errors-table" tabindex="0" role="region" aria-label="The newest probes">
        <table>
          <thead>
            <tr>
              <th scope="col" class="number">Probe</th>
              <th scope="col">Time</th>
              <th scope="col">Outcome</th>
              <th scope="col" class="number">RTT</th>
              <th scope="col">From</th>
              <th scope="col">Reply</th>
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              ({ seq, at, outcome, rttNanos, from, answer }) => html`<tr data-testid="probe-row">
                <td class="number">#${seq}</td>
                <td class="type">${formatPrecise(at)}</td>
                <td>${outcome}</td>
                <td class="number">${rttNanos === undefined ? '–' : formatRtt(rttNanos)}</td>
                <td class="from">${from === undefined ? nothing : html`<code>${from}</code>`}</td>
                <td class="answer">${answer === '' ? nothing : html`<code data-testid="probe-answer">${answer}</code>`}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${this.foot()}
    </details>`;
  }

  /** Where answers are echoes, their texts are not always there. */
  foot() {
    const { target, mode } = store.selected ?? {};
    const echoes = target?.startsWith('udp:') || mode === 'echo' || mode === 'stream';
    return echoes
      ? html`<p class="muted foot">Echoed text is shown for intervals of 100 ms or longer. It is not stored: only the newest probes have it.</p>`
      : nothing;
  }
}

customElements.define('pd-newest-probes', NewestProbes);
