/** What a finished run scored, with the protocol by which it was measured: figures of different ones don't compare. */
import * as z from 'zod';
import { SamplingSettings } from '../../../contract/drawing.ts';
import { Scores } from '../../../contract/scoreWorker.ts';

export const RunScores = z.object({
  scores: Scores,
  /** Milliseconds since 1970. */
  measuredAt: z.number(),
  protocol: z.object({
    model: z.string(),
    /** As they were drawn, with the word of the subject. */
    prompts: z.array(z.string()),
    /** Each prompt was drawn from each of them. */
    seeds: z.array(z.number()),
    ...SamplingSettings.shape,
    size: z.number(),
    /** Photographs of the dataset that the pictures were held against. */
    photographs: z.number().int().nonnegative(),
  }),
});
export type RunScores = z.infer<typeof RunScores>;
