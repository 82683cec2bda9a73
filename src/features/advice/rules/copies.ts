/**
 * A drawn picture that is nearly one of the photographs it was taught from: what overfitting ends in.
 *
 * Likeness is the normalised correlation of 16 × 16 patches of luma and colour, mirrored or not; 1 is the same picture.
 * Measured on the first starter: pictures of a default run's adapter against the sample fabrics reach 0.10 at most, of an
 * adapter that learnt two images for 1500 steps 0.19, of one with 600 steps and no class images 0.23; different samples
 * against each other 0.58. The samples against themselves: 0.96 or more after JPEG, blur or other colours, 0.80 or more
 * shifted by a twentieth, 0.65 to 0.77 cropped by a twentieth. Those were small medallions; of the bold ones that the samples show
 * now one reaches 0.73 shifted by a twentieth.
 */
import { t } from '../../../kit/language/t.ts';
import type { Remark } from '../remark.ts';

const COPY = 0.7;

export interface DrawnCopy {
  /** The drawn picture's id. */
  id: string;
  /** What it is called at the beginning of a sentence, e.g. `The newest picture`. */
  called: string;
  /** The dataset image that it is most like, and how much. */
  nearest: { name: string; likeness: number } | null;
  /** Pictures drawn without an adapter can't have learnt from the dataset. */
  withAdapter: boolean;
}

export function copiedImage({ id, called, nearest, withAdapter }: DrawnCopy): Remark | null {
  if (!withAdapter || !nearest || nearest.likeness < COPY) return null;
  return {
    id: `copied-image:${id}`,
    tone: 'warning',
    sentence: t('{called} is nearly a copy of “{name}”.', { called, name: nearest.name }),
    todo: t(
      'The adapter has learnt photographs by heart. Train it with fewer steps or a lower rank, with more and more varied photographs; or give it less weight here.',
    ),
    lead: { kind: 'link', text: t('Go to Train'), href: '#/train' },
  };
}
