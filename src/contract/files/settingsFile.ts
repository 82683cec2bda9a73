/** Weft's own files of settings, as they are written and read back: JSON with a version, described in docs/settings-files.md. */
import * as z from 'zod';

/** Raised when a name comes to mean something else; files of later versions are read as far as their names are known. */
export const SETTINGS_FILE_VERSION = 1;

/** What a file is of. */
export const SETTINGS_FILE_KINDS = ['training settings', 'drawing settings'] as const;
type SettingsFileKind = (typeof SETTINGS_FILE_KINDS)[number];

/** Adapters of a drawing that are read. */
const MOST_ADAPTERS = 64;

/** An adapter by what it is found again by in a library. Its weight is held by the form that takes it. */
const FileAdapter = z.object({
  name: z.string().max(200),
  weight: z.number(),
  step: z.number().int().nonnegative().optional(),
  id: z.string().max(200).optional(),
  fingerprint: z.string().max(200).optional(),
});

/** The adapters of a drawing. */
export const FileAdapters = z.array(FileAdapter).max(MOST_ADAPTERS);

/** A whole file. Each of its settings is judged by itself when a form takes it. */
export const SettingsFile = z.object({
  weft: z.enum(SETTINGS_FILE_KINDS),
  version: z.number().int().positive(),
  settings: z.record(z.string().max(100), z.unknown()),
  /** Shared as a preset of this name: some of the settings alone. */
  preset: z.string().max(200).optional(),
  /** Of a drawing. */
  adapters: FileAdapters.optional(),
});
export type SettingsFile = z.infer<typeof SettingsFile>;

/** The text of a file. */
export function settingsFileText(kind: SettingsFileKind, parts: Omit<SettingsFile, 'weft' | 'version'>): string {
  return `${JSON.stringify({ weft: kind, version: SETTINGS_FILE_VERSION, ...parts }, null, 2)}\n`;
}
