/** A repository of a hub that may be asked: what it holds at its newest commit, and how that is read. */
import type { ModelSource } from '@weft/engine';
import type { StoredModel } from '../../../src/contract/models.ts';
import type { HubRequest, UnknownHub } from '../../../src/contract/modelsWorker.ts';
import { parseHubAddress } from './hubAddress.ts';
import { fileUrl, type HubListing, listRepository } from './hubListing.ts';
import { hubSource } from './hubSource.ts';
import { isKnownHub, tokenFor } from './hubTrust.ts';

export interface OpenRepository {
  /** Its own name, without its owner's. */
  name: string;
  origin: Extract<StoredModel['origin'], { kind: 'hub' }>;
  /** In the order of the listing. */
  files: HubListing['files'];
  byPath: ReadonlyMap<string, HubListing['files'][number]>;
  source: ModelSource;
}

/** The repository, or the hub that has to be confirmed first. @throws StudioError where its address can't be read, or it can't be had */
export async function openRepository(
  { repository: typed, token, confirmedHubs }: HubRequest,
  signal: AbortSignal,
): Promise<OpenRepository | UnknownHub> {
  const address = parseHubAddress(typed);
  const { hub, repository } = address;
  if (!isKnownHub(hub, confirmedHubs)) return { unknownHub: hub };
  const access = { repository, token: tokenFor(hub, token, confirmedHubs) };
  const { commit, files } = await listRepository(address, access, signal);
  const byPath = new Map(files.map((file) => [file.path, file]));
  const urlOf = (path: string) => fileUrl(hub, repository, commit, path);
  return {
    name: repository.split('/')[1] ?? repository,
    origin: { kind: 'hub', hub, repository, commit },
    files,
    byPath,
    source: hubSource({ name: repository, files: byPath, urlOf, access, signal }),
  };
}
