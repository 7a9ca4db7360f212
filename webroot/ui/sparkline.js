// @ts-check
// A small line of the last round trips, from zero to the longest of them; broken where there was no reply.
import { formatRtt } from '../text/format.js';
import { colour } from './palette.js';

/** `<pd-sparkline>` */
class Sparkline extends HTMLElement {
  /** @type {readonly (number | undefined)[]} */
  #values = [];
  #canvas = document.createElement('canvas');
  #resized = new ResizeObserver(() => this.#draw());
  #redraw = () => this.#draw();

  /** Nanoseconds, oldest first. */
  set values(/** @type {readonly (number | undefined)[]} */ values) {
    if (values === this.#values) return;
    this.#values = values;
    const known = values.filter((value) => value !== undefined);
    const words = known.length === 0 ? 'no reply' : `${formatRtt(Math.min(...known))} to ${formatRtt(Math.max(...known))}`;
    this.setAttribute('aria-label', `Last ${values.length} RTTs: ${words}`);
    this.title = `Last ${values.length} RTTs: ${words}`;
    this.#draw();
  }

  connectedCallback() {
    this.setAttribute('role', 'img');
    this.append(this.#canvas);
    this.#resized.observe(this);
    document.addEventListener('themechange', this.#redraw);
  }

  disconnectedCallback() {
    this.#resized.disconnect();
    document.removeEventListener('themechange', this.#redraw);
  }

  #draw() {
    const { clientWidth: width, clientHeight: height } = this;
    const context = this.#canvas.getContext('2d');
    if (!context || width === 0) return;
    this.#canvas.width = Math.round(width * devicePixelRatio);
    this.#canvas.height = Math.round(height * devicePixelRatio);
    context.scale(devicePixelRatio, devicePixelRatio);
    context.strokeStyle = context.fillStyle = colour('--reply');
    context.lineWidth = 1.4;
    context.lineJoin = 'round';
    const highest = this.#values.reduce((/** @type {number} */ most, value) => Math.max(most, value ?? 0), 1);
    const step = width / Math.max(1, this.#values.length - 1);
    const y = (/** @type {number} */ nanos) => height - 1.5 - (nanos / highest) * (height - 3);
    context.beginPath();
    this.#values.forEach((value, i) => {
      if (value === undefined) return;
      const isAlone = this.#values[i - 1] === undefined && this.#values[i + 1] === undefined;
      if (isAlone) context.fillRect(i * step - 1, y(value) - 1, 2, 2);
      else if (this.#values[i - 1] === undefined) context.moveTo(i * step, y(value));
      else context.lineTo(i * step, y(value));
    });
    context.stroke();
  }
}

customElements.define('pd-sparkline', Sparkline);
