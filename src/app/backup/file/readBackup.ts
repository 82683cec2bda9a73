/**
 * Reads a backup from its beginning: each entry tells its length, so that one that was cut off is read as far as it is whole.
 * Nothing is unpacked, and no more of it is read than what is said of each record.
 */
import { parseShallowJson } from '@weft/engine';
import { studioError } from '../../../contract/errors.ts';
import {
  BACKUP_HEADER,
  BACKUP_VERSION,
  BackupHeader,
  BackupRecord,
  LENGTH_FIELD,
} from '../../../contract/files/backup.ts';
import { t } from '../../../kit/language/t.ts';

/** A record as it lies in a backup. */
export interface FoundRecord {
  store: string;
  id: string;
  value: BackupRecord['value'];
  parts: FoundPart[];
  files: (FoundPart & { name: string })[];
  /** Of all that it takes. */
  bytes: number;
}

/** Bytes in the file, and the checksum that they were written with. */
export interface FoundPart {
  content: Blob;
  crc: number;
}

export interface FoundBackup {
  records: FoundRecord[];
  writtenAt: string;
  /** What could not be read of it; null where it is whole. */
  broken: string | null;
  /** Records of which something is said that can't be. */
  unreadable: number;
}

/** What is said of one record, in bytes at most: its losses at every of some thousand steps are a few hundred thousand. */
const LARGEST_JSON = 32 * 2 ** 20;
const MOST_RECORDS = 200_000;
const LARGEST_HEADER = 4096;

const HEADER_BYTES = 30;
const WINDOW = 512;
const LOCAL_FILE = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
const CENTRAL_FILE = 0x02014b50;
const DESCRIPTOR_BYTES = 16;

interface Entry {
  path: string;
  part: FoundPart;
  /** Where the next begins. */
  end: number;
}

/** @throws StudioError `adapter-unsupported` where it is no backup, or one of a later version */
export async function readBackup(file: Blob, signal?: AbortSignal): Promise<FoundBackup> {
  const first = await entryAt(file, 0);
  if (!first || first === 'end' || first.path !== BACKUP_HEADER) throw notABackup();
  const header = BackupHeader.safeParse(await jsonOf(first.part, LARGEST_HEADER));
  if (!header.success) throw notABackup();
  if (header.data.version > BACKUP_VERSION) {
    throw studioError(
      'adapter-unsupported',
      t('A later version of Weft wrote this backup ({version}; this studio reads {readable}).', {
        version: header.data.version,
        readable: BACKUP_VERSION,
      }),
      t('Reload the page for a newer studio, and restore it there.'),
    );
  }
  const found: FoundBackup = { records: [], writtenAt: header.data.writtenAt, broken: null, unreadable: 0 };
  let at = first.end;
  for (;;) {
    signal?.throwIfAborted();
    const entry = await entryAt(file, at);
    if (entry === 'end') return found;
    if (!entry) return { ...found, broken: brokenAt(at, file.size) };
    at = entry.end;
    // Parts of a record that could not be read.
    if (!entry.path.endsWith('.json')) continue;
    const said = BackupRecord.safeParse(await jsonOf(entry.part, LARGEST_JSON));
    if (!said.success) {
      found.unreadable += 1;
      continue;
    }
    const bodies: FoundPart[] = [];
    const { store, id, value, parts, files } = said.data;
    for (const { path, bytes } of [...parts, ...files]) {
      const body = await entryAt(file, at);
      if (!body || body === 'end' || body.path !== path || body.part.content.size !== bytes) {
        return { ...found, broken: brokenAt(at, file.size) };
      }
      bodies.push(body.part);
      at = body.end;
    }
    if (found.records.length >= MOST_RECORDS) return { ...found, broken: t('holds more records than a studio has') };
    const bytes = bodies.reduce((sum, { content }) => sum + content.size, entry.part.content.size);
    const named = files.map(({ name }, index) => ({ name, ...(bodies[parts.length + index] as FoundPart) }));
    found.records.push({ store, id, value, parts: bodies.slice(0, parts.length), files: named, bytes });
  }
}

/** The entry that begins there; null where there is none that is whole, `end` where the zip's own list begins. */
async function entryAt(file: Blob, at: number): Promise<Entry | 'end' | null> {
  // Names of our own are shorter than what is read at once; others are bounded by what two bytes can tell.
  let header = await viewOf(file, at, Math.min(WINDOW, file.size - at));
  if (!header || header.byteLength < 4) return null;
  if (header.getUint32(0, true) === CENTRAL_FILE) return 'end';
  if (header.byteLength < HEADER_BYTES || header.getUint32(0, true) !== LOCAL_FILE) return null;
  if (header.getUint16(8, true) !== 0) return null;
  const [nameLength, extraLength] = [header.getUint16(26, true), header.getUint16(28, true)];
  if (HEADER_BYTES + nameLength + extraLength > header.byteLength) {
    header = await viewOf(file, at, HEADER_BYTES + nameLength + extraLength);
  }
  if (!header) return null;
  const rest = new DataView(header.buffer, HEADER_BYTES, nameLength + extraLength);
  const length = lengthIn(rest, nameLength);
  if (length === null) return null;
  const start = at + HEADER_BYTES + nameLength + extraLength;
  const descriptor = await viewOf(file, start + length, DESCRIPTOR_BYTES);
  if (descriptor?.getUint32(0, true) !== DESCRIPTOR || descriptor.getUint32(8, true) !== length) return null;
  const name = new Uint8Array(rest.buffer, rest.byteOffset, nameLength);
  return {
    path: new TextDecoder().decode(name),
    part: { content: file.slice(start, start + length), crc: descriptor.getUint32(4, true) },
    end: start + length + DESCRIPTOR_BYTES,
  };
}

/** The length that an entry's extra fields tell. */
function lengthIn(rest: DataView, from: number): number | null {
  for (let at = from; at + 4 <= rest.byteLength; at += 4 + rest.getUint16(at + 2, true)) {
    const isLength = rest.getUint16(at, true) === LENGTH_FIELD && rest.getUint16(at + 2, true) === 4;
    if (isLength && at + 8 <= rest.byteLength) return rest.getUint32(at + 4, true);
  }
  return null;
}

/** Null where the file ends before. */
async function viewOf(file: Blob, at: number, bytes: number): Promise<DataView | null> {
  if (bytes <= 0 || at + bytes > file.size) return null;
  return new DataView(await file.slice(at, at + bytes).arrayBuffer());
}

async function jsonOf({ content }: FoundPart, largest: number): Promise<unknown> {
  if (content.size > largest) return null;
  try {
    return parseShallowJson(await content.text());
  } catch {
    return null;
  }
}

function brokenAt(at: number, size: number): string {
  return t('ends, or is damaged, after {percent} % of it', { percent: Math.floor((100 * at) / Math.max(1, size)) });
}

const notABackup = () =>
  studioError(
    'adapter-unsupported',
    t('This is no backup of Weft, or another program packed it anew.'),
    t('Choose the .weft file as “Back up” wrote it.'),
  );
