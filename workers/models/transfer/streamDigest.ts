/** Digests of files that come in pieces, so that no file has to be in memory whole. */
import type { ModelFile } from '../../../src/contract/models.ts';

export type DigestKind = NonNullable<ModelFile['digest']>['kind'];

export interface StreamDigest {
  add(piece: Uint8Array): void;
  /** Ends it; it can be begun anew then. */
  hex(): string;
  /** Forgets what was added. */
  beginAnew(): void;
}

/** @param bytes the length of the whole file, which git's names of contents depend on */
export async function streamDigest(kind: DigestKind, bytes: number): Promise<StreamDigest> {
  // Of its own, so that the worker answers before it is there.
  const { createSHA1, createSHA256 } = await import('hash-wasm');
  const hash = await (kind === 'sha256' ? createSHA256() : createSHA1());
  const beginAnew = () => {
    hash.init();
    if (kind === 'git-blob') hash.update(`blob ${bytes}\0`);
  };
  beginAnew();
  return { add: (piece) => void hash.update(piece), hex: () => hash.digest('hex'), beginAnew };
}
