// @ts-check
// Heartbeats that Pingdeck itself sends, started and stopped here: to see what the monitor makes of them.
/** @import { BeatSender } from '../api/types.js' */
import { listBeatSenders, startBeatSender, stopBeatSender } from '../api/api.js';
import { store } from '../state/context.js';
import { formatCount } from '../text/format.js';
import { html, nothing, repeat } from '../ui/lit.js';
import { Part } from '../ui/part.js';

const FIELDS = /** @type {const} */ ({ target: 'Monitor', name: 'Application', interval: 'Interval' });
const LOOK_MILLIS = 2000;

/** `<pd-beat-senders>` */
class BeatSenders extends Part {
  static properties = { senders: { state: true } };

  constructor() {
    super();
    /** @type {BeatSender[]} */
    this.senders = [];
  }

  storeChanged = () => {};

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.clock);
  }

  render() {
    const target = `udp://${store.heartbeats?.monitor.listening ?? '127.0.0.1:12002'}`;
    return html`<details class="beat-senders" data-testid="beat-senders" @toggle=${this.toggled}>
      <summary>Send heartbeats from this server</summary>
      <form class="operates" novalidate @submit=${this.submit}>
        ${this.field('target', target)} ${this.field('name', 'my-app')} ${this.field('interval', '1s')}
        <button type="submit" data-testid="beat-sender-start">Send</button>
        ${this.problem?.beside(Object.keys(FIELDS)) ? html`<p class="fault" role="alert">${this.problem.beside(Object.keys(FIELDS))}</p>` : nothing}
      </form>
      <ul>
        ${repeat(
          this.senders,
          ({ name }) => name,
          (sender) => this.row(sender),
        )}
      </ul>
    </details>`;
  }

  /** @param {keyof typeof FIELDS} name @param {string} value */
  field(name, value) {
    const fault = this.problem?.of(name);
    return html`<div class="field">
      <label for="beat-sender-${name}">${FIELDS[name]}</label>
      <input id="beat-sender-${name}" name=${name} value=${value} autocomplete="off" aria-invalid=${fault ? 'true' : 'false'} />
      ${fault ? html`<p class="fault" data-testid="beat-sender-error-${name}">${fault}</p>` : nothing}
    </div>`;
  }

  /** @param {BeatSender} sender */
  row({ name, target, interval, sent, refused }) {
    return html`<li data-testid="beat-sender" data-name=${name}>
      <span><b>${name}</b> to ${target} every ${interval}</span>
      <span class="muted">${formatCount(sent)} sent${refused > 0 ? `, ${formatCount(refused)} refused` : ''}</span>
      <button type="button" class="quiet operates" aria-label="Stop the heartbeats of ${name}" @click=${() => this.act(stopBeatSender(name))}>Stop</button>
    </li>`;
  }

  /** Refreshes only while it is open. @param {Event} event */
  toggled(event) {
    clearInterval(this.clock);
    if (!(/** @type {HTMLDetailsElement} */ (event.currentTarget).open)) return;
    void this.look();
    this.clock = setInterval(() => this.look(), LOOK_MILLIS);
  }

  /** While the server is away the list stays as it was; the banner tells. */
  async look() {
    this.senders = await listBeatSenders().catch(() => this.senders);
  }

  /** @param {SubmitEvent} event */
  async submit(event) {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
    const request = Object.fromEntries([...form].map(([name, value]) => [name, String(value).trim()]));
    await this.act(startBeatSender(request));
  }

  /** @param {Promise<unknown>} action */
  async act(action) {
    await this.run(action);
    await this.look();
  }
}

customElements.define('pd-beat-senders', BeatSenders);
