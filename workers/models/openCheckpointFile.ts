/** A single-file checkpoint that a person chose or dropped, alone or with a tokenizer and a scheduler beside it. */
import { inspectCheckpoint } from '@weft/engine';
import type { LocalFile } from '../../src/contract/modelsWorker.ts';
import { familyText } from './familyText.ts';
import { localSource } from './localSource.ts';
import { newModelId } from './modelIdentity.ts';
import type { LocalModel } from './openFolder.ts';

/** What a person may put beside it, in diffusers' layout, to override what the studio would take. */
const BESIDE = /(?:^|\/)((?:tokenizer|scheduler)\/[^/]+)$/;

/** The model, or null where the files are none or several checkpoints. @throws ArchitectureError, WeightsError */
export async function openCheckpointFile(files: readonly LocalFile[]): Promise<LocalModel | null> {
  const checkpoints = files.filter(({ path }) => /\.safetensors$/i.test(path));
  const [checkpoint] = checkpoints;
  if (!checkpoint || checkpoints.length > 1 || files.some(({ path }) => /(?:^|\/)unet\//.test(path))) return null;
  const { file } = checkpoint;
  const name = file.name.replace(/\.safetensors$/i, '') || 'My model';
  const contents = new Map([[file.name, file]]);
  for (const { path, file: other } of files) {
    const [, beside] = BESIDE.exec(path) ?? [];
    if (beside) contents.set(beside, other);
  }
  const family = familyText(await inspectCheckpoint(localSource(name, contents, file.name)));
  return {
    model: {
      id: newModelId(name),
      name,
      origin: { kind: 'file', name: file.name },
      layout: 'single-file',
      family,
      files: [...contents].map(([path, { size }]) => ({ path, bytes: size, digest: null })),
      addedAt: Date.now(),
    },
    contents,
  };
}
