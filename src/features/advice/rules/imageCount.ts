/**
 * How many photographs there are. DreamBooth's paper learns a subject from three to five; the course takes about ten of
 * a fabric, which has more faces than a thing. Beyond twenty each is seen only a few times in a usual run.
 */
import { t } from '../../../kit/language/t.ts';
import type { Remark } from '../remark.ts';

const FEW = 5;
const MANY = 20;

export function imageCount(count: number): Remark | null {
  if (count === 0 || (count >= FEW && count <= MANY)) return null;
  const few = count < FEW;
  return {
    id: few ? 'few-images' : 'many-images',
    tone: 'hint',
    sentence: few
      ? t('{count, plural, one {One photograph shows} other {{count} photographs show}} only a little of a fabric.', {
          count,
        })
      : t('Of {count} photographs each is seen only a few times.', { count }),
    todo: few
      ? t('It can learn from so few, but about ten, in other folds and light, teach it more.')
      : t('Keep the best twenty, or train with more steps.'),
    lead: few ? null : { kind: 'link', text: t('Go to Train'), href: '#/train' },
  };
}
