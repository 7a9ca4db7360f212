// @ts-check
// What happened on the time line and is no probe: ICMP errors that quote nothing.
/** @import uPlot from 'uplot' */
/** @import { ChartEvent } from '../../ping/describe.js' */
import { colour } from '../../ui/palette.js';

/** Below the names of the probes' own errors. */
const WORDS_PIXELS = 60;

/**
 * A dashed line at its time, with words where there is room: no mark of a probe looks like it.
 *
 * @param {uPlot} plot
 * @param {CanvasRenderingContext2D} context
 * @param {uPlot.BBox} box
 * @param {ChartEvent[]} events oldest first
 */
export function paintEvents(plot, context, box, events) {
  const pixel = devicePixelRatio;
  context.strokeStyle = colour('--icmp');
  context.fillStyle = colour('--icmp');
  context.lineWidth = pixel;
  context.font = `${11 * pixel}px system-ui, sans-serif`;
  context.textAlign = 'left';
  context.textBaseline = 'top';
  let end = -Infinity;
  for (const { at, words } of events) {
    const x = Math.round(plot.valToPos(at / 1000, 'x', true));
    if (x < box.left || x > box.left + box.width) continue;
    context.setLineDash([3 * pixel, 3 * pixel]);
    context.beginPath();
    context.moveTo(x, box.top);
    context.lineTo(x, box.top + box.height);
    context.stroke();
    const width = context.measureText(words).width;
    const left = Math.min(x + 4 * pixel, box.left + box.width - width - 4 * pixel);
    if (left < end) continue;
    end = left + width + 8 * pixel;
    context.fillText(words, left, box.top + WORDS_PIXELS * pixel);
  }
  context.setLineDash([]);
}
