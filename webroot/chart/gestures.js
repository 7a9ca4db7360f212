// @ts-check
// Zooming and moving a chart by wheel, touchpad and fingers. Dragging with a mouse chooses a stretch: plot.js.

/**
 * @typedef {object} GestureHandlers
 * @property {(factor: number, share: number) => void} onZoom below 1 shows less; where the gesture is, 0 left to 1 right
 * @property {(share: number) => void} onPan by a share of what is shown, to the right if positive
 */

const PER_WHEEL_PIXEL = 0.0015;
/** A touchpad reports a pinch as a wheel with Ctrl, in smaller steps. */
const PER_PINCH_PIXEL = 0.01;
const LINE_PIXELS = 16;
/** A page that is being scrolled goes on scrolling when the chart comes under the cursor. */
const SCROLLING_MILLIS = 300;

let scrolledAt = -Infinity;

/**
 * @param {HTMLElement} chart
 * @param {() => Element | null} plot the part of it that has time from left to right
 * @param {GestureHandlers} handlers
 * @returns {() => void} ends it
 */
export function watchGestures(chart, plot, { onZoom, onPan }) {
  const ended = new AbortController();
  const { signal } = ended;
  const box = () => plot()?.getBoundingClientRect() ?? chart.getBoundingClientRect();
  /** @param {number} x */
  const shareAt = (x) => {
    const { left, width } = box();
    return Math.min(Math.max((x - left) / Math.max(1, width), 0), 1);
  };
  /** @type {Map<number, number>} the fingers on it, and where each is */
  const fingers = new Map();

  /** @param {WheelEvent} event */
  const wheeled = (event) => {
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PIXELS : 1;
    const sideways = (event.shiftKey ? event.deltaY || event.deltaX : event.deltaX) * unit;
    const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (!isSideways && !event.ctrlKey && performance.now() - scrolledAt < SCROLLING_MILLIS) {
      scrolledAt = performance.now();
      return;
    }
    event.preventDefault();
    if (isSideways) onPan(sideways / box().width);
    else onZoom(Math.exp(event.deltaY * unit * (event.ctrlKey ? PER_PINCH_PIXEL : PER_WHEEL_PIXEL)), shareAt(event.clientX));
  };

  /** @param {PointerEvent} event */
  const moved = (event) => {
    const before = fingers.get(event.pointerId);
    if (before === undefined) return;
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    fingers.set(event.pointerId, event.clientX);
    if (other === undefined) onPan((before - event.clientX) / box().width);
    else pinched(Math.abs(before - other), Math.abs(event.clientX - other), (event.clientX + other) / 2);
  };

  /** @param {number} before distance of the fingers @param {number} now @param {number} middle */
  const pinched = (before, now, middle) => {
    if (before > 8 && now > 8) onZoom(before / now, shareAt(middle));
  };

  chart.addEventListener('wheel', wheeled, { passive: false, signal });
  chart.addEventListener('pointerdown', (event) => event.pointerType === 'touch' && fingers.set(event.pointerId, event.clientX), { signal });
  chart.addEventListener('pointermove', moved, { signal });
  for (const end of ['pointerup', 'pointercancel', 'pointerleave']) {
    chart.addEventListener(end, (event) => fingers.delete(/** @type {PointerEvent} */ (event).pointerId), { signal });
  }
  addEventListener('wheel', ({ target }) => chart.contains(/** @type {Node} */ (target)) || (scrolledAt = performance.now()), { passive: true, signal });
  return () => ended.abort();
}
