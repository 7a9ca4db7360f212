// @ts-check
// The one store and the one feed of the page. What the feed says goes into the store; a message that needs more than
// that becomes an event of the store: `connected`, `broken`, and `gap` where samples were skipped. The router adds
// `address` and, where a person went to another place, `went`.
import { Feed } from '../api/feed.js';
import { Store } from './store.js';

export const store = new Store();

export const feed = new Feed('api/v1/live', {
  onState: (connection) => {
    store.update({ connection });
    if (connection.phase === 'broken') store.dispatchEvent(new Event('broken'));
  },
  onConnected: () => store.dispatchEvent(new Event('connected')),
  onSamples: (samples) => {
    for (const sample of samples) {
      if (sample.ping === store.selectedId) store.series.add(sample);
    }
  },
  onGap: () => store.dispatchEvent(new Event('gap')),
  onPings: (pings) => store.putPings(pings),
  onRemoved: (ids) => store.removePings(ids),
  onEchoServers: (echoServers) => store.update({ echoServers }),
  onHeartbeats: (heartbeats) => store.update({ heartbeats, heartbeatsAt: performance.now() }),
  onProblem: (problem) => console.warn('The server did not understand this page:', problem),
  onServerTime: (millis) => (store.clockAheadMillis = millis - Date.now()),
});
