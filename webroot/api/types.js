// @ts-check
// The JSON of REST and WebSocket, as /openapi.yaml describes it. A key that is absent means "undefined", never 0.

/**
 * @typedef {'reply' | 'late' | 'lost' | 'icmpError' | 'refused' | 'reset' | 'serverLost' | 'sendFailed' | 'resolveFailed' | 'unexpected' | 'tlsFailed' | 'flooded' | 'malformed'} OutcomeName
 */

/**
 * @typedef {object} IcmpError
 * @property {number} type
 * @property {number} code
 * @property {string} name
 * @property {string} from
 * @property {number} [info] the next hop's MTU
 * @property {number} [afterNanos] how long after its probe it came
 * @property {true} [afterTimeout] its probe was lost until then
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
 * @property {boolean} [selfDelayed] received while Pingdeck stood still
 * @property {number} [ttl]
 * @property {string} [error]
 * @property {IcmpError} [icmp]
 * @property {HttpAnswer} [http]
 * @property {TlsAnswer} [tls]
 * @property {DnsAnswer} [dns]
 * @property {{version: string, certificateExpiresAt?: string}} [starttls]
 * @property {string} [banner] what the server said first
 * @property {string} [echo] what an echo server sent back; only the newest samples tell it
 * @property {string} [reason] how a malformed answer breaks its protocol, or how far it came
 * @property {string} [answeredBy] who answered for an anycast address
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
 * @property {number} unexpected
 * @property {number} tlsFailed
 * @property {number} flooded
 * @property {number} malformed
 * @property {number} inFlight
 * @property {number} sendFailed
 * @property {number} skipped
 * @property {number} duplicates
 * @property {number} reordered
 * @property {number} corrupt
 * @property {number} wrongSource
 * @property {number} conflicts
 */

/** @typedef {'connect' | 'echo' | 'stream' | 'greeting' | 'starttls'} TcpMode */

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

/** @typedef {'up' | 'failing' | 'down' | 'unknown'} ServiceState */

/**
 * Where the service of a ping stands, from its newest probes.
 *
 * @typedef {object} ServiceStatus
 * @property {ServiceState} state
 * @property {string} since
 * @property {string} [reason] what most of those that were not answered as asked came to
 * @property {boolean} [reached] whether some of these reached the target
 */

/**
 * @typedef {object} AddressChange
 * @property {string} at
 * @property {string} from
 * @property {string} to the same as `from` if the address stays
 * @property {string} reason
 */

/**
 * @typedef {object} Ping
 * @property {string} id
 * @property {string} [notSaved] only in the answer to a change: why it is not on the disk
 * @property {string} name
 * @property {string} target
 * @property {string} address
 * @property {string[]} [otherAddresses] what its name stands for as well
 * @property {AddressChange[]} [addressChanges] oldest first
 * @property {true} [pin] the address is kept
 * @property {'running' | 'stopping' | 'stopped' | 'finished' | 'failed'} state
 * @property {string} [reason]
 * @property {BareIcmpError[]} [bareIcmpErrors] oldest first
 * @property {string} startedAt
 * @property {string} [endedAt]
 * @property {string} interval
 * @property {string} timeout
 * @property {number} [count]
 * @property {number} size
 * @property {string} family
 * @property {number} [ttl]
 * @property {number} [tos]
 * @property {TcpMode} [mode] only of a TCP ping or one that reads a greeting
 * @property {'GET' | 'HEAD' | 'POST'} [method] only of an HTTP ping
 * @property {string} [expect] only where answers have codes: HTTP, DNS and most greetings
 * @property {number} [follow] of an HTTP ping, as are those below
 * @property {string} [keyword]
 * @property {string} [keywordAbsent]
 * @property {boolean} [insecure]
 * @property {string} [headerFile]
 * @property {string} [userFile]
 * @property {string} [certFile]
 * @property {string} [keyFile]
 * @property {Counters} counters
 * @property {ServiceStatus} status
 * @property {number} [availabilityPercent]
 * @property {number} [lossPercent]
 * @property {{concluded: number, unanswered: number, lossPercent?: number}} lastMinute
 * @property {number} [lastRttNanos]
 * @property {RttSummary} [rttNanos]
 * @property {number} [jitterNanos]
 * @property {number} [ipdvMeanAbsoluteNanos]
 * @property {string} recent one letter per probe, oldest first
 */

/**
 * @typedef {object} Latency
 * @property {number} count
 * @property {number} min
 * @property {number} mean
 * @property {number} p50
 * @property {number} p90
 * @property {number} p95
 * @property {number} p99
 * @property {number} p999
 * @property {number} max
 * @property {number} stddev
 * @property {number} iqr
 */

/**
 * @typedef {object} WindowFigures
 * @property {'10probes' | '1m' | '5m' | '1h' | 'all'} window
 * @property {string} [from]
 * @property {number} concluded
 * @property {number} unanswered
 * @property {number} replied
 * @property {number} late
 * @property {number} lost
 * @property {number} icmpErrors
 * @property {number} refused
 * @property {number} reset
 * @property {number} serverLost
 * @property {number} unexpected
 * @property {number} tlsFailed
 * @property {number} flooded
 * @property {number} malformed
 * @property {number} sendFailed
 * @property {number} [lossPercent]
 * @property {number} [lossLowPercent]
 * @property {number} [lossHighPercent]
 * @property {Latency} [rttNanos]
 * @property {Latency} [plannedRttNanos]
 * @property {number} [ipdvMeanAbsoluteNanos]
 * @property {number} [jitterNanos]
 * @property {number} [jitterMeanNanos]
 * @property {number} stepsMeasured
 * @property {number} stepsUp
 * @property {number} [availabilityPercent]
 * @property {number} [maxLagNanos]
 */

/**
 * A stretch of a ping's past; without data it is its time alone.
 *
 * @typedef {object} Bucket
 * @property {string} at
 * @property {number} [sent]
 * @property {number} [replied]
 * @property {number} [late]
 * @property {number} [lost]
 * @property {number} [icmpErrors]
 * @property {number} [refused]
 * @property {number} [reset]
 * @property {number} [serverLost]
 * @property {number} [unexpected]
 * @property {number} [tlsFailed]
 * @property {number} [flooded]
 * @property {number} [malformed]
 * @property {number} [notSent]
 * @property {number} [maxLagNanos]
 * @property {number} [lossPercent]
 * @property {{count: number, min: number, p5: number, p25: number, median: number, p75: number, p95: number, max: number}} [rttNanos]
 */

/** @typedef {{fromNanos: number, toNanos: number, count: number}} HistogramBin */

/** @typedef {{ping: string, width: string, widthNanos: number, buckets: Bucket[], histogram: HistogramBin[]}} History */

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
 * @property {string} [method]
 * @property {string} [expect]
 * @property {string} [queryType]
 * @property {number | string} [follow]
 * @property {string} [keyword]
 * @property {string} [keywordAbsent]
 * @property {boolean} [insecure]
 * @property {string} [headerFile]
 * @property {string} [userFile]
 * @property {string} [certFile]
 * @property {string} [keyFile]
 * @property {boolean} [pin]
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
 * @property {string} [notSaved] only in the answer to a change: why it is not on the disk
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
 * @property {{at: string, received: number, replied: number, drops: Record<string, number>, injected: Record<string, number>}} sinceChange the same since what it does on purpose was last changed
 * @property {{open: number, accepted: number, refused: number, idle: number, reset: number}} [connections] of a TCP server
 * @property {number} [kernelDrops]
 */

/** An ICMP error that quotes nothing. @typedef {{at: string, type: number, code: number, name: string, from: string}} BareIcmpError */

/**
 * How a pinger worker does.
 *
 * @typedef {object} Worker
 * @property {number} worker
 * @property {number} pings
 * @property {number} probesPerSecond
 * @property {{p50: number, p99: number, max: number}} [latenessNanos]
 * @property {number} [kernelDrops]
 * @property {{tcp: number, http: number, most: number}} connectionSlots probes that wait on connections of their own, and how many of each kind may
 * @property {{count: number, longestNanos: number, suspensions: number, suspendedNanos: number}} stalls
 * @property {'kernel' | 'kernelReceive' | 'process'} clocks
 * @property {{staleReplies: number, forgedReplies: number, corruptReplies: number, unmatchedReplies: number, unmatchedErrors: number, advisoryErrors: number, bareErrors: number}} strays
 */

/** @typedef {EchoServerState & Impairment} EchoServer */

/**
 * How the keeping of history stands.
 *
 * @typedef {object} HistoryHealth
 * @property {'recording' | 'paused' | 'off'} state
 * @property {string} [reason]
 * @property {number} dropped samples that could not be kept
 * @property {number} queued
 * @property {number} writtenPerSecond
 * @property {number} bytes taken on the disk
 * @property {number} freeBytes what may still be taken
 * @property {number} [daysLeft]
 * @property {number} damaged
 * @property {{sampleDays: number, rollupDays: number, maxBytes: number}} [limits] how much is kept
 * @property {string[]} warnings
 */

/**
 * @typedef {object} SystemInfo
 * @property {string} version
 * @property {string} startedAt
 * @property {Worker[]} workers
 * @property {HistoryHealth} history
 * @property {{implementation: string, icmpErrors: boolean, kernelStamps: boolean, icmp: boolean, noIcmpAnswers?: string, missing: string[]}} capabilities
 * @property {{target: string, targetNote?: string, interval: string, timeout: string, size: number, labLoss: number}} defaults
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
 * @typedef {'waiting' | 'alive' | 'late' | 'stopped' | 'failed' | 'restarted' | 'goodbye' | 'losing' | 'monitorPaused' | 'unknown'} BeatStateName
 */

/** @typedef {{expected: number, lost: number, lossPercent?: number, unwatchedNanos: number}} BeatLoss */

/**
 * @typedef {object} HeartbeatRules
 * @property {string} interval
 * @property {'set' | 'learned' | 'assumed'} intervalSource
 * @property {string} grace
 * @property {'set' | 'learned' | 'assumed'} graceSource
 * @property {number} lateMisses
 * @property {number} misses
 * @property {number} lossThreshold
 * @property {boolean} own whether they are its own, not those for all
 * @property {string} lateAfter
 * @property {string} stoppedAfter
 * @property {{loss: number, chance: number}} falseAlarm
 */

/** @typedef {{interval: string, grace: string, lateMisses: number, misses: number, lossThreshold: number, assumedInterval: string}} RuleValues */

/**
 * @typedef {RuleValues & {file: Partial<RuleValues>, falseAlarm: {loss: number, chance: number}}} HeartbeatDefaults
 *   `file` holds what the configuration file says where something else holds
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
 * @property {number} [silentNanos] how long its newest beat is ago, Pingdeck's own pauses included
 * @property {{startedAt?: string, endedAt?: string, failed?: boolean, durationNanos?: number, exitCode?: number, message?: string, pingMillis?: number}} [lastRun] what it said of its last run, by HTTP
 * @property {string} [note] what a person should know besides
 * @property {string} [expectedNext]
 * @property {number} [lastSequence]
 * @property {string} [epoch]
 * @property {{received: number, lost: number, unseen: number, duplicates: number, reordered: number, tooOld: number, oldRun: number, restarts: number}} counts
 * @property {BeatLoss} lastMinute
 * @property {BeatLoss} lastHour
 * @property {BeatLoss} lastDay
 * @property {HeartbeatRules} rules
 * @property {{clockDifferenceNanos?: number, aboveMinimumNanos?: number, ipdvMeanAbsoluteNanos?: number}} [delay]
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
 * @property {HeartbeatDefaults} defaults
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

/**
 * @typedef {object} HttpAnswer
 * @property {number} status
 * @property {number} connectNanos
 * @property {number} [tlsNanos]
 * @property {number} firstByteNanos
 * @property {number} totalNanos
 * @property {string} [certificateExpiresAt]
 * @property {number} [redirects]
 * @property {true} [leftTls]
 */

/** @typedef {{fault: 'untrusted' | 'expired' | 'nameMismatch' | 'protocol' | 'alert' | 'unfinished', alert?: string, certificateExpiresAt?: string}} TlsAnswer */

/** @typedef {{rcode: string, answers: number, truncated?: true, afterNanos?: number}} DnsAnswer */

/** What a probe was answered besides its round trip. @typedef {{http?: HttpAnswer, tls?: TlsAnswer, dns?: DnsAnswer, starttls?: {version: string, certificateExpiresAt?: string}, banner?: string, reason?: string, answeredBy?: string}} Answer */
