// @ts-check
// The table of pings. Only the rows in sight exist, so that a thousand pings stay fluid.
/** @import { Ping } from '../api/types.js' */
/** @import { Filter, Order } from './list-order.js' */
import { commandPing, deletePing } from '../state/actions.js';
import { store } from '../state/context.js';
import { OUTCOMES } from '../state/outcomes.js';
import { choose } from '../state/router.js';
import { isEnded } from '../state/service-status.js';
import { toggled } from '../state/tags.js';
import { formatCount } from '../text/format.js';
import '../ui/confirm-button.js';
import { glyph } from '../ui/glyph.js';
import { keep, kept } from '../ui/kept.js';
import { html, nothing, repeat } from '../ui/lit.js';
import { Part } from '../ui/part.js';
import { isShortcut } from '../ui/shortcut.js';
import { visibleRows } from '../ui/virtual-rows.js';
import { listFilters, listHead, orderField } from './list-head.js';
import { ListOrder, nextOrder, orderOf, protocolOf, textOfOrder, USUAL } from './list-order.js';
import './marked-pings.js';
import { pingRow } from './ping-row.js';

/** As --row in list.css, where a row of a narrow page is a card. */
const ROW_PIXELS = 46;
const CARD_PIXELS = 112;
const narrow = matchMedia('(max-width: 640px)');
/** With so few pings there is nothing to filter. */
const FEW = 1;
const ORDER = 'pingdeck.order';
/** Rows do not move under a hand for so long. */
const STILL_MILLIS = 4000;

/** `<pd-ping-list>` */
class PingList extends Part {
  constructor() {
    super();
    this.order = new ListOrder();
    /** @type {Set<string>} */
    this.marked = new Set();
    /** Where a stretch of marks begins. @type {string | undefined} */
    this.anchor = undefined;
    /** When a hand was over the rows. */
    this.handAt = -Infinity;
    /** What is listed. @type {readonly string[]} */
    this.ids = [];
    /** @type {{members: number, protocols: string[]} | undefined} */
    this.known = undefined;
    this.pressed = (/** @type {KeyboardEvent} */ event) => this.shortcut(event);
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener('keydown', this.pressed);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.pressed);
  }

  /** As the address says. @returns {Filter} */
  get filter() {
    const { q: words = '', state = '', protocol = '', tag: tags = '' } = store.place === 'overview' ? store.address.query : {};
    return { words, state, protocol, tags };
  }

  /** As the address says, or as it was chosen last. @returns {Order} */
  get sorting() {
    return orderOf(store.address.query.sort) ?? orderOf(kept(ORDER)) ?? USUAL;
  }

  render() {
    const { size } = store;
    if (size === 0) return this.nothingYet();
    const { filter, sorting } = this;
    const box = this.querySelector('.rows');
    const hold = performance.now() - this.handAt < STILL_MILLIS;
    this.ids = this.order.ids(() => store.pings, filter, sorting, { members: store.members, now: performance.now(), hold });
    const { first, end, above, below } = visibleRows({
      total: this.ids.length,
      rowHeight: narrow.matches ? CARD_PIXELS : ROW_PIXELS,
      scrollTop: box?.scrollTop ?? 0,
      height: box?.clientHeight || innerHeight,
    });
    const shown = this.ids.slice(first, end).flatMap((id) => store.ping(id) ?? []);
    return html`<section class="card ping-list" aria-labelledby="pings-title">
      <header>
        <h2 id="pings-title">Pings <span class="muted">${count(this.ids.length, size)}</span></h2>
        ${size > FEW || Object.values(filter).some(Boolean) ? listFilters(filter, this.protocols(), (change) => this.change(change)) : nothing}
        ${orderField(sorting, (text) => this.sort(orderOf(text) ?? USUAL))}
      </header>
      ${this.fault ? html`<p class="fault" role="alert">${this.fault}</p>` : nothing}
      <div
        class="rows"
        tabindex="-1"
        @scroll=${() => this.requestUpdate()}
        @keydown=${this.walk}
        @pointermove=${() => (this.handAt = performance.now())}
        @pointerleave=${() => (this.handAt = -Infinity)}
      >
        <table data-testid="ping-list" aria-rowcount=${this.ids.length + 1}>
          <thead>
            ${listHead(sorting, (column) => this.sort(nextOrder(sorting, column)), this.all())}
          </thead>
          <tbody>
            <tr class="space" .style=${`height:${above}px`} aria-hidden="true"></tr>
            ${repeat(
              shown,
              (ping) => ping.id,
              (ping, i) => pingRow(ping, { index: first + i + 2, marked: this.marked.has(ping.id), filter: filter.tags, onMark: (id, event) => this.mark(id, event), onTag: (tag) => this.change({ tags: toggled(filter.tags, tag) }), action: this.action(ping) }),
            )}
            <tr class="space" .style=${`height:${below}px`} aria-hidden="true"></tr>
          </tbody>
        </table>
        ${this.ids.length === 0 ? html`<p class="none muted" data-testid="none-listed">No ping matches. <button type="button" class="quiet" @click=${() => this.change({ words: '', state: '', protocol: '', tags: '' })}>Show all</button></p>` : nothing}
      </div>
      <pd-marked-pings .pings=${this.markedPings()} @unmark=${this.unmark}></pd-marked-pings>
    </section>`;
  }

  markedPings() {
    return this.marked.size === 0 ? [] : [...this.marked].flatMap((id) => store.ping(id) ?? []);
  }

  /** Of the pings there are; looked for anew when one came or went. */
  protocols() {
    if (this.known?.members !== store.members) {
      this.known = { members: store.members, protocols: [...new Set(store.pings.map(({ target }) => protocolOf(target)))].sort() };
    }
    return this.known.protocols;
  }

  /** @param {Partial<Filter>} change */
  change(change) {
    const { words, state, protocol, tags } = { ...this.filter, ...change };
    choose({ q: words, state, protocol, tag: tags });
    this.requestUpdate();
  }

  /** @param {Order} order */
  sort(order) {
    const text = textOfOrder(order);
    keep(ORDER, text);
    choose({ sort: text });
    this.requestUpdate();
  }

  /** The box that marks all that are listed, or none. */
  all() {
    const isAll = this.ids.length > 0 && this.marked.size >= this.ids.length && this.ids.every((id) => this.marked.has(id));
    return html`<input
      type="checkbox"
      data-testid="mark-all"
      aria-label="Select all listed pings"
      .checked=${isAll}
      .indeterminate=${this.marked.size > 0 && !isAll}
      @click=${() => {
        this.marked = new Set(isAll ? [] : this.ids);
        this.requestUpdate();
      }}
    />`;
  }

  /** With Shift, all from the one that was marked before. @param {string} id @param {Event} event */
  mark(id, event) {
    const isMarked = !this.marked.has(id);
    const [from, to] = [this.ids.indexOf(this.anchor ?? ''), this.ids.indexOf(id)];
    const stretch = /** @type {MouseEvent} */ (event).shiftKey && from >= 0 ? this.ids.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
    for (const one of stretch) {
      if (isMarked) this.marked.add(one);
      else this.marked.delete(one);
    }
    this.anchor = id;
    this.requestUpdate();
  }

  unmark() {
    this.marked = new Set();
    this.requestUpdate();
  }

  nothingYet() {
    if (!store.loaded) return nothing;
    return html`<section class="card empty" data-testid="no-pings">
      <p><strong>No pings yet.</strong></p>
      <p class="muted operates">
        ${isEchoOffered()
          ? html`Press <em>Start</em> to ping an echo server of this program. Then raise its loss and watch.`
          : html`Enter a target above, such as <code>icmp://127.0.0.1</code>, and press <em>Start</em>.`}
      </p>
      <ul class="legend">
        ${OUTCOMES.slice(0, 4).map((kind) => html`<li title=${kind.meaning}>${glyph(kind)}${kind.label}</li>`)}
      </ul>
    </section>`;
  }

  /** @param {Ping} ping */
  action(ping) {
    if (!store.may('operator')) return nothing;
    if (ping.state === 'stopping') return html`<button type="button" class="quiet" disabled>Stopping</button>`;
    if (isEnded(ping)) {
      return html`<pd-confirm .about=${ping.name} testid="row-delete" @confirmed=${() => this.run(deletePing(ping.id))}></pd-confirm>`;
    }
    const [verb, label] = ping.state === 'paused' ? /** @type {const} */ (['resume', 'Resume']) : /** @type {const} */ (['stop', 'Stop']);
    return html`<button
      type="button"
      class="quiet"
      data-testid="row-${verb}"
      aria-label="${label} ${ping.name}"
      @click=${() => this.run(commandPing(ping.id, verb))}
    >
      ${label}
    </button>`;
  }

  /** @param {KeyboardEvent} event */
  shortcut(event) {
    if (event.key !== '/' || !this.isSeen || !isShortcut(event)) return;
    const field = /** @type {HTMLElement | null} */ (this.querySelector('[type="search"]'));
    if (!field) return;
    event.preventDefault();
    field.focus();
  }

  /** Up and down, or k and j, walk the links of the rows; x marks one. @param {KeyboardEvent} event */
  walk(event) {
    this.handAt = performance.now();
    const links = [.../** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll('tbody a'))];
    const at = links.findIndex((link) => link === document.activeElement);
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
    const id = /** @type {HTMLElement | null} */ (links[at]?.closest('tr'))?.dataset.pingId;
    if (event.key === 'x' && id !== undefined) this.mark(id, event);
    else if (step === undefined) return;
    else links[at + step]?.focus();
    event.preventDefault();
  }
}

/** Whether the form begins with an echo server that runs. */
function isEchoOffered() {
  const target = store.system?.defaults.target;
  return store.echoServers.some(({ state, protocol, listening }) => state === 'running' && `${protocol}://${listening}` === target);
}

/** @param {number} listed @param {number} all */
function count(listed, all) {
  return listed === all ? formatCount(all) : `${formatCount(listed)} of ${formatCount(all)}`;
}

customElements.define('pd-ping-list', PingList);
