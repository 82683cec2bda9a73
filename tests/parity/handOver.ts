/** What the engine wrote, laid down for `reference/parity/check_ours.py`, where WEFT_PARITY_OURS names a folder. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import type { Picture } from '@weft/engine';
import sharp from 'sharp';

/** Files by their paths below `<kind>/<name>`, objects as JSON, and beside them `picture.png`, drawn with what they hold. */
export async function handOver(
  kind: 'adapters' | 'embeddings',
  name: string,
  { width, height, rgba }: Picture,
  files: Readonly<Record<string, Uint8Array | object>>,
): Promise<void> {
  if (!process.env.WEFT_PARITY_OURS) return;
  const folder = join(process.env.WEFT_PARITY_OURS, kind, name);
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content instanceof Uint8Array ? content : JSON.stringify(content));
  }
  await sharp(rgba, { raw: { width, height, channels: 4 } })
    .png()
    .toFile(join(folder, 'picture.png'));
}
