/**
 * Where a zip goes: the file that its person chose, where the browser asks for one; else a file in the browser's own file
 * system, offered as a download once it is whole; else a Blob, which browsers keep on the disk as far as they can.
 */

import { offerDownload } from '../components/offerDownload.ts';
import { newRecordId } from '../records/recordId.ts';
import type { ByteSink } from './ZipWriter.ts';

/** A place that is finished in one of two ways. */
export interface ZipPlace extends ByteSink {
  /** All of it is written: hands it over. */
  finish(): Promise<void>;
  /** It won't be whole: nothing of it stays. */
  discard(): Promise<void>;
}

/** Chromium's, which TypeScript doesn't know. */
interface FilePicking {
  showSaveFilePicker?: (options: {
    suggestedName: string;
    types: { description: string; accept: Record<string, string[]> }[];
  }) => Promise<FileSystemFileHandle>;
}

/** Folder of zips that wait for their download, in the browser's file system. */
const FOLDER = 'bundles';

/** Milliseconds after which a download has surely read its file. */
const LONG_GONE = 24 * 60 * 60 * 1000;

/** Bytes that are made one Blob. */
const BLOB_BYTES = 32 * 2 ** 20;

/** What a zip is called where files are chosen. */
interface ZipKind {
  description: string;
  /** With its point. */
  ending: string;
}

const PLAIN_ZIP: ZipKind = { description: 'Zip', ending: '.zip' };

/**
 * To be called at a press, before anything else is awaited: browsers show their dialogue for files only then.
 * @returns null where its person closed the dialogue
 */
export async function chooseZipPlace(fileName: string, kind: ZipKind = PLAIN_ZIP): Promise<ZipPlace | null> {
  const { showSaveFilePicker } = window as FilePicking;
  if (!showSaveFilePicker) return storedPlace(fileName).catch(() => blobPlace(fileName));
  try {
    const types = [{ description: kind.description, accept: { [typeOf(fileName)]: [kind.ending] } }];
    // Called as the window's own: it is none without it.
    return await streamPlace(await showSaveFilePicker.call(window, { suggestedName: fileName, types }));
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    // Forbidden, as in a frame of another page.
    return storedPlace(fileName).catch(() => blobPlace(fileName));
  }
}

/** Writes a zip there and hands it over; where that fails, nothing of it stays. */
export async function fillZip<T>(place: ZipPlace, write: (sink: ByteSink) => Promise<T>): Promise<T> {
  try {
    const written = await write(place);
    await place.finish();
    return written;
  } catch (error) {
    await place.discard();
    throw error;
  }
}

/** A browser may put the usual ending of a type behind a name that has another. */
const typeOf = (fileName: string) => (fileName.endsWith('.zip') ? 'application/zip' : 'application/octet-stream');

async function streamPlace(handle: FileSystemFileHandle, offer: () => Promise<void> = async () => {}) {
  const stream = await handle.createWritable();
  return {
    write: (bytes: Uint8Array<ArrayBuffer>) => stream.write(bytes),
    finish: async () => {
      await stream.close();
      await offer();
    },
    // What was written went into a copy beside the file, which goes with it.
    discard: () => stream.abort().catch(() => undefined),
  };
}

/** @throws where the browser has no file system for this page, or can't write in it from here */
async function storedPlace(fileName: string): Promise<ZipPlace> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(FOLDER, { create: true });
  await removeLongGone(folder);
  const name = `${newRecordId()}.zip`;
  const handle = await folder.getFileHandle(name, { create: true });
  const place = await streamPlace(handle, async () =>
    offerDownload(await handle.getFile(), fileName, typeOf(fileName)),
  );
  return {
    ...place,
    discard: async () => {
      await place.discard();
      await folder.removeEntry(name).catch(() => undefined);
    },
  };
}

/** A download may still be reading the last ones. */
async function removeLongGone(folder: FileSystemDirectoryHandle): Promise<void> {
  const old: string[] = [];
  for await (const [name, entry] of folder.entries()) {
    if (entry.kind !== 'file') continue;
    const { lastModified } = await (entry as FileSystemFileHandle).getFile();
    if (Date.now() - lastModified > LONG_GONE) old.push(name);
  }
  for (const name of old) await folder.removeEntry(name).catch(() => undefined);
}

function blobPlace(fileName: string): ZipPlace {
  const blobs: Blob[] = [];
  let waiting: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const gather = () => {
    blobs.push(new Blob(waiting));
    waiting = [];
    bytes = 0;
  };
  return {
    write: async (piece) => {
      // What is written may be filled anew by its writer.
      waiting.push(piece.slice());
      bytes += piece.byteLength;
      if (bytes >= BLOB_BYTES) gather();
    },
    finish: async () => {
      gather();
      offerDownload(new Blob(blobs), fileName, typeOf(fileName));
    },
    discard: async () => {
      blobs.length = 0;
      waiting = [];
    },
  };
}
