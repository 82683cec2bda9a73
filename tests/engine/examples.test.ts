/**
 * The package as a stranger has it: built, packed, installed into an empty folder, and its examples for Node run there on
 * the tiny model.
 */
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parseSafetensors } from '@weft/engine';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const ENGINE = fileURLToPath(new URL('../../engine/', import.meta.url));
const TINY = fileURLToPath(new URL('../fixtures/tiny/', import.meta.url));
const MINUTES = 60_000;

describe('the packed engine', () => {
  let folder = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'engine-'));
    await run('npm', ['run', 'build'], { cwd: ENGINE });
    const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: ENGINE });
    const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
    const root = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
    await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
    const node = `onnxruntime-node@${root.devDependencies['onnxruntime-node']}`;
    await run(
      'npm',
      ['install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', `./${filename}`, node],
      {
        cwd: folder,
      },
    );
    for (const example of ['drawInNode.mjs', 'trainLoraInNode.mjs']) {
      await copyFile(join(ENGINE, 'examples', example), join(folder, example));
    }
  }, 10 * MINUTES);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('draws a picture', { timeout: 2 * MINUTES }, async () => {
    await run('node', ['drawInNode.mjs', TINY, 'picture.png'], { cwd: folder });
    const { data, info } = await sharp(join(folder, 'picture.png')).raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 64, height: 64, channels: 4 });
    expect(new Set(data).size).toBeGreaterThan(16);
  });

  it('trains a LoRA', { timeout: 2 * MINUTES }, async () => {
    const { stdout } = await run('node', ['trainLoraInNode.mjs', TINY, 'adapter.safetensors', '3'], { cwd: folder });
    const losses = [...stdout.matchAll(/^step \d+: loss (\S+)$/gm)].map(([, loss]) => Number(loss));
    expect(losses).toHaveLength(3);
    expect(losses.every((loss) => Number.isFinite(loss) && loss > 0)).toBe(true);
    const { tensors } = parseSafetensors(new Uint8Array(await readFile(join(folder, 'adapter.safetensors'))));
    expect([...tensors.keys()].some((name) => name.endsWith('lora_B.weight'))).toBe(true);
  });
});
