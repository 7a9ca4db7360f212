// @ts-check
// The address of what is shown: #/<place>, or #/pings/<id>, and behind a ? what is chosen there (filter, order, span,
// theme). Pure.

/** The address of each place that needs no name. @type {Readonly<Record<string, string>>} */
const PATHS = {
  overview: '',
  compare: 'compare',
  heartbeats: 'heartbeats',
  echo: 'echo-servers',
  system: 'system',
  wall: 'wall',
  access: 'access',
};

/** @typedef {'overview' | 'ping' | 'compare' | 'heartbeats' | 'echo' | 'system' | 'wall' | 'access' | 'unknown'} PlaceName */

/**
 * @typedef {object} Address
 * @property {PlaceName} place
 * @property {string} [id] of the ping
 * @property {Readonly<Record<string, string>>} query what is chosen in the place
 */

/** @param {string} hash of the location, with # @returns {Address} */
export function parseAddress(hash) {
  const [path, query = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  const chosen = Object.fromEntries(new URLSearchParams(query));
  if (hash !== '' && hash !== '#' && !hash.startsWith('#/')) return { place: 'unknown', query: {} };
  const named = /^pings?\/([^/]+)$/.exec(path);
  if (named) {
    const id = decoded(named[1]);
    return id === undefined ? { place: 'unknown', query: chosen } : { place: 'ping', id, query: chosen };
  }
  const found = Object.keys(PATHS).find((place) => PATHS[place] === path);
  return { place: /** @type {PlaceName} */ (found ?? 'unknown'), query: chosen };
}

/** @param {{place: PlaceName, id?: string, query?: Readonly<Record<string, string | undefined>>}} address an empty choice is left out */
export function formatAddress({ place, id, query = {} }) {
  const path = place === 'ping' ? `pings/${encodeURIComponent(id ?? '')}` : (PATHS[place] ?? '');
  const chosen = Object.entries(query).flatMap(([key, value]) => (value ? [`${key}=${readable(value)}`] : []));
  return `#/${path}${chosen.length === 0 ? '' : `?${chosen.join('&')}`}`;
}

/** @param {string} id */
export const hashOfPing = (id) => formatAddress({ place: 'ping', id });

/** @param {string} text @returns {string | undefined} undefined if it is no such encoding */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Encoded, except what a person wants to read and a fragment may contain. @param {string} value */
const readable = (value) => encodeURIComponent(value).replace(/%(3A|2C|2F)/g, (code) => decodeURIComponent(code));
