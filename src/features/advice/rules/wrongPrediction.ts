/**
 * Pictures as a model draws them whose answers are taken for something else than they are (noise, velocity, or the clean
 * picture: Salimans and Ho, arXiv 2202.00512), as a single file may have it that doesn't say what it predicts.
 *
 * Measured on the second starter, which predicted noise: three prompts, one of them empty, at guidance 1 to 20, 4 to 20 steps, DPM++ and
 * Euler. As it is, 25 pictures: contrast 11 to 79, sharpness 31 and more, up to 0.52 burnt, colour 19 to 82, evenness 0.14 to
 * 0.90, and never those of a row below together. Taken for velocity, 24 pictures: mud of contrast 4 to 17 and sharpness 1 to 7 in
 * 17 of them; the others are paler pictures of what was asked for. Velocity (made of its noise) taken for noise, 21 pictures: 0.60
 * to 0.84 burnt, of colour 65 to 153; 19 are found. Taken for the clean picture, 24: evenness 0.10 to 0.33 at a colour of 79 to 129,
 * or burnt; 19 are found at a colour of 80. Bold cloth in strong colours comes near: the sample fabrics have an evenness of 0.28
 * to 0.38 at a colour of 80 to 86, so that the bound lies at 90.
 */
import type { ImageStatistics } from '../../../contract/imageWorker.ts';
import { t } from '../../../kit/language/t.ts';
import type { Remark } from '../remark.ts';

const MUD = { contrast: 20, sharpness: 8 };
const GLARE = { burnt: 0.5, colour: 80 };
const COLOURED_NOISE = { evenness: 0.35, colour: 90 };

export type Seen = Pick<ImageStatistics, 'contrast' | 'sharpness' | 'burnt' | 'colour' | 'evenness'>;

/** What a picture looks like where the prediction is wrong, as the end of a sentence; null where it doesn't. */
export function looksWrong({ contrast, sharpness, burnt, colour, evenness }: Seen): string | null {
  // What is black or white all over has another reason.
  if (contrast < MUD.contrast && sharpness < MUD.sharpness && burnt < GLARE.burnt) return t('grey mud');
  if (burnt >= GLARE.burnt && colour >= GLARE.colour) return t('glaring colours');
  if (evenness < COLOURED_NOISE.evenness && colour >= COLOURED_NOISE.colour) return t('coloured noise');
  return null;
}

export function wrongPrediction(picture: {
  id: string;
  /** What it is called at the beginning of a sentence. */
  called: string;
  statistics: Seen;
  /** The id of the stored model that drew it. */
  modelId: string;
}): Remark | null {
  const { id, called, statistics, modelId } = picture;
  const looks = looksWrong(statistics);
  if (looks === null) return null;
  return {
    id: `wrong-prediction:${id}`,
    tone: 'warning',
    sentence: t('{called} is {looks}, as where the model predicts something else than it is taken to.', {
      called,
      looks,
    }),
    todo: t(
      'If others of this model look so too, say that it predicts the velocity, or the noise where it was told so.',
    ),
    lead: {
      kind: 'link',
      text: t('What the model predicts'),
      href: `#/library?predict=${encodeURIComponent(modelId)}`,
    },
  };
}
