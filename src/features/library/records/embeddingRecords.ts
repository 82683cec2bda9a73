/** Learnt words as they outlive a reload: trained here, or imported. */
import * as z from 'zod';
import { Embedding } from '../../../contract/adapters.ts';
import { libraryFields } from './libraryFields.ts';

export const EmbeddingRecord = z.object({
  ...libraryFields,
  method: z.literal('embedding'),
  embedding: Embedding.refine(
    ({ width, vectors }) => vectors.length > 0 && vectors.length % width === 0,
    'the word’s numbers are no whole rows',
  ),
});
export type EmbeddingRecord = z.infer<typeof EmbeddingRecord>;
