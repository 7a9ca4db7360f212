// @ts-check
// The JSON of REST and WebSocket, as /openapi.yaml describes it. A key that is absent means "undefined", never 0.

/**
 * @typedef {'reply' | 'late' | 'lost' | 'icmpError' | 'refused' | 'reset' | 'serverLost' | 'sendFailed' | 'resolveFailed'} OutcomeName
 */

/**
 * @typedef {object} IcmpError
 * @property {number} type
 * @property {number} code
 * @property {string} name
 * @property {string} from
 * @property {number} [info] the next hop's MTU
 * @property {number} [afterNanos] how long after its probe it came
 * @property {{label: number, trafficClass: number, ttl: number}[]} [mpls] what the router saw on the probe, outermost first
 */

/**
 * @typedef {object} Sample
 * @property {string} [ping]
 * @property {number} seq
 * @property {string} at when the probe was sent
 * @property {OutcomeName} outcome
 * @property {number} [rttNanos]
 * @property {'kernel' | 'kernelReceive' | 'process'} [rttSource]
 * @property {string} [from]
 * @property {number} [lagNanos]
 * @property {boolean} [untagged]
 * @property {number} [ttl]
 * @property {string} [error]
 * @property {IcmpError} [icmp]
 */

/**
 * @typedef {object} Counters
 * @property {number} planned
 * @property {number} sent
 * @property {number} replied
 * @property {number} late
 * @property {number} lost
 * @property {number} icmpErrors
 * @property {number} refused
 * @property {number} reset
 * @property {number} serverLost
 * @property {number} inFlight
 * @property {number} sendFailed
 * @property {number} skipped
 * @property {number} duplicates
 * @property {number} reordered
 * @property {number} corrupt
 * @property {number} wrongSource
 * @property {number} conflicts
 */

/** @typedef {'connect' | 'echo' | 'stream' | 'greeting'} TcpMode */

/**
 * @typedef {object} RttSummary
 * @property {number} count
 * @property {number} min
 * @property {number} mean
 * @property {number} median
 * @property {number} p95
 * @property {number} p99
 * @property {number} max
 * @property {number} stddev
 */

/**
 * @typedef {object} Ping
 * @property {string} id
 * @property {string} name
 * @property {string} target
 * @property {string} address
 * @property {'running' | 'stopping' | 'stopped' | 'finished' | 'failed'} state
 * @property {string} [reason]
 * @property {string} startedAt
 * @property {string} [endedAt]
 * @property {string} interval
 * @property {string} timeout
 * @property {number} [count]
 * @property {number} size
 * @property {string} family
 * @property {number} [ttl]
 * @property {number} [tos]
 * @property {TcpMode} [mode] only of a TCP ping
 * @property {Counters} counters
 * @property {number} [lossPercent]
 * @property {{concluded: number, unanswered: number, lossPercent?: number}} lastMinute
 * @property {number} [lastRttNanos]
 * @property {RttSummary} [rttNanos]
 * @property {number} [jitterNanos]
 * @property {number} [ipdvMeanAbsoluteNanos]
 * @property {string} recent one letter per probe, oldest first
 */

/**
 * What a new ping is asked for with; durations are text such as `200ms`.
 *
 * @typedef {object} PingRequest
 * @property {string} target
 * @property {string} [name]
 * @property {string} [interval]
 * @property {string} [timeout]
 * @property {number | string} [count] text only where a person typed something that is no number
 * @property {number | string} [size]
 * @property {string} [family]
 * @property {number | string} [ttl]
 * @property {number | string} [tos]
 * @property {string} [mode]
 */

/** The same for many targets. @typedef {Omit<PingRequest, 'target' | 'name'> & {targets: string}} BatchRequest */

/**
 * What an echo server does on purpose; durations are text such as `50ms`.
 *
 * @typedef {object} Impairment
 * @property {number} loss 0-1
 * @property {number} burst how many are lost in a row on average
 * @property {'lost' | 'silent' | 'reset'} lossAs how a TCP server loses
 * @property {number} icmpError 0-1
 * @property {'hostUnreachable' | 'portUnreachable' | 'netUnreachable' | 'prohibited' | 'timeExceeded'} icmpErrorAs
 * @property {string} delay
 * @property {string} jitter
 * @property {'uniform' | 'normal'} jitterShape
 * @property {number} duplicate 0-1
 * @property {number} reorder 0-1
 * @property {number} corrupt 0-1
 * @property {number} [bitsPerSecond] 0 in a request lifts the bound
 * @property {number} requestLoss 0-1
 * @property {string} requestDelay
 * @property {string} requestJitter
 * @property {number} [requestBitsPerSecond]
 * @property {number} stall 0-1
 * @property {string} stallTime
 * @property {string} closeDelay
 * @property {number} [seed]
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

/**
 * @typedef {object} EchoServerState
 * @property {string} id
 * @property {string} protocol
 * @property {string} host
 * @property {number} port
 * @property {string} [listening]
 * @property {'running' | 'stopped' | 'failed'} state
 * @property {string} [reason]
 * @property {'lab' | 'rfc862' | 'greeting'} mode
 * @property {number} received
 * @property {number} replied
 * @property {number} waiting answers that the impairment holds back now
 * @property {Record<string, number>} drops
 * @property {Record<string, number>} injected what it did to answers that were given
 * @property {{open: number, accepted: number, refused: number, idle: number, reset: number}} [connections] of a TCP server
 * @property {number} [kernelDrops]
 */

/**
 * How a pinger worker does.
 *
 * @typedef {object} Worker
 * @property {number} worker
 * @property {number} pings
 * @property {number} probesPerSecond
 * @property {{p50: number, p99: number, max: number}} [latenessNanos]
 * @property {number} [kernelDrops]
 * @property {'kernel' | 'kernelReceive' | 'process'} clocks
 * @property {{staleReplies: number, forgedReplies: number, corruptReplies: number, unmatchedReplies: number, unmatchedErrors: number, advisoryErrors: number}} strays
 */

/** @typedef {EchoServerState & Impairment} EchoServer */

/**
 * @typedef {object} SystemInfo
 * @property {string} version
 * @property {string} startedAt
 * @property {Worker[]} workers
 * @property {{implementation: string, icmpErrors: boolean, kernelStamps: boolean, icmp: boolean, noIcmpAnswers?: string, missing: string[]}} capabilities
 * @property {{target: string, interval: string, timeout: string, size: number, labLoss: number}} defaults
 */

/**
 * RFC 9457.
 *
 * @typedef {object} Problem
 * @property {string} [type]
 * @property {string} title
 * @property {number} status
 * @property {string} [detail]
 * @property {{field: string, message: string}[]} [errors]
 */

/**
 * `stale`: the connection stands but three keepalives are missing. `broken`: it is gone and will be tried again.
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
 * @typedef {'waiting' | 'alive' | 'late' | 'stopped' | 'restarted' | 'goodbye' | 'losing' | 'monitorPaused' | 'unknown'} BeatStateName
 */

/** @typedef {{expected: number, lost: number, lossPercent?: number}} BeatLoss */

/**
 * @typedef {object} HeartbeatRules
 * @property {string} interval
 * @property {'set' | 'learned' | 'assumed'} intervalSource
 * @property {string} grace
 * @property {'set' | 'learned' | 'assumed'} graceSource
 * @property {number} lateMisses
 * @property {number} misses
 * @property {number} lossThreshold
 * @property {string} lateAfter
 * @property {string} stoppedAfter
 * @property {{loss: number, chance: number}} falseAlarm
 */

/**
 * @typedef {object} Heartbeat an application that says it is alive
 * @property {string} name
 * @property {boolean} configured
 * @property {boolean} signed
 * @property {'udp' | 'http'} via
 * @property {string} [sender]
 * @property {BeatStateName} state
 * @property {string} since
 * @property {string} [lastSeen]
 * @property {number} [silentNanos] how long its newest beat is ago
 * @property {string} [expectedNext]
 * @property {number} [lastSequence]
 * @property {string} [epoch]
 * @property {{received: number, lost: number, unseen: number, duplicates: number, reordered: number, tooOld: number, oldRun: number, restarts: number}} counts
 * @property {BeatLoss} lastMinute
 * @property {BeatLoss} lastHour
 * @property {BeatLoss} lastDay
 * @property {HeartbeatRules} rules
 * @property {{aboveMinimumNanos?: number, ipdvMeanAbsoluteNanos?: number}} [delay]
 * @property {string} recent
 * @property {Record<string, number>} rejected
 */

/**
 * @typedef {object} BeatMonitor
 * @property {string} [listening]
 * @property {string} [reason]
 * @property {number} datagrams
 * @property {number} beats
 * @property {Record<string, number>} rejected
 * @property {number} evicted
 * @property {number} [kernelDrops]
 * @property {Record<string, number>} states
 * @property {number} pauses
 */

/** @typedef {{name: string, target: string, interval: string, sent: number, refused: number}} BeatSender */

/** @typedef {{id: number, name: string, from: BeatStateName, to: BeatStateName, at: string, reason: string}} BeatChange */

/**
 * @typedef {object} HeartbeatFrame
 * @property {Heartbeat[]} heartbeats those that need attention first
 * @property {number} total
 * @property {BeatMonitor} monitor
 * @property {BeatChange[]} changes newest first
 */

export {};
