/** A repository's files as the hub lists them, at the commit that a revision names just now. */

import * as z from 'zod';
import { studioError } from '../../../src/contract/errors.ts';
import type { ModelFile } from '../../../src/contract/models.ts';
import type { HubAddress } from './hubAddress.ts';
import { askHub, type HubAccess } from './hubRequest.ts';

/** `GET /api/models/{repository}/revision/{revision}?blobs=true`, as far as it is read. */
const Listing = z.object({
  sha: z.string().regex(/^[0-9a-f]{7,64}$/),
  siblings: z.array(
    z.object({
      rfilename: z.string(),
      size: z.number().int().nonnegative().nullish(),
      blobId: z.string().nullish(),
      /** Of files that lie outside of git, as weights do. */
      lfs: z.object({ sha256: z.string(), size: z.number().int().nonnegative() }).nullish(),
    }),
  ),
});

export interface HubListing {
  commit: string;
  files: ModelFile[];
}

/** @throws StudioError where the hub can't be reached, refuses, or answers with something else */
export async function listRepository(
  { hub, repository, revision }: HubAddress,
  access: HubAccess,
  signal: AbortSignal,
): Promise<HubListing> {
  const url = `${hub}/api/models/${repository}/revision/${encodeURIComponent(revision)}?blobs=true`;
  const response = await askHub(url, access, signal);
  const parsed = Listing.safeParse(await response.json().catch(() => null));
  if (!parsed.success) {
    throw studioError(
      'model-unavailable',
      `${new URL(hub).host} doesn’t answer as a model hub does.`,
      'Check the address; it should be a repository on huggingface.co or on a mirror of it.',
    );
  }
  const { sha, siblings } = parsed.data;
  const files = siblings.map(({ rfilename, size, blobId, lfs }): ModelFile => {
    if (lfs) return { path: rfilename, bytes: lfs.size, digest: { kind: 'sha256', hex: lfs.sha256 } };
    return { path: rfilename, bytes: size ?? 0, digest: blobId ? { kind: 'git-blob', hex: blobId } : null };
  });
  return { commit: sha, files };
}

/** Where a file of a commit lies. */
export function fileUrl(hub: string, repository: string, commit: string, path: string): string {
  return `${hub}/${repository}/resolve/${commit}/${path.split('/').map(encodeURIComponent).join('/')}`;
}
