// Puts the page into the folder given: webroot as it is, and beside it lib/ with the libraries that lib/*.d.ts name.
// A browser resolves neither 'lit' nor 'uplot', and the page's security policy allows no inline import map,
// so each library file is copied with its imports rewritten to relative paths. Nothing is bundled.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, posix, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const webroot = fileURLToPath(new URL('../../webroot', import.meta.url));
const modules = join(webroot, 'node_modules');
const target = resolve(process.argv[2]);
const specifier = /(\b(?:from|import)\s*\(?\s*)(["'])([^"'\n]+)\2/g;
const notServed = /^(node_modules|test|package(-lock)?\.json|tsconfig\.json)$|\.(d\.ts|test\.js)$/;
const copied = new Set();

/** The file, below node_modules, that a browser means by a bare name. */
function resolveBare(name) {
  const [, pkg, rest] = /^((?:@[^/]+\/)?[^/]+)(.*)$/.exec(name);
  const manifest = JSON.parse(readFileSync(join(modules, pkg, 'package.json'), 'utf8'));
  let entry = manifest.exports?.[`.${rest}`] ?? (rest ? `.${rest}` : (manifest.module ?? manifest.main));
  while (typeof entry === 'object') entry = entry.browser ?? entry.import ?? entry.default;
  return posix.join(pkg, entry);
}

/** Rewrites the imports of a file at lib/`path` and copies what they name. */
function link(source, path) {
  return source.replace(specifier, (_, keyword, quote, name) => {
    const file = name.startsWith('.') ? posix.join(posix.dirname(path), name) : resolveBare(name);
    copyModule(file);
    const url = posix.relative(posix.dirname(path), file);
    return `${keyword}${quote}${url.startsWith('.') ? url : `./${url}`}${quote}`;
  });
}

function copyModule(file) {
  if (copied.has(file)) return;
  copied.add(file);
  const source = readFileSync(join(modules, file), 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, '');
  write(file, link(source, file));
  const pkg = file.split('/', file.startsWith('@') ? 2 : 1).join('/');
  if (existsSync(join(modules, pkg, 'LICENSE'))) {
    cpSync(join(modules, pkg, 'LICENSE'), join(target, 'lib', pkg, 'LICENSE'));
  }
}

function write(path, text) {
  const file = join(target, 'lib', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

rmSync(target, { recursive: true, force: true });
cpSync(webroot, target, {
  recursive: true,
  filter: (path) => !notServed.test(relative(webroot, path)),
});
for (const name of readdirSync(join(webroot, 'lib')).filter((file) => file.endsWith('.d.ts'))) {
  const library = basename(name, '.d.ts');
  write(`${library}.js`, link(readFileSync(join(webroot, 'lib', name), 'utf8'), `${library}.js`));
}
cpSync(join(modules, 'uplot/dist/uPlot.min.css'), join(target, 'lib/uplot.css'));
