// @ts-check
// Deep links: #/pings/<id> names the ping that is shown, #/access the place of users, tokens and the audit log.
import { quietly } from '../api/api.js';
import { feed, store } from './context.js';
import { loadHistory } from './history.js';

/** @param {string} hash @returns {string | undefined} the ping's id */
export function pingOfHash(hash) {
  const match = /^#\/pings\/([^/]+)$/.exec(hash);
  return match ? decodeURIComponent(match[1]) : undefined;
}

/** @param {string} id */
export function hashOfPing(id) {
  return `#/pings/${encodeURIComponent(id)}`;
}

export const ACCESS = '#/access';

export function startRouter() {
  addEventListener('hashchange', followHash);
  selectByHash();
}

/** Back to the list alone, without leaving an entry that only says "#". */
export function closePing() {
  history.pushState(null, '', location.pathname);
  followHash();
}

function followHash() {
  selectByHash();
  quietly(loadHistory());
}

function selectByHash() {
  const place = location.hash === ACCESS ? 'access' : 'pings';
  if (place !== store.place) store.update({ place });
  document.body.dataset.place = place;
  const id = pingOfHash(location.hash);
  store.select(id);
  feed.watch(id === undefined ? [] : [id]);
}
