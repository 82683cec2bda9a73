/** Exercise 3: teach a model one's own fabric, in two ways, and show what it has learnt as a film. */
import { msg } from '../../../contract/message.ts';
import type { Exercise } from '../lesson.ts';
import { addSampleFabrics, film, grid, open, train } from '../tries.ts';

export const TEACHING: Exercise = {
  id: 'teaching',
  title: msg('3. Teach your own model'),
  goal: msg('From ten photographs to a model that draws your fabric, by LoRA and by textual inversion.'),
  steps: [
    {
      id: 'teaching-images',
      title: msg('Choose about ten images'),
      text: msg('One fabric in different light, folds and distances. The samples do for a first time.'),
      tries: [
        { label: msg('Add the sample fabrics'), act: addSampleFabrics },
        { label: msg('Open the dataset'), act: () => open('dataset') },
      ],
    },
    {
      id: 'teaching-lora',
      title: msg('Train a LoRA'),
      text: msg(
        'The form gets what suits the open model. On Stable Diffusion 1.5 these are the module’s numbers: rank 4, learning rate 1e-4, 800 steps, 100 class images; “a sks african fabric pattern” is learnt, and “a fabric pattern” held in place.',
      ),
      tries: [{ label: msg('Fill in the LoRA run'), act: () => train('lora') }],
    },
    {
      id: 'teaching-watch',
      title: msg('Watch it learn'),
      text: msg(
        'The losses jump, since each step sees another noise; look at the smoothed lines, and at the same pictures drawn after ever more steps.',
      ),
      tries: [{ label: msg('Open the run'), act: () => open('train') }],
    },
    {
      id: 'teaching-word',
      title: msg('Train a word'),
      text: msg(
        'Textual inversion changes nothing in the model: it finds what a new word has to mean. The file has a few kilobytes.',
      ),
      tries: [{ label: msg('Fill in the textual inversion'), act: () => train('textual-inversion') }],
    },
    {
      id: 'teaching-compare',
      title: msg('Compare both'),
      text: msg('The same prompts and noises without your fabric, with the adapter, and with the learnt word.'),
      tries: [{ label: msg('Set up the comparison'), act: () => grid('methods-contexts') }],
    },
    {
      id: 'teaching-film',
      title: msg('Make the film'),
      text: msg('Fifteen seconds at thirty frames through five keyframes, and back to the first without a seam.'),
      tries: [{ label: msg('Fill in the film'), act: film }],
    },
  ],
  observe: [
    msg('First colours and grain come, then the shapes of the pattern.'),
    msg('The LoRA follows your photographs more closely; the word is looser, and combines more freely.'),
    msg(
      'Too many steps on few pictures draw the same picture again and again: the loss of held-out images turns up before.',
    ),
  ],
  questions: [
    {
      ask: msg('What are the class images for?'),
      answer: msg(
        'Ten pictures alone would teach that every fabric looks like yours. Beside each of them a class image is learnt, drawn by the model itself before the run, so that “a fabric pattern” stays what it was. The grid shows fabrics without your word: with class images they stay various, without them they turn into yours.',
      ),
      tries: [
        { label: msg('Fill in a run without them'), act: () => train('lora', false) },
        { label: msg('See what was forgotten'), act: () => grid('forgetting') },
      ],
    },
    {
      ask: msg('When is a LoRA the right way, and when a word?'),
      answer: msg(
        'A LoRA where details have to be right: a certain pattern, a certain thing. A word where a look is enough, where the file has to be tiny, or where several are used together. The grid tells size, steps and time of each beside its pictures.',
      ),
      tries: [{ label: msg('See both on four seeds'), act: () => grid('methods-seeds') }],
    },
    {
      ask: msg('When has it learnt enough?'),
      answer: msg(
        'When the pattern is clear on things that no photograph shows, and pictures of different seeds still differ. A run keeps what it had learnt on its way: compare its checkpoints, and take the earliest that is good.',
      ),
      tries: [{ label: msg('Open the library, with its checkpoints'), act: () => open('library') }],
    },
  ],
};
