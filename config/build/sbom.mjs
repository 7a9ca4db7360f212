// sbom.mjs BOM LIST COPYRIGHT WEBROOT: adds the page's npm libraries to the bill of materials that Maven wrote, and lists in plain text
// what is shipped, with its licence. For the packages; see the profile `packages`.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [bomFile, listFile, copyrightFile, webroot] = process.argv.slice(2);
const modules = fileURLToPath(new URL('../../webroot/node_modules', import.meta.url));
const bom = JSON.parse(readFileSync(bomFile, 'utf8'));

/** Names of the libraries in the page's script: page.mjs puts the licence of each beside it. */
function shipped() {
  const licenses = join(webroot, 'licenses');
  return readdirSync(licenses).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(licenses, name)).map((part) => `${name}/${part}`) : [name],
  );
}

for (const name of shipped().sort()) {
  const { version, license } = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8'));
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  bom.components.push({
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    scope: 'required',
    licenses: [{ license: { id: license } }],
    purl,
  });
}
bom.components.sort((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1));
writeFileSync(bomFile, JSON.stringify(bom, null, 2) + '\n');

const licence = ({ license, expression }) => expression ?? license.id ?? license.name;
const lines = bom.components.map(({ group, name, version, licenses = [] }) => {
  const full = group ? `${group}:${name}` : name;
  return `${full} ${version}: ${licenses.map(licence).join(' or ') || 'see its JAR'}`;
});
writeFileSync(listFile, lines.sort().join('\n') + '\n');

writeFileSync(
  copyrightFile,
  `Pingdeck is under the Apache License 2.0: /usr/share/common-licenses/Apache-2.0

It comes with a Java runtime, built of OpenJDK: GPL-2 with the Classpath Exception, see
/usr/lib/pingdeck/java/legal, and with these libraries. The licences of those in the page
are in /usr/lib/pingdeck/webroot/licenses, of the others in their JARs.

${lines.join('\n')}
`,
);
