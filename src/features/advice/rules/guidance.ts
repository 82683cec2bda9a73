/**
 * Guidance that pulls too weakly or too strongly (Ho and Salimans, arXiv 2207.12598).
 *
 * Measured on the first starter with an adapter of a default run, three prompts, three seeds each, as the share of pixels with
 * a channel at its end (0 to 1, or 254 to 255): none at scales 1 and 1.5; up to 0.025 at 3; 0.03 to 0.27 at 7.5; 0.10 to
 * 0.33 at 12; 0.15 to 0.36 at 20. What is usual at 7.5 depends on the prompt, so the share alone tells too much only
 * above all of these; a high scale is told of where the pixels confirm it.
 */
import { PICTURE_SETTINGS } from '../../../contract/settings/pictureSettings.ts';
import { t } from '../../../kit/language/t.ts';
import type { Remark } from '../remark.ts';

/** Below this the prompt hardly pulls. The course's list of scales begins at 1.5. */
const WEAK_SCALE = 2.5;
/** Above this shapes harden; the course's comparison finds its best pictures between 5 and 10. */
const STRONG_SCALE = 10;
const BURNT_AT_STRONG = 0.1;
const BURNT_AT_ANY = 0.4;

export interface GuidanceChange {
  guidanceScale: string;
}

/** A scale to go to from both sides. */
const USUAL_SCALE = 7.5;
const toScale = (scale: number) =>
  ({
    kind: 'change',
    text: t('Set guidance to {scale}', { scale }),
    change: { guidanceScale: String(scale) },
  }) as const;

/** Before drawing: by the scale alone. LCM draws at scales from 1 to 2 and is left in peace. */
export function weakGuidance(scale: number, sampler: string): Remark<GuidanceChange> | null {
  if (!(scale < WEAK_SCALE) || sampler === 'lcm') return null;
  return {
    id: 'weak-guidance',
    tone: 'hint',
    sentence:
      scale <= 1
        ? t('At 1 the prompt is followed without any guidance.')
        : t('Guidance of {scale} pulls only weakly.', { scale }),
    todo: t('Pictures come out pale and stray from the prompt; from 5 on they keep to it.'),
    lead: toScale(USUAL_SCALE),
  };
}

/** LCM's sampler is made for models that have guidance within them (Luo et al., arXiv 2310.04378): it draws at 1 to 2. */
const LCM_SCALE = 1.5;
const MOST_FOR_LCM = 2;

export function lcmGuidance(scale: number, sampler: string): Remark<GuidanceChange> | null {
  if (sampler !== 'lcm' || !(scale > MOST_FOR_LCM)) return null;
  return {
    id: 'lcm-guidance',
    tone: 'warning',
    sentence: t('LCM draws at a guidance of 1 to {most}; at {scale} it burns the picture.', {
      most: MOST_FOR_LCM,
      scale,
    }),
    todo: t('Lower the guidance, or choose another sampler.'),
    lead: toScale(LCM_SCALE),
  };
}

/** After drawing: by the scale, and what it did to the picture. */
export function strongGuidance(picture: {
  id: string;
  /** What it is called at the beginning of a sentence, e.g. `The newest picture`. */
  called: string;
  guidanceScale: number;
  /** The share of its pixels that have a channel at its end, 0 to 1. */
  burnt: number;
}): Remark<GuidanceChange> | null {
  const { id, called, guidanceScale, burnt } = picture;
  const strong = guidanceScale > STRONG_SCALE && burnt >= BURNT_AT_STRONG;
  if (!strong && burnt < BURNT_AT_ANY) return null;
  const percent = Math.round(burnt * 100);
  return {
    id: `strong-guidance:${id}`,
    tone: 'hint',
    sentence: strong
      ? t('{called} has {burnt} % of its pixels at their brightest or darkest, at guidance {guidanceScale}.', {
          called,
          burnt: percent,
          guidanceScale,
        })
      : t('{called} has {burnt} % of its pixels at their brightest or darkest.', { called, burnt: percent }),
    todo: strong
      ? t('Less guidance brings back shades and softer shapes.')
      : t('Less guidance, or a smaller weight of the adapter, brings back shades.'),
    lead:
      guidanceScale > USUAL_SCALE
        ? toScale(USUAL_SCALE)
        : { kind: 'field', text: t('Go to guidance'), label: t(PICTURE_SETTINGS.guidanceScale.label) },
  };
}
