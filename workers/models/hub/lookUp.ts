/** Looks at a repository: whether the studio can use it, and which of its files it would take. */

import { inspectCheckpoint, readFolderConfigs } from '@weft/engine';
import { studioError } from '../../../src/contract/errors.ts';
import type { StoredModel } from '../../../src/contract/models.ts';
import type { HubRequest, UnknownHub } from '../../../src/contract/modelsWorker.ts';
import { chooseFiles } from '../chooseFiles.ts';
import { familyText } from '../familyText.ts';
import { hubModelId } from '../modelIdentity.ts';
import { parseHubAddress } from './hubAddress.ts';
import { fileUrl, listRepository } from './hubListing.ts';
import { hubSource } from './hubSource.ts';
import { isKnownHub, tokenFor } from './hubTrust.ts';

/**
 * A model that isn't there yet; or the hub that has to be confirmed before anything is sent there.
 * @throws StudioError or ArchitectureError where it can't be used or can't be had
 */
export async function lookUp(request: HubRequest, signal: AbortSignal): Promise<StoredModel | UnknownHub> {
  const address = parseHubAddress(request.repository);
  const { hub, repository } = address;
  if (!isKnownHub(hub, request.confirmedHubs)) return { unknownHub: hub };
  const access = { repository, token: tokenFor(hub, request.token, request.confirmedHubs) };
  const { commit, files } = await listRepository(address, access, signal);
  const byPath = new Map(files.map((file) => [file.path, file]));
  const urlOf = (path: string) => fileUrl(hub, repository, commit, path);
  const whole = hubSource({ name: repository, files: byPath, urlOf, access, signal });
  // Of another architecture that is to be said, not that it lacks a folder which only Stable Diffusion has.
  await readFolderConfigs(whole);
  const chosen = chooseFiles(new Set(byPath.keys()));
  const family = familyText(await inspectCheckpoint({ ...whole, paths: new Set(chosen) }));
  return {
    id: hubModelId(repository, commit),
    name: repository.split('/')[1] ?? repository,
    origin: { kind: 'hub', hub, repository, commit },
    layout: 'diffusers',
    family,
    files: chosen.map((path) => {
      const file = byPath.get(path);
      if (!file) throw studioError('internal', `The listing lost ${path}.`, 'Try again.');
      return file;
    }),
    addedAt: Date.now(),
  };
}
