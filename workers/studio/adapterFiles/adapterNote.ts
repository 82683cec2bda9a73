/**
 * What an adapter's file says of itself in its header, a table of texts: Weft's own note, which reads back whole, and
 * the entries by which kohya's scripts name the same, for other programs.
 */
import { parseShallowJson } from '@weft/engine';
import * as z from 'zod';
import { type ItemAbout, readAbout } from '../../../src/contract/library/itemAbout.ts';
import { momentOf, tidyName } from '../../../src/contract/library/itemNames.ts';
import { AdapterOrigin, type RunSettings } from '../../../src/contract/runs/runs.ts';
import { HASH_ENTRIES } from './fileHashes.ts';
import { SPEC_ENTRY } from './modelSpec.ts';
import { readThumbnail, thumbnailText } from './thumbnailText.ts';

/** The header entry of Weft's note. */
const NOTE_KEY = 'weft';
/** Where Stability's model metadata standard keeps a preview, as a data URL. */
const THUMBNAIL_KEY = 'modelspec.thumbnail';
/** Entries that are read elsewhere, and say nothing of how the adapter came to be. */
const TECHNICAL_KEYS = new Set([
  NOTE_KEY,
  THUMBNAIL_KEY,
  ...HASH_ENTRIES,
  'format',
  'base_model',
  'lora_adapter_metadata',
  'token',
]);

/** Losses that a note holds at most: as many as a chart shows. */
const MOST_LOSSES = 1000;

const Note = z.object({
  /** Null where it says nothing that can be shown. */
  name: z.string().transform((name) => tidyName(name)),
  /** Milliseconds since 1970; null where there is no such date. */
  createdAt: z.number().transform(momentOf),
  /** Left out for another program's adapter: its own header entries stay. */
  origin: AdapterOrigin.optional(),
  /** Earlier versions did not tell. */
  fewSteps: z.boolean().optional(),
});

/** What is known of an adapter beside its numbers. */
export interface AdapterNote {
  name: string;
  createdAt: number;
  origin: AdapterOrigin;
  /** PNG. */
  thumbnail?: ArrayBuffer | undefined;
  /** Of a LoRA: whether it is one for drawing in a few steps. */
  fewSteps?: boolean | undefined;
}

/** What a header tells; null where it is silent. */
export interface ReadNote extends Pick<AdapterNote, 'origin' | 'thumbnail' | 'fewSteps'> {
  /** Of a file of Weft's own; another program's keeps it among its entries. */
  about?: ItemAbout | undefined;
  name: string | null;
  createdAt: number | null;
}

/** The header's entries for a file. */
export function writeNote({ name, createdAt, origin, thumbnail, fewSteps }: AdapterNote): Record<string, string> {
  const preview = thumbnail && { [THUMBNAIL_KEY]: thumbnailText(thumbnail) };
  if (origin.kind === 'foreign') {
    return { ...origin.metadata, ...preview, [NOTE_KEY]: JSON.stringify({ name, createdAt, fewSteps }) };
  }
  const thinned = origin.kind === 'trained' ? { ...origin, losses: thin(origin.losses) } : origin;
  return {
    ...preview,
    ...(origin.kind === 'trained' && kohyaEntries(origin.settings, origin.stepsDone)),
    ss_output_name: name,
    ss_training_finished_at: String(createdAt / 1000),
    [NOTE_KEY]: JSON.stringify({ name, createdAt, origin: thinned, fewSteps }),
  };
}

/** What a header tells; of another program's file, or where Weft's note is not readable, the entries as they are. */
export function readNote(metadata: Record<string, string>): ReadNote {
  const told = Object.entries(metadata).filter(([key]) => !TECHNICAL_KEYS.has(key));
  const foreign: AdapterOrigin = { kind: 'foreign', metadata: Object.fromEntries(told) };
  const picture = readThumbnail(metadata[THUMBNAIL_KEY]);
  const thumbnail = picture && { thumbnail: picture };
  const note = Note.safeParse(parsed(metadata[NOTE_KEY]));
  if (note.success) {
    const { origin = foreign, ...told } = note.data;
    // Files of earlier versions say nothing of it.
    const about = origin.kind !== 'foreign' && SPEC_ENTRY in metadata && { about: readAbout(metadata) };
    return { ...told, origin, ...thumbnail, ...about };
  }
  return { origin: foreign, name: tidyName(metadata.ss_output_name ?? ''), createdAt: null, ...thumbnail };
}

/** Settings that kohya's scripts have an entry for. */
const KOHYA_KEYS: ReadonlyMap<string, readonly string[]> = new Map([
  ['steps', ['ss_max_train_steps']],
  ['learningRate', ['ss_learning_rate', 'ss_unet_lr']],
  ['seed', ['ss_seed']],
  ['priorWeight', ['ss_prior_loss_weight']],
  ['classImages', ['ss_num_reg_images']],
]);

function kohyaEntries(settings: RunSettings, stepsDone: number): Record<string, string> {
  const entries = Object.entries(settings).flatMap(([setting, value]) =>
    (KOHYA_KEYS.get(setting) ?? []).flatMap((key) => {
      // A number that the form kept, of images that were none of the run's.
      if (setting === 'classImages' && settings.priorFrom === 'own-prediction') return [[key, '0'] as const];
      if (value === null) return [[key, 'None'] as const];
      // A file may say anything of its run, lists and tables too.
      return typeof value === 'object' ? [] : [[key, String(value)] as const];
    }),
  );
  return { ...Object.fromEntries(entries), ss_steps: String(stepsDone) };
}

/** Evenly chosen points, the last among them. */
function thin<T>(points: readonly T[]): T[] {
  const stride = Math.ceil(points.length / MOST_LOSSES);
  return points.filter((_, index) => (points.length - 1 - index) % stride === 0);
}

function parsed(text: string | undefined): unknown {
  if (text === undefined) return null;
  try {
    return parseShallowJson(text);
  } catch {
    return null;
  }
}
