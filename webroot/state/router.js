// @ts-check
// Deep links: #/pings/<id> names the ping that is shown.

/** @param {string} hash @returns {string | undefined} the ping's id */
export function pingOfHash(hash) {
  const match = /^#\/pings\/([^/]+)$/.exec(hash);
  return match ? decodeURIComponent(match[1]) : undefined;
}

/** @param {string} id */
export function hashOfPing(id) {
  return `#/pings/${encodeURIComponent(id)}`;
}
