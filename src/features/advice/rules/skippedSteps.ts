/**
 * Steps that half precision lost: their gradient overflowed, so they changed nothing and the loss's scale was halved.
 * A few at the beginning are how the scale finds its size (Micikevicius et al., arXiv 1710.03740); one in twenty is more.
 */
import { t } from '../../../kit/language/t.ts';
import type { Remark } from '../remark.ts';

const MANY = 0.05;
/** So few say nothing, however short the run. */
const FEW = 5;

export function skippedSteps(run: { skipped: number; steps: number }): Remark | null {
  const { skipped, steps } = run;
  if (skipped <= FEW || skipped / steps <= MANY) return null;
  return {
    id: 'skipped-steps',
    tone: 'warning',
    sentence: t('{skipped} of {steps} steps were skipped, since half precision could not hold their gradient.', {
      skipped,
      steps,
    }),
    todo: t('A smaller learning rate helps; so does the processor, which computes in full precision.'),
    lead: { kind: 'link', text: t('Open on the processor'), href: '?device=wasm#/train' },
  };
}
