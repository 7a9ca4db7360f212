// @ts-check
// What the page knows. Parts of the page listen for `change`; one change event per animation frame at most.
/** @import { EchoServer, FeedState, HeartbeatFrame, Ping, Role, Session, SystemInfo } from '../api/types.js' */
import { epochMillis } from '../text/format.js';
import { Series } from './series.js';

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
  /** The place that is shown: the pings, or users, tokens and the audit log. @type {'pings' | 'access'} */
  place = 'pings';
  /** Whether the list of pings has been fetched at least once. */
  loaded = false;
  /** @type {string | undefined} */
  selectedId;
  /** The samples of the selected ping. */
  series = new Series();
  /** How far the server's clock is ahead of this computer's. */
  clockAheadMillis = 0;

  /** Newest first. @returns {readonly Ping[]} */
  get pings() {
    this.#order ??= newestFirst([...this.#pings.values()]);
    this.#listed ??= this.#order.flatMap((id) => this.#pings.get(id) ?? []);
    return this.#listed;
  }

  /** @returns {Ping | undefined} */
  get selected() {
    return this.selectedId === undefined ? undefined : this.#pings.get(this.selectedId);
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
    this.series = new Series();
    this.changed();
  }

  /** The whole list: what is not in it is gone. @param {Ping[]} pings */
  replacePings(pings) {
    this.#pings = new Map(pings.map((ping) => [ping.id, ping]));
    this.loaded = true;
    this.#order = this.#listed = undefined;
    this.changed();
  }

  /** @param {Ping[]} pings */
  putPings(pings) {
    for (const ping of pings) {
      if (!this.#pings.has(ping.id)) this.#order = undefined;
      this.#pings.set(ping.id, ping);
    }
    this.#listed = undefined;
    this.changed();
  }

  /** @param {string[]} ids */
  removePings(ids) {
    for (const id of ids) this.#pings.delete(id);
    this.#order = this.#listed = undefined;
    this.changed();
  }

  /** @param {EchoServer} server */
  putEchoServer(server) {
    const isHeld = this.echoServers.some(({ id }) => id === server.id);
    // In its place, as the server lists them: a card that jumps takes the slider from under the hand.
    this.update({ echoServers: isHeld ? this.echoServers.map((held) => (held.id === server.id ? server : held)) : [...this.echoServers, server] });
  }

  /** @param {Partial<Pick<Store, 'echoServers' | 'system' | 'session' | 'place' | 'connection' | 'heartbeats' | 'heartbeatsAt'>>} part */
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
    });
  }
}

/** @param {Ping[]} pings @returns {string[]} */
function newestFirst(pings) {
  const keyed = pings.map(({ id, startedAt }) => ({ id, at: epochMillis(startedAt) }));
  keyed.sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
  return keyed.map(({ id }) => id);
}
