import { redrawn, shown, textOf } from './dom.js';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import '../access/login.js';
import '../access/tokens.js';
import '../pings/ping-list.js';
import { access } from '../api/api.js';
import { setUp } from '../api/access-api.js';
import { store } from '../state/context.js';
import { takeAnswer, useAnswer } from '../state/provider-login.js';

const fetched = globalThis.fetch;
const LOCKED = { loginRequired: true, setupRequired: false };

/** @param {'viewer' | 'operator' | 'admin'} role */
const as = (role) => ({ ...LOCKED, user: { name: 'ada', role, proof: /** @type {const} */ ('password') } });

afterEach(() => {
  document.body.replaceChildren();
  globalThis.fetch = fetched;
  store.update({ session: undefined });
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

test('each role may do what those before it may', () => {
  const may = (/** @type {any} */ session) => {
    store.update({ session });
    return (/** @type {const} */ (['viewer', 'operator', 'admin'])).map((role) => store.may(role));
  };

  assert.deepEqual(may(undefined), [true, true, true], 'until the server has said it');
  assert.deepEqual(may(LOCKED), [false, false, false]);
  assert.deepEqual(may(as('viewer')), [true, false, false]);
  assert.deepEqual(may(as('operator')), [true, true, false]);
  assert.deepEqual(may(as('admin')), [true, true, true]);
});

test('the login is shown while one is required and missing', async () => {
  const login = await shown('pd-login');
  assert.equal(login.querySelector('form'), null);

  store.update({ session: LOCKED });
  await redrawn(login);
  assert.equal(textOf(login.querySelector('h2')), 'Log in');
  assert.equal(login.querySelector('[name="password"]').type, 'password');

  store.update({ session: as('viewer') });
  await redrawn(login);
  assert.equal(login.querySelector('form'), null);
});

test('a wrong password is said, and the page does not take it for an ended login', async () => {
  let told = 0;
  access.addEventListener('unauthorized', () => told++);
  server(401, { title: 'Unauthorized', status: 401, detail: 'the name or the password is wrong' });
  const login = await shown('pd-login');
  store.update({ session: LOCKED });
  await redrawn(login);

  login.querySelector('form').dispatchEvent(new Event('submit', { cancelable: true }));
  await new Promise((resolve) => setTimeout(resolve));
  await redrawn(login);

  assert.equal(textOf(login.querySelector('[data-testid="login-fault"]')), 'the name or the password is wrong');
  await assert.rejects(setUp({ code: 'x', name: 'a', password: 'b' }));
  assert.equal(told, 0);
});

test('a login at the provider comes first, and says why it is not possible', async () => {
  const requests = server(503, { title: 'Service Unavailable', status: 503, detail: 'the OpenID provider cannot be reached' });
  const login = await shown('pd-login');
  store.update({ session: { ...LOCKED, provider: 'The Lab' } });
  await redrawn(login);
  const button = login.querySelector('[data-testid="log-in-provider"]');
  assert.equal(textOf(button), 'Log in with The Lab');
  assert.equal(document.activeElement, button);

  button.click();
  await new Promise((resolve) => setTimeout(resolve));
  await redrawn(login);

  assert.deepEqual(requests.map(({ method, path }) => `${method} ${path}`), ['POST api/v1/session/oidc']);
  assert.equal(textOf(login.querySelector('[data-testid="login-fault"]')), 'the OpenID provider cannot be reached');
  assert.equal(button.disabled, false);
});

test('only an answer to a login that began here is taken, and the address forgets it', () => {
  const here = `pingdeck.place ${location.pathname}`;
  const answerTo = (/** @type {string} */ query, /** @type {string | undefined} */ place) => {
    if (place !== undefined) sessionStorage.setItem(here, place);
    history.replaceState(null, '', `${location.pathname}${query}`);
    takeAnswer();
    return useAnswer();
  };

  assert.deepEqual(answerTo('?code=a&state=b', '#/access'), { code: 'a', state: 'b' });
  assert.equal(location.search + location.hash, '#/access');
  assert.deepEqual(answerTo('?code=a&state=b&iss=c', ''), { code: 'a', state: 'b', iss: 'c' });
  assert.deepEqual(answerTo('?error=access_denied&state=b', ''), { error: 'access_denied' });
  assert.equal(answerTo('?code=a&state=b', undefined), undefined);
  assert.equal(location.search, '');
  assert.equal(answerTo('?code=a', ''), undefined);
  assert.equal(location.search, '?code=a');
  history.replaceState(null, '', location.pathname);
});

test('the first visit asks for the code', async () => {
  const login = await shown('pd-login');
  store.update({ session: { loginRequired: true, setupRequired: true } });
  await redrawn(login);

  assert.deepEqual(
    [...login.querySelectorAll('input')].map(({ name, autocomplete }) => [name, autocomplete]),
    [
      ['code', 'one-time-code'],
      ['name', 'username'],
      ['password', 'new-password'],
    ],
  );
});

test('the secret of a token is shown until the place is left', async () => {
  server(200, { id: 'abcdefgh', name: 'ci', role: 'viewer', created: '2026-01-01T00:00:00Z', secret: 'pd_secret', tokens: [] });
  const tokens = await shown('pd-tokens');
  tokens.querySelector('form').dispatchEvent(new Event('submit', { cancelable: true }));
  await new Promise((resolve) => setTimeout(resolve));
  await redrawn(tokens);
  assert.equal(textOf(tokens.querySelector('[data-testid="secret-text"]')), 'pd_secret');

  tokens.remove();
  document.body.append(tokens);
  await redrawn(tokens);
  assert.equal(tokens.querySelector('[data-testid="secret-text"]'), null);
});
