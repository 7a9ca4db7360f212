// @ts-check
// Every sample of a ping that is kept, as a file: links to the server, which streams it.
import { html } from '../ui/lit.js';

const FORMATS = [
  { format: 'csv', label: 'CSV', meaning: 'one row per sample, for spreadsheets' },
  { format: 'json', label: 'JSON', meaning: 'one object with the ping and its samples' },
  { format: 'ndjson', label: 'NDJSON', meaning: 'one object per line, for pingdeck report and jq' },
  { format: 'irtt', label: 'IRTT', meaning: 'a summary in the format of irtt' },
];

/** @param {string} id of the ping */
export function exportMenu(id) {
  return html`<details class="menu" data-testid="export">
    <summary>Export</summary>
    <ul>
      ${FORMATS.map(
        ({ format, label, meaning }) => html`<li>
          <a href="api/v1/pings/${encodeURIComponent(id)}/export?format=${format}" download data-testid="export-${format}">${label}</a>
          <span class="muted">${meaning}</span>
        </li>`,
      )}
    </ul>
  </details>`;
}
