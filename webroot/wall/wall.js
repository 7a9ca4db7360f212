// @ts-check
// All pings as tiles that fill the screen: a colour, a shape, a number. Problems are larger and come first.
/** @import { Ping } from '../api/types.js' */
import { sorted, urgency, USUAL } from '../pings/list-order.js';
import { statusGlyph } from '../pings/status-glyph.js';
import { hashOfPing } from '../state/address.js';
import { store } from '../state/context.js';
import { hasProblem, isEnded } from '../state/service-status.js';
import { epochMillis, formatCount, formatPercent, formatRtt, formatWhen, shortSpan } from '../text/format.js';
import { html, nothing, repeat } from '../ui/lit.js';
import { Part } from '../ui/part.js';
import { gridOf } from './tiles.js';

/** Tiles change places at most so often. */
const CALM_MILLIS = 2000;
/** More are no tiles any more; those without a problem are only counted. */
const MOST = 400;

/** `<pd-wall>` */
class Wall extends Part {
  constructor() {
    super();
    this.sortedAt = -Infinity;
    this.members = -1;
    /** @type {string[]} */
    this.ids = [];
    this.resized = new ResizeObserver(() => this.requestUpdate());
  }

  connectedCallback() {
    super.connectedCallback();
    this.resized.observe(document.documentElement);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.resized.disconnect();
  }

  render() {
    if (store.place !== 'wall' || !store.loaded) return nothing;
    const now = performance.now();
    if (this.members !== store.members || now - this.sortedAt > CALM_MILLIS) {
      this.ids = sorted(store.pings, USUAL).map(({ id }) => id);
      this.members = store.members;
      this.sortedAt = now;
    }
    const shown = this.ids.slice(0, MOST).flatMap((id) => store.ping(id) ?? []);
    if (shown.length === 0) return html`<p class="empty muted">No pings yet. <a href="#/">Start one</a></p>`;
    const problems = shown.filter(isLarge).length;
    const { clientWidth: width } = this;
    const height = Math.max(200, innerHeight - this.offsetTop - 24);
    const grid = gridOf({ well: shown.length - problems, problems, width: width || innerWidth, height });
    return html`<ul class="wall" .style=${`--columns:${grid.columns};--tile:${grid.height}px;--wide:${grid.width}px`} data-testid="wall" aria-label="All pings">
        ${repeat(shown, ({ id }) => id, (ping) => tile(ping))}
      </ul>
      ${this.ids.length > MOST ? html`<p class="muted">and ${formatCount(this.ids.length - MOST)} more</p>` : nothing}`;
  }
}

/** A ping that has ended needs nobody. @param {Ping} ping */
const isLarge = (ping) => hasProblem(ping) && urgency(ping) < 5;

/** @param {Ping} ping */
function tile(ping) {
  const { id, name, status, state, lastMinute, rttNanos } = ping;
  const losing = (lastMinute.lossPercent ?? 0) > 0;
  const idle = isEnded(ping) || state === 'paused';
  const since = epochMillis(status.since);
  const [figure, what] = losing
    ? [formatPercent(lastMinute.lossPercent), 'loss, 1 min']
    : status.state === 'down' && !idle
      ? [shortSpan(store.serverNow() - since), 'time down']
      : [formatRtt(rttNanos?.median), 'median RTT'];
  const word = idle ? state : status.state;
  const why = status.reason === undefined ? '' : `: ${status.reason}`;
  return html`<li class="tile ${idle ? 'ended' : status.state} ${isLarge(ping) ? 'large' : ''}" data-testid="tile" data-status=${status.state}>
    <a href=${hashOfPing(id)} title=${name}>
      <span class="word">${statusGlyph(status.state)} ${word}${why}</span>
      <strong>${figure}</strong>
      <span class="name">${name}</span>
      <span class="muted">${what}${isLarge(ping) ? ` · since ${formatWhen(since)}` : ''}</span>
    </a>
  </li>`;
}

customElements.define('pd-wall', Wall);
