// @ts-check
// What every figure on the page means, and which standard says so. Pure.

/**
 * @typedef {object} Entry
 * @property {string} term
 * @property {string} text
 * @property {string} [source] the standard it follows
 * @property {string} [url] where that stands
 */

/** @param {number} number @param {string} [section] @returns {Pick<Entry, 'source' | 'url'>} */
const rfc = (number, section) => ({
  source: `RFC ${number}${section ? `, section ${section}` : ''}`,
  url: `https://www.rfc-editor.org/rfc/rfc${number}${section ? `#section-${section}` : ''}`,
});

const RANK = 'It is the smallest round trip that at least this share of them reaches (nearest rank), to three significant digits.';

/** Counters and round trips are saved with a ping; the rest begins anew with the samples that are read then. */
const RESTART = 'After a restart of Pingdeck, “all” has this from about an hour before at most.';

/** @satisfies {Record<string, Entry>} */
export const DICTIONARY = {
  last: { term: 'Last RTT', text: 'Round-trip time of the newest probe; none if it got no reply.', ...rfc(2681) },
  rtt: {
    term: 'RTT, round-trip time',
    text: 'From sending a probe to receiving its reply, on a monotonic clock. Late replies have one too; without a reply it is undefined, never 0.',
    ...rfc(2681, '2.4'),
  },
  p50: { term: 'Median', text: 'The middle one of all round trips, or the mean of the two in the middle where their number is even, to three significant digits.', ...rfc(2330, '11.3') },
  p90: { term: '90th percentile', text: `90 of 100 round trips took at most this long. ${RANK}`, ...rfc(2330, '11.3') },
  p95: { term: '95th percentile', text: `95 of 100 round trips took at most this long. ${RANK}`, ...rfc(2330, '11.3') },
  p99: {
    term: '99th percentile',
    text: `99 of 100 round trips took at most this long. ${RANK} With fewer than 100 it is the longest, and shown in grey.`,
    ...rfc(2330, '11.3'),
  },
  p999: {
    term: '99.9th percentile',
    text: `999 of 1,000 round trips took at most this long. ${RANK} With fewer than 1,000 it is the longest, and shown in grey.`,
    ...rfc(2330, '11.3'),
  },
  min: { term: 'Shortest', text: 'The shortest round trip.', ...rfc(2681, '4.3') },
  mean: { term: 'Mean', text: 'The average of all round trips. A few slow ones pull it up; the median stays.' },
  max: { term: 'Longest', text: 'The longest round trip, late replies too.' },
  stddev: {
    term: 'Standard deviation',
    text: 'How far round trips spread around their mean: the root of the mean squared distance from it, of the whole population.',
  },
  iqr: {
    term: 'IQR, interquartile range',
    text: 'The 75th less the 25th percentile: the middle half of all round trips lies within. Unlike the standard deviation it does not mind a few outliers.',
  },
  ipdv: {
    term: 'IPDV, mean',
    text: `Delay variation: the mean of |RTT(n) − RTT(n−1)| over consecutive probes that both have a round trip. None is taken across a loss. ${RESTART}`,
    ...rfc(3393, '4.5'),
  },
  jitter: {
    term: 'Jitter (RFC 3550)',
    text: `J moves by a sixteenth of the way to each |RTT(n) − RTT(n−1)|, starting from 0: J += (|D| − J) / 16. Over consecutive replies in time; a window shows J behind its newest pair, “all” the newest J. The RFC takes one-way transit times, here it is round trips. ${RESTART}`,
    ...rfc(3550, '6.4.1'),
  },
  loss: {
    term: 'Loss',
    text: 'Share of the decided probes without a reply in time: lost, late, ICMP error, or lost by the server on purpose. A refused connection is not loss: the host is up. Its value depends on the timeout, which stands in the head of the ping.',
    ...rfc(7680, '2.8'),
  },
  lossMinute: {
    term: 'Loss, last minute',
    text: 'The same as loss, of the probes sent within the last minute; of a ping that has ended, within the minute before its last probe. It moves in steps of five seconds.',
    ...rfc(7680, '2.8'),
  },
  lossInterval: {
    term: '95 % interval of the loss',
    text: 'Where the true probability of loss lies with 95 % confidence, if probes are lost independently: 1 lost of 10 may be anything from 2 to 40 %. Wilson’s score interval, with z = 1.96, n probes and share p: (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n).',
    source: 'E. B. Wilson, Journal of the American Statistical Association 22 (1927)',
  },
  arrived: {
    term: 'Answered at all',
    text: 'Share of the decided probes that were answered however late, as far as this program waited. Loss depends on the timeout, this hardly does.',
    ...rfc(6673, '4.3'),
  },
  status: {
    term: 'Up, failing, down, unknown',
    text: 'Of the newest ten decided probes: up, if all were answered as asked; failing, if some were not; down, if none of the newest five was; unknown, if none is decided or none has been for longer than three intervals, the timeout and five seconds. Each probe was answered as asked (reply); or it reached the target, which did not serve (late, refused, reset, lost by the server, unexpected, TLS failed, flooded, malformed, port unreachable from the target itself); or it did not reach it (lost, other ICMP errors, not sent). Only the first is up; loss is another question, for who refuses is there.',
  },
  availability: {
    term: 'Availability',
    text: `Time is cut into steps of five seconds. Of the steps with a decided probe, the share with a reply as asked. A refusal, another status than asked for, a late reply and a probe that could not be sent are not up. Steps without a decided probe are “no data” and left out: neither up nor down. ${RESTART}`,
    ...rfc(2678, '4'),
  },
  planned: {
    term: 'From the planned instant',
    text: `Round trips counted from when the probe should have been sent, not from when it was. If this computer stalls, the ordinary figures look as good as ever, because the probes of the stall were never sent in it (coordinated omission); these do not. ${RESTART}`,
  },
  lag: {
    term: 'Scheduler lateness',
    text: `How much later than planned probes were sent, at worst. It is a delay of this computer, not of the network, and no part of the round trip. ${RESTART}`,
  },
  concluded: { term: 'Probes decided', text: 'Probes that were sent and have an outcome; those in flight are in no figure of loss.', ...rfc(7680) },
  sent: { term: 'Sent', text: 'Probes that left this computer.' },
  replied: { term: 'Replied', text: 'Answered within the timeout.', ...rfc(2681) },
  lost: { term: 'Lost', text: 'Not a byte of an answer within the timeout, and not yet late. An answer that had begun is malformed.', ...rfc(6673) },
  late: { term: 'Late', text: 'Answered, but after the timeout. They count as loss; their round-trip time is kept.', ...rfc(6673) },
  icmpErrors: { term: 'ICMP errors', text: 'A host or router answered with an ICMP error that names this very probe, in time or after the timeout: an absent host is told of after some 3 s.', ...rfc(792) },
  inFlight: { term: 'In flight', text: 'Sent and waiting for an answer; not part of any loss figure.' },
  refused: { term: 'Refused', text: 'TCP: the host is up and refused the connection: not loss, and the service is not up.', ...rfc(9293, '3.5.2') },
  reset: { term: 'Reset', text: 'TCP: the connection was reset, or closed before the answer was complete. The host was reached: not loss, and not up.', ...rfc(9293, '3.5.3') },
  serverLost: { term: 'Lost by the server', text: 'TCP: the echo server said that it chose to lose the probe.' },
  unexpected: { term: 'Unexpected', text: 'HTTP, DNS: answered with another status or response code than asked for. The host was reached: not loss, and not up.' },
  tlsFailed: { term: 'TLS failed', text: 'HTTPS: the connection was made, and its TLS handshake failed, or began and did not end within the timeout. The host was reached: not loss, and not up.' },
  flooded: { term: 'Flooded', text: 'The server sent more than a probe reads. The host was reached: not loss, and not up.' },
  malformed: { term: 'Malformed', text: 'An answer came that breaks its protocol, or began and did not end within the timeout. The host was reached: not loss, and not up.' },
  sendFailed: { term: 'Not sent', text: 'Planned probes that the kernel did not take; they say nothing about the network.' },
  skipped: { term: 'Skipped', text: 'Slots of the schedule that passed while Pingdeck was held up. They are not sent later in a burst.' },
  duplicates: { term: 'Duplicates', text: 'Replies to a probe that had been answered already; the first copy counts.', ...rfc(5560) },
  reordered: { term: 'Reordered', text: 'Replies with a sequence below the highest seen.', ...rfc(4737, '4.1') },
  corrupt: { term: 'Corrupt', text: 'Replies whose token or text was damaged.' },
  wrongSource: { term: 'Wrong source', text: 'Replies that came from another address than the one pinged.' },
  conflicts: { term: 'Conflicts', text: 'Replies or errors for a probe that already had another final outcome.' },
};

/** @typedef {keyof typeof DICTIONARY} Term */

/** @param {Term} term @returns {Entry} */
export const entryOf = (term) => DICTIONARY[term];
