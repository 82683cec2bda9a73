/** Digests of files that come in pieces, so that no file has to be in memory whole. */
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { ModelFile } from '../../../src/contract/models.ts';

export type DigestKind = NonNullable<ModelFile['digest']>['kind'];

export interface StreamDigest {
  add(piece: Uint8Array): void;
  /** Ends it. */
  hex(): string;
}

/** @param bytes the length of the whole file, which git's names of contents depend on */
export function streamDigest(kind: DigestKind, bytes: number): StreamDigest {
  const hash = kind === 'sha256' ? sha256.create() : sha1.create();
  if (kind === 'git-blob') hash.update(new TextEncoder().encode(`blob ${bytes}\0`));
  return { add: (piece) => void hash.update(piece), hex: () => bytesToHex(hash.digest()) };
}
