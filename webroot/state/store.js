// @ts-check
// What the page knows. Parts of the page listen for `change`; one change event per animation frame at most.
/** @import { EchoServer, FeedState, HeartbeatFrame, Ping, Role, Session, SystemInfo } from '../api/types.js' */
import { epochMillis } from '../text/format.js';
import { Series } from './series.js';
import { forgetTrends, noteTrends } from './trends.js';

/** Each includes those before it. @type {readonly Role[]} */
export const ROLES = ['viewer', 'operator', 'admin'];

export class Store extends EventTarget {
  /** @type {Map<string, Ping>} */
  #pings = new Map();
  /** Their ids, newest first; undefined after a ping came or went. @type {string[] | undefined} */
  #order;
  /** @type {Ping[] | undefined} */
  #listed;
  #announced = false;
  /** @type {EchoServer[]} */
  echoServers = [];
  /** @type {HeartbeatFrame | undefined} */
  heartbeats;
  /** When they were heard of, on this computer's monotonic clock. */
  heartbeatsAt = 0;
  /** @type {SystemInfo | undefined} */
  system;
  /** @type {FeedState} */
  connection = { phase: 'connecting', since: Date.now() };
  /** Who uses the page; undefined until the server has said it. @type {Session | undefined} */
  session;
  /** What is shown. @type {import('./address.js').Address} */
  address = { place: 'overview', query: {} };
  /** Whether the list of pings has been fetched at least once. */
  loaded = false;
  /** @type {string | undefined} */
  selectedId;
  /** The samples of the ping that was selected last: it may be looked at again. */
  series = new Series();
  /** @type {string | undefined} */
  #seriesOf;
  /** How far the server's clock is ahead of this computer's. */
  clockAheadMillis = 0;

  /** Newest first. @returns {readonly Ping[]} */
  get pings() {
    this.#order ??= newestFirst([...this.#pings.values()]);
    this.#listed ??= this.#order.flatMap((id) => this.#pings.get(id) ?? []);
    return this.#listed;
  }

  /** How many there are. */
  get size() {
    return this.#pings.size;
  }

  /** Those that changed since the last `change` event, so that a listener need not look at all. @type {Set<string>} */
  touched = new Set();

  /** Another number whenever a ping came or went. */
  members = 0;

  /** @param {string} id @returns {Ping | undefined} */
  ping(id) {
    return this.#pings.get(id);
  }

  /** @returns {Ping | undefined} */
  get selected() {
    return this.selectedId === undefined ? undefined : this.#pings.get(this.selectedId);
  }

  get place() {
    return this.address.place;
  }

  /** Whether a login is required and missing. */
  get isLocked() {
    return this.session !== undefined && this.session.loginRequired && this.session.user === undefined;
  }

  /** Whether the person may do what needs this role; the server decides in the end. @param {Role} role */
  may(role) {
    const own = this.session?.user?.role;
    return own === undefined ? !this.isLocked : ROLES.indexOf(own) >= ROLES.indexOf(role);
  }

  /** Now, on the server's clock: the one that samples are stamped with. */
  serverNow() {
    return Date.now() + this.clockAheadMillis;
  }

  /** @param {string | undefined} id */
  select(id) {
    if (id === this.selectedId) return;
    this.selectedId = id;
    if (id !== undefined && id !== this.#seriesOf) {
      this.#seriesOf = id;
      this.series = new Series();
    }
    this.changed();
  }

  /** The whole list: what is not in it is gone. @param {Ping[]} pings */
  replacePings(pings) {
    this.#pings = new Map(pings.map((ping) => [ping.id, ping]));
    this.loaded = true;
    this.members++;
    this.touched = new Set(this.#pings.keys());
    noteTrends(pings);
    this.#order = this.#listed = undefined;
    this.changed();
  }

  /** @param {Ping[]} pings */
  putPings(pings) {
    for (const ping of pings) {
      if (!this.#pings.has(ping.id)) {
        this.#order = undefined;
        this.members++;
      }
      this.#pings.set(ping.id, ping);
      this.touched.add(ping.id);
    }
    noteTrends(pings);
    this.#listed = undefined;
    this.changed();
  }

  /** @param {string[]} ids */
  removePings(ids) {
    for (const id of ids) this.#pings.delete(id);
    forgetTrends(ids);
    this.members++;
    this.#order = this.#listed = undefined;
    this.changed();
  }

  /** @param {EchoServer} server */
  putEchoServer(server) {
    const isHeld = this.echoServers.some(({ id }) => id === server.id);
    // In its place, as the server lists them: a card that jumps takes the slider from under the hand.
    this.update({ echoServers: isHeld ? this.echoServers.map((held) => (held.id === server.id ? server : held)) : [...this.echoServers, server] });
  }

  /** @param {Partial<Pick<Store, 'echoServers' | 'system' | 'session' | 'address' | 'connection' | 'heartbeats' | 'heartbeatsAt'>>} part */
  update(part) {
    Object.assign(this, part);
    this.changed();
  }

  changed() {
    if (this.#announced) return;
    this.#announced = true;
    requestAnimationFrame(() => {
      this.#announced = false;
      this.dispatchEvent(new Event('change'));
      this.touched.clear();
    });
  }
}

/** @param {Ping[]} pings @returns {string[]} */
function newestFirst(pings) {
  const keyed = pings.map(({ id, startedAt }) => ({ id, at: epochMillis(startedAt) }));
  keyed.sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
  return keyed.map(({ id }) => id);
}
