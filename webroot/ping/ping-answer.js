// @ts-check
// What the chosen ping's probes are answered: HTTP status, phases and certificate, DNS response code, greeting.
import { daysLeft, describeDns, newestAnswer, phases, TLS_FAULTS } from './answers.js';
import { store } from '../state/context.js';
import { formatRtt } from '../text/format.js';
import { html, nothing } from '../ui/lit.js';
import { Part } from '../ui/part.js';

/** Few enough to do something about it. */
const SOON_DAYS = 14;

/** `<pd-ping-answer>` */
class PingAnswer extends Part {
  render() {
    const newest = newestAnswer(store.series);
    if (!newest) return nothing;
    const { seq, note } = newest;
    return html`<section class="ping-answer" aria-labelledby="answer-title" data-testid="ping-answer">
      <h2 id="answer-title">Reply <span class="muted">to probe #${seq}</span></h2>
      <p class="answer-line">
        ${note.http ? html`<b data-testid="http-status">HTTP ${note.http.status}</b>` : nothing}
        ${note.dns ? html`<b data-testid="dns-rcode">${describeDns(note.dns)}</b>` : nothing}
        ${note.tls ? html`<b class="loses" data-testid="tls-fault">${TLS_FAULTS[note.tls.fault]}</b>` : nothing}
        ${note.reason === undefined ? nothing : html`<b class="loses" data-testid="malformed">${note.reason}</b>`}
        ${note.banner === undefined ? nothing : html`<code data-testid="banner">${note.banner}</code>`}
        ${this.certificate(note.http ?? note.tls ?? note.starttls)}
      </p>
      ${note.http ? this.phases() : nothing}
    </section>`;
  }

  /** @param {{certificateExpiresAt?: string} | undefined} answer */
  certificate(answer) {
    const expiresAt = answer?.certificateExpiresAt;
    if (expiresAt === undefined) return nothing;
    const days = daysLeft(expiresAt, Date.now());
    const words = days < 0 ? `certificate expired ${-days} ${-days === 1 ? 'day' : 'days'} ago` : `certificate expires in ${days} ${days === 1 ? 'day' : 'days'}`;
    return html`<span class=${days < SOON_DAYS ? 'loses' : 'muted'} data-testid="certificate" title="expires ${expiresAt}">${words}</span>`;
  }

  phases() {
    const rows = phases(store.series);
    return html`<table class="phases" data-testid="phases">
        <thead>
          <tr>
            <th scope="col">Phase</th>
            <th scope="col" class="number">Last</th>
            <th scope="col" class="number">Median</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ label, last, median }) => html`<tr>
              <th scope="row">${label}</th>
              <td class="number">${formatRtt(last)}</td>
              <td class="number">${formatRtt(median)}</td>
            </tr>`,
          )}
        </tbody>
      </table>`;
  }
}

customElements.define('pd-ping-answer', PingAnswer);
