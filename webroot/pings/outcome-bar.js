// @ts-check
// The bar of the last probes of a ping.
import { Bar } from '../ui/bar.js';
import { describeRecent, kindOfLetter } from '../state/outcomes.js';

/** How an outcome looks in the bar. @type {Record<string, 'pill' | 'outline'>} */
const DRAWN = { reply: 'pill', late: 'outline' };

/** `<pd-outcome-bar>` */
class OutcomeBar extends Bar {
  /** @param {string} letter */
  kindOf(letter) {
    const kind = kindOfLetter(letter);
    return kind && { ...kind, drawn: DRAWN[kind.name] ?? 'mark' };
  }

  /** @param {string} recent */
  words(recent) {
    return describeRecent(recent);
  }
}

customElements.define('pd-outcome-bar', OutcomeBar);
