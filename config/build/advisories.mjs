// advisories.mjs DEPENDENCIES FILE: asks a database of advisories for the weaknesses of the build's libraries, and writes FILE: rules of
// maven-enforcer-plugin that refuse the affected versions. See src/docs/building.md.
//
// DEPENDENCIES is the output of `mvn dependency:list`. The environment variable ADVISORY_DATABASE is the address of a server with the
// interface of OSV: POST /v1/query with a package gives its advisories, in the OSV format.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';

const HIGH = new Set(['HIGH', 'CRITICAL']);
const [dependencies, file] = process.argv.slice(2);
const database = process.env.ADVISORY_DATABASE;

/** Ends without changing the file. */
function fail(message) {
  console.error(`advisories: ${message}; ${file} stays as it is`);
  process.exit(1);
}

/** `group:artifact` of each line such as `   io.netty:netty-common:jar:4.2.18.Final:compile`. */
function packages() {
  const names = readFileSync(dependencies, 'utf8').matchAll(/^\s*([\w.-]+:[\w.-]+):jar:/gm);
  return [...new Set([...names].map(([, name]) => name))].sort();
}

async function query(name) {
  const found = [];
  let page_token;
  do {
    const body = JSON.stringify({ package: { ecosystem: 'Maven', name }, page_token });
    const response = await fetch(new URL('/v1/query', database), {
      method: 'POST',
      body,
      signal: AbortSignal.timeout(30_000),
    }).catch((error) => fail(`skipped: ${database} cannot be reached (${error.cause?.code ?? error.message})`));
    if (!response.ok) {
      fail(`${database} answers ${response.status} for ${name}`);
    }
    const page = await response.json();
    found.push(...(page.vulns ?? []));
    page_token = page.next_page_token;
  } while (page_token);
  return found;
}

/** The affected versions as Maven writes ranges: `(,2.0)`, `[4.2.0,4.2.18.Final)`. */
function ranges(advisory, name) {
  const found = [];
  for (const affected of advisory.affected.filter((part) => part.package.name === name)) {
    for (const { events } of (affected.ranges ?? []).filter((range) => range.type === 'ECOSYSTEM')) {
      let start;
      for (const event of events) {
        if (event.introduced !== undefined) {
          start = event.introduced === '0' ? '(' : `[${event.introduced}`;
        } else if (start !== undefined) {
          found.push(event.fixed ? `${start},${event.fixed})` : `${start},${event.last_affected}]`);
          start = undefined;
        }
      }
      if (start !== undefined) {
        found.push(`${start},)`);
      }
    }
  }
  return [...new Set(found)];
}

const escaped = (text) => text.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]).replace(/\s+/g, ' ');

function rule(advisory, name) {
  const severity = advisory.database_specific?.severity;
  const excludes = ranges(advisory, name).map((range) => `        <exclude>${name}:${range}</exclude>`);
  if (advisory.withdrawn || !HIGH.has(severity) || excludes.length === 0) {
    return [];
  }
  const id = advisory.aliases?.find((alias) => alias.startsWith('CVE-')) ?? advisory.id;
  return [
    '    <bannedDependencies>',
    `      <message>${id} (${severity.toLowerCase()}): ${escaped(advisory.summary ?? 'without a summary')}</message>`,
    '      <excludes>',
    ...excludes,
    '      </excludes>',
    '    </bannedDependencies>',
  ];
}

if (!database) {
  fail('skipped: ADVISORY_DATABASE does not name a database');
}
const before = readFileSync(file, 'utf8');
const known = [...before.matchAll(/^ *<bannedDependencies>.*?<\/bannedDependencies>$/gms)].map(([text]) => ({
  text,
  id: text.match(/<message>(\S+)/)[1],
  name: text.match(/<exclude>([^:]+:[^:]+):/)[1],
}));
const rules = [];
for (const name of packages()) {
  const found = (await query(name)).flatMap((advisory) => rule(advisory, name));
  // Such as a weakness of medium severity that somebody added because it concerns us.
  const added = known.filter((one) => one.name === name && !found.some((line) => line.includes(`>${one.id} `)));
  rules.push(...found, ...added.map(({ text }) => text));
}
const comment = before.match(/<!--.*?-->/s)?.[0] ?? '<!-- Known weaknesses. -->';
writeFileSync(
  `${file}.new`,
  ['<?xml version="1.0" encoding="UTF-8"?>', comment, '<enforcer>', '  <rules>', ...rules, '  </rules>', '</enforcer>', ''].join('\n'),
);
renameSync(`${file}.new`, file);
console.log(`advisories: ${rules.join('\n').split('<message>').length - 1} in ${file}`);
