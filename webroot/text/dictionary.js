// @ts-check
// What every figure on the page means, and which standard says so. Pure.
/** @import { OutcomeCounter } from '../state/outcomes.js' */
import { COUNTED } from '../state/outcomes.js';

/**
 * @typedef {object} Entry
 * @property {string} term
 * @property {string} text
 * @property {string} [source] the standard it follows
 * @property {string} [url] its source
 */

/** @param {number} number @param {string} [section] @returns {Pick<Entry, 'source' | 'url'>} */
const rfc = (number, section) => ({
  source: `RFC ${number}${section ? `, section ${section}` : ''}`,
  url: `https://www.rfc-editor.org/rfc/rfc${number}${section ? `#section-${section}` : ''}`,
});

const RANK = 'Nearest-rank method, to three significant digits.';

/** Counters and round trips are saved with a ping; the rest is computed from the samples that are read at the start. */
const RESTART = 'After a restart of Pingdeck, “all” starts at most about an hour before the restart.';

/** @satisfies {Record<string, Entry>} */
const FIGURES = {
  last: { term: 'Last RTT', text: 'Round-trip time of the newest probe, or none if it got no reply.', ...rfc(2681) },
  rtt: {
    term: 'RTT, round-trip time',
    text: 'Time from sending a probe to receiving its reply, measured with a monotonic clock. Late replies have an RTT too. A probe without a reply has none (not 0).',
    ...rfc(2681, '2.4'),
  },
  p50: { term: 'Median', text: 'Half of the RTTs are below it, half above. For an even count it is the mean of the two middle values. To three significant digits.', ...rfc(2330, '11.3') },
  p90: { term: '90th percentile', text: `90 % of the RTTs are at most this. ${RANK}`, ...rfc(2330, '11.3') },
  p95: { term: '95th percentile', text: `95 % of the RTTs are at most this. ${RANK}`, ...rfc(2330, '11.3') },
  p99: {
    term: '99th percentile',
    text: `99 % of the RTTs are at most this. ${RANK} With fewer than 100 RTTs it equals the maximum and is shown in grey.`,
    ...rfc(2330, '11.3'),
  },
  p999: {
    term: '99.9th percentile',
    text: `99.9 % of the RTTs are at most this. ${RANK} With fewer than 1,000 RTTs it equals the maximum and is shown in grey.`,
    ...rfc(2330, '11.3'),
  },
  min: { term: 'Minimum RTT', text: 'The shortest RTT.', ...rfc(2681, '4.3') },
  mean: { term: 'Average (mean)', text: 'The sum of all RTTs, divided by their number. Unlike the median, it rises with a few slow replies.' },
  max: { term: 'Maximum RTT', text: 'The longest RTT, including late replies.' },
  stddev: {
    term: 'Standard deviation',
    text: 'How far the RTTs spread around their mean: the square root of the mean squared distance from it (population formula).',
  },
  iqr: {
    term: 'Interquartile range (IQR)',
    text: 'The 75th minus the 25th percentile: the width of the middle half of the RTTs. Unlike the standard deviation, a few outliers hardly change it.',
  },
  ipdv: {
    term: 'Delay variation (IPDV), mean',
    text: `The mean of |RTT(n) − RTT(n−1)| over consecutive probes that both got a reply. A lost probe breaks the sequence. ${RESTART}`,
    ...rfc(3393, '4.5'),
  },
  jitter: {
    term: 'Jitter (RFC 3550)',
    text: `A smoothed delay variation: J starts at 0, and each pair of consecutive replies in time changes it by J += (|D| − J) / 16, where D = RTT(n) − RTT(n−1). A time window shows J after its newest pair, “all” the current J. The RFC uses one-way transit times; Pingdeck uses RTTs. ${RESTART}`,
    ...rfc(3550, '6.4.1'),
  },
  loss: {
    term: 'Loss',
    text: 'Share of the completed probes that got no reply within the timeout: lost, late, answered with an ICMP error, or dropped by the server. A refused connection is not loss, because the host answered.',
    ...rfc(7680, '2.8'),
  },
  lossMinute: {
    term: 'Loss, last minute',
    text: 'Loss of the probes sent within the last minute. For a ping that has ended: within the minute before its last probe. Updated every five seconds.',
    ...rfc(7680, '2.8'),
  },
  lossInterval: {
    term: '95 % confidence interval of the loss',
    text: 'The range that contains the true loss probability with 95 % confidence, if probes are lost independently: 1 lost of 10 can mean anything from 2 to 40 %. Wilson score interval, with z = 1.96, n probes and loss share p: (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n).',
    source: 'E. B. Wilson, Journal of the American Statistical Association 22 (1927)',
  },
  arrived: {
    term: 'Answered, including late',
    text: 'Share of the completed probes that got a reply, even after the timeout. Unlike loss, it hardly depends on the timeout.',
    ...rfc(6673, '4.3'),
  },
  status: {
    term: 'Up, failing, down, unknown',
    text: 'From the newest ten completed probes. Up: all succeeded. Failing: some failed. Down: the newest five all failed. Unknown: no probe has completed, or none for longer than three intervals plus the timeout plus five seconds. A probe succeeds if the expected reply comes in time. Every other outcome is a failure, even if the target was reached (for example refused, or an unexpected status).',
  },
  availability: {
    term: 'Availability',
    text: `Time is divided into intervals of five seconds. Availability is the share of intervals with at least one successful probe, among the intervals with any completed probe. A refused connection, an unexpected status, a late reply and a probe that could not be sent are failures. Intervals without a completed probe are “no data” and do not count. ${RESTART}`,
    ...rfc(2678, '4'),
  },
  planned: {
    term: 'RTT from scheduled time',
    text: `Time from when a probe was scheduled to its reply: how late it was sent plus its RTT. While this computer pauses, the RTTs still look good, because no probe is sent (coordinated omission). These figures show the pause. ${RESTART}`,
  },
  lag: {
    term: 'Sent late by (this computer)',
    text: `How much later than scheduled a probe was sent; the maximum is shown. It is a delay of this computer, not of the network, and not part of the RTT. ${RESTART}`,
  },
  concluded: { term: 'Probes completed', text: 'Probes that were sent and have an outcome. Probes in flight are not included in loss.', ...rfc(7680) },
  sent: { term: 'Sent', text: 'Probes sent by this computer.' },
  inFlight: { term: 'In flight', text: 'Sent and waiting for a reply. Not included in loss.' },
  skipped: { term: 'Skipped', text: 'Scheduled probes that were never sent because Pingdeck was delayed. They are not sent later in a burst.' },
  duplicates: { term: 'Duplicates', text: 'Further replies to a probe that already has one. The first reply counts.', ...rfc(5560) },
  reordered: { term: 'Reordered', text: 'Replies that arrived after the reply to a later probe.', ...rfc(4737, '4.1') },
  corrupt: { term: 'Corrupt', text: 'Replies with damaged content.' },
  wrongSource: { term: 'Wrong source', text: 'Replies from an address other than the target.' },
  conflicts: { term: 'Conflicts', text: 'Replies or errors for a probe that already has a different final outcome.' },
};

const OUTCOME_COUNTERS = COUNTED.map(({ counter, counted: { title, help, rfc: source } }) => [
  counter,
  { term: title, text: help, ...(source && rfc(...source)) },
]);

/** @typedef {keyof typeof FIGURES | OutcomeCounter} Term */

/** @type {Record<Term, Entry>} */
export const DICTIONARY = { ...FIGURES, ...Object.fromEntries(OUTCOME_COUNTERS) };

/** @param {Term} term @returns {Entry} */
export const entryOf = (term) => DICTIONARY[term];
