// @ts-check
// The audit log: who did what from where, newest first.
/** @import { AuditEntry } from '../api/types.js' */
import { readAudit } from '../api/access-api.js';
import { epochMillis, formatWhen } from '../text/format.js';
import { html, nothing } from '../ui/lit.js';
import { Part } from '../ui/part.js';

/** `<pd-audit>` */
class Audit extends Part {
  static properties = { entries: { state: true }, more: { state: true } };

  constructor() {
    super();
    /** @type {AuditEntry[]} */
    this.entries = [];
    /** Whether there may be older ones. */
    this.more = false;
  }

  storeChanged = () => {};

  connectedCallback() {
    super.connectedCallback();
    void this.read();
  }

  render() {
    return html`<section class="card" aria-labelledby="audit-title" data-testid="audit">
      <header>
        <h2 id="audit-title">Audit log</h2>
        <button type="button" class="quiet" data-testid="audit-refresh" @click=${() => this.read()}>Refresh</button>
      </header>
      ${this.fault ? html`<p class="fault" role="alert">${this.fault}</p>` : nothing}
      <div class="rows" role="group" aria-label="Audit log" tabindex="0"><table>
        <thead>
          <tr>
            <th scope="col">Time</th><th scope="col">Who</th><th scope="col">From</th><th scope="col">Action</th><th scope="col">What</th><th scope="col">Result</th>
          </tr>
        </thead>
        <tbody>
          ${this.entries.map((entry) => this.row(entry))}
        </tbody>
      </table></div>
      ${this.more ? html`<button type="button" data-testid="audit-more" @click=${() => this.read(this.entries.at(-1)?.at)}>Older entries</button>` : nothing}
    </section>`;
  }

  /** @param {AuditEntry} entry */
  row({ at, who, role, proof, source, action, object, detail, status }) {
    const refused = status !== undefined && status >= 400;
    return html`<tr data-testid="audit-row" data-action=${action} class=${refused ? 'refused' : ''}>
      <td class="muted" title=${at}>${formatWhen(epochMillis(at))}</td>
      <td>${who ?? '–'}${role ? html` <span class="muted">${role}${proof ? `, ${proof}` : ''}</span>` : nothing}</td>
      <td>${source ?? '–'}</td>
      <td><code>${action}</code></td>
      <td class="what">${[object, detail].filter(Boolean).join(': ')}</td>
      <td>${status === undefined ? '–' : refused ? html`<span class="fault">refused, ${status}</span>` : `done, ${status}`}</td>
    </tr>`;
  }

  /** @param {string} [before] older than this; otherwise the newest */
  async read(before) {
    await this.run(
      readAudit(before).then((entries) => {
        this.entries = before ? [...this.entries, ...entries] : entries;
        this.more = entries.length === 50;
      }),
    );
  }
}

customElements.define('pd-audit', Audit);
