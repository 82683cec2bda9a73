/**
 * Photographs as they were added, from which an image's square is cut anew whenever its person wants another one. Each lies
 * there once, under the digest of its bytes, however many images of however many datasets were cut out of it.
 */
import * as z from 'zod';
import { msg } from '../../../contract/message.ts';
import { LONGEST_SIDE } from '../../../contract/pictures/photograph.ts';
import { RecordStore } from '../../../kit/records/RecordStore.ts';
import { OriginalId } from '../imageRecords.ts';

const side = z.number().int().positive().max(LONGEST_SIDE);

export const OriginalRecord = z.object({
  id: OriginalId,
  /** The file itself. */
  file: z.instanceof(Blob),
  /** Pixels of its picture, upright. */
  width: side,
  height: side,
});
export type OriginalRecord = z.infer<typeof OriginalRecord>;

export const originalRecords = new RecordStore('weft-originals', msg('the photographs'), OriginalRecord);
