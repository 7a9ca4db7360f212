// @ts-check
// Follows the address: which place is shown, which ping, and what is chosen there.
/** @import { Address, PlaceName } from './address.js' */
import { quietly } from '../api/api.js';
import { formatAddress, parseAddress } from './address.js';
import { feed, store } from './context.js';
import { loadHistory } from './history.js';

/** Browsers refuse to change the address more often than some hundred times in half a minute. */
const WRITE_MILLIS = 300;
/** A choice of the person, not of a place: it goes along. */
const CARRIED = 'theme';

/** Where each place was left, so that its link leads back to it. @type {Map<PlaceName, Address>} */
const left = new Map();
let writtenAt = -Infinity;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let writing;

export function startRouter() {
  addEventListener('hashchange', () => {
    follow();
    store.dispatchEvent(new Event('went'));
    quietly(loadHistory());
  });
  follow();
}

/** @param {PlaceName} place */
export const go = (place) => (location.hash = linkTo(place));

/** The address of a place as it was left. @param {PlaceName} place */
export const linkTo = (place) => formatAddress({ place, query: { ...left.get(place)?.query, [CARRIED]: store.address.query[CARRIED] } });

/**
 * Keeps in the address what was chosen, so that a link and a reload show the same; no entry of its own in the browser's
 * history.
 *
 * @param {Record<string, string | undefined>} choice what is undefined or empty is taken out
 */
export function choose(choice) {
  const { address } = store;
  const query = Object.fromEntries(Object.entries({ ...address.query, ...choice }).filter(([, value]) => value));
  store.update({ address: { ...address, query: /** @type {Record<string, string>} */ (query) } });
  remember();
  clearTimeout(writing);
  writing = setTimeout(write, Math.max(0, writtenAt + WRITE_MILLIS - performance.now()));
}

function write() {
  writtenAt = performance.now();
  const hash = formatAddress(store.address);
  if (store.address.place === 'unknown' || hash === location.hash) return;
  history.replaceState(history.state, '', hash);
}

function follow() {
  clearTimeout(writing);
  const before = store.address;
  let address = parseAddress(location.hash);
  const carried = before.query[CARRIED];
  const carries = carried !== undefined && address.query[CARRIED] === undefined;
  if (carries) address = { ...address, query: { ...address.query, [CARRIED]: carried } };
  store.update({ address });
  if (carries) write();
  store.select(address.id);
  feed.watch(address.id === undefined ? [] : [address.id]);
  remember();
  show(address.place);
  store.dispatchEvent(new Event('address'));
}

function remember() {
  const { place } = store.address;
  if (place !== 'unknown' && place !== 'ping') left.set(place, store.address);
}

/** A part may belong to several places. @param {PlaceName} place */
function show(place) {
  document.body.dataset.place = place;
  for (const part of document.querySelectorAll('main > [data-places]')) {
    part.toggleAttribute('hidden', !part.getAttribute('data-places')?.split(' ').includes(place));
  }
}
