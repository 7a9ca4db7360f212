// @ts-check
// What belongs to which protocol of a target. Pure.
/** @import { Ping, TcpMode } from '../api/types.js' */

/** Protocols in the order a person looks for them, each with a target that shows how it is written. */
export const EXAMPLES = [
  'udp://127.0.0.1:12000',
  'tcp://127.0.0.1:12001',
  'icmp://127.0.0.1',
  'http://127.0.0.1:8080/',
  'https://host.example/',
  'dns://192.0.2.53/host.example?type=A',
  'ftp://files.example',
  'smtp://mail.example',
  'pop3://mail.example',
  'imap://mail.example',
  'nntp://news.example',
  'telnet://host.example',
  'gopher://host.example',
];

/** What a TCP ping measures, or, as `starttls`, one of a mail server. @type {Record<TcpMode, {label: string, rtt: string}>} */
export const TCP_MODES = {
  connect: { label: 'connect: TCP handshake', rtt: 'from the SYN to the end of the handshake' },
  echo: { label: 'echo: a line and its echo', rtt: 'from sending the line to the last byte of its echo, without the TCP handshake' },
  stream: {
    label: 'stream: lines on one connection',
    rtt: 'from sending the line to the last byte of its echo, on one connection for all probes. TCP retransmits lost packets, which shows as a long RTT',
  },
  starttls: {
    label: 'starttls: STARTTLS of a mail server',
    rtt: 'from the SYN to the reply to the second EHLO, including greeting, EHLO, STARTTLS and TLS handshake',
  },
  greeting: { label: 'greeting: first line of the server', rtt: 'from the SYN to the end of the first line of the server’s greeting' },
};

/** The scheme of a target, in small letters; empty if it has none. @param {string} target */
export function schemeOf(target) {
  return /^\s*([a-z0-9]+):/i.exec(target)?.[1].toLowerCase() ?? '';
}

/**
 * The fields of a form that a target's protocol has besides those of all.
 *
 * @param {string} target
 * @returns {readonly ('mode' | 'method' | 'expect' | 'queryType' | 'transport')[]}
 */
export function fieldsOf(target) {
  switch (schemeOf(target)) {
    case 'tcp':
      return ['mode'];
    case 'http':
    case 'https':
      return ['method', 'expect'];
    case 'dns':
      return ['queryType', 'transport', 'expect'];
    case 'smtp':
    case 'ftp':
    case 'nntp':
    case 'pop3':
    case 'imap':
      return ['expect'];
    default:
      return [];
  }
}

/** What an HTTP ping may do beyond its request. */
const HTTP_OPTIONS = /** @type {const} */ (['follow', 'keyword', 'keywordAbsent', 'insecure', 'headerFile', 'userFile']);

/**
 * The folded fields of a form that a target's protocol has besides those of all.
 *
 * @param {string} target
 * @returns {readonly (typeof HTTP_OPTIONS[number] | 'certFile' | 'keyFile')[]}
 */
export function optionsOf(target) {
  const scheme = schemeOf(target);
  if (scheme === 'https') return [...HTTP_OPTIONS, 'certFile', 'keyFile'];
  return scheme === 'http' ? HTTP_OPTIONS : [];
}

/** Whether the probes to a target have a size. @param {string} target */
export function hasSize(target) {
  return ['udp', 'tcp', 'icmp', ''].includes(schemeOf(target));
}

/** Whether a target is a DNS question that goes over TCP. @param {string} target */
function isDnsOverTcp(target) {
  return schemeOf(target) === 'dns' && /[?&]transport=tcp$/.test(target);
}

/** What a DNS target asks for. @param {string} target */
function queryTypeOf(target) {
  return /[?&]type=([a-z]+)/i.exec(target)?.[1].toUpperCase() ?? 'A';
}

/** What a ping does besides its target's scheme: the mode of TCP, the request of HTTP, type and transport of DNS. @param {Ping} ping @returns {string | undefined} */
export function kindOf({ target, mode, method }) {
  if (schemeOf(target) === 'dns') return `${queryTypeOf(target)}${isDnsOverTcp(target) ? ' over TCP' : ''}`;
  return method ?? (schemeOf(target) === 'tcp' || mode === 'starttls' ? mode : undefined);
}

/** What the RTT of a ping is, where that needs saying. @param {Ping} ping @returns {string | undefined} */
export function rttMeaning({ target, mode }) {
  switch (schemeOf(target)) {
    case 'http':
    case 'https':
      return 'from the start of the TCP handshake to the last byte of the response, including TLS and followed redirects, excluding name resolution. Each probe opens a new connection';
    case 'dns':
      return isDnsOverTcp(target)
        ? 'from the SYN to the last byte of the response, with any response code. Each probe opens a new connection'
        : 'from sending the query to its response, with any response code';
    case 'telnet':
      return 'from the SYN to the first bytes of the server. TELNET options are not negotiated';
    case 'gopher':
      return 'from the SYN to the end of the first line of the menu, which an empty line requests';
    default:
      return mode && TCP_MODES[mode].rtt;
  }
}
