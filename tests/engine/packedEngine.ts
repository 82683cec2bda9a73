/** The engine as a stranger has it: built, packed, and installed into an empty folder beside a runtime. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ENGINE = fileURLToPath(new URL('../../engine/', import.meta.url));
const NPM = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'];

/**
 * Takes minutes at most; the package registry is asked for what npm's cache lacks.
 * @param runtime the runtime's package, of the version that is installed here
 * @returns path of the folder, which the caller removes; the package's examples lie in it, ready to run
 */
export async function installPackedEngine(runtime: 'onnxruntime-node' | 'onnxruntime-web'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'engine-'));
  await run('npm', ['run', 'build'], { cwd: ENGINE });
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: ENGINE });
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  const manifest = new URL(`../../node_modules/${runtime}/package.json`, import.meta.url);
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string };
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  await run('npm', ['install', ...NPM, `./${filename}`, `${runtime}@${version}`], { cwd: folder });
  await cp(join(folder, 'node_modules/@weft/engine/examples'), folder, { recursive: true });
  return folder;
}
