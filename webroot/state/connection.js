// @ts-check
// Keeps the page connected, and fetches by REST what the feed does not send.
import * as api from '../api/api.js';
import { feed, store } from './context.js';
import { startSession } from './session.js';

/** How often the page asks for the health of Pingdeck itself. */
const SYSTEM_MILLIS = 2000;

export function startConnection() {
  for (const sign of ['online', 'focus', 'pageshow']) addEventListener(sign, () => feed.retryNow());
  document.addEventListener('visibilitychange', () => document.hidden || feed.retryNow());
  store.addEventListener('connected', () => void refresh());
  startSession();
  setInterval(pollSystem, SYSTEM_MILLIS);
}

const fetchSystem = () => api.getSystem().then((system) => store.update({ system }));

function pollSystem() {
  if (document.hidden || feed.state.phase !== 'live') return;
  api.quietly(fetchSystem());
}

/** After each connect: the feed sends only what changes from then on. */
async function refresh() {
  const attempts = [
    fetchSystem(),
    api.listPings().then((pings) => store.replacePings(pings)),
    api.listEchoServers().then((echoServers) => store.update({ echoServers })),
  ];
  for (const attempt of await Promise.allSettled(attempts)) {
    if (attempt.status === 'rejected') console.warn('Could not refresh:', attempt.reason);
  }
}
