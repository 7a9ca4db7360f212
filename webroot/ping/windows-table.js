// @ts-check
// A ping's statistics over its last ten probes, minute, five minutes, hour and in all: one table, fetched once a second.
/** @import { WindowFigures } from '../api/types.js' */
import { statisticsOf } from '../api/api.js';
import { feed, store } from '../state/context.js';
import { epochMillis, formatWhen } from '../text/format.js';
import { html, nothing } from '../ui/lit.js';
import { Part } from '../ui/part.js';
import { hintAtMore } from '../ui/scroll-hint.js';
import { why } from '../ui/why.js';
import { WINDOW_LABELS, WINDOW_MILLIS, WINDOW_ROWS } from './window-rows.js';

const FETCH_MILLIS = 1000;

/** `<pd-windows>` */
class Windows extends Part {
  static properties = { windows: { state: true } };

  constructor() {
    super();
    /** @type {WindowFigures[]} */
    this.windows = [];
    /** Which ping they are of. @type {string | undefined} */
    this.of = undefined;
    this.timer = 0;
    /** What scrolls. @type {Element | undefined} */
    this.box = undefined;
    /** @type {(() => void) | undefined} */
    this.unwatch = undefined;
    /** Only another ping is a reason to look at once. */
    this.storeChanged = () => {
      if (store.selectedId !== this.of) void this.fetch();
    };
  }

  connectedCallback() {
    super.connectedCallback();
    this.timer = setInterval(() => document.hidden || !this.isSeen || void this.fetch(), FETCH_MILLIS);
    void this.fetch();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
    this.unwatch?.();
    this.box = undefined;
  }

  /** The table is there once there are figures. */
  updated() {
    const box = this.querySelector('.scrolling') ?? undefined;
    if (box === this.box) return;
    this.unwatch?.();
    this.box = box;
    this.unwatch = box && hintAtMore(box);
  }

  async fetch() {
    const id = store.selectedId;
    if (id !== this.of) this.windows = [];
    this.of = id;
    if (id === undefined || feed.state.phase === 'broken') return;
    // What failed here is tried again in a second.
    const windows = await statisticsOf(id).catch(() => undefined);
    if (windows && id === this.of) this.windows = windows;
  }

  render() {
    if (this.windows.length === 0) return nothing;
    return html`<p class="muted scroll-hint" data-testid="scroll-hint">Scroll right for more columns</p>
    <div class="scrolling" tabindex="0" role="region" aria-label="Statistics by time window">
      <table class="windows" data-testid="windows">
        <thead>
          <tr>
            <th scope="col"><span class="visually-hidden">Statistic</span></th>
            ${this.windows.map(
              (figures) => html`<th scope="col">${WINDOW_LABELS[figures.window]} ${sinceWhen(figures)}</th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${WINDOW_ROWS.filter(({ isShown }) => isShown?.(this.windows) ?? true).map(
            (row) => html`<tr class=${row.begins ? 'begins' : nothing}>
              <th scope="row">${row.label}${why(row.term)}</th>
              ${this.windows.map(
                (figures) => html`<td
                  class="${row.isBad?.(figures) ? 'losing' : ''} ${row.isFaint?.(figures) ? 'faint' : ''}"
                  data-testid="stat-${figures.window}-${row.key}"
                >
                  ${row.text(figures)}
                </td>`,
              )}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}

/** Where a window does not reach as far back as its name says. @param {WindowFigures} figures */
function sinceWhen({ window, from }) {
  const startedAt = store.selected?.startedAt;
  const length = WINDOW_MILLIS[window];
  if (from === undefined || length === undefined || startedAt === undefined) return nothing;
  const begins = epochMillis(from);
  const isShort = store.serverNow() - begins < 0.9 * length && begins - epochMillis(startedAt) > 0.1 * length;
  return isShort ? html`<small>since ${formatWhen(begins)}</small>` : nothing;
}

customElements.define('pd-windows', Windows);
