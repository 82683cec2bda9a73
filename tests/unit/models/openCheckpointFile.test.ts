/** A single file that a person chose, told from a folder, and what they put beside it. */

import { readFileSync } from 'node:fs';
import { writeSafetensors } from '@weft/engine/internal';
import { describe, expect, it } from 'vitest';
import { openCheckpointFile } from '../../../workers/models/openCheckpointFile.ts';
import { folderFiles, originalTensors, smallModel } from '../../engine/model/singleFile/originalFile.ts';

const at = (path: string, content: BlobPart = 'x') => ({
  path,
  file: new File([content], path.split('/').at(-1) ?? path),
});
const checkpoint = (path: string) =>
  at(path, writeSafetensors(originalTensors(smallModel(2))) as Uint8Array<ArrayBuffer>);

it('is recognised by its header and stored as it is, with the tokenizer and the scheduler beside it', async () => {
  const chosen = [
    checkpoint('My models/Loom v2.safetensors'),
    at('My models/scheduler/scheduler_config.json', '{}'),
    at('My models/tokenizer/merges.txt'),
    at('My models/notes.txt'),
  ];
  const opened = await openCheckpointFile(chosen);
  expect(opened?.model).toMatchObject({
    name: 'Loom v2',
    layout: 'single-file',
    family: 'Stable Diffusion 2',
    origin: { kind: 'file', name: 'Loom v2.safetensors' },
  });
  expect(opened?.model.files.map(({ path }) => path)).toEqual([
    'Loom v2.safetensors',
    'scheduler/scheduler_config.json',
    'tokenizer/merges.txt',
  ]);
  expect([...(opened?.contents.keys() ?? [])]).toEqual(opened?.model.files.map(({ path }) => path));
});

it('is not looked for among a folder’s nets, nor where there are several', async () => {
  expect(await openCheckpointFile([at('m/unet/diffusion_pytorch_model.safetensors')])).toBeNull();
  expect(await openCheckpointFile([at('a.safetensors'), at('b.safetensors')])).toBeNull();
  expect(await openCheckpointFile([at('a.ckpt')])).toBeNull();
});

it('is refused with what it is instead', async () => {
  await expect(openCheckpointFile([at('a.safetensors', 'no tensors')])).rejects.toThrow(/header/);
});

describe('the .yaml beside it', () => {
  const velocity = readFileSync(new URL('../../fixtures/singleFile/beside.yaml', import.meta.url), 'utf8');
  const beside = async (name: string, yaml: string, ...more: ReturnType<typeof at>[]) =>
    openCheckpointFile([checkpoint('loom.safetensors'), at(name, yaml), ...more]);

  it('tells that the model predicts the velocity, and is said to', async () => {
    const opened = await beside('loom.yaml', velocity);
    expect(opened?.model.prediction).toBe('v_prediction');
    expect(opened?.notes).toEqual(['What it predicts was read from loom.yaml.']);
    expect(opened?.model.files.map(({ path }) => path)).toEqual(['loom.safetensors']);
    const noise = await beside('v1-inference.yaml', velocity.replace(/.*parameterization.*\n/, ''));
    expect(noise?.model.prediction).toBe('epsilon');
  });

  it.each([
    ['a: [', /left aside: it is not readable YAML/],
    ['notes: mine', /left aside: it says nothing/],
    [`a: &a [x, x]\nb: &b [${'*a, '.repeat(60)}]\nc: [${'*b, '.repeat(60)}]`, /left aside/],
    ['x'.repeat(32_769), /left aside: it is too long/],
  ])('is left aside with a word where it is something else', async (yaml, words) => {
    const opened = await beside('loom.yaml', yaml);
    expect(opened?.model.prediction).toBeUndefined();
    expect(opened?.notes.join()).toMatch(words);
  });

  it('is refused where it tells of another schedule, and left aside beside a scheduler', async () => {
    await expect(beside('loom.yaml', velocity.replace('0.00085', '0.0015'))).rejects.toThrow(/linear_start 0.0015/);
    await expect(beside('loom.yaml', velocity.replace('"v"', 'flow'))).rejects.toThrow(/predicts “flow”/);
    const opened = await beside('loom.yaml', velocity, at('scheduler/scheduler_config.json', '{}'));
    expect(opened?.model.prediction).toBeUndefined();
    expect(opened?.notes.join()).toMatch(/scheduler_config.json tells more/);
  });
});

describe('without an autoencoder', () => {
  const model = smallModel(2);
  const bare = originalTensors(model).filter(({ name }) => !name.startsWith('first_stage_model.'));
  const chosen = [at('loom.safetensors', writeSafetensors(bare) as Uint8Array<ArrayBuffer>)];

  it('takes that of a stored model of its family, and says so', async () => {
    const files = new Map(
      Object.entries(folderFiles(model))
        .filter(([path]) => path.startsWith('vae/'))
        .map(([path, content]) => {
          const bytes = content instanceof Uint8Array ? content : JSON.stringify(content);
          return [path, at(path, bytes as BlobPart).file] as const;
        }),
    );
    const asked: string[] = [];
    const opened = await openCheckpointFile(chosen, async (family) => {
      asked.push(family);
      return { name: 'Loom v1', files };
    });
    expect(asked).toEqual(['Stable Diffusion 2']);
    expect(opened?.notes).toEqual(['The file has no autoencoder: it takes that of “Loom v1”.']);
    expect(opened?.model.files.map(({ path }) => path)).toEqual([
      'loom.safetensors',
      'vae/config.json',
      'vae/diffusion_pytorch_model.safetensors',
    ]);
  });

  it('says what fits where nothing is stored', async () => {
    await expect(openCheckpointFile(chosen)).rejects.toThrow(/that of any Stable Diffusion 2 model fits/);
  });
});
