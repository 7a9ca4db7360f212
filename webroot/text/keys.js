// @ts-check
// The keys of the page, as its list of keys shows them. Pure.
import { PLACES } from '../state/places.js';

/** @type {readonly {where: string, keys: readonly {keys: string, what: string}[]}[]} several keys are separated by a space */
export const KEYS = [
  {
    where: 'Everywhere',
    keys: [
      { keys: '?', what: 'this list' },
      { keys: 'Ctrl+K', what: 'go to a place or a ping, or do something, by typing' },
      ...PLACES.map(({ key, label }) => ({ keys: `g ${key}`, what: `go to ${label}` })),
      { keys: 'n', what: 'new ping' },
      { keys: 't', what: 'next theme' },
    ],
  },
  {
    where: 'List of pings',
    keys: [
      { keys: '/', what: 'filter' },
      { keys: '↓ ↑', what: 'next and previous ping; j and k do the same' },
      { keys: 'Enter', what: 'open the ping' },
      { keys: 'x', what: 'select the ping; with Shift, all from the last one' },
    ],
  },
  {
    where: 'Chart of a ping',
    keys: [
      { keys: '+ -', what: 'show less or more time' },
      { keys: '← →', what: 'move; the chart needs the focus' },
      { keys: '0', what: 'back to live; double-click does the same' },
      { keys: 'a', what: 'all there is' },
      { keys: 'l', what: 'logarithmic or linear scale' },
    ],
  },
];
