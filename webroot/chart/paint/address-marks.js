// @ts-check
// Draws on the time line of a ping where its address changed.
/** @import uPlot from 'uplot' */
/** @import { AddressChange } from '../../api/types.js' */
import { clipped } from './chart-paint.js';
import { epochMillis } from '../../text/format.js';
import { colour } from '../../ui/palette.js';

/** A dashed line and the new address for each move. @param {uPlot} plot @param {AddressChange[]} changes oldest first */
export function paintAddressChanges(plot, changes) {
  clipped(plot, (context, box) => {
    context.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
    context.textAlign = 'left';
    context.textBaseline = 'bottom';
    for (const { at, from, to } of changes) {
      if (from === to) continue;
      const x = Math.round(plot.valToPos(epochMillis(at) / 1000, 'x', true));
      if (x < box.left || x > box.left + box.width) continue;
      context.strokeStyle = colour('--median');
      context.lineWidth = devicePixelRatio;
      context.setLineDash([2 * devicePixelRatio, 3 * devicePixelRatio]);
      context.beginPath();
      context.moveTo(x, box.top);
      context.lineTo(x, box.top + box.height);
      context.stroke();
      context.setLineDash([]);
      const text = `→ ${to}`;
      const width = context.measureText(text).width;
      context.fillStyle = colour('--median');
      context.fillText(text, Math.min(x + 4 * devicePixelRatio, box.left + box.width - width), box.top + box.height - 4 * devicePixelRatio);
    }
  });
}
