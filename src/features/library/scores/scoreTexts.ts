/** Scores in words: the figures, how they were measured, and how a measurement gets on. */
import { SCORE_MODELS, type Scores } from '../../../contract/scoreWorker.ts';
import { t } from '../../../kit/language/t.ts';
import { listText } from '../../../kit/text/listText.ts';
import { dateText, numberText } from '../../../kit/text/numberText.ts';
import { sizeText } from '../../../kit/text/sizeText.ts';
import { samplerName } from '../../drawing/settings/settingsText.ts';
import type { LibraryItem } from '../libraryState.ts';
import type { Scoring } from './scoringState.ts';

const figure = (value: number) => numberText(value, 3).replace('-', '−');

/** A row for each score; `among` is what the photographs reach among themselves, a dash where there is no such thing. */
export function scoreRows({ dino, clipI, clipT, real }: Scores) {
  return [
    { name: 'DINO', note: t('likeness of the subject'), value: figure(dino), among: real ? figure(real.dino) : '–' },
    {
      name: 'CLIP-I',
      note: t('likeness of the picture'),
      value: figure(clipI),
      among: real ? figure(real.clipI) : '–',
    },
    { name: 'CLIP-T', note: t('fidelity to the prompt'), value: figure(clipT), among: '–' },
  ];
}

/** e.g. `Measured 26 Nov 2026: 18 pictures of 9 prompts, seeds 2001 and 2002, …` */
export function protocolText({ measuredAt, protocol }: NonNullable<LibraryItem['scores']>): string {
  const { prompts, seeds, sampler, samplingSteps, guidanceScale, size, photographs, model } = protocol;
  const date = dateText(measuredAt);
  const drawn = [
    t('{pictures} pictures of {prompts} prompts', { pictures: prompts.length * seeds.length, prompts: prompts.length }),
    t('{count, plural, one {seed} other {seeds}} {seeds}', { count: seeds.length, seeds: listText(seeds.map(String)) }),
    t('{sampler}, {steps} steps, guidance {guidance}, {size} px, {model}', {
      sampler: samplerName(sampler),
      steps: samplingSteps,
      guidance: guidanceScale,
      size,
      model,
    }),
  ].join('; ');
  const against = photographs === 1 ? t('1 photograph') : t('{photographs} photographs', { photographs });
  return t(
    'Measured {date}: {drawn}; held against {against} of the dataset as it was then. Mean cosines of DINO ViT-S/16 and CLIP ViT-B/32, as the DreamBooth paper defines them, on fewer prompts than its 25: compare these figures with others measured here, not with a paper’s.',
    { date, drawn, against },
  );
}

export function scoringText(scoring: Scoring): string {
  switch (scoring.state) {
    case 'waiting':
      return t('Waiting for its turn');
    case 'drawing':
      return t('Drawing picture {done} of {total}', { done: scoring.done + 1, total: scoring.total });
    case 'judging':
      return t('Judging: {done} of {total}', { done: scoring.done, total: scoring.total });
    case 'fetching':
      return t('Fetching the models: {done} of {total}', {
        done: sizeText(scoring.loadedBytes),
        total: sizeText(SCORE_MODELS.bytes),
      });
    case 'failed':
      return '';
  }
}

/** 0 to 1 within fetching, drawing or judging; null while it is not known. */
export function scoringFraction(scoring: Scoring): number | null {
  if (scoring.state === 'fetching') return scoring.loadedBytes / SCORE_MODELS.bytes;
  return scoring.state === 'drawing' || scoring.state === 'judging' ? scoring.done / scoring.total : null;
}
