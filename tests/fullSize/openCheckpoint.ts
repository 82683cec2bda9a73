/** The full-size model with random weights. `scripts/fullSizeTests.mjs` names its folder. */
import { resolve } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { loadCheckpoint } from '@weft/engine';
import type { Checkpoint } from '@weft/engine/internal';
import { folderSource } from '../engine/folderSource.ts';

const FOLDER = pathToFileURL(`${resolve(process.env.WEFT_FULL_SIZE_MODEL ?? '.cache/sd15-random-f16')}/`);

/** Its checkpoint, of which nothing is read yet that a device doesn't ask for. */
export function openCheckpoint(): Promise<Checkpoint> {
  return loadCheckpoint(folderSource(FOLDER, 'random'));
}
