/**
 * The records of adapters. Earlier versions kept the numbers within; where such a record is read, its numbers move out
 * first and the record is rewritten after, so that a crash in between leaves it as it was.
 */
import { LoraAdapter } from '../../../contract/adapters.ts';
import { StudioError } from '../../../contract/errors.ts';
import { msg, say } from '../../../contract/message.ts';
import { writeAdapter } from '../../../files/adapterNumbers.ts';
import type { FileStore } from '../../../files/FileStore.ts';
import { StorageError } from '../../../files/StorageError.ts';
import { storedFiles } from '../../../files/storedFiles.ts';
import { NamedRecordStore } from '../../../kit/records/NamedRecordStore.ts';
import { parseRecord, type ReadBack } from '../../../kit/records/RecordStore.ts';
import { errorInfoOf } from '../../../kit/worker/outcome.ts';
import { AdapterRecord } from './adapterRecords.ts';
import { unkeptNumbers } from './unkeptNumbers.ts';

export class AdapterRecordStore extends NamedRecordStore<AdapterRecord> {
  constructor(private readonly files: FileStore) {
    super('weft-adapters', msg('the library'), AdapterRecord);
  }

  override readAll(): Promise<ReadBack<AdapterRecord>> {
    return this.readUpdated((stored) => movedOut(this.files, stored));
  }

  /** Numbers that lie within the record stay there, as long as there is no room for them elsewhere. */
  protected override asStored(record: AdapterRecord, before: unknown): unknown {
    const within = isObject(before) && isObject(before.adapter) ? before.adapter.theta : undefined;
    const theta = within ?? unkeptNumbers.get(record.id)?.theta;
    if (theta === undefined) return record;
    const { bytes: _, ...layers } = record.adapter;
    return { ...record, adapter: { ...layers, theta } };
  }

  /** Puts the record alone. @throws StorageError; StudioError where its numbers are in no storage */
  override async put(id: string, change: (record: AdapterRecord | null) => AdapterRecord | null) {
    const unkept = unkeptNumbers.get(id);
    if (unkept && !unkept.inRecord) throw new StudioError(unkept.error);
    return super.put(id, change);
  }
}

/**
 * The record that takes the place of one with its numbers within, which have been stored; null for one that has none.
 * Where there is no room for them they are held, and the record stays as it is.
 */
export async function movedOut(files: FileStore, stored: unknown): Promise<AdapterRecord | null> {
  const whole = isObject(stored) ? parseRecord(LoraAdapter, stored.adapter) : null;
  const record = whole && parseRecord(AdapterRecord, stored);
  // A damaged record is told of where it is read.
  if (!whole || !record) return null;
  const { id } = record;
  try {
    await writeAdapter(files, id, whole);
    return record;
  } catch (cause) {
    const error = errorInfoOf(new StorageError(say('Could not move the library’s adapters'), cause));
    unkeptNumbers.set(id, { theta: whole.theta as Float32Array<ArrayBuffer>, error, inRecord: true });
    return null;
  }
}

export const adapterRecords = new AdapterRecordStore(storedFiles);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
