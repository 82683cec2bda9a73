/** A model's folder as a repository of the imitated hub, read from the disk as it is asked for. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type HubFile, ImitationHub } from '../browser/models/imitationHub.ts';

/** A hub with one repository, and its files' sizes. */
export async function serveModel(repository: string, folder: string): Promise<ImitationHub> {
  const hub = await ImitationHub.start();
  hub.add(repository, await filesOnDisk(folder));
  return hub;
}

async function filesOnDisk(folder: string): Promise<Map<string, HubFile>> {
  const files = new Map<string, HubFile>();
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const place = join(entry.parentPath, entry.name);
    const { size } = await stat(place);
    const [sha256, sha1] = [createHash('sha256'), createHash('sha1').update(`blob ${size}\0`)];
    for await (const piece of createReadStream(place)) {
      sha256.update(piece);
      sha1.update(piece);
    }
    files.set(relative(folder, place).replaceAll('\\', '/'), {
      size,
      sha256: sha256.digest('hex'),
      blobId: sha1.digest('hex'),
      read: (start, to) => createReadStream(place, { start, end: to - 1, highWaterMark: 1024 * 1024 }),
    });
  }
  return files;
}
