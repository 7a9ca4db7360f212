import { redrawn, shown, textOf } from './dom.js';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import '../ping/ping-edit.js';
import '../pings/ping-form.js';
import '../pings/ping-list.js';
import '../shell/app-header.js';
import '../shell/machine.js';
import '../shell/notices.js';
import { restartPing } from '../state/actions.js';
import { store } from '../state/context.js';

const fetched = globalThis.fetch;

afterEach(() => {
  document.body.replaceChildren();
  globalThis.fetch = fetched;
  store.replacePings([]);
});

/** Answers every request of the page like this; says which came. @param {number} status @param {object} body */
function server(status, body) {
  /** @type {{method: string, path: string, body: any}[]} */
  const requests = [];
  globalThis.fetch = async (path, init) => {
    requests.push({ method: init?.method ?? 'GET', path: String(path), body: init?.body && JSON.parse(String(init.body)) });
    return new Response(JSON.stringify(body), { status });
  };
  return requests;
}

/** @param {string} id @param {object} [more] @returns {any} */
const ping = (id, more) => ({
  id,
  name: id,
  target: 'udp://127.0.0.1:12000',
  address: '127.0.0.1:12000',
  state: 'running',
  startedAt: '2026-01-01T00:00:00Z',
  status: { state: 'up', since: '2026-01-01T00:00:00Z' },
  counters: { sent: 9, sendFailed: 0, inFlight: 0 },
  lastMinute: { lossPercent: 0 },
  recent: 'rrrl',
  ...more,
});

test('the header counts what runs and what has problems', async () => {
  const header = await shown('pd-header');

  store.replacePings([ping('a'), ping('b', { lastMinute: { lossPercent: 5 } }), ping('c', { state: 'stopped' })]);
  await redrawn(header);

  assert.equal(textOf(header.querySelector('.summary')), '2 running, 1 with problems');
});

test('the machine shows what runs, and what works once it is opened', async () => {
  const requests = server(200, {
    works: true,
    version: '1.0.0',
    checks: [
      { id: 'udp', title: 'UDP ping', state: 'ok', text: 'a datagram arrives' },
      { id: 'icmp4', title: 'ICMP ping', state: 'warn', text: 'not permitted', mend: 'allow it with `sysctl -w a=1`' },
    ],
  });
  store.update({
    system: /** @type {any} */ ({
      version: '1.0.0',
      commit: '63fec115ab',
      java: '25.0.3 (Eclipse Adoptium)',
      data: { folder: '/srv/pingdeck', from: 'default', notice: 'data of an earlier version is in /opt/data' },
      capabilities: {},
    }),
  });
  const machine = await shown('pd-machine');
  assert.match(textOf(machine) ?? '', /1\.0\.0.*63fec115ab.*25\.0\.3.*\/srv\/pingdeck.*Data of an earlier version/s);
  assert.equal(requests.length, 0);

  const details = /** @type {HTMLDetailsElement} */ (machine.querySelector('details'));
  details.open = true;
  details.dispatchEvent(new Event('toggle'));
  while (!machine.querySelector('.checks')) await redrawn(machine);

  assert.equal(requests[0]?.path, 'api/v1/doctor');
  const [udp, icmp] = machine.querySelectorAll('.checks li');
  assert.match(textOf(udp ?? null) ?? '', /UDP ping.*a datagram arrives/s);
  assert.match(textOf(icmp ?? null) ?? '', /ICMP ping.*Allow it with sysctl -w a=1/s);
  assert.equal(icmp?.className, 'warn');
});

test('the banner is there while the connection is broken', async () => {
  const banner = await shown('pd-banner');
  assert.equal(textOf(banner), '');

  store.update({ connection: { phase: 'broken', since: Date.now() - 5000, retryAt: Date.now() + 1000 } });
  await redrawn(banner);
  assert.match(textOf(banner) ?? '', /Connection to Pingdeck lost/);
  assert.ok(banner.querySelector('[data-testid="retry"]'));

  store.update({ connection: { phase: 'live', since: Date.now() } });
  await redrawn(banner);
  assert.equal(textOf(banner), '');
});

test('a form shows what the server says beside the field it is about', async () => {
  const errors = [{ field: 'interval', message: 'must be 1ms or longer: 0' }];
  const requests = server(422, { title: 'Invalid', status: 422, errors });
  store.update({ system: /** @type {any} */ ({ defaults: { target: 'udp://h:1', interval: '1s', timeout: '1s', size: 16 }, capabilities: {} }) });
  const form = await shown('pd-ping-form');
  const interval = form.querySelector('[name="interval"]');

  interval.value = '0';
  await form.submit({ preventDefault() {}, currentTarget: form.querySelector('form') });
  await form.updateComplete;

  assert.deepEqual(requests.map(({ method, path, body }) => [method, path, body.interval]), [['POST', 'api/v1/pings', '0']]);
  assert.equal(interval.getAttribute('aria-invalid'), 'true');
  assert.equal(textOf(form.querySelector('[data-testid="error-interval"]')), 'must be 1ms or longer: 0');
  assert.equal(form.querySelector('[data-testid="error-target"]'), null);
});

test('a row stops its ping, and says why that failed', async () => {
  const requests = server(404, { title: 'Not found', status: 404, detail: 'no ping a' });
  store.replacePings([ping('a')]);
  const list = await shown('pd-ping-list');

  list.querySelector('[data-testid="row-stop"]').click();
  await new Promise((resolve) => setTimeout(resolve));
  await list.updateComplete;

  const changes = requests.filter(({ method }) => method !== 'GET');
  assert.deepEqual(changes, [{ method: 'POST', path: 'api/v1/pings/a/stop', body: undefined }]);
  assert.equal(textOf(list.querySelector('[role="alert"]')), 'no ping a');
});

test('marked pings are stopped together, and what failed is said', async () => {
  const requests = server(404, { title: 'Not found', status: 404, detail: 'gone' });
  store.replacePings([ping('a'), ping('b'), ping('c', { state: 'stopped' })]);
  const list = await shown('pd-ping-list');

  list.querySelector('[data-testid="mark-all"]').click();
  await list.updateComplete;
  const marked = list.querySelector('pd-marked-pings');
  await marked.updateComplete;
  assert.equal(textOf(marked.querySelector('[data-testid="marked-count"]')), '3 selected');
  marked.querySelector('[data-testid="marked-stop"]').click();
  while (!marked.querySelector('[role="alert"]')) await redrawn(marked);

  const stops = requests.filter(({ method }) => method === 'POST').map(({ path }) => path);
  assert.deepEqual(stops.sort(), ['api/v1/pings/a/stop', 'api/v1/pings/b/stop'], 'not what has ended');
  assert.equal(textOf(marked.querySelector('[role="alert"]')), '2 failed: b: gone; a: gone');
});

test('paused pings are resumed and stopped together, and started again with all their settings', async () => {
  const requests = server(404, { title: 'Not found', status: 404, detail: 'gone' });
  const posted = () => requests.splice(0).filter(({ method }) => method === 'POST');
  const paused = ping('b', { state: 'paused', tags: ['berlin'], pin: true });
  store.replacePings([ping('a'), paused, ping('c', { state: 'stopped' })]);
  const list = await shown('pd-ping-list');
  assert.ok(list.querySelector('[data-ping-id="b"] [data-testid="row-resume"]'));
  list.querySelector('[data-testid="mark-all"]').click();
  await list.updateComplete;
  const marked = list.querySelector('pd-marked-pings');
  const button = (/** @type {string} */ verb) => marked.querySelector(`[data-testid="marked-${verb}"]`);
  for (const [verb, ids] of /** @type {const} */ ([['pause', ['a']], ['resume', ['b']], ['stop', ['a', 'b']]])) {
    await marked.updateComplete;
    button(verb).click();
    while (requests.length < ids.length || marked.busy) await redrawn(marked);
    assert.deepEqual(posted().map(({ path }) => path).sort(), ids.map((id) => `api/v1/pings/${id}/${verb}`));
  }

  list.marked = new Set(['c']);
  list.requestUpdate();
  await list.updateComplete;
  await marked.updateComplete;
  assert.deepEqual(['pause', 'resume', 'stop', 'restart'].map((verb) => button(verb).disabled), [true, true, true, false], 'none of them can be stopped');
  await assert.rejects(restartPing(paused));
  assert.deepEqual(posted().map(({ path, body: { tags, pin, name } }) => [path, tags, pin, name]), [['api/v1/pings', ['berlin'], true, 'b']]);
});

test('a tag of a row is text, and filters when it is pressed', async () => {
  store.replacePings([ping('a', { tags: ['berlin', '<b>x</b>', 'third'] }), ping('b')]);
  const list = await shown('pd-ping-list');
  const tag = list.querySelector('.tag');
  assert.deepEqual([...list.querySelectorAll('[data-testid="row-tags"] > *')].map(textOf), ['berlin', '<b>x</b>', '+1']);

  tag.click();
  await redrawn(list);

  assert.equal(store.address.query.tag, 'berlin');
  assert.equal(list.querySelectorAll('[data-testid="ping-row"]').length, 1);
  list.querySelector('[data-testid="filter-tag"]').click();
  await redrawn(list);
  assert.equal(list.querySelectorAll('[data-testid="ping-row"]').length, 2);
});

test('marked pings are tagged together, and only those that lack the tag', async () => {
  const requests = server(400, { title: 'Invalid', status: 400, errors: [{ field: 'tags', message: 'has 11 tags (at most 10)' }] });
  store.replacePings([ping('a', { tags: ['x'] }), ping('b', { tags: ['berlin'] })]);
  const list = await shown('pd-ping-list');
  list.querySelector('[data-testid="mark-all"]').click();
  await list.updateComplete;
  const marked = list.querySelector('pd-marked-pings');
  await marked.updateComplete;
  await marked.askTags();
  marked.querySelector('input').value = 'berlin';

  marked.submit({ preventDefault() {}, submitter: null });
  while (!marked.querySelector('[role="alert"]')) await redrawn(marked);

  const changes = requests.filter(({ method }) => method === 'PATCH');
  assert.deepEqual(changes.map(({ path, body }) => [path, body]), [['api/v1/pings/a', { tags: ['x', 'berlin'] }]]);
  assert.equal(textOf(marked.querySelector('[role="alert"]')), '1 failed: a: tags: has 11 tags (at most 10)');
});

test('a ping is edited with faults at the fields', async () => {
  const requests = server(400, { title: 'Invalid', status: 400, errors: [{ field: 'timeout', message: 'is too long' }] });
  const edit = await shown('pd-ping-edit');
  edit.ping = ping('a', { tags: ['x'], interval: '1s', timeout: '1s' });
  await edit.updateComplete;
  edit.querySelector('[name="timeout"]').value = '99d';

  await edit.submit({ preventDefault() {}, currentTarget: edit.querySelector('form') });

  assert.deepEqual(requests, [{ method: 'PATCH', path: 'api/v1/pings/a', body: { timeout: '99d' } }]);
  assert.equal(textOf(edit.querySelector('[data-testid="edit-timeout-fault"]')), 'is too long');
  assert.equal(edit.querySelector('[name="timeout"]').getAttribute('aria-invalid'), 'true');
  assert.equal(edit.querySelector('[data-testid="edit-fault"]'), null);
});

test('what nobody sees is not drawn, and is drawn as things are once it is seen', async () => {
  const main = document.createElement('main');
  const place = document.createElement('section');
  place.hidden = true;
  main.append(place);
  document.body.replaceChildren(main);
  const list = /** @type {any} */ (document.createElement('pd-ping-list'));
  place.append(list);
  store.replacePings([ping('a')]);
  await redrawn(list);
  assert.equal(list.querySelector('[data-testid="ping-row"]'), null);

  place.hidden = false;
  store.dispatchEvent(new Event('address'));
  await list.updateComplete;

  assert.equal(list.querySelectorAll('[data-testid="ping-row"]').length, 1);
});
