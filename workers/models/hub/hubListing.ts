/** A repository's files as the hub lists them, at the commit that a revision names just now. */

import { parseShallowJson } from '@weft/engine';
import * as z from 'zod';
import { studioError } from '../../../src/contract/errors.ts';
import { say } from '../../../src/contract/message.ts';
import { type ModelFile, ModelPath } from '../../../src/contract/models.ts';
import type { HubAddress } from './hubAddress.ts';
import { askHub, type HubAccess, readUpTo } from './hubRequest.ts';

/** Bytes of a listing, files in it, and bytes of one of them at most. */
const MOST_LISTING_BYTES = 32 * 2 ** 20;
const MOST_FILES = 20_000;
const MOST_BYTES = 1e12;

/** `GET /api/models/{repository}/revision/{revision}?blobs=true`, as far as it is read. */
const size = z.number().int().nonnegative().max(MOST_BYTES);
const Listing = z.object({
  sha: z.string().regex(/^[0-9a-f]{7,64}$/),
  siblings: z
    .array(
      z.object({
        rfilename: z.string().max(1024),
        size: size.nullish(),
        blobId: z
          .string()
          .regex(/^[0-9a-f]{40}$/)
          .nullish(),
        /** Of files that lie outside of git, as weights do. */
        lfs: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), size }).nullish(),
      }),
    )
    .max(MOST_FILES),
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
  const answer = await readUpTo(await askHub(url, access, signal), MOST_LISTING_BYTES + 1, signal);
  if (answer.length > MOST_LISTING_BYTES) {
    throw studioError(
      'model-unsupported',
      say('The hub’s listing of “{repository}” has more than {most} MiB, or never ends.', {
        repository,
        most: MOST_LISTING_BYTES / 2 ** 20,
      }),
      'Choose a repository that holds one model.',
    );
  }
  const parsed = Listing.safeParse(jsonOf(answer));
  if (!parsed.success && parsed.error.issues.some(({ code }) => code === 'too_big')) {
    throw studioError(
      'model-unsupported',
      say('The hub’s listing of “{repository}” is out of all bounds: at most {files} files of {size} GB are taken.', {
        repository,
        files: MOST_FILES,
        size: MOST_BYTES / 1e9,
      }),
      'Choose a repository that holds one model.',
    );
  }
  if (!parsed.success) {
    throw studioError(
      'model-unavailable',
      say('{host} doesn’t answer as a model hub does.', { host: new URL(hub).host }),
      'Check the address; it should be a repository on huggingface.co or on a mirror of it.',
    );
  }
  const { sha, siblings } = parsed.data;
  // A path that leads out of the repository's folder is nobody's file.
  const listed = siblings.filter(({ rfilename }) => ModelPath.safeParse(rfilename).success);
  const files = listed.map(({ rfilename, size, blobId, lfs }): ModelFile => {
    if (lfs) return { path: rfilename, bytes: lfs.size, digest: { kind: 'sha256', hex: lfs.sha256 } };
    return { path: rfilename, bytes: size ?? 0, digest: blobId ? { kind: 'git-blob', hex: blobId } : null };
  });
  return { commit: sha, files };
}

/** What it says; null where it is no JSON. */
function jsonOf(bytes: Uint8Array): unknown {
  try {
    return parseShallowJson(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

/** Where a file of a commit lies. */
export function fileUrl(hub: string, repository: string, commit: string, path: string): string {
  return `${hub}/${repository}/resolve/${commit}/${path.split('/').map(encodeURIComponent).join('/')}`;
}
