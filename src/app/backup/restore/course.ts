/** How a restoring gets on, and what its parts share: what was given up, what was taken, and under which ids. */
import { type ErrorInfo, StudioError, studioError } from '../../../contract/errors.ts';
import { t } from '../../../kit/language/t.ts';
import type { RecordStore } from '../../../kit/records/RecordStore.ts';
import { numberText } from '../../../kit/text/numberText.ts';
import { cancelled } from '../../../kit/worker/outcome.ts';
import { isWhole } from '../file/crc.ts';
import { sameBytes } from '../file/pieces.ts';
import type { FoundPart, FoundRecord } from '../file/readBackup.ts';
import { joinRecord, splitRecord } from '../records/recordJson.ts';

/** What came of a backup. */
export interface Restored {
  /** Records that came in. */
  taken: number;
  /** Those that are here already, as they were. */
  passedOver: number;
  /** Names of what came in beside what has its id and is something else by now. */
  copies: string[];
  /** What did not come in, and why. */
  left: { what: string; error: Pick<ErrorInfo, 'message' | 'advice'> }[];
}

export class Course {
  readonly restored: Restored = { taken: 0, passedOver: 0, copies: [], left: [] };
  /** What the backup's datasets and items are called here, by their ids there. */
  readonly datasetIds = new Map<string, string>();
  readonly itemIds = new Map<string, string>();
  #done = 0;

  constructor(
    private readonly signal: AbortSignal,
    private readonly onProgress: (doneBytes: number) => void,
  ) {}

  /** @throws StudioError `cancelled` where it was given up */
  step(): void {
    if (this.signal.aborted) throw new StudioError(cancelled());
  }

  /** These have been dealt with. */
  passed(...records: readonly FoundRecord[]): void {
    for (const { bytes } of records) this.#done += bytes;
    this.onProgress(this.#done);
  }

  passOver(...records: readonly FoundRecord[]): void {
    this.restored.passedOver += records.length;
    this.passed(...records);
  }

  took(...records: readonly FoundRecord[]): void {
    this.restored.taken += records.length;
    this.passed(...records);
  }

  leave(what: string, error: Pick<ErrorInfo, 'message' | 'advice'>, ...records: readonly FoundRecord[]): void {
    this.restored.left.push({ what, error });
    this.passed(...records);
  }
}

export const DAMAGED = {
  get message() {
    return t('It is damaged in the backup.');
  },
  get advice() {
    return t('The rest was taken. Another copy of the file may have it whole.');
  },
} as const;

/** A record with its bytes, as it is to be written; null where it is damaged, or is none of its kind. */
export async function wholeRecord<T extends { id: string }>(
  store: Pick<RecordStore<T>, 'parse'>,
  found: FoundRecord,
): Promise<T | null> {
  for (const part of [...found.parts, ...found.files]) if (!(await isWhole(part))) return null;
  try {
    const value = await joinRecord(
      found.value,
      found.parts.map(({ content }) => content),
    );
    const record = store.parse(value);
    return record?.id === found.id ? record : null;
  } catch {
    return null;
  }
}

/** The record of an id as it is here; null where there is none. @throws StorageError */
export async function recordHere<T extends { id: string }>(
  store: Pick<RecordStore<T>, 'readSome'>,
  id: string,
): Promise<T | null> {
  return (await store.readSome([id])).records[0] ?? null;
}

/** Whether two records say the same. @param but fields that make no difference */
export async function sameRecord(one: object, other: object, but: readonly string[] = []): Promise<boolean> {
  const [first, second] = [one, other].map((record) =>
    splitRecord(Object.fromEntries(Object.entries(record).filter(([field]) => !but.includes(field)))),
  );
  if (!first || !second || first.parts.length !== second.parts.length) return false;
  if (inOrder(first.value) !== inOrder(second.value)) return false;
  for (const [index, { content }] of first.parts.entries()) {
    const beside = second.parts[index];
    if (!beside || !(await sameBytes(content, beside.content))) return false;
  }
  return true;
}

/** Its JSON with the keys of each table in alphabetical order. */
function inOrder(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** A file that belongs to a record. */
export function fileNamed({ files }: FoundRecord, name: string): FoundPart | null {
  return files.find((file) => file.name === name) ?? null;
}

/** @throws StudioError `storage-full` where the browser has no room for so much */
export function requireRoom(bytes: number, freeBytes: number | null): void {
  if (freeBytes === null || bytes <= freeBytes) return;
  throw studioError(
    'storage-full',
    t('The browser has no room for all of it: {wanted} are chosen, {free} are free.', {
      wanted: megabytes(bytes),
      free: megabytes(freeBytes),
    }),
    t('Choose less of it, or remove models, checkpoints, films or pictures that you don’t need any more.'),
  );
}

const megabytes = (bytes: number) => t('{bytes} MB', { bytes: numberText(Math.ceil(bytes / 1e6)) });
