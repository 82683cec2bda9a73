/**
 * A backup (`.weft`): a zip whose entries tell their length, so that it can be read from its beginning as far as it is whole.
 * docs/backup-format.md tells what lies in it. It comes from outside: everything has bounds.
 */
import * as z from 'zod';

export const BACKUP_FORMAT = 'weft-backup';
/** Which version this is; a reader refuses what is newer. */
export const BACKUP_VERSION = 1;
export const BACKUP_ENDING = '.weft';

/** The zip's extra field that holds an entry's length, as 32 bits, low byte first: “WF”. */
export const LENGTH_FIELD = 0x4657;

/** The first entry. */
export const BACKUP_HEADER = 'weft-backup.json';

export const BackupHeader = z.object({
  format: z.literal(BACKUP_FORMAT),
  version: z.number().int().positive(),
  /** ISO 8601. */
  writtenAt: z.string().max(100),
});

/** Ids become keys and names of folders. */
const Id = z
  .string()
  .regex(/^[\w.-]+(?: [\w.-]+)*$/, 'must be letters, digits and dashes')
  .max(300);

const Bytes = z
  .number()
  .int()
  .nonnegative()
  .max(2 ** 32);

/** What is said of a record before its bytes. */
export const BackupRecord = z.object({
  /** The database that it is of. */
  store: z.string().max(100),
  id: Id,
  /** The record in JSON; its bytes stand in it by their places among the parts. */
  value: z.json(),
  /** Entries that follow, each with its length. */
  parts: z.array(z.object({ path: z.string().max(1000), bytes: Bytes })).max(1000),
  /** Files that belong to it, after the parts, by their names in storage. */
  files: z.array(z.object({ name: z.string().max(300), path: z.string().max(1000), bytes: Bytes })).max(10_000),
});
export type BackupRecord = z.infer<typeof BackupRecord>;
