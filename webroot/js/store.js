// @ts-check
// What the page knows. Parts of the page listen for `change`; one change event per animation frame at most.
/** @import { EchoServer, Ping, SystemInfo } from './types.js' */
/** @import { FeedState } from './feed.js' */
import { Series } from './series.js';

export class Store extends EventTarget {
  /** @type {Map<string, Ping>} */
  #pings = new Map();
  /** @type {Ping[] | undefined} */
  #sorted;
  #announced = false;
  /** @type {EchoServer[]} */
  echoServers = [];
  /** @type {SystemInfo | undefined} */
  system;
  /** @type {FeedState} */
  connection = { phase: 'connecting', since: Date.now() };
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
    this.#sorted ??= [...this.#pings.values()].sort(newestFirst);
    return this.#sorted;
  }

  /** @returns {Ping | undefined} */
  get selected() {
    return this.selectedId === undefined ? undefined : this.#pings.get(this.selectedId);
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
    this.#reordered();
  }

  /** @param {Ping[]} pings */
  putPings(pings) {
    for (const ping of pings) this.#pings.set(ping.id, ping);
    this.#reordered();
  }

  /** @param {string[]} ids */
  removePings(ids) {
    for (const id of ids) this.#pings.delete(id);
    this.#reordered();
  }

  /** @param {EchoServer} server */
  putEchoServer(server) {
    const others = this.echoServers.filter((held) => held.id !== server.id);
    this.update({ echoServers: [...others, server].sort((a, b) => (a.id < b.id ? -1 : 1)) });
  }

  /** @param {Partial<Pick<Store, 'echoServers' | 'system' | 'connection'>>} part */
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

  #reordered() {
    this.#sorted = undefined;
    this.changed();
  }
}

/** @param {Ping} a @param {Ping} b */
function newestFirst(a, b) {
  if (a.startedAt !== b.startedAt) return a.startedAt < b.startedAt ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}
