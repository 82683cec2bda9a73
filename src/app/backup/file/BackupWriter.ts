/** Writes a backup record by record: no more of it is held than a piece of the file that is being written. */
import {
  BACKUP_FORMAT,
  BACKUP_HEADER,
  BACKUP_VERSION,
  type BackupRecord,
  LENGTH_FIELD,
} from '../../../contract/files/backup.ts';
import { type ByteSink, ZipWriter } from '../../../kit/files/ZipWriter.ts';
import { t } from '../../../kit/language/t.ts';
import { splitRecord } from '../records/recordJson.ts';
import { piecesOf } from './pieces.ts';

/** Pictures are named so, for who opens the zip by hand. */
const PNG = [0x89, 0x50, 0x4e, 0x47];

export interface RecordFile {
  /** As storage names it, below the record's own folder. */
  name: string;
  content: Blob;
}

export class BackupWriter {
  readonly #zip: ZipWriter;
  #records = 0;

  constructor(sink: ByteSink) {
    this.#zip = new ZipWriter(sink, t('Leave out checkpoints or films, or back up in two files.'));
  }

  /** Bytes written so far. */
  get bytes(): number {
    return this.#zip.bytes;
  }

  async begin(now: number): Promise<void> {
    const header = { format: BACKUP_FORMAT, version: BACKUP_VERSION, writtenAt: new Date(now).toISOString() };
    await this.#add(BACKUP_HEADER, json(header));
  }

  /** @throws StudioError `storage-full` where it is more than a zip can hold */
  async record(store: string, id: string, record: unknown, files: readonly RecordFile[] = []): Promise<void> {
    this.#records += 1;
    const place = `${store}/${String(this.#records).padStart(6, '0')}`;
    const { value, parts } = splitRecord(record);
    const named = await Promise.all(
      parts.map(async ({ field, content }, index) => ({
        content,
        path: `${place} ${index === 0 ? '' : `${index} `}${field}.${(await isPng(content)) ? 'png' : 'bin'}`,
      })),
    );
    const kept = files.map(({ name, content }) => ({ name, content, path: `${place} ${name.replaceAll('/', ' ')}` }));
    const about: BackupRecord = {
      store,
      id,
      value,
      parts: named.map(({ path, content }) => ({ path, bytes: content.size })),
      files: kept.map(({ name, path, content }) => ({ name, path, bytes: content.size })),
    };
    await this.#add(`${place}.json`, json(about));
    for (const { path, content } of [...named, ...kept]) await this.#add(path, content);
  }

  end(): Promise<void> {
    return this.#zip.end();
  }

  async #add(path: string, content: Blob): Promise<void> {
    const length = new DataView(new ArrayBuffer(4));
    length.setUint32(0, content.size, true);
    await this.#zip.add(path, piecesOf(content), { extra: { [LENGTH_FIELD]: new Uint8Array(length.buffer) } });
  }
}

const json = (value: unknown) => new Blob([JSON.stringify(value)]);

async function isPng(content: Blob): Promise<boolean> {
  const start = new Uint8Array(await content.slice(0, PNG.length).arrayBuffer());
  return PNG.every((byte, at) => start[at] === byte);
}
