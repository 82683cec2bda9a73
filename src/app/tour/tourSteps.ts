/** The tour's six steps: where each is, what it says, what it points at, and how it is known that it was done. */
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
  title: string;
  text: string;
  /** The control it points at: its name, as it stands on the page. */
  pointsAt: string;
  /** Whether what it asks for is there; null where it only tells. */
  done: ((facts: TourFacts) => boolean) | null;
  /** Said once it is done. */
  doneText?: string;
  /** What the tour itself can do instead. */
  help?: 'ready-made' | 'prompt';
}

export const TOUR: readonly [TourStep, ...TourStep[]] = [
  {
    route: 'dataset',
    title: 'Photographs of one fabric',
    text: 'About ten pictures of a cloth are enough. Add your own, or press “Use sample fabrics”. They stay on this device.',
    pointsAt: 'Use sample fabrics',
    done: ({ images }) => images > 0,
    doneText: 'There are pictures to learn from.',
  },
  {
    route: 'train',
    title: 'A word for it',
    text: 'The instance prompt calls your fabric sks, a word that means nothing to the model yet. It will mean your fabric. Leave it as it is.',
    pointsAt: 'Instance prompt',
    done: null,
  },
  {
    route: 'train',
    title: 'Teach it',
    text: 'Press “Start training”: on the small model that comes with the studio it takes some minutes, and you see it learn. Or take what was made ready from the sample fabrics.',
    pointsAt: 'Start training',
    done: ({ adapters }) => adapters > 0,
    doneText: 'The library has an adapter that knows a fabric.',
    help: 'ready-made',
  },
  {
    route: 'library',
    title: 'What was learnt',
    text: 'An adapter is a small file beside the model. Here it is kept, with its settings and its curve; it can be saved, shared and merged.',
    pointsAt: 'Import adapters',
    done: null,
  },
  {
    route: 'create',
    title: 'Say what to draw',
    text: 'Name a thing, your fabric’s word, and a style. The adapter that knows the word is chosen by itself.',
    pointsAt: 'Prompt',
    done: null,
    help: 'prompt',
  },
  {
    route: 'create',
    title: 'Draw it',
    text: 'Press “Generate”. The picture is drawn on this device and stays in the gallery.',
    pointsAt: 'Generate',
    done: ({ pictures }) => pictures > 0,
    doneText:
      'Your first own picture. Another seed draws another one; Compare and Morph make more of it, and the Course shows how.',
  },
];
