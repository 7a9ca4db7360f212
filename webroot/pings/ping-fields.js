// @ts-check
// The fields of a new ping, each with its fault below it.
/** @import { ApiProblem } from '../api/api.js' */
/** @import { FIELDS } from './form-data.js' */
import { TCP_MODES } from '../state/protocols.js';
import { formatCount } from '../text/format.js';
import { withCommands } from '../ui/commands.js';
import { html, ifDefined, live, nothing } from '../ui/lit.js';

/** @typedef {ApiProblem | undefined} Problem what the server said of the last attempt */
/** @typedef {typeof FIELDS[number]} FieldName */
/** @typedef {{label: string, placeholder?: string, numeric?: boolean}} Field */

/** A list with more faults than this is best mended in the file it came from. */
const SHOWN_FAULTS = 8;

const QUERY_TYPES = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'PTR', 'SOA', 'TXT', 'SRV', 'CAA'];
const HTTP_EXPECT = { label: 'Expected status', placeholder: '2xx,3xx' };
const DNS_EXPECT = { label: 'Expected response code', placeholder: 'NOERROR' };
const GREETING_EXPECT = { label: 'Expected greeting', placeholder: '2xx, +OK or OK,PREAUTH' };
const SECRETS = 'file name in ping.secretsDir';
const OPTION_FIELDS = {
  follow: { label: 'Redirects to follow', placeholder: '0', numeric: true },
  keyword: { label: 'Body must contain', placeholder: 'anything' },
  keywordAbsent: { label: 'Body must not contain', placeholder: 'nothing' },
  headerFile: { label: 'Header file', placeholder: SECRETS },
  userFile: { label: 'File with user:password', placeholder: SECRETS },
  certFile: { label: 'Client certificate file', placeholder: SECRETS },
  keyFile: { label: 'Client key file', placeholder: SECRETS },
};
const MODES = Object.entries(TCP_MODES).filter(([mode]) => mode !== 'starttls');

/** @param {FieldName} name @param {Field} field @param {Problem} problem @param {string} [value] its value until a person types */
export function textField(name, field, problem, value) {
  const fault = problem?.of(name);
  return html`<div class="field ${name}">
    <label for="new-${name}">${field.label}</label>
    <input
      id="new-${name}"
      name=${name}
      data-testid="field-${name}"
      value=${value ?? ''}
      placeholder=${field.placeholder ?? ''}
      inputmode=${field.numeric ? 'numeric' : 'text'}
      autocomplete="off"
      list=${ifDefined(name === 'target' ? 'target-examples' : undefined)}
      autocapitalize="off"
      spellcheck="false"
      aria-invalid=${fault ? 'true' : 'false'}
      aria-describedby=${ifDefined(fault ? `fault-${name}` : undefined)}
    />
    ${faultOf(name, problem)}
  </div>`;
}

/** @param {'method' | 'queryType' | 'transport' | 'insecure'} name @param {string} label @param {readonly string[]} values the first is the usual one @param {Problem} problem */
function choice(name, label, values, problem) {
  return html`<div class="field ${name}">
    <label for="new-${name}">${label}</label>
    <select id="new-${name}" name=${name} data-testid="field-${name}">
      <option value="">${values[0]}</option>
      ${values.slice(1).map((value) => html`<option value=${value}>${value}</option>`)}
    </select>
    ${faultOf(name, problem)}
  </div>`;
}

/** @param {Problem} problem */
function modeField(problem) {
  return html`<div class="field mode">
    <label for="new-mode">Measure</label>
    <select id="new-mode" name="mode" data-testid="field-mode">
      ${MODES.map(([mode, { label, rtt }]) => html`<option value=${mode} title="RTT: ${rtt}">${label}</option>`)}
    </select>
    ${faultOf('mode', problem)}
  </div>`;
}

/** @param {Problem} problem */
export function familyField(problem) {
  return html`<div class="field family">
    <label for="new-family">Address family</label>
    <select id="new-family" name="family" data-testid="field-family">
      <option value="">any</option>
      <option value="ipv4">IPv4</option>
      <option value="ipv6">IPv6</option>
    </select>
    ${faultOf('family', problem)}
  </div>`;
}

/** What only the protocol of the typed target has. @param {readonly FieldName[]} own @param {Problem} problem */
export function protocolFields(own, problem) {
  return html`${own.includes('mode') ? modeField(problem) : nothing}
  ${own.includes('method') ? choice('method', 'Request', ['GET', 'HEAD', 'POST'], problem) : nothing}
  ${own.includes('queryType') ? choice('queryType', 'Query type', QUERY_TYPES, problem) : nothing}
  ${own.includes('transport') ? choice('transport', 'Transport', ['UDP', 'TCP'], problem) : nothing}
  ${own.includes('expect') ? textField('expect', expectation(own), problem) : nothing}`;
}

/** @param {readonly FieldName[]} own @returns {Field} */
function expectation(own) {
  if (own.includes('method')) return HTTP_EXPECT;
  return own.includes('queryType') ? DNS_EXPECT : GREETING_EXPECT;
}

/** @param {keyof typeof OPTION_FIELDS | 'insecure'} name @param {Problem} problem */
export function optionField(name, problem) {
  return name === 'insecure' ? choice(name, 'Accept any certificate', ['no', 'yes'], problem) : textField(name, OPTION_FIELDS[name], problem);
}

/** @param {Problem} problem @param {string} typed */
export function targetsField(problem, typed) {
  const faults = problem?.all('targets') ?? [];
  return html`<div class="field targets">
    <label for="new-targets">Targets, one per line; # starts a comment</label>
    <textarea
      id="new-targets"
      name="targets"
      data-testid="field-targets"
      rows="4"
      .value=${live(typed)}
      spellcheck="false"
      placeholder=${'icmp://192.0.2.1\nudp://[2001:db8::1]:12000'}
      aria-invalid=${faults.length > 0 ? 'true' : 'false'}
      aria-describedby=${ifDefined(faults.length > 0 ? 'fault-targets' : undefined)}
    ></textarea>
    ${faults.length === 0
      ? nothing
      : html`<ul class="fault" id="fault-targets" data-testid="error-targets">
          ${faults.slice(0, SHOWN_FAULTS).map((fault) => html`<li>${fault}</li>`)}
          ${faults.length > SHOWN_FAULTS ? html`<li>and ${formatCount(faults.length - SHOWN_FAULTS)} more</li>` : nothing}
        </ul>`}
  </div>`;
}

/** @param {FieldName} name @param {Problem} problem */
function faultOf(name, problem) {
  const fault = problem?.of(name);
  return fault ? html`<p class="fault" id="fault-${name}" data-testid="error-${name}">${withCommands(fault)}</p>` : nothing;
}
