/** Writes what is chosen of all that is kept as one backup, record by record. */
import { StudioError } from '../../contract/errors.ts';
import type { ByteSink } from '../../kit/files/ZipWriter.ts';
import { cancelled } from '../../kit/worker/outcome.ts';
import { BackupWriter } from './file/BackupWriter.ts';
import { SECTIONS, type Section } from './records/sections.ts';
import { SOURCES, type SourceRecord } from './records/sources.ts';

export interface WrittenBackup {
  records: number;
  /** Records that storage no longer has whole: they are not in it. */
  left: number;
  bytes: number;
}

/**
 * @param onProgress hears how many records of how many are written
 * @throws StudioError `cancelled` where the signal is aborted, `storage-full` where it is more than a zip can hold
 */
export async function writeBackup(
  sections: ReadonlySet<Section>,
  sink: ByteSink,
  { onProgress, signal }: { onProgress: (done: number, total: number) => void; signal: AbortSignal },
  now: number = Date.now(),
): Promise<WrittenBackup> {
  const chosen: SourceRecord[] = [];
  for (const section of SECTIONS) if (sections.has(section)) chosen.push(...(await SOURCES[section]()));
  const writer = new BackupWriter(sink);
  await writer.begin(now);
  let left = 0;
  for (const [done, { store, id, read }] of chosen.entries()) {
    if (signal.aborted) throw new StudioError(cancelled());
    onProgress(done, chosen.length);
    const found = await read();
    if (found) await writer.record(store, id, found.record, found.files);
    else left += 1;
  }
  await writer.end();
  return { records: chosen.length - left, left, bytes: writer.bytes };
}
