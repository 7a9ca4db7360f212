// Puts the page into the folder given: its modules and libraries as one script, its styles as one sheet, minified and
// with source maps. As the hundred files that they are, one importing the next, a browser needed two seconds to start.
import { cpSync, existsSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const webroot = fileURLToPath(new URL('../../webroot', import.meta.url));
const target = resolve(process.argv[2]);
const { build } = createRequire(join(webroot, 'package.json'))('esbuild');

rmSync(target, { recursive: true, force: true });
for (const file of ['index.html', 'icon.svg']) cpSync(join(webroot, file), join(target, file));

const { metafile } = await build({
  absWorkingDir: webroot,
  entryPoints: ['main.js', 'page.css'],
  outdir: target,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  sourcemap: true,
  metafile: true,
  logLevel: 'warning',
});

// Their licenses ask to be handed on.
for (const input of Object.keys(metafile.inputs)) {
  const [folder, name] = /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input) ?? [];
  const license = folder && join(webroot, folder, 'LICENSE');
  if (license && existsSync(license)) cpSync(license, join(target, 'licenses', name, 'LICENSE'));
}
