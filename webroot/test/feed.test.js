import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Feed } from '../api/feed.js';

/** Sockets, timers and chance of one test. */
class World {
  time = 0;
  chance = 0.5;
  /** @type {FakeSocket[]} */
  sockets = [];
  /** @type {{id: number, due: number, run: () => void}[]} */
  timers = [];
  ids = 0;

  open = () => {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return /** @type {any} */ (socket);
  };
  now = () => this.time;
  random = () => this.chance;
  setTimeout = (/** @type {() => void} */ run, /** @type {number} */ millis) => {
    this.timers.push({ id: ++this.ids, due: this.time + millis, run });
    return this.ids;
  };
  clearTimeout = (/** @type {number | undefined} */ id) => {
    this.timers = this.timers.filter((timer) => timer.id !== id);
  };

  /** @param {number} millis */
  pass(millis) {
    const end = this.time + millis;
    for (;;) {
      const next = this.timers.filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)[0];
      if (!next) break;
      this.time = Math.max(this.time, next.due);
      this.clearTimeout(next.id);
      next.run();
    }
    this.time = end;
  }

  get socket() {
    return /** @type {FakeSocket} */ (this.sockets.at(-1));
  }
}

class FakeSocket {
  readyState = 1;
  /** @type {any[]} */
  sent = [];
  /** @type {(event: {data: string}) => void} */
  onmessage = () => {};
  onclose = () => {};

  /** @param {string} text */
  send(text) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.readyState = 3;
  }
  /** @param {object} message */
  says(message) {
    this.onmessage({ data: JSON.stringify(message) });
  }
  breaks() {
    this.readyState = 3;
    this.onclose();
  }
  /** @param {string} type */
  sentOf(type) {
    return this.sent.filter((message) => message.type === type);
  }
}

/** @type {World} */
let world;
/** @type {any[]} */
let heard;
/** @type {Feed} */
let feed;

beforeEach(() => {
  world = new World();
  heard = [];
  const hear = (/** @type {string} */ name) => (/** @type {any} */ value) => void heard.push([name, value]);
  feed = new Feed(
    '/live',
    {
      onState: (state) => void heard.push(['state', state.phase]),
      onConnected: () => void heard.push(['connected']),
      onSamples: (samples) => void heard.push(['samples', samples.map((sample) => sample.seq)]),
      onGap: () => void heard.push(['gap']),
      onPings: hear('pings'),
      onRemoved: hear('removed'),
      onEchoServers: hear('echoServers'),
      onHeartbeats: hear('heartbeats'),
      onProblem: hear('problem'),
      onServerTime: () => {},
    },
    /** @type {any} */ (world),
  );
  feed.watch(['p1']);
  feed.connect();
});

const hello = (seq = 0, session = 'a') => ({ type: 'hello', version: 1, session, seq, keepaliveMillis: 2000 });
const samples = (/** @type {number} */ from, /** @type {number} */ to) => ({
  type: 'samples',
  from,
  to,
  samples: [{ ping: 'p1', seq: to, at: '2026-01-01T00:00:00Z', outcome: 'lost' }],
});
const heardOf = (/** @type {string} */ name) => heard.filter(([what]) => what === name);

test('subscribes after the greeting, the first time without resuming', () => {
  world.socket.says(hello());

  assert.deepEqual(world.socket.sent, [{ type: 'subscribe', pings: '*', samples: ['p1'], heartbeats: true }]);
  assert.deepEqual(heard, [['state', 'live'], ['connected']]);
});

test('a handshake without an answer is retried after four seconds', () => {
  world.pass(5000);

  assert.deepEqual(heardOf('state').at(-1), ['state', 'broken']);
  const { socket } = world;
  world.pass(4000);

  assert.notEqual(world.socket, socket);
});

test('acknowledges at most once a second, the newest frame', () => {
  world.time = 5000;
  world.socket.says(hello());
  world.socket.says(samples(1, 1));
  world.socket.says(samples(2, 2));
  world.socket.says(samples(3, 3));
  world.pass(1000);

  assert.deepEqual(world.socket.sentOf('ack').map(({ seq }) => seq), [1, 3]);
});

test('a hidden page acknowledges without timers', () => {
  world.socket.says(hello());
  world.timers = [];
  for (let tick = 1; tick <= 30; tick++) {
    world.time += 100;
    world.socket.says(samples(tick, tick));
  }

  assert.ok(world.socket.sentOf('ack').length >= 2);
});

test('resumes after the last tick it has covered', () => {
  world.socket.says(hello(40));
  world.socket.says(samples(41, 43));
  world.socket.breaks();
  world.pass(500);
  world.socket.says(hello(60));
  world.socket.says(samples(44, 60));

  assert.equal(world.sockets.length, 2);
  assert.deepEqual(world.socket.sentOf('subscribe')[0].resume, { session: 'a', seq: 43 });
  assert.equal(heardOf('gap').length, 0);
});

test('a gap frame requests history and continues after it', () => {
  world.socket.says(hello());
  world.socket.says(samples(1, 4));
  world.socket.says({ type: 'gap', from: 5, to: 90, reason: 'slow' });
  world.socket.says(samples(91, 92));

  assert.equal(heardOf('gap').length, 1);
});

test('a jump the server did not announce counts as a gap', () => {
  world.socket.says(hello());
  world.socket.says(samples(1, 4));
  world.socket.says(samples(7, 8));

  assert.equal(heardOf('gap').length, 1);
});

test('a restarted server tells where its new session begins', () => {
  world.socket.says(hello(100));
  world.socket.says(samples(101, 110));
  world.socket.breaks();
  world.pass(500);
  world.socket.says(hello(3, 'b'));
  world.socket.says({ type: 'gap', from: 111, to: 3, reason: 'restarted' });
  world.socket.says(samples(4, 5));
  world.pass(1000);

  assert.equal(heardOf('gap').length, 1);
  assert.equal(world.socket.sentOf('ack').at(-1).seq, 5);
});

test('three missed keepalives are stale, five break the connection', () => {
  world.socket.says(hello());
  world.pass(6500);
  assert.equal(feed.state.phase, 'live');
  world.pass(1000);
  assert.equal(feed.state.phase, 'stale');
  world.socket.says({ type: 'keepalive', seq: 0 });
  assert.equal(feed.state.phase, 'live');

  world.pass(11_000);

  assert.equal(heardOf('state').some(([, phase]) => phase === 'broken'), true);
  assert.equal(world.sockets.length, 2);
});

test('the first attempt follows within half a second, later ones back off and keep the time of the break', () => {
  world.chance = 0.999;
  world.time = 1000;
  world.socket.says(hello());
  world.socket.breaks();
  world.pass(500);
  assert.equal(world.sockets.length, 2);
  world.socket.breaks();
  world.pass(900);
  assert.equal(world.sockets.length, 2);
  world.pass(100);

  assert.equal(world.sockets.length, 3);
  assert.equal(feed.state.since, 1000);
});

test('a person may retry at once, and only one socket comes of it', () => {
  world.socket.says(hello());
  world.socket.breaks();

  feed.retryNow();
  feed.retryNow();
  world.pass(400);

  assert.equal(world.sockets.length, 2);
});

test('a socket that was given up is not listened to', () => {
  world.socket.says(hello());
  const old = world.socket;
  old.breaks();
  world.pass(500);
  world.socket.says(hello());
  heard.length = 0;

  old.says(samples(1, 1));
  old.breaks();

  assert.deepEqual(heard, []);
});

test('frames of a newer server are ignored', () => {
  world.socket.says(hello());
  world.socket.says({ type: 'weather', mood: 'fine' });

  assert.equal(feed.state.phase, 'live');
});

test('a stopped feed does not come back until it is told to, and then resumes', () => {
  world.socket.says(hello());
  feed.stop();
  feed.retryNow();
  world.pass(600_000);
  assert.equal(world.sockets.length, 1);

  feed.connect();
  world.socket.says(hello());

  assert.equal(world.sockets.length, 2);
  assert.ok(world.socket.sentOf('subscribe')[0].resume);
});
