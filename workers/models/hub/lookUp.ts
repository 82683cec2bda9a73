/** Looks at a repository: whether the studio can use it, and which of its files it would take. */

import { inspectCheckpoint, readFolderConfigs } from '@weft/engine';
import { studioError } from '../../../src/contract/errors.ts';
import { say } from '../../../src/contract/message.ts';
import type { StoredModel } from '../../../src/contract/models.ts';
import type { HubRequest, UnknownHub } from '../../../src/contract/modelsWorker.ts';
import { chooseFiles } from '../chooseFiles.ts';
import { familyText } from '../familyText.ts';
import { hubModelId } from '../modelIdentity.ts';
import { openRepository } from './openRepository.ts';

/**
 * A model that isn't there yet; or the hub that has to be confirmed before anything is sent there.
 * @throws StudioError or ArchitectureError where it can't be used or can't be had
 */
export async function lookUp(request: HubRequest, signal: AbortSignal): Promise<StoredModel | UnknownHub> {
  const opened = await openRepository(request, signal);
  if ('unknownHub' in opened) return opened;
  const { name, origin, byPath, source: whole } = opened;
  // Of another architecture that is to be said, not that it lacks a folder which only Stable Diffusion has.
  await readFolderConfigs(whole);
  const chosen = chooseFiles(new Set(byPath.keys()));
  const family = familyText(await inspectCheckpoint({ ...whole, paths: new Set(chosen) }));
  return {
    id: hubModelId(origin.repository, origin.commit),
    name,
    origin,
    layout: 'diffusers',
    family,
    files: chosen.map((path) => {
      const file = byPath.get(path);
      if (!file) throw studioError('internal', say('The listing lost {path}.', { path }), 'Try again.');
      return file;
    }),
    addedAt: Date.now(),
  };
}
