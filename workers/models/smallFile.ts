/** Configs and tokenizers are small: one that isn't is refused by its size, before any of it is in memory. */
import { MOST_SMALL_BYTES } from '@weft/engine';
import { studioError } from '../../src/contract/errors.ts';
import { say } from '../../src/contract/message.ts';

/** @throws StudioError where a file that should be small has more bytes than any such has */
export function refuseLong(path: string, bytes: number): void {
  if (bytes <= MOST_SMALL_BYTES) return;
  throw studioError(
    'model-unsupported',
    say('The model’s file {path} has {bytes} MB; such files have at most {most}.', {
      path,
      bytes: Math.round(bytes / 1e6),
      most: Math.round(MOST_SMALL_BYTES / 1e6),
    }),
    'Choose another model: this file is damaged, or another one under its name.',
  );
}
