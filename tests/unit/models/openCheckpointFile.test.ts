/** A single file that a person chose, told from a folder, and what they put beside it. */

import { writeSafetensors } from '@weft/engine/internal';
import { expect, it } from 'vitest';
import { openCheckpointFile } from '../../../workers/models/openCheckpointFile.ts';
import { originalTensors, smallModel } from '../../engine/model/singleFile/originalFile.ts';

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
