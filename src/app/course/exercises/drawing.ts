/** Exercise 1: draw with a model that has learnt a fabric. */
import { msg } from '../../../contract/message.ts';
import type { Exercise } from '../lesson.ts';
import { draw, grid, open, takeReadyMade } from '../tries.ts';

const DRESS = 'a beautiful dress made of sks african fabric pattern, fashion photography';

export const DRAWING: Exercise = {
  id: 'drawing',
  title: msg('1. Draw with a personalised model'),
  goal: msg('Your fabric on nine things and places, drawn by a model that has learnt it.'),
  steps: [
    {
      id: 'drawing-adapter',
      title: msg('Have an adapter'),
      text: msg(
        'Take the ready-made one, which has learnt the sample fabrics. Or do exercise 3 first, and draw with your own.',
      ),
      tries: [
        { label: msg('Take the ready-made weights'), act: takeReadyMade },
        { label: msg('Open Train'), act: () => open('train') },
      ],
    },
    {
      id: 'drawing-one',
      title: msg('Draw one picture'),
      text: msg(
        'The prompt names a thing, the word of your fabric, and a style. The newest adapter that knows the word is chosen by itself.',
      ),
      tries: [{ label: msg('Fill in the dress'), act: () => draw({ prompt: DRESS }) }],
    },
    {
      id: 'drawing-contexts',
      title: msg('Draw the nine contexts'),
      text: msg('A dress, a wall, a painting and six more, each with the word sks and without it.'),
      tries: [{ label: msg('Set up the nine contexts'), act: () => grid('contexts-word') }],
    },
  ],
  observe: [
    msg('The word sks brings your fabric into the picture.'),
    msg(
      'The pattern takes the shape of what wears it: it falls in folds on a dress, lies flat on a wall, and is brushed in a painting.',
    ),
    msg('Without the word the same prompt draws some fabric, and not yours.'),
  ],
  questions: [
    {
      ask: msg('What does the text change, compared with a diffusion model that draws without any?'),
      answer: msg(
        'Without text only the noise decides, and any picture like those of the training may come. With text every step also reads the prompt, through cross-attention in the U-Net, and guidance goes further the way the prompt points. The seed still arranges the picture; the words say what it is of.',
      ),
      tries: [
        { label: msg('Draw without a prompt'), act: () => draw({ prompt: '', guidanceScale: 1 }) },
        { label: msg('Draw the same seed with one'), act: () => draw({ prompt: DRESS }) },
      ],
    },
    {
      ask: msg('What happens when sks is taken out of the prompt?'),
      answer: msg(
        'What was learnt hangs on that word. Without it the model falls back on what it knew of african fabric; the class images of the training saw to it that this stayed as it was. If your pattern comes all the same, the run was long or had no class images.',
      ),
      tries: [
        {
          label: msg('Draw the dress without sks'),
          act: () => draw({ prompt: 'a dress made of african fabric pattern' }),
        },
        { label: msg('See both side by side'), act: () => grid('contexts-word') },
      ],
    },
    {
      ask: msg('It has seen ten pictures of cloth. How can it put the pattern on a dress that none of them shows?'),
      answer: msg(
        'Dresses, folds and light it knows from the training before. The ten pictures only moved a few numbers, so that the word means your pattern; all else is still there to be combined with it. That is why the base model and the personalised one draw the same dress of the same seed, in other cloth.',
      ),
      tries: [{ label: msg('Draw with the adapter and without'), act: () => grid('contexts-adapter') }],
    },
  ],
};
