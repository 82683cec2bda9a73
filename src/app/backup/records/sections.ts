/** What a backup may hold, in the order in which it is written and told. */
import type { Message } from '../../../contract/message.ts';
import { msg } from '../../../contract/message.ts';

export const SECTIONS = ['datasets', 'library', 'checkpoints', 'gallery', 'films', 'presets', 'forms'] as const;
export type Section = (typeof SECTIONS)[number];

/** What is chosen to be backed up: each by what it is called. */
export const SECTION_NAMES: Readonly<Record<Section, Message>> = {
  datasets: msg('Datasets, with captions'),
  library: msg('Library: adapters and words'),
  checkpoints: msg('Checkpoints and unfinished runs'),
  gallery: msg('Gallery'),
  films: msg('Films'),
  presets: msg('Your presets'),
  forms: msg('What stands in the forms'),
};

/** The databases of each, by which its records are known again. */
export const STORES = {
  'weft-datasets': 'datasets',
  'weft-dataset': 'datasets',
  'weft-originals': 'datasets',
  'weft-own-class-images': 'datasets',
  'weft-adapters': 'library',
  'weft-embeddings': 'library',
  'weft-run-samples': 'library',
  'weft-runs': 'checkpoints',
  'weft-run-checkpoints': 'checkpoints',
  'weft-kept-checkpoints': 'checkpoints',
  'weft-gallery': 'gallery',
  'weft-films': 'films',
  'weft-presets': 'presets',
  'weft-forms': 'forms',
} as const satisfies Record<string, Section>;
export type StoreName = keyof typeof STORES;

export const isStoreName = (name: string): name is StoreName => Object.hasOwn(STORES, name);
