// @ts-check
// The bar of the last beats of an application.
import { Bar } from '../ui/bar.js';
import { describeBeats, kindOfBeat } from './beat-states.js';

/** `<pd-beat-bar>` */
class BeatBar extends Bar {
  get what() {
    return 'heartbeats';
  }

  /** @param {string} letter */
  kindOf(letter) {
    return kindOfBeat(letter);
  }

  /** @param {string} recent */
  words(recent) {
    return describeBeats(recent);
  }
}

customElements.define('pd-beat-bar', BeatBar);
