/**
 * Too few steps, or more than are of use: by how often each photograph is seen before a run, by the evaluation curve after it.
 *
 * Measured on the first starter: of the fall of the evaluation loss, the last third of its default run (300 steps, each photograph
 * seen some 30 times) brings 2 %, and what follows the first third 12 %; where the same run is ended at step 100, its last
 * half still brings 18 %; without class images, ended at step 300, the last third still brings 14 %, and it goes on
 * falling until step 550. The course shows each of its photographs some 80 times.
 */
import type { EvaluationPoint } from '../../../contract/runs/runs.ts';
import { RUN_SETTINGS } from '../../../contract/settings/runSettings.ts';
import { t } from '../../../kit/language/t.ts';
import type { Remark } from '../remark.ts';
import { fallAfter } from './evaluationTrend.ts';

/** Times that a photograph must be seen to leave a mark, and beyond which a run mostly learns by heart. */
const FEW_VIEWS = 8;
const MANY_VIEWS = 400;
/** The share of the whole fall in the last third of a run that is still learning, and after the first third of one that is done. */
const STILL_FALLING = 0.12;
const DONE = 0.04;

const toSteps = () => ({ kind: 'field', text: t('Go to steps'), label: t(RUN_SETTINGS.steps.label) }) as const;

/** Before a run. @param perStep photographs in one step */
export function plannedLength(run: { steps: number; images: number; perStep: number }): Remark | null {
  const { steps, images, perStep } = run;
  if (images === 0) return null;
  const views = (steps * perStep) / images;
  if (views >= FEW_VIEWS && views <= MANY_VIEWS) return null;
  const few = views < FEW_VIEWS;
  const times = views < 1.5 ? t('once or not at all') : t('some {views} times', { views: Math.round(views) });
  return {
    id: few ? 'few-steps' : 'many-steps',
    tone: 'hint',
    sentence: t(
      'With {steps} {steps, plural, one {step} other {steps}} each of your {images} images is seen {times}.',
      { steps, images, times },
    ),
    todo: few
      ? t('Too little to learn from: {images} steps show each about 30 times.', {
          images: Math.ceil((30 * images) / perStep / 10) * 10,
        })
      : t('That is enough to learn them by heart. Set some images aside, and watch the loss on them.'),
    lead: toSteps(),
  };
}

/** After a run that ended by itself. */
export function finishedLength(evaluations: readonly EvaluationPoint[]): Remark | null {
  const stepsDone = evaluations.at(-1)?.step ?? 0;
  const late = fallAfter(evaluations, 2 / 3);
  if (late !== null && late > STILL_FALLING) {
    return {
      id: `still-learning:${stepsDone}`,
      tone: 'hint',
      sentence: t('The steady loss was still falling when the run ended at step {stepsDone}.', { stepsDone }),
      todo: t('More steps would bring out more of your fabric: try twice as many.'),
      lead: toSteps(),
    };
  }
  const afterFirst = fallAfter(evaluations, 1 / 3);
  if (afterFirst === null || afterFirst >= DONE) return null;
  return {
    id: `long-done:${stepsDone}`,
    tone: 'hint',
    sentence: t('The last two thirds of the run changed the steady loss hardly any more.'),
    todo: t('Some {steps} steps would have done, and leave less time to learn by heart.', {
      steps: Math.max(1, Math.round(stepsDone / 2)),
    }),
    lead: toSteps(),
  };
}
