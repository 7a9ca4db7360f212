// @ts-check
// The places of the page, as its navigation lists them. Pure.
/** @import { Ping, Role } from '../api/types.js' */
/** @import { Address, PlaceName } from './address.js' */

/** @type {readonly {place: PlaceName, label: string, key: string, role?: Role}[]} */
export const PLACES = [
  { place: 'overview', label: 'Overview', key: 'o' },
  { place: 'compare', label: 'Compare', key: 'c' },
  { place: 'heartbeats', label: 'Heartbeats', key: 'h' },
  { place: 'echo', label: 'Echo servers', key: 'e' },
  { place: 'system', label: 'System', key: 's' },
  { place: 'wall', label: 'Wall', key: 'w' },
  { place: 'access', label: 'Users', key: 'u', role: 'admin' },
];

/** What the window is called. @param {Address} address @param {Pick<Ping, 'name' | 'status' | 'state'> | undefined} ping that is shown */
export function titleOf({ place }, ping) {
  if (place === 'ping') return `${ping ? `${ping.name}: ${ping.state === 'running' ? ping.status.state : ping.state}` : 'Ping'} · Pingdeck`;
  return `${PLACES.find((one) => one.place === place)?.label ?? 'Page not found'} · Pingdeck`;
}
