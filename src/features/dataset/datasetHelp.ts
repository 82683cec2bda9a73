/** What the dataset asks for, in plain words. */
import { asIs, msg } from '../../contract/message.ts';
import type { Explanation } from '../../kit/help/explanation.ts';

export const DATASET_HELP = {
  images: {
    does: msg(
      'All that is known of your fabric comes from these pictures. One cloth in different folds, distances and light is learnt as a fabric; the same view ten times is learnt as a picture, and comes out as a copy.',
    ),
    usual: msg('About ten, sharp, the cloth filling the frame'),
  },
  captions: {
    does: msg(
      'What a caption names, such as a fold or a table, is not taken for part of the fabric, and stays out of other pictures. It has to hold the rare word, or the photograph teaches the word nothing; textual inversion doesn’t use captions.',
    ),
    usual: msg('None where all photographs show the cloth alone'),
  },
  colours: {
    does: msg(
      'The colours that most of the cloth is made of, each as wide as its share. A press copies one as a number that other programs read. A drawn picture’s own are held against them by “Colours of the cloth” in its menu.',
    ),
  },
  datasets: {
    does: msg(
      'Each dataset is a subject of its own, with its pictures, captions and words; one is open at a time, and a run learns from that. Another tab may have another one open.',
    ),
  },
  subjectWord: {
    does: msg(
      'The rare word that comes to mean this subject. The training form’s prompts follow it; say it in a prompt to draw what was learnt.',
    ),
    usual: msg('sks, or another word that no prompt has by chance'),
  },
  classWord: {
    does: msg(
      'What kind of thing the subject is one of. Class images are drawn by it, and hold on to what else the model knows of that kind.',
    ),
    usual: asIs('fabric pattern'),
  },
} as const satisfies Record<string, Explanation>;
