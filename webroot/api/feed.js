// @ts-check
// The live feed: one WebSocket that reconnects, resumes, acknowledges and notices silence. Pings are changed by REST.
/** @import { FeedHandlers, FeedState, Wire } from './types.js' */
import { backoffMillis } from './backoff.js';

/** What a test replaces. */
const BROWSER = {
  open: (/** @type {string} */ path) => new WebSocket(new URL(path, document.baseURI.replace(/^http/, 'ws')), 'pingdeck.v1'),
  now: () => Date.now(),
  random: Math.random,
  setTimeout: (/** @type {() => void} */ run, /** @type {number} */ millis) => Number(setTimeout(run, millis)),
  clearTimeout: (/** @type {number | undefined} */ id) => clearTimeout(id),
};

const ACK_MILLIS = 1000;
/** A handshake that takes longer is retried: the server may be gone. */
const CONNECT_MILLIS = 4000;
const MISSED_UNTIL_STALE = 3;
const MISSED_UNTIL_BROKEN = 5;

export class Feed {
  /** @type {FeedState} */
  state;
  /** @type {string[]} */
  #samplesOf = [];
  /** @type {WebSocket | undefined} */
  #socket;
  /** @type {string | undefined} */
  #session;
  #seq = 0;
  #ackedSeq = 0;
  #ackedAt = 0;
  #heardAt = 0;
  #keepaliveMillis = 2000;
  #attempt = 0;
  /** Undefined right after a new session: its first frame says where it begins. @type {number | undefined} */
  #expected;
  /** @type {number | undefined} */
  #retryTimer;
  /** @type {number | undefined} */
  #pulseTimer;

  /** @param {string} path @param {FeedHandlers} handlers @param {typeof BROWSER} [world] */
  constructor(path, handlers, world = BROWSER) {
    this.path = path;
    this.on = handlers;
    this.world = world;
    this.state = { phase: 'connecting', since: world.now() };
  }

  connect() {
    this.world.clearTimeout(this.#retryTimer);
    const socket = this.world.open(this.path);
    this.#socket = socket;
    this.#heardAt = this.world.now();
    socket.onmessage = (event) => {
      if (socket === this.#socket) this.#receive(JSON.parse(event.data));
    };
    socket.onclose = () => {
      if (socket === this.#socket) this.#broken();
    };
    this.#pulse();
  }

  /** Ends the connection; only `connect` opens one again, which resumes. */
  stop() {
    this.world.clearTimeout(this.#retryTimer);
    this.world.clearTimeout(this.#pulseTimer);
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
    this.#enter({ phase: 'connecting' });
  }

  /** Tries at once instead of waiting for the next attempt. */
  retryNow() {
    if (this.state.phase !== 'broken' || this.#socket) return;
    this.connect();
  }

  /** Which pings' samples are wanted; snapshots of all pings always come. @param {string[]} pings */
  watch(pings) {
    this.#samplesOf = pings;
    if (this.state.phase === 'live' || this.state.phase === 'stale') this.#send(this.#subscription());
  }

  #subscription() {
    return { type: 'subscribe', pings: '*', samples: this.#samplesOf, heartbeats: true };
  }

  /** @param {Wire['ServerFrame']} message */
  #receive(message) {
    this.#heardAt = this.world.now();
    if ('serverTime' in message) this.on.onServerTime(Date.parse(message.serverTime));
    if (message.type === 'hello') this.#greeted(message);
    else if (this.state.phase === 'stale') this.#enter({ phase: 'live' });
    switch (message.type) {
      case 'samples':
        this.#advance(message.from, message.to);
        this.on.onSamples(message.samples);
        break;
      case 'gap':
        this.#covered(message.to);
        this.on.onGap();
        break;
      case 'keepalive':
        this.#covered(message.seq);
        break;
      case 'pings':
        this.on.onPings(message.pings);
        break;
      case 'removed':
        this.on.onRemoved(message.pings);
        break;
      case 'echoServers':
        this.on.onEchoServers(message.echoServers);
        break;
      case 'heartbeats':
        this.on.onHeartbeats(message);
        break;
      case 'error':
        this.on.onProblem(message.problem);
        break;
      default: // A newer server may say more than this page understands.
    }
    if (this.world.now() - this.#ackedAt >= ACK_MILLIS) this.#acknowledge();
  }

  /** @param {Extract<Wire['ServerFrame'], {type: 'hello'}>} hello */
  #greeted(hello) {
    this.#keepaliveMillis = hello.keepaliveMillis ?? this.#keepaliveMillis;
    const resume = this.#session === undefined ? undefined : { session: this.#session, seq: this.#seq };
    const sameSession = this.#session === hello.session;
    this.#expected = sameSession ? this.#seq + 1 : undefined;
    this.#session = hello.session;
    if (!sameSession) this.#seq = hello.seq;
    this.#ackedSeq = this.#seq;
    this.#attempt = 0;
    this.#send({ ...this.#subscription(), ...(resume && { resume }) });
    this.#enter({ phase: 'live' });
    this.on.onConnected();
  }

  /** @param {number} from @param {number} to */
  #advance(from, to) {
    const skipped = this.#expected !== undefined && from > this.#expected;
    this.#covered(to);
    if (skipped) this.on.onGap();
  }

  /** @param {number} seq */
  #covered(seq) {
    this.#seq = seq;
    this.#expected = seq + 1;
  }

  #acknowledge() {
    if (this.#seq === this.#ackedSeq) return;
    this.#ackedSeq = this.#seq;
    this.#ackedAt = this.world.now();
    this.#send({ type: 'ack', seq: this.#seq });
  }

  /** Acknowledges and listens for silence; messages do the same, because a hidden page's timers are slow. */
  #pulse() {
    this.world.clearTimeout(this.#pulseTimer);
    this.#pulseTimer = this.world.setTimeout(() => this.#pulse(), ACK_MILLIS);
    this.#acknowledge();
    const silence = this.world.now() - this.#heardAt;
    const connecting = this.state.phase === 'connecting' || this.state.phase === 'broken';
    if (silence > (connecting ? CONNECT_MILLIS : MISSED_UNTIL_BROKEN * this.#keepaliveMillis)) {
      // A dead connection may take minutes to close: do not wait for it.
      this.#socket?.close();
      this.#broken();
    } else if (silence > MISSED_UNTIL_STALE * this.#keepaliveMillis && this.state.phase === 'live') {
      this.#enter({ phase: 'stale', since: this.#heardAt });
    }
  }

  #broken() {
    this.#socket = undefined;
    this.world.clearTimeout(this.#pulseTimer);
    const wait = backoffMillis(this.#attempt++, this.world.random);
    const known = this.state.phase === 'broken' || this.state.phase === 'stale';
    const since = known ? this.state.since : this.world.now();
    this.#retryTimer = this.world.setTimeout(() => this.connect(), wait);
    this.#enter({ phase: 'broken', since, retryAt: this.world.now() + wait });
  }

  /** @param {{phase: FeedState['phase'], since?: number, retryAt?: number}} state */
  #enter(state) {
    this.state = { since: this.world.now(), ...state };
    this.on.onState(this.state);
  }

  /** @param {object} message */
  #send(message) {
    if (this.#socket?.readyState === 1) this.#socket.send(JSON.stringify(message));
  }
}
