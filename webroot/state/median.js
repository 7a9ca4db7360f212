// @ts-check
// The median and percentiles as the server takes them from its histograms, so that a page never shows two. Pure.

/** Up to here each nanosecond has a bucket of its own; above, 1024 share each doubling. */
const EXACT = 2048;
const PER_DOUBLING = 1024;

/** The end of the bucket in which the server counts a round trip: at most 0.1 % above it. @param {number} nanos */
function bucketEnd(nanos) {
  if (nanos < EXACT) return nanos;
  const width = 2 ** Math.floor(Math.log2(nanos)) / PER_DOUBLING;
  return Math.floor(nanos / width) * width + width - 1;
}

/**
 * The middle one, or the mean of the two in the middle where their number is even (RFC 2330 section 11.3).
 *
 * @param {readonly number[]} sorted round trips in ascending order
 */
export function medianOf(sorted) {
  if (sorted.length === 0) return undefined;
  const longest = sorted[sorted.length - 1];
  const lower = Math.min(bucketEnd(sorted[(sorted.length - 1) >> 1]), longest);
  const upper = Math.min(bucketEnd(sorted[sorted.length >> 1]), longest);
  return lower + Math.floor((upper - lower) / 2);
}

/**
 * The nearest rank (RFC 2330 section 11.3).
 *
 * @param {readonly number[]} sorted round trips in ascending order
 * @param {number} percent
 */
export function percentileOf(sorted, percent) {
  if (sorted.length === 0) return undefined;
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length));
  return Math.min(bucketEnd(sorted[rank - 1]), sorted[sorted.length - 1]);
}
