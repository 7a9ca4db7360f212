// @ts-check
// The bar of the last probes of a ping: a full pill is a reply, everything else is a shape and a colour of its own.
import { describeRecent, kindOfLetter } from './outcomes.js';
import { drawGlyph } from './glyph.js';
import { colour } from './palette.js';

const SLOT = 6;
const PILL = 4;

/** `<pd-outcome-bar>`: draws `recent`, newest at the right; as many as fit. */
class OutcomeBar extends HTMLElement {
  #recent = '';
  #canvas = document.createElement('canvas');
  #resized = new ResizeObserver(() => this.#draw());
  #redraw = () => this.#draw();

  set recent(/** @type {string} */ recent) {
    if (recent === this.#recent && this.hasAttribute('aria-label')) return;
    this.#recent = recent;
    this.setAttribute('aria-label', `Last ${recent.length} probes: ${describeRecent(recent)}`);
    this.title = describeRecent(recent);
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
    const ratio = devicePixelRatio;
    this.#canvas.width = Math.round(width * ratio);
    this.#canvas.height = Math.round(height * ratio);
    context.scale(ratio, ratio);
    const slots = Math.floor(width / SLOT);
    const shown = this.#recent.slice(-slots);
    for (let i = 0; i < slots; i++) {
      const letter = shown[i - (slots - shown.length)];
      drawSlot(context, letter, i * SLOT, height);
    }
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string | undefined} letter undefined where there was no probe yet
 * @param {number} x
 * @param {number} height
 */
function drawSlot(context, letter, x, height) {
  const kind = letter === undefined ? undefined : kindOfLetter(letter);
  context.beginPath();
  if (kind?.name === 'late') {
    context.roundRect(x + 0.75, 0.75, PILL - 1.5, height - 1.5, 1.5);
    context.strokeStyle = colour(kind.token);
    context.lineWidth = 1.5;
    context.stroke();
    return;
  }
  context.roundRect(x, 0, PILL, height, 2);
  context.fillStyle = colour(kind ? kind.token : '--line');
  context.globalAlpha = kind === undefined || kind.name === 'reply' ? 1 : 0.2;
  context.fill();
  context.globalAlpha = 1;
  if (kind && kind.name !== 'reply') drawGlyph(context, kind, x + PILL / 2, height / 2, 0.62);
}

customElements.define('pd-outcome-bar', OutcomeBar);
