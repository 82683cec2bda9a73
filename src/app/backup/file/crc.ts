/** Whether bytes of a backup are those that were written. */
import { createCRC32 } from 'hash-wasm';
import { passingPieces } from './pieces.ts';
import type { FoundPart } from './readBackup.ts';

export async function isWhole({ content, crc }: FoundPart): Promise<boolean> {
  const hash = await createCRC32();
  for await (const piece of passingPieces(content)) hash.update(piece);
  return Number.parseInt(hash.digest('hex'), 16) === crc;
}
