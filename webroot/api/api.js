// @ts-check
// REST calls. Every failure is an ApiProblem with a sentence for a person.
/** @import { BatchRequest, BeatSender, Diagnosis, EchoServer, Heartbeat, HeartbeatDefaults, History, Impairment, Ping, PingChange, PingRequest, Problem, Sample, SystemInfo, WindowFigures } from './types.js' */

// Relative to the page, which a reverse proxy may publish below a path.
const BASE = 'api/v1';
/** The most pings that the page lists, as the live feed does. */
const MOST_PINGS = 1000;
const MOST_SAMPLES = 10_000;

/** A request was not answered: a temporary fault, which ends when the connection is back. */
export const UNANSWERED = 'Pingdeck does not respond. Is it still running?';

export class ApiProblem extends Error {
  /** @param {Problem} problem */
  constructor(problem) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
  }

  /** The sentence for a field of a form; undefined if it is fine. @param {string} field */
  of(field) {
    const messages = this.all(field);
    return messages.length === 0 ? undefined : messages.join('; ');
  }

  /** Every fault of a field. @param {string} field @returns {string[]} */
  all(field) {
    return (this.problem.errors ?? []).filter((error) => error.field === field).map((error) => error.message);
  }

  /** What no field of these explains. @param {readonly string[]} fields */
  beside(fields) {
    const errors = this.problem.errors ?? [];
    const others = errors.filter((error) => !fields.includes(error.field));
    if (errors.length === 0) return this.message;
    return others.map((error) => `${error.field}: ${error.message}`).join('; ');
  }
}

/** For what is tried again by itself, with the next connect at the latest. @param {Promise<unknown>} attempt */
export function quietly(attempt) {
  attempt.catch((error) => {
    // The ping was deleted meanwhile: the list shows that.
    if (error instanceof ApiProblem && error.problem.status === 404) return;
    console.warn('Could not fetch:', error);
  });
}

/** @returns {Promise<SystemInfo>} */
export const getSystem = () => call('GET', '/system');

/** @returns {Promise<Diagnosis>} */
export const examine = () => call('GET', '/doctor');

/** @returns {Promise<Ping[]>} newest first */
export async function listPings() {
  /** @type {Ping[]} */
  const pings = [];
  let after = '';
  do {
    const page = await call('GET', `/pings?limit=200${after && `&after=${encodeURIComponent(after)}`}`);
    pings.push(...page.pings);
    after = page.next ?? '';
  } while (after && pings.length < MOST_PINGS);
  return pings;
}

/** @param {PingRequest} request @returns {Promise<Ping>} */
export const startPing = (request) => call('POST', '/pings', request);

/** @param {BatchRequest} request @returns {Promise<{started: number}>} all of them or none */
export const startPings = (request) => call('POST', '/pings/batch', request);

/** @param {string} id @param {'stop' | 'pause' | 'resume'} verb @returns {Promise<Ping>} */
export const commandPing = (id, verb) => call('POST', `/pings/${encodeURIComponent(id)}/${verb}`);

/** @param {string} id @param {PingChange} change what is left out stays @returns {Promise<Ping>} */
export const changePing = (id, change) => call('PATCH', `/pings/${encodeURIComponent(id)}`, change);

/** @param {string} id */
export const deletePing = (id) => call('DELETE', `/pings/${encodeURIComponent(id)}`);

/** The newest samples that the server still holds. @param {string} id @returns {Promise<Sample[]>} */
export const samplesOf = (id) => newestSamples(id, MOST_SAMPLES);

/** @param {string} id @param {number} limit @returns {Promise<Sample[]>} */
export const newestSamples = async (id, limit) => (await call('GET', `/pings/${encodeURIComponent(id)}/samples?limit=${limit}`)).samples;

/** @param {string} id @param {number} from milliseconds since 1970 @param {number} to @param {number} points @returns {Promise<History>} */
export function historyOf(id, from, to, points) {
  const span = `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`;
  return call('GET', `/pings/${encodeURIComponent(id)}/history?${span}&points=${points}`);
}

/** @param {string} id @returns {Promise<WindowFigures[]>} */
export const statisticsOf = async (id) => (await call('GET', `/pings/${encodeURIComponent(id)}/statistics`)).windows;

/** @returns {Promise<EchoServer[]>} */
export const listEchoServers = async () => (await call('GET', '/echo-servers')).echoServers;

/** @param {object} request @returns {Promise<EchoServer>} */
export const addEchoServer = (request) => call('POST', '/echo-servers', request);

/** @param {string} id @param {'start' | 'stop'} verb @returns {Promise<EchoServer>} */
export const switchEchoServer = (id, verb) => call('POST', `/echo-servers/${encodeURIComponent(id)}/${verb}`);

/** @param {string} id @param {Partial<Impairment>} change @returns {Promise<EchoServer>} */
export const impair = (id, change) => call('PATCH', `/echo-servers/${encodeURIComponent(id)}`, change);

/** @param {string} id */
export const deleteEchoServer = (id) => call('DELETE', `/echo-servers/${encodeURIComponent(id)}`);

/** @param {string} name @param {object} rules what is to change of them @returns {Promise<Heartbeat>} */
export const setHeartbeatRules = (name, rules) => call('PATCH', `/heartbeats/${encodeURIComponent(name)}`, rules);

/** @param {string} name @returns {Promise<Heartbeat>} */
export const dropHeartbeatRules = (name) => call('DELETE', `/heartbeats/${encodeURIComponent(name)}/rules`);

/** @param {object} rules what is to change of the rules for all @returns {Promise<HeartbeatDefaults>} */
export const setHeartbeatDefaults = (rules) => call('PATCH', '/heartbeat-rules', rules);

/** @returns {Promise<HeartbeatDefaults>} */
export const dropHeartbeatDefaults = () => call('DELETE', '/heartbeat-rules');

/** @param {string} name */
export const forgetHeartbeat = (name) => call('DELETE', `/heartbeats/${encodeURIComponent(name)}`);

/** @returns {Promise<BeatSender[]>} */
export const listBeatSenders = async () => (await call('GET', '/beat-senders')).beatSenders;

/** @param {object} request @returns {Promise<BeatSender>} */
export const startBeatSender = (request) => call('POST', '/beat-senders', request);

/** @param {string} name */
export const stopBeatSender = (name) => call('DELETE', `/beat-senders/${encodeURIComponent(name)}`);

/** Told when a request needed a login and there is none, or none any more: `unauthorized`. */
export const access = new EventTarget();

/** @param {string} method @param {string} path @param {object} [body] @returns {Promise<any>} */
export async function call(method, path, body) {
  /** @type {RequestInit} */
  const init = { method, headers: { accept: 'application/json' } };
  if (body) {
    init.headers = { ...init.headers, 'content-type': 'application/json' };
    init.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(BASE + path, init);
  } catch {
    throw new ApiProblem({ title: UNANSWERED, status: 0 });
  }
  if (response.status === 204) return undefined;
  const json = await response.json().catch(() => undefined);
  if (response.ok && json !== undefined) return json;
  // The login itself says what is wrong with it.
  if (response.status === 401 && !/^\/(session|setup)/.test(path)) access.dispatchEvent(new Event('unauthorized'));
  throw new ApiProblem(json?.title ? json : { title: `Pingdeck responded with status ${response.status}.`, status: response.status });
}
