import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choiceOf, followChoice, liveStretch, Viewport } from '../../chart/viewport.js';

/** @param {number} first @param {number} last */
const running = (first, last) => ({ first, last, ended: false });
const OLD = running(0, 50_000);

test('a chart follows the live edge until someone looks elsewhere, and again once moved past it', () => {
  const view = new Viewport(10_000);
  assert.deepEqual(view.at(OLD), { from: 40_000, to: 50_000 });

  view.panBy(-0.5, OLD);
  assert.equal(view.live, false);
  assert.deepEqual(view.at(running(0, 60_000)), { from: 35_000, to: 45_000 });
  view.panBy(2, running(0, 60_000));

  assert.equal(view.live, true);
});

test('a young ping fills the chart, which grows with it up to the chosen span', () => {
  for (const age of [1500, 4000, 20_000, 59_000]) {
    const { from, to } = liveStretch(running(10_000, 10_000 + age), 60_000);
    assert.ok(to - from < 1.02 * age, `${age}: shows ${to - from}`);
    assert.ok(from < 10_000 && Math.abs(to - 10_000 - age) < 1e-6, 'the first mark is whole, the last is at the edge');
  }
  assert.deepEqual(liveStretch(running(10_000, 90_000), 60_000), { from: 30_000, to: 90_000 });
});

test('all of a life of four seconds fills the chart, with room for half a mark at both ends', () => {
  const { from, to } = liveStretch({ first: 10_000, last: 14_000, ended: true }, Infinity);

  assert.ok(to - from > 4000 && to - from < 4200, `${to - from}`);
  assert.ok(to > 14_000 && from < 10_000, `${from} to ${to}`);
  const one = liveStretch({ first: 10_000, last: 10_000, ended: true }, Infinity);
  assert.ok(one.to - one.from >= 200, 'of one probe, too');
});

test('a zoom shows what was chosen, though not less than a fifth of a second', () => {
  const view = new Viewport(10_000);

  view.zoomTo(2000, 5000);
  assert.deepEqual(view.at(OLD), { from: 2000, to: 5000 });
  view.zoomTo(2000, 2010);

  assert.deepEqual(view.at(OLD), { from: 1905, to: 2105 });
});

test('a zoom keeps what is under the cursor where it is', () => {
  const view = new Viewport(10_000);

  view.zoomBy(0.5, OLD, 0.2);
  assert.deepEqual(view.at(OLD), { from: 41_000, to: 46_000 });
  view.zoomBy(2, OLD, 0.2);
  assert.deepEqual(view.at(OLD), { from: 40_000, to: 50_000 });
});

test('looking at more never shows the future, up to years, and stays live where it was', () => {
  const view = new Viewport(10_000);

  view.zoomBy(2, OLD);
  assert.equal(view.live, true);
  assert.deepEqual(view.at(OLD), { from: 30_000, to: 50_000 });
  view.zoomBy(0.5, OLD);
  for (let i = 0; i < 60; i++) view.zoomBy(2, OLD);

  const { from, to } = view.at(OLD);
  assert.equal(to, 50_000);
  assert.ok(to - from > 9 * 365 * 86_400_000 && to - from < 11 * 366 * 86_400_000);
});

test('back to live shows the span that was chosen', () => {
  const view = new Viewport(60_000);
  view.zoomTo(1000, 2000);

  view.follow();

  assert.equal(view.span, 60_000);
  assert.equal(view.live, true);
});

test('an address keeps what is shown', () => {
  for (const change of [
    (/** @type {Viewport} */ view) => view.follow(10_000),
    (/** @type {Viewport} */ view) => view.follow(Infinity),
    (/** @type {Viewport} */ view) => view.zoomTo(12_000, 14_000),
  ]) {
    const [before, after] = [new Viewport(60_000), new Viewport(60_000)];
    change(before);

    followChoice(after, /** @type {any} */ (JSON.parse(JSON.stringify(choiceOf(before, OLD)))), 60_000);

    assert.deepEqual([after.at(OLD), after.live, after.span], [before.at(OLD), before.live, before.span]);
  }
});

test('an address that says nonsense shows the usual span', () => {
  for (const query of [{}, { span: 'x' }, { span: '-1' }, { span: '0' }, { from: 'soon', to: 'later' }, { span: '60', from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' }]) {
    const view = new Viewport(1000);

    followChoice(view, query, 60_000);

    assert.deepEqual([view.live, view.span], [true, 60_000], JSON.stringify(query));
  }
});
