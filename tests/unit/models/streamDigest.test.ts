/** Digests of files in pieces, against Node's own. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { streamDigest } from '../../../workers/models/transfer/streamDigest.ts';

const bytes = Uint8Array.from({ length: 3_000_001 }, (_, index) => (index * 31) % 251);
const gitBlob = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
const wanted = { sha256: createHash('sha256').update(bytes).digest('hex'), 'git-blob': gitBlob } as const;

describe.each(['sha256', 'git-blob'] as const)('the %s digest of a file in pieces', (kind) => {
  it('is that of the whole, wherever it is cut, and anew after that', async () => {
    const digest = await streamDigest(kind, bytes.length);
    for (const size of [1_000_000, 65_537]) {
      digest.add(Uint8Array.of(1, 2, 3));
      digest.beginAnew();
      for (let at = 0; at < bytes.length; at += size) digest.add(bytes.subarray(at, at + size));
      expect(digest.hex()).toBe(wanted[kind]);
      digest.beginAnew();
    }
  });

  it('of two files at once stays each one’s own', async () => {
    const [one, other] = [await streamDigest(kind, bytes.length), await streamDigest(kind, 0)];
    one.add(bytes.subarray(0, 100));
    other.add(bytes);
    one.add(bytes.subarray(100));
    expect(one.hex()).toBe(wanted[kind]);
  });
});
