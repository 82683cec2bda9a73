/** What the library knows of everything in it, whatever it is. */
import * as z from 'zod';
import { FileHashes, ItemAbout } from '../../../contract/library/itemAbout.ts';
import { keptName, momentOf } from '../../../contract/library/itemNames.ts';
import { AdapterOrigin } from '../../../contract/runs/runs.ts';
import { RunScores } from './runScores.ts';

export const libraryFields = {
  id: z.string(),
  name: z.string().transform(keptName),
  /** Milliseconds since 1970. */
  createdAt: z.number().transform((time) => momentOf(time) ?? 0),
  origin: AdapterOrigin,
  /** Name of the file it was imported from; null for what was made here. */
  file: z.string().nullable(),
  /** PNG: a picture drawn with it, or until there is one the first image it was trained on. */
  thumbnail: z.instanceof(ArrayBuffer).optional(),
  /** What its person says of it; left out where nobody has. */
  about: ItemAbout.optional().catch(undefined),
  /** Of the file it was imported from; earlier versions did not keep them. */
  hashes: FileHashes.optional().catch(undefined),
  /** The last measurement of what it learnt. */
  scores: RunScores.optional(),
};

const LibraryRecord = z.object(libraryFields);
/** Anything in the library. */
export type LibraryRecord = z.infer<typeof LibraryRecord>;
