/**
 * Settings that don't go with drawing in a few steps. LCM-LoRA (Luo et al., arXiv 2311.05556) and SD-Turbo (Sauer et al.,
 * arXiv 2311.17042) were distilled for one to eight steps: with more of an ordinary sampler and its guidance pictures burn;
 * and LCM's sampler leaves a model that was not made for it in the middle of its way.
 */
import { t } from '../../../kit/language/t.ts';
import type { Remark } from '../remark.ts';

/** Above this nothing is gained. */
const MOST_STEPS = 8;

export interface FewStepFacts<C> {
  sampler: string;
  samplingSteps: number;
  guidanceScale: number;
  /** Name of the few-step adapter that is chosen and acts; null where none is. */
  chosen: string | null;
  /** What the open model itself was distilled for; null where it draws in many steps. */
  model: 'lcm' | 'turbo' | null;
  /** What a press changes: to draw as the chosen adapter wants, and as the model does by itself. */
  toQuick: C;
  toUsual: C;
}

/** A few-step adapter beside settings for many steps. */
export function fewStepAdapter<C>({ chosen, sampler, samplingSteps, toQuick }: FewStepFacts<C>): Remark<C> | null {
  if (chosen === null || (sampler === 'lcm' && !(samplingSteps > MOST_STEPS))) return null;
  return {
    id: `few-step-adapter:${chosen}`,
    tone: 'warning',
    sentence: t('“{chosen}” is made for drawing in a few steps.', { chosen }),
    todo: t('With LCM, 4 steps and a guidance of 1 to 2 pictures come out clean; with more they burn.'),
    lead: { kind: 'change', text: t('Draw in 4 steps'), change: toQuick },
  };
}

/** LCM's sampler on what was not made for it. */
export function lcmAlone<C>({ sampler, chosen, model, toUsual }: FewStepFacts<C>): Remark<C> | null {
  if (sampler !== 'lcm' || chosen !== null || model === 'lcm') return null;
  return {
    id: 'lcm-alone',
    tone: 'hint',
    sentence: t('LCM is a sampler for models and adapters that were made for it, and none is chosen.'),
    todo: t('Without one, pictures stay smeared, however many the steps.'),
    lead: { kind: 'change', text: t('Draw the usual way'), change: toUsual },
  };
}

/** A few-step model that is asked for many steps, or pulled by guidance. */
export function fewStepModel<C>(facts: FewStepFacts<C>): Remark<C> | null {
  const { model, samplingSteps, guidanceScale, toUsual } = facts;
  const most = model === 'turbo' ? 1 : 2;
  if (model === null || (!(samplingSteps > MOST_STEPS) && !(guidanceScale > most))) return null;
  return {
    id: 'few-step-model',
    tone: 'warning',
    sentence: t('The open model draws in 1 to 4 steps, {how}.', {
      how: model === 'turbo' ? t('without guidance') : t('with little guidance'),
    }),
    todo: t('More of either burns the picture.'),
    lead: { kind: 'change', text: t('Draw as the model does'), change: toUsual },
  };
}
