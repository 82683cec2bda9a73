/**
 * A run's scores as the DreamBooth paper defines them (Ruiz et al., arXiv 2208.12242, section 4.2): DINO and CLIP-I say how
 * much the drawn subject is the photographed one, CLIP-T how much the pictures follow their prompts.
 */
import type { Picture } from '../../src/contract/drawing.ts';
import type { Scores } from '../../src/contract/scoreWorker.ts';
import { embedImagesByClip, embedImagesByDino, embedTextsByClip } from './embed.ts';
import { meanBetween, meanPaired, meanWithin } from './similarity.ts';

/** What is judged. */
export interface ScoredPictures {
  /** Each with the text that it was drawn from, without the word of the subject. */
  drawn: readonly { picture: Picture; text: string }[];
  /** The photographs, squares. */
  real: readonly Picture[];
}

/** How many embeddings it takes. */
export function embeddingCount({ drawn, real }: { drawn: readonly unknown[]; real: readonly unknown[] }): number {
  return 3 * drawn.length + 2 * real.length;
}

/** `embedded` hears of each of `embeddingCount`. Throws StudioError where the models can't be fetched. */
export async function scorePictures({ drawn, real }: ScoredPictures, embedded: () => void): Promise<Scores> {
  const pictures = [...drawn.map(({ picture }) => picture), ...real];
  const split = <T>(all: readonly T[]) => [all.slice(0, drawn.length), all.slice(drawn.length)] as const;
  const [drawnByDino, realByDino] = split(await embedImagesByDino(pictures, embedded));
  const [drawnByClip, realByClip] = split(await embedImagesByClip(pictures, embedded));
  const texts = await embedTextsByClip(
    drawn.map(({ text }) => text),
    embedded,
  );
  const among = { dino: meanWithin(realByDino), clipI: meanWithin(realByClip) };
  return {
    dino: meanBetween(drawnByDino, realByDino),
    clipI: meanBetween(drawnByClip, realByClip),
    clipT: meanPaired(drawnByClip, texts),
    real: among.dino !== null && among.clipI !== null ? { dino: among.dino, clipI: among.clipI } : null,
  };
}
