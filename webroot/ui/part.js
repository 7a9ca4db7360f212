// @ts-check
// The base of every part of the page: an element without a shadow, so that one style sheet serves all.
import { ApiProblem, UNANSWERED } from '../api/api.js';
import { store } from '../state/context.js';
import { LitElement } from './lit.js';

export class Part extends LitElement {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = { problem: { state: true } };

  constructor() {
    super();
    /** Why the last action failed. @type {ApiProblem | undefined} */
    this.problem = undefined;
  }

  /** Draws itself again whenever the store has changed; a part that must not overrides it. */
  storeChanged = () => this.requestUpdate();

  /** What failed because Pingdeck did not answer, or the login had ended, can be tried again. */
  connected = () => {
    if (this.fault === UNANSWERED || this.problem?.problem.status === 401) this.problem = undefined;
  };

  /** The same as one sentence, for parts that have no fields to show faults beside. */
  get fault() {
    return this.problem?.message;
  }

  /** Whether the place that it belongs to is shown. */
  get isSeen() {
    return this.closest('main > [hidden]') === null;
  }

  /** What nobody sees is not drawn. Once its place is shown, it is drawn as things are then. */
  shouldUpdate() {
    return this.isSeen;
  }

  /** The place that is shown has changed. */
  placeChanged = () => this.requestUpdate();

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    store.addEventListener('address', this.placeChanged);
    store.addEventListener('change', this.storeChanged);
    store.addEventListener('connected', this.connected);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    store.removeEventListener('address', this.placeChanged);
    store.removeEventListener('change', this.storeChanged);
    store.removeEventListener('connected', this.connected);
  }

  /** Waits for a request and keeps why it failed. @param {Promise<unknown>} action @returns {Promise<boolean>} whether it did not fail */
  async run(action) {
    try {
      await action;
      this.problem = undefined;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.problem = error;
    }
    return this.problem === undefined;
  }
}
