// @ts-check
// The echo servers: what is being measured, and the knob that makes it lose. Beside a ping to one of them, that one.
import { addEchoServer } from '../api/api.js';
import { store } from '../state/context.js';
import './echo-card.js';
import { isPingedBy } from './echo-figures.js';
import { html, nothing, repeat } from '../ui/lit.js';
import { Part } from '../ui/part.js';

const FIELDS = /** @type {const} */ (['host', 'port', 'mode', 'protocol']);

/** `<pd-echo-servers>` */
class EchoServers extends Part {
  render() {
    if (!store.loaded) return nothing;
    const ping = store.place === 'ping' ? store.selected : undefined;
    const shown = store.place === 'ping' ? store.echoServers.filter((server) => ping && isPingedBy(server, ping)) : store.echoServers;
    if (store.place === 'ping' && shown.length === 0) return nothing;
    return html`<div class="echo-servers" data-testid="echo-servers">
      ${store.place === 'ping' ? html`<h2>Echo server of this ping</h2>` : html`<h1 tabindex="-1">Echo servers</h1>`}
      ${repeat(
        shown,
        (server) => server.id,
        (server) => html`<pd-echo-card .server=${server}></pd-echo-card>`,
      )}
      ${store.place === 'ping' ? nothing : this.form()}
    </div>`;
  }

  form() {
    return html`<details class="card add-echo operates" ?open=${store.echoServers.length === 0 || this.problem !== undefined}>
      <summary data-testid="echo-more">Add an echo server</summary>
      <form novalidate @submit=${this.submit}>
        ${this.field('host', 'Address', '127.0.0.1')} ${this.field('port', 'Port', '12010')}
        <div class="field">
          <label for="echo-protocol">Protocol</label>
          <select id="echo-protocol" name="protocol" data-testid="echo-field-protocol">
            <option value="udp">UDP</option>
            <option value="tcp">TCP</option>
          </select>
        </div>
        <div class="field">
          <label for="echo-mode">Reply</label>
          <select id="echo-mode" name="mode" data-testid="echo-field-mode">
            <option value="lab">upper case (lab)</option>
            <option value="rfc862">unchanged (RFC 862)</option>
            <option value="greeting">greeting, then close (TCP)</option>
          </select>
        </div>
        <button type="submit" data-testid="echo-add">Add</button>
        ${this.problem?.beside(FIELDS) ? html`<p class="fault" role="alert">${this.problem.beside(FIELDS)}</p>` : nothing}
      </form>
    </details>`;
  }

  /** @param {'host' | 'port'} name @param {string} label @param {string} value */
  field(name, label, value) {
    const fault = this.problem?.of(name);
    return html`<div class="field">
      <label for="echo-${name}">${label}</label>
      <input id="echo-${name}" name=${name} value=${value} data-testid="echo-field-${name}" autocomplete="off" aria-invalid=${fault ? 'true' : 'false'} />
      ${fault ? html`<p class="fault" data-testid="echo-error-${name}">${fault}</p>` : nothing}
    </div>`;
  }

  /** @param {SubmitEvent} event */
  async submit(event) {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
    const port = String(form.get('port')).trim();
    const request = {
      protocol: form.get('protocol'),
      host: String(form.get('host')).trim(),
      port: /^\d{1,9}$/.test(port) ? Number(port) : port,
      mode: form.get('mode'),
    };
    await this.run(addEchoServer(request).then((server) => store.putEchoServer(server)));
  }
}

customElements.define('pd-echo-servers', EchoServers);
