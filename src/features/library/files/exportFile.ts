/** What the library holds as a file that other programs read, and Weft reads back whole. The worker is handed in. */
import type { ExportedFile, ExportedItem, ExportRequest } from '../../../contract/files/adapterFiles.ts';
import { aboutOf } from '../about/aboutOf.ts';
import type { LibraryItem } from '../libraryState.ts';

/** A file to offer as a download. */
export interface OfferedFile {
  bytes: ArrayBuffer;
  fileName: string;
}

/** @param fileName without its ending */
export async function exportFile(
  record: LibraryItem,
  item: ExportedItem,
  fileName: string,
  write: (request: ExportRequest) => Promise<ExportedFile>,
): Promise<OfferedFile> {
  const { name, createdAt, origin, thumbnail } = record;
  const { bytes, ending } = await write({ item, name, createdAt, origin, about: aboutOf(record), thumbnail });
  return { bytes, fileName: `${safeName(fileName)}.${ending}` };
}

/** The name without what file systems refuse. */
export function safeName(name: string): string {
  // Control characters among them, which no name shows and every system refuses.
  const safe = name.replace(/[\p{Cc}\\/:*?"<>|]+/gu, '-').replace(/^[\s.-]+|[\s.-]+$/g, '');
  return safe || 'adapter';
}
