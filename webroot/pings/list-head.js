// @ts-check
// Above the table of pings: what it is filtered by, and the columns that sort it.
/** @import { Column, Filter, Order } from './list-order.js' */
import { toggled } from '../state/tags.js';
import { html, nothing } from '../ui/lit.js';
import { COLUMNS, STATE_FILTERS, textOfOrder } from './list-order.js';
import { tagsInFilter } from './tag-marks.js';

/** @type {Record<Column, string>} */
const LABELS = {
  state: 'State',
  name: 'Ping',
  last: 'Last',
  median: 'Median',
  p95: 'p95',
  lossMinute: 'Loss, 1 min',
  loss: 'Loss, total',
  started: 'Newest',
};

/** @type {Record<string, string>} */
const STATE_WORDS = { problems: 'with problems', ended: 'ended' };

/**
 * @param {Filter} filter
 * @param {readonly string[]} protocols of the pings there are
 * @param {(change: Partial<Filter>) => void} onFilter
 */
export function listFilters(filter, protocols, onFilter) {
  const select = (/** @type {'state' | 'protocol'} */ key, /** @type {string} */ any, /** @type {readonly string[]} */ values) => html`<select
    data-testid="filter-${key}"
    aria-label=${any}
    .value=${filter[key]}
    @change=${(/** @type {Event} */ event) => onFilter({ [key]: /** @type {HTMLSelectElement} */ (event.target).value })}
  >
    <option value="" ?selected=${filter[key] === ''}>${any}</option>
    ${values.map((value) => html`<option value=${value} ?selected=${filter[key] === value}>${STATE_WORDS[value] ?? value}</option>`)}
  </select>`;
  return html`${tagsInFilter(filter.tags, (tag) => onFilter({ tags: toggled(filter.tags, tag) }))}
    <button
      type="button"
      class="quiet"
      data-testid="with-problems"
      aria-pressed=${filter.state === 'problems'}
      @click=${() => onFilter({ state: filter.state === 'problems' ? '' : 'problems' })}
    >
      With problems
    </button>
    ${select('state', 'any state', STATE_FILTERS)} ${protocols.length > 1 || filter.protocol ? select('protocol', 'any protocol', protocols) : nothing}
    <input
      type="search"
      data-testid="filter"
      aria-label="Filter pings by name, tag, target, address or state"
      placeholder="Filter"
      title="Key: /"
      .value=${filter.words}
      @input=${(/** @type {InputEvent} */ event) => onFilter({ words: /** @type {HTMLInputElement} */ (event.target).value })}
    />`;
}

/** Where the head of the table is not shown. @param {Order} order @param {(text: string) => void} onOrder */
export function orderField(order, onOrder) {
  return html`<select
    class="order"
    data-testid="order"
    aria-label="Sort by"
    .value=${textOfOrder(order)}
    @change=${(/** @type {Event} */ event) => onOrder(/** @type {HTMLSelectElement} */ (event.target).value)}
  >
    ${COLUMNS.map((column) => {
      const value = textOfOrder({ column, descending: column !== 'name' && column !== 'state' });
      const words = column === 'state' ? 'problems first' : column === 'started' ? 'newest first' : column === 'name' ? 'by name' : `highest ${LABELS[column].toLowerCase()}`;
      return html`<option value=${value} ?selected=${order.column === column}>${words}</option>`;
    })}
  </select>`;
}

/** @param {Order} order @param {(column: Column) => void} onSort @param {unknown} all the box that marks every row */
export function listHead(order, onSort, all) {
  const button = (/** @type {Column} */ column) => html`<button
    type="button"
    class="sort ${order.column === column ? 'sorted' : ''}"
    data-testid="sort-${column}"
    title="Sort by ${LABELS[column].toLowerCase()}"
    @click=${() => onSort(column)}
  >
    ${LABELS[column]}<span class="arrow" aria-hidden="true">${order.column === column ? (order.descending ? '↓' : '↑') : ''}</span>
  </button>`;
  const direction = (/** @type {Column[]} */ ...columns) => (columns.includes(order.column) ? (order.descending ? 'descending' : 'ascending') : 'none');
  const number = (/** @type {Column} */ column, wide = '') => html`<th scope="col" class="number ${wide}" aria-sort=${direction(column)}>${button(column)}</th>`;
  return html`<tr aria-rowindex="1">
    <td class="mark">${all}</td>
    <th scope="col" aria-sort=${direction('name', 'state', 'started')}>${button('name')} ${button('state')} ${button('started')}</th>
    <th scope="col" class="recent">Recent probes</th>
    <th scope="col" class="trend">RTT</th>
    ${number('last')} ${number('median')} ${number('p95', 'wide')} ${number('lossMinute')} ${number('loss', 'wide')}
    <th scope="col" class="actions"><span class="visually-hidden">Actions</span></th>
  </tr>`;
}
