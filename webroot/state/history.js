// @ts-check
// Fetches the samples of the selected ping that the feed did not bring: those from before the page was opened, and
// those that are missing.
import { quietly, samplesOf } from '../api/api.js';
import { durationMillis } from '../text/format.js';
import { feed, store } from './context.js';

/** How long after its timeout a sample may take to arrive before it counts as missing. */
const DELIVERY_MILLIS = 2000;
const HEAL_MILLIS = 1000;

export function startHealing() {
  for (const event of ['connected', 'gap']) store.addEventListener(event, () => quietly(loadHistory()));
  setInterval(heal, HEAL_MILLIS);
}

/** Adds what the server holds of the selected ping to its series; what is there already stays. */
export async function loadHistory() {
  const id = store.selectedId;
  const series = store.series;
  if (id === undefined) return;
  try {
    series.addAll(await samplesOf(id));
  } finally {
    series.asked = true;
    store.changed();
  }
}

/** The newest hole that history was fetched for; what the server does not hold either is not asked for again. */
let askedFor = { series: store.series, seq: 0 };

/** Fetches history again if a decided sample is missing, such as one sent while the feed was subscribing. */
function heal() {
  const ping = store.selected;
  const { series } = store;
  if (!ping || feed.state.phase !== 'live') return;
  const timeout = durationMillis(ping.timeout) ?? 1000;
  const seq = series.newestMissing(store.serverNow() - timeout - DELIVERY_MILLIS);
  if (seq === undefined || (askedFor.series === series && askedFor.seq === seq)) return;
  askedFor = { series, seq };
  quietly(loadHistory());
}
