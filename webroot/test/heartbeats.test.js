import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeRule, falseAlarm, lastSeen, rejections, stateCounts, unwatched } from '../heartbeats/beat-figures.js';
import { describeBeats, describeChange, kindOfBeat, kindOfState, STATES } from '../heartbeats/beat-states.js';

test('the chance of a false alarm is told as a person can weigh it', () => {
  assert.match(falseAlarm(0.3, 5), /With 30 % network loss, .* in 0\.24\s% of all windows\./);
  assert.match(falseAlarm(0.3, 20), /in <\s0\.01\s%/);
});

test('last seen counts on from when the server spoke', () => {
  const application = (/** @type {number | undefined} */ silentNanos) => /** @type {any} */ ({ silentNanos });

  assert.equal(lastSeen(application(400e6), 300), 'now');
  assert.equal(lastSeen(application(400e6), 2_700), '3 s ago');
  assert.equal(lastSeen(application(undefined), 5_000), 'never');
  assert.equal(lastSeen(application(2e9), -500), '2 s ago');
});

test('every state has words, a shape and a colour, and no two look the same', () => {
  const looks = Object.values(STATES).map(({ path, filled, token }) => `${path} ${filled} ${token}`);

  assert.equal(new Set(looks).size, looks.length);
  assert.equal(new Set(Object.values(STATES).map(({ label }) => label)).size, 10);
});

test('a state of a newer server is shown as it is named', () => {
  assert.equal(kindOfState('sleeping').label, 'sleeping');
});

test('a bar is told in words', () => {
  assert.equal(describeBeats('rrlrux'), '3 received, 1 lost, 1 missed while Pingdeck was down, 1 stop');
  assert.equal(describeBeats(''), 'no heartbeats yet');
  assert.equal(kindOfBeat('?'), undefined);
});

test('only states that occur are counted, those that need attention first', () => {
  const frame = /** @type {any} */ ({ monitor: { states: { alive: 7, stopped: 1, late: 0 } } });

  assert.deepEqual(stateCounts(frame, Object.keys(STATES)), [
    { state: 'stopped', count: 1 },
    { state: 'alive', count: 7 },
  ]);
});

test('what the monitor turned away is told most frequent first', () => {
  const frame = /** @type {any} */ ({ monitor: { rejected: { empty: 1, badName: 0, replayed: 9 } } });

  assert.deepEqual(rejections(frame), [
    { reason: 'replayed', count: 9 },
    { reason: 'empty', count: 1 },
  ]);
});

test('a rule is told as it is typed, and as it holds where what is typed means nothing yet', () => {
  const known = { interval: '1s', grace: '500ms', lateMisses: 2, misses: 5, falseAlarm: { loss: 0.3 } };

  assert.match(describeRule(known, known), /^Late 2\.5 s after the last heartbeat, stopped after 5\.5 s\. .* 0\.24\s%/);
  assert.match(describeRule({ ...known, misses: '3', grace: '0' }, known), /^Late 2 s .* after 3 s\. .* 2\.70\s%/);
  assert.match(describeRule({ ...known, misses: '', interval: 'so' }, known), /^Late 2\.5 s .* after 5\.5 s\./);
  const learned = { ...known, interval: 'learned' };
  assert.match(describeRule(learned, learned), /^Late 2 intervals plus the grace period after the last heartbeat, stopped after 5\./);
});

test('unmonitored time is shown, but only if there is any', () => {
  const loss = (/** @type {number} */ unwatchedNanos) => ({ expected: 9, lost: 0, unwatchedNanos });

  assert.equal(unwatched(loss(0)), '');
  assert.match(unwatched(loss(90e9)), /^1 min 30 s of it unknown/);
});

test('an application that was missed and beats again is back', () => {
  assert.equal(describeChange({ from: 'stopped', to: 'alive' }), 'back');
  assert.equal(describeChange({ from: 'losing', to: 'alive' }), 'alive');
  assert.equal(describeChange({ from: 'alive', to: 'goodbye' }), 'signed off');
});
