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
        label: 'Loss as',
        meaning: 'What a TCP server does instead of a reply',
        options: [
          ['lost', '“LOST”, then close'],
          ['silent', 'no reply'],
          ['reset', 'connection reset'],
        ],
      },
      { key: 'burst', kind: 'number', label: 'Average burst length', meaning: 'Consecutive losses on average: 1 is independent loss, more is burst loss (Gilbert-Elliott model)' },
      { key: 'requestLoss', kind: 'chance', only: 'udp', label: 'Request loss', meaning: 'Probability that a request is dropped before the server handles it' },
    ],
  },
  {
    title: 'ICMP error instead of a reply',
    knobs: [
      { key: 'icmpError', kind: 'chance', raw: true, label: 'Probability', meaning: 'Probability that a datagram or a TCP connection request is answered with an ICMP error' },
      {
        key: 'icmpErrorAs',
        kind: 'choice',
        raw: true,
        label: 'Type',
        meaning: 'ICMP type and code; for IPv6 the ICMPv6 equivalent',
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
      { key: 'delay', kind: 'millis', label: 'Reply delay, ms', meaning: 'Delay before a reply is sent' },
      { key: 'jitter', kind: 'millis', label: 'Reply jitter, ms', meaning: 'Random variation of the reply delay' },
      { key: 'requestDelay', kind: 'millis', label: 'Request delay, ms', meaning: 'Delay before a request is handled' },
      { key: 'requestJitter', kind: 'millis', label: 'Request jitter, ms', meaning: 'Random variation of the request delay' },
      {
        key: 'jitterShape',
        kind: 'choice',
        label: 'Distribution',
        meaning: 'Distribution of the delays',
        options: [
          ['uniform', 'uniform, ± jitter'],
          ['normal', 'normal, σ = jitter'],
        ],
      },
    ],
  },
  {
    title: 'Order and content',
    only: 'udp',
    knobs: [
      { key: 'duplicate', kind: 'chance', label: 'Duplicate', meaning: 'Probability that a reply is sent twice' },
      { key: 'reorder', kind: 'chance', label: 'Reorder', meaning: 'Probability that a reply is sent after the next one, at most one second later' },
      { key: 'corrupt', kind: 'chance', label: 'Corrupt', meaning: 'Probability that one bit of a reply is flipped' },
    ],
  },
  {
    title: 'Stream',
    only: 'tcp',
    knobs: [
      { key: 'stall', kind: 'chance', label: 'Stall', meaning: 'Probability that a reply stalls half-way' },
      { key: 'stallTime', kind: 'millis', label: 'Stall time, ms', meaning: 'Length of a stall; later replies wait too' },
      { key: 'closeDelay', kind: 'millis', label: 'Close delay, ms', meaning: 'Delay between the last byte and the close of the connection' },
    ],
  },
  {
    title: 'Bandwidth',
    knobs: [
      { key: 'bitsPerSecond', kind: 'kilobits', label: 'Reply rate, kbit/s', meaning: 'Bandwidth limit for replies, including headers; 0 for no limit' },
      { key: 'requestBitsPerSecond', kind: 'kilobits', label: 'Request rate, kbit/s', meaning: 'Bandwidth limit for requests, including headers; 0 for no limit' },
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
