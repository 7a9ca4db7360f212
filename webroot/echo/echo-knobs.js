// @ts-check
// The knobs of an echo server's impairment: which there are, and how they are called. Pure.
/** @import { Knob } from '../api/types.js' */

/** @type {readonly {title: string, only?: 'udp' | 'tcp', knobs: readonly Knob[]}[]} */
const GROUPS = [
  {
    title: 'Loss',
    knobs: [
      {
        key: 'lossAs',
        kind: 'choice',
        only: 'tcp',
        label: 'Loses by',
        meaning: 'How a TCP server shows its loss',
        options: [
          ['lost', 'LOST, then closing'],
          ['silent', 'silence'],
          ['reset', 'a reset'],
        ],
      },
      { key: 'burst', kind: 'number', label: 'In a row', meaning: 'How many are lost in a row on average; 1 is independent loss, more are bursts (Gilbert-Elliott)' },
      { key: 'requestLoss', kind: 'chance', only: 'udp', label: 'Way in', meaning: 'The chance that a datagram is lost before the server sees it' },
    ],
  },
  {
    title: 'ICMP error instead of a reply',
    knobs: [
      { key: 'icmpError', kind: 'chance', raw: true, label: 'Chance', meaning: 'The chance that a datagram, or an attempt to connect over TCP, is answered with an ICMP error' },
      {
        key: 'icmpErrorAs',
        kind: 'choice',
        raw: true,
        label: 'Which',
        meaning: 'ICMP type and code; over IPv6 its twin',
        options: [
          ['hostUnreachable', 'host unreachable (3/1)'],
          ['portUnreachable', 'port unreachable (3/3)'],
          ['netUnreachable', 'net unreachable (3/0)'],
          ['prohibited', 'prohibited (3/13)'],
          ['timeExceeded', 'time exceeded (11/0)'],
        ],
      },
    ],
  },
  {
    title: 'Delay',
    knobs: [
      { key: 'delay', kind: 'millis', label: 'Way back, ms', meaning: 'How long an answer waits' },
      { key: 'jitter', kind: 'millis', label: 'Jitter, ms', meaning: 'How far those delays spread' },
      { key: 'requestDelay', kind: 'millis', label: 'Way in, ms', meaning: 'How long a request waits' },
      { key: 'requestJitter', kind: 'millis', label: 'Jitter, ms', meaning: 'How far those delays spread' },
      {
        key: 'jitterShape',
        kind: 'choice',
        label: 'Spread',
        meaning: 'How delays spread around their middle',
        options: [
          ['uniform', 'even, ± jitter'],
          ['normal', 'normal, σ = jitter'],
        ],
      },
    ],
  },
  {
    title: 'Order and content',
    only: 'udp',
    knobs: [
      { key: 'duplicate', kind: 'chance', label: 'Duplicate', meaning: 'The chance that an answer is sent twice' },
      { key: 'reorder', kind: 'chance', label: 'Reorder', meaning: 'The chance that an answer waits until the one after it has gone, for a second at most' },
      { key: 'corrupt', kind: 'chance', label: 'Corrupt', meaning: 'The chance that one bit of an answer is flipped' },
    ],
  },
  {
    title: 'Stream',
    only: 'tcp',
    knobs: [
      { key: 'stall', kind: 'chance', label: 'Stall', meaning: 'The chance that an answer stops half-way' },
      { key: 'stallTime', kind: 'millis', label: 'Stalls for, ms', meaning: 'How long it stops; what comes after it waits too' },
      { key: 'closeDelay', kind: 'millis', label: 'Closes after, ms', meaning: 'How long after its last byte the server ends its side' },
    ],
  },
  {
    title: 'Bandwidth',
    knobs: [
      { key: 'bitsPerSecond', kind: 'kilobits', label: 'Way back, kbit/s', meaning: 'What the way back carries, headers included; 0 for no bound' },
      { key: 'requestBitsPerSecond', kind: 'kilobits', label: 'Way in, kbit/s', meaning: 'What the way in carries, headers included; 0 for no bound' },
    ],
  },
];

/** Those that a server of this protocol has. @param {string} protocol */
export function knobGroups(protocol) {
  return GROUPS.filter(({ only }) => only === undefined || only === protocol).map(({ title, knobs }) => ({
    title,
    knobs: knobs.filter(({ only }) => only === undefined || only === protocol),
  }));
}
