/** The tour's six steps: where each is, what it says, what it points at, and how it is known that it was done. */
import type { Message } from '../../contract/message.ts';
import { msg } from '../../contract/message.ts';
import type { Route } from '../address.ts';

/** What the studio holds, as far as the tour has to know. */
export interface TourFacts {
  /** Of the dataset, those that are being read not among them. */
  images: number;
  /** Adapters that know a fabric. */
  adapters: number;
  training: boolean;
  /** Drawn since the tour began. */
  pictures: number;
}

export interface TourStep {
  route: Route;
  title: Message;
  text: Message;
  /** The control it points at: its name, as it stands on the page. */
  pointsAt: Message;
  /** Whether what it asks for is there; null where it only tells. */
  done: ((facts: TourFacts) => boolean) | null;
  /** Said once it is done. */
  doneText?: Message;
  /** What the tour itself can do instead. */
  help?: 'ready-made' | 'prompt';
}

export const TOUR: readonly [TourStep, ...TourStep[]] = [
  {
    route: 'dataset',
    title: msg('Photographs of one fabric'),
    text: msg(
      'About ten pictures of a cloth are enough. Add your own, or press “Use sample fabrics”. They stay on this device.',
    ),
    pointsAt: msg('Use sample fabrics'),
    done: ({ images }) => images > 0,
    doneText: msg('There are pictures to learn from.'),
  },
  {
    route: 'train',
    title: msg('A word for it'),
    text: msg(
      'The instance prompt calls your fabric sks, a word that means nothing to the model yet. It will mean your fabric. Leave it as it is.',
    ),
    pointsAt: msg('Instance prompt'),
    done: null,
  },
  {
    route: 'train',
    title: msg('Teach it'),
    text: msg(
      'Press “Start training”: on the small model that comes with the studio it takes some minutes, and you see it learn. Or take what was made ready from the sample fabrics.',
    ),
    pointsAt: msg('Start training'),
    done: ({ adapters }) => adapters > 0,
    doneText: msg('The library has an adapter that knows a fabric.'),
    help: 'ready-made',
  },
  {
    route: 'library',
    title: msg('What was learnt'),
    text: msg(
      'An adapter is a small file beside the model. Here it is kept, with its settings and its curve; it can be saved, shared and merged.',
    ),
    pointsAt: msg('Import adapters'),
    done: null,
  },
  {
    route: 'create',
    title: msg('Say what to draw'),
    text: msg('Name a thing, your fabric’s word, and a style. The adapter that knows the word is chosen by itself.'),
    pointsAt: msg('Prompt'),
    done: null,
    help: 'prompt',
  },
  {
    route: 'create',
    title: msg('Draw it'),
    text: msg('Press “Generate”. The picture is drawn on this device and stays in the gallery.'),
    pointsAt: msg('Generate'),
    done: ({ pictures }) => pictures > 0,
    doneText: msg(
      'Your first own picture. Another seed draws another one; Compare and Morph make more of it, and the Course shows how.',
    ),
  },
];
