/** Scores in words: the figures, how they were measured, and how a measurement gets on. */
import { SCORE_MODELS, type Scores } from '../../../contract/scoreWorker.ts';
import { listText } from '../../../kit/text/listText.ts';
import { sizeText } from '../../../kit/text/sizeText.ts';
import { samplerName } from '../../drawing/settings/settingsText.ts';
import type { LibraryItem } from '../libraryState.ts';
import type { Scoring } from './scoringState.ts';

const figure = (value: number) => value.toFixed(3).replace('-', '−');

/** A row for each score; `among` is what the photographs reach among themselves, a dash where there is no such thing. */
export function scoreRows({ dino, clipI, clipT, real }: Scores) {
  return [
    { name: 'DINO', note: 'likeness of the subject', value: figure(dino), among: real ? figure(real.dino) : '–' },
    { name: 'CLIP-I', note: 'likeness of the picture', value: figure(clipI), among: real ? figure(real.clipI) : '–' },
    { name: 'CLIP-T', note: 'fidelity to the prompt', value: figure(clipT), among: '–' },
  ];
}

/** e.g. `Measured 26 Nov 2026: 18 pictures of 9 prompts, seeds 2001 and 2002, …` */
export function protocolText({ measuredAt, protocol }: NonNullable<LibraryItem['scores']>): string {
  const { prompts, seeds, sampler, samplingSteps, guidanceScale, size, photographs, model } = protocol;
  const date = new Date(measuredAt).toLocaleDateString(undefined, { dateStyle: 'medium' });
  const drawn = [
    `${prompts.length * seeds.length} pictures of ${prompts.length} prompts`,
    `${seeds.length === 1 ? 'seed' : 'seeds'} ${listText(seeds.map(String))}`,
    `${samplerName(sampler)}, ${samplingSteps} steps, guidance ${guidanceScale}, ${size} px, ${model}`,
  ].join('; ');
  const against = photographs === 1 ? '1 photograph' : `${photographs} photographs`;
  return `Measured ${date}: ${drawn}; held against ${against} of the dataset as it was then. Mean cosines of DINO ViT-S/16 and CLIP ViT-B/32, as the DreamBooth paper defines them, on fewer prompts than its 25: compare these figures with others measured here, not with a paper’s.`;
}

export function scoringText(scoring: Scoring): string {
  switch (scoring.state) {
    case 'waiting':
      return 'Waiting for its turn';
    case 'drawing':
      return `Drawing picture ${scoring.done + 1} of ${scoring.total}`;
    case 'judging':
      return `Judging: ${scoring.done} of ${scoring.total}`;
    case 'fetching':
      return `Fetching the models: ${sizeText(scoring.loadedBytes)} of ${sizeText(SCORE_MODELS.bytes)}`;
    case 'failed':
      return '';
  }
}

/** 0 to 1 within fetching, drawing or judging; null while it is not known. */
export function scoringFraction(scoring: Scoring): number | null {
  if (scoring.state === 'fetching') return scoring.loadedBytes / SCORE_MODELS.bytes;
  return scoring.state === 'drawing' || scoring.state === 'judging' ? scoring.done / scoring.total : null;
}
