/** Exercise 2: see what guidance, style and seed do to a picture. */
import { msg } from '../../../contract/message.ts';
import type { Exercise } from '../lesson.ts';
import { grid } from '../tries.ts';

const SUBJECT = 'sks african fabric pattern';

export const EXPLORING: Exercise = {
  id: 'exploring',
  title: msg('2. Explore what the settings do'),
  goal: msg('One setting at a time, all else the same: how each of them changes pictures of your fabric.'),
  steps: [
    {
      id: 'exploring-guidance',
      title: msg('Part A: guidance'),
      text: msg('The same prompt and seed at guidance 1.5, 3, 7.5, 12 and 20.'),
      tries: [{ label: msg('Set up the guidance sweep'), act: () => grid('guidance') }],
    },
    {
      id: 'exploring-styles',
      title: msg('Part B: nine styles'),
      text: msg('Photographed, painted, drawn: your pattern in nine styles.'),
      tries: [{ label: msg('Set up the nine styles'), act: () => grid('styles') }],
    },
    {
      id: 'exploring-seeds',
      title: msg('Part C: nine seeds'),
      text: msg('Nine noises of one prompt: what is chance, and what was learnt.'),
      tries: [{ label: msg('Set up the nine seeds'), act: () => grid('seeds') }],
    },
  ],
  observe: [
    msg(
      'Little guidance draws loosely and pale; from 5 to 10 most pictures are best; at 20 colours burn out and edges harden.',
    ),
    msg('A style changes strokes and colours. The pattern should still be known in each of them.'),
    msg('From seed to seed things move about. What stays is what the word has come to mean.'),
  ],
  questions: [
    {
      ask: msg('Where between 5 and 12 is your own best guidance?'),
      answer: msg(
        'It depends on how strongly the fabric was learnt: after a long run, little guidance is enough, and much of it repeats the photographs. Take the lowest value at which the thing and the pattern are both clear.',
      ),
      tries: [
        {
          label: msg('Try 5 to 12'),
          act: () =>
            grid('guidance', {
              columns: { setting: 'guidanceScale', texts: { guidanceScale: '5, 6, 7, 8, 9, 10, 11, 12' } },
            }),
        },
      ],
    },
    {
      ask: msg('Do a longer prompt and a negative prompt help?'),
      answer: msg(
        'A short prompt leaves the rest to chance, so pictures differ more. A long one fixes thing, light and style. A negative prompt pushes away from what it names: it helps where a fault keeps turning up, and changes little where there is none.',
      ),
      tries: [
        {
          label: msg('Try short and long, with and without'),
          act: () =>
            grid('styles', {
              prompt: '{}',
              columns: {
                setting: 'promptPart',
                texts: {
                  promptPart: `short | sks fabric\nlong | a beautiful dress made of ${SUBJECT}, fashion photography, soft light, detailed`,
                },
              },
              rows: { setting: 'negativePrompt', texts: { negativePrompt: 'none |\nclean | blurry, distorted' } },
            }),
        },
      ],
    },
    {
      ask: msg('How far from cloth can your fabric go: a spacecraft, an ancient temple, the bottom of the sea?'),
      answer: msg(
        'As far as the model knows the thing. Stable Diffusion 1.5 knows them all. The starter has only ever seen textiles, and draws a cloth where it doesn’t know what a spacecraft is.',
      ),
      tries: [
        {
          label: msg('Try unusual things'),
          act: () =>
            grid('nature', {
              prompt: '{}, photograph',
              columns: {
                setting: 'promptPart',
                texts: {
                  promptPart: `spacecraft | a spacecraft covered in ${SUBJECT}\ntemple | an ancient temple with walls of ${SUBJECT}\nunder water | a coral reef made of ${SUBJECT}, under water`,
                },
              },
            }),
        },
      ],
    },
  ],
};
