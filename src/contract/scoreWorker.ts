/** `scores.worker.ts`: pictures judged by CLIP and DINO. */
import * as z from 'zod';
import type { Picture } from './drawing.ts';
import type { Outcome } from './errors.ts';

/**
 * The models that judge pictures, as the browser keeps them: the cache, the files of nets in it, and bytes in all, 32 bits
 * for each of CLIP ViT-B/32's 151.3 and DINO ViT-S/16's 21.7 million parameters.
 */
export const SCORE_MODELS = { cache: 'weft-score-models', nets: 3, bytes: 4 * (151.3e6 + 21.7e6) } as const;

/** Mean cosines, −1 to 1, as the DreamBooth paper defines them (Ruiz et al., arXiv 2208.12242). */
export const Scores = z.object({
  /** Drawn pictures against photographs, each with each. */
  dino: z.number(),
  clipI: z.number(),
  /** Drawn pictures against their prompts. */
  clipT: z.number(),
  /** Photographs among themselves, none with itself: what the first two could reach. Null for fewer than two. */
  real: z.object({ dino: z.number(), clipI: z.number() }).nullable(),
});
export type Scores = z.infer<typeof Scores>;

export interface ScoreRequest {
  /** Square pictures, each with the text that it was drawn from, without the word of the subject. */
  drawn: { picture: Picture; text: string }[];
  /** Photographs, encoded squares. */
  real: Blob[];
  /** As in OpenRequest. */
  runtimeUrl: string;
}

/** How many of what is embedded are done. */
export interface ScoreProgress {
  done: number;
  total: number;
}

/** `scores.worker.ts`: judges pictures by CLIP and DINO, which it fetches from the hub. */
export interface ScoreWorker {
  /** Fetches the models that are not kept yet. */
  fetchModels(runtimeUrl: string, onProgress: (loadedBytes: number) => void): Promise<Outcome<null>>;
  score(request: ScoreRequest, onProgress: (progress: ScoreProgress) => void): Promise<Outcome<Scores>>;
}
