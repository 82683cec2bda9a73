/**
 * Zips from anywhere: listed before anything is unpacked, and unpacked only as far as what they say can be true. A small
 * zip may claim to hold gigabytes, or two thousand million files.
 */
import { type UnzipFileInfo, unzipSync } from 'fflate';
import { type ErrorCode, studioError } from '../../src/contract/errors.ts';
import { isSystemFile } from '../../src/contract/files/systemFiles.ts';
import { say } from '../../src/contract/message.ts';

/** Files in a zip at most. */
const MOST_ENTRIES = 20_000;
/** What is unpacked may be so many times the zip, or so many bytes where the zip is small. */
const MOST_RATIO = 10;
const SMALL_BYTES = 64 * 2 ** 20;

const START = [0x50, 0x4b, 0x03, 0x04];

/** A file in a zip. */
export interface ZipEntry {
  /** With its folders, parted by `/`. */
  path: string;
  /** Bytes once it is unpacked, as the zip says. */
  size: number;
  /** Its place among the zip's files: two may have the same path. */
  place: number;
}

export function isZip(bytes: Uint8Array): boolean {
  return START.every((byte, at) => bytes[at] === byte);
}

/**
 * The files of a zip, without folders and what macOS puts beside them.
 * @param code that of the errors @throws StudioError where the zip is damaged, or holds too many files
 */
export function listZip(zip: Uint8Array, code: ErrorCode): ZipEntry[] {
  const listed: ZipEntry[] = [];
  walk(zip, code, ({ name, originalSize }, place) => {
    if (place >= MOST_ENTRIES) {
      throw studioError(
        code,
        say('The zip says that it holds more than {most} files.', { most: MOST_ENTRIES }),
        'Choose another file.',
      );
    }
    if (!name.endsWith('/') && !isSystemFile(name)) listed.push({ path: name, size: originalSize, place });
    return false;
  });
  return listed;
}

/**
 * The bytes of one file of a zip.
 * @throws StudioError where the zip is damaged, or the file would be far larger than a zip of this size can hold
 */
export function unpackZip(zip: Uint8Array, entry: ZipEntry, code: ErrorCode): Uint8Array<ArrayBuffer> {
  const most = Math.max(MOST_RATIO * zip.length, SMALL_BYTES);
  const unpacked = walk(zip, code, ({ originalSize, size, compression }, place) => {
    if (place !== entry.place) return false;
    if (originalSize > most || size > zip.length || (compression === 0 && originalSize !== size)) {
      throw studioError(
        code,
        say('The zip of {zip} says that {path} has {originalSize}.', {
          zip: megabytes(zip.length),
          path: entry.path,
          originalSize: megabytes(originalSize),
        }),
        'Choose another file: this one is damaged, or made to do harm.',
      );
    }
    return true;
  });
  const [bytes] = Object.values(unpacked);
  if (!bytes) throw damaged(code);
  return bytes as Uint8Array<ArrayBuffer>;
}

function walk(zip: Uint8Array, code: ErrorCode, wanted: (file: UnzipFileInfo, place: number) => boolean) {
  let place = -1;
  let refused: unknown = null;
  try {
    return unzipSync(zip, {
      filter: (file) => {
        place += 1;
        try {
          return wanted(file, place);
        } catch (error) {
          refused = error;
          throw error;
        }
      },
    });
  } catch {
    throw refused ?? damaged(code);
  }
}

const megabytes = (bytes: number) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${Math.round(bytes / 1e6)} MB`);

const damaged = (code: ErrorCode) => studioError(code, 'The zip is damaged or cut off.', 'Copy or download it again.');
