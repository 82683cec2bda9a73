/** The package's examples for Node and its README's, run as a stranger has them, on the tiny model. */
import { execFile } from 'node:child_process';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parseSafetensors } from '@weft/engine';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installPackedEngine } from './packedEngine.ts';

const run = promisify(execFile);
const TINY = fileURLToPath(new URL('../fixtures/tiny/', import.meta.url));
const MINUTES = 60_000;

describe('the packed engine', () => {
  let folder = '';

  beforeAll(async () => {
    folder = await installPackedEngine('onnxruntime-node');
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
    expect(await learntLayers('adapter.safetensors')).toBeGreaterThan(0);
  });

  it('trains as the README says', { timeout: 2 * MINUTES }, async () => {
    const readme = await readFile(join(folder, 'node_modules/@weft/engine/README.md'), 'utf8');
    const [, code = ''] = /```js\n([\s\S]*?)```/.exec(readme) ?? [];
    const short = code.replace('...STARTER_LORA,', '...STARTER_LORA, steps: 3, classImages: 1,');
    expect(short).not.toBe(code);
    await writeFile(join(folder, 'readme.mjs'), short);
    await cp(TINY, join(folder, 'my-model'), { recursive: true });
    for (const name of ['sample-01.webp', 'sample-02.webp']) {
      await cp(join('public/samples', name), join(folder, 'my-pictures', name));
    }
    await rm(join(folder, 'adapter.safetensors'), { force: true });
    const { stdout } = await run('node', ['readme.mjs'], { cwd: folder });
    expect(stdout).toContain('step 3 of 3');
    expect(await learntLayers('adapter.safetensors')).toBeGreaterThan(0);
  });

  /** The layers of a file whose B, zero at first, is so no longer. */
  async function learntLayers(file: string): Promise<number> {
    const { tensors } = parseSafetensors(new Uint8Array(await readFile(join(folder, file))));
    const learnt = (bytes: Uint8Array) => bytes.some((byte) => byte !== 0);
    return [...tensors].filter(([name, { bytes }]) => name.endsWith('lora_B.weight') && learnt(bytes)).length;
  }
});
