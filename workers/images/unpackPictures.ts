/** A zip of pictures and captions, unpacked file by file. */
import { studioError } from '../../src/contract/errors.ts';
import type { UnpackedZip } from '../../src/contract/imageWorker.ts';
import { say } from '../../src/contract/message.ts';
import { outcomeOf } from '../../src/contract/outcome.ts';
import { listZip, unpackZip } from '../shared/readZip.ts';

/** A larger zip is not read: it lies in memory as long as it is unpacked. */
const LARGEST_ZIP = 1024 ** 3;
/** Pictures and captions at most, for all that listZip would bear: each is searched for in the zip's own list. */
const MOST_FILES = 4000;
/** What is unpacked may be so many times the zip in all, or so many bytes where the zip is small. */
const MOST_RATIO = 10;
const SMALL_BYTES = 64 * 2 ** 20;

/**
 * The files of a zip. One that can't be unpacked is told of, and the others are there all the same.
 * @throws StudioError `image-too-large` or `image-damaged`
 */
export async function unpackPictures(zip: Blob): Promise<UnpackedZip> {
  if (zip.size > LARGEST_ZIP) {
    throw studioError('image-too-large', 'This zip is larger than 1 GB.', 'Unpack it and add its folder.');
  }
  const bytes = new Uint8Array(await zip.arrayBuffer());
  const entries = listZip(bytes, 'image-damaged');
  if (entries.length > MOST_FILES) {
    throw studioError(
      'image-too-large',
      say('This zip holds {entries} files; at most {most} are read.', {
        entries: entries.length.toLocaleString('en'),
        most: MOST_FILES.toLocaleString('en'),
      }),
      'Unpack it and add the pictures that show your fabric best.',
    );
  }
  if (entries.reduce((sum, { size }) => sum + size, 0) > Math.max(MOST_RATIO * bytes.length, SMALL_BYTES)) {
    throw studioError(
      'image-damaged',
      'This zip says that far more is in it than a zip of its size can hold.',
      'Choose another file: this one is damaged, or made to do harm.',
    );
  }
  const unpacked: UnpackedZip = { files: [], refused: [] };
  for (const entry of entries) {
    const { path } = entry;
    const outcome = await outcomeOf(() => new Blob([unpackZip(bytes, entry, 'image-damaged')]));
    if (outcome.ok) unpacked.files.push({ path, file: outcome.value });
    else unpacked.refused.push({ path, error: outcome.error });
  }
  return unpacked;
}
