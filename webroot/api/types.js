// @ts-check
// The JSON of REST and WebSocket, under the names that the page uses, and what the page adds to it. wire.d.ts is made
// from openapi.yaml by `npm run check`. A key that is absent means "undefined", never 0.

/** @import { components } from './wire.js' */

/** @typedef {components['schemas']} Wire */

/** @typedef {Wire['Ping']} Ping */
/** @typedef {NonNullable<Ping['addressChanges']>[number]} AddressChange */
/** @typedef {NonNullable<Ping['bareIcmpErrors']>[number]} BareIcmpError */
/** @typedef {Wire['PingChange']} PingChange */
/** @typedef {Wire['TcpMode']} TcpMode */
/** @typedef {Wire['ServiceStatus']['state']} ServiceState */
/** @typedef {Wire['Sample']} Sample */
/** @typedef {Sample['outcome']} OutcomeName */
/** @typedef {NonNullable<Sample['icmp']>} IcmpError */
/** @typedef {NonNullable<Sample['http']>} HttpAnswer */
/** @typedef {NonNullable<Sample['dns']>} DnsAnswer */
/** @typedef {Pick<Sample, 'http' | 'tls' | 'dns' | 'starttls' | 'banner' | 'reason' | 'answeredBy'>} Answer */
/** @typedef {Wire['Latency']} Latency */
/** @typedef {Wire['WindowFigures']} WindowFigures */
/** @typedef {Wire['History']} History */
/** @typedef {Wire['Bucket']} Bucket */
/** @typedef {History['histogram'][number]} HistogramBin */
/** @typedef {Wire['EchoServer']} EchoServer */
/** @typedef {Wire['Impairment']} Impairment */
/** @typedef {Wire['Heartbeat']} Heartbeat */
/** @typedef {Wire['BeatState']} BeatStateName */
/** @typedef {Wire['BeatLoss']} BeatLoss */
/** @typedef {Wire['HeartbeatDefaults']} HeartbeatDefaults */
/** @typedef {Wire['BeatChange']} BeatChange */
/** @typedef {Wire['BeatSender']} BeatSender */
/** @typedef {Extract<Wire['ServerFrame'], {type: 'heartbeats'}>} HeartbeatFrame */
/** @typedef {Wire['System']} SystemInfo */
/** @typedef {Wire['Session']} Session */
/** @typedef {Wire['Role']} Role */
/** @typedef {Wire['User']} User */
/** @typedef {Wire['Token']} Token */
/** @typedef {Wire['AuditEntry']} AuditEntry */
/** @typedef {Wire['Diagnosis']} Diagnosis */
/** @typedef {Wire['Check']} Check */
/** @typedef {Wire['Worker']} Worker */
/** @typedef {Wire['HistoryHealth']} HistoryHealth */
/** @typedef {Omit<Wire['Problem'], 'type'>} Problem */

/**
 * What a new ping is asked for with. Everything but switches and tags is text as it was typed: the server says what is wrong.
 *
 * @typedef {{target: string} & {[Key in keyof Wire['PingForm']]?: Key extends 'pin' | 'insecure' ? boolean : Key extends 'tags' ? string[] : string | number}} PingRequest
 */

/** The same for many targets. @typedef {Omit<PingRequest, 'target' | 'name'> & {targets: string}} BatchRequest */

/**
 * `stale`: the connection is open but three keepalives are missing. `broken`: it is closed and will be retried.
 *
 * @typedef {{phase: 'connecting' | 'live' | 'stale' | 'broken', since: number, retryAt?: number}} FeedState
 */

/**
 * @typedef {object} FeedHandlers
 * @property {(state: FeedState) => void} onState
 * @property {() => void} onConnected after each subscription that opens a connection
 * @property {(samples: Sample[]) => void} onSamples
 * @property {() => void} onGap samples were skipped for good: fetch them by REST
 * @property {(pings: Ping[]) => void} onPings
 * @property {(ids: string[]) => void} onRemoved
 * @property {(servers: EchoServer[]) => void} onEchoServers
 * @property {(frame: HeartbeatFrame) => void} onHeartbeats
 * @property {(problem: Problem) => void} onProblem the server did not understand us
 * @property {(serverMillis: number) => void} onServerTime
 */

/**
 * A control of an impairment.
 *
 * @typedef {object} Knob
 * @property {Exclude<keyof Impairment, 'loss' | 'seed'>} key
 * @property {'chance' | 'millis' | 'kilobits' | 'number' | 'choice'} kind
 * @property {string} label
 * @property {string} meaning
 * @property {'udp' | 'tcp'} [only]
 * @property {true} [raw] it takes raw sockets
 * @property {readonly [string, string][]} [options] of a choice: value and words
 */

export {};
