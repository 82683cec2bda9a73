/** Morph's form: what is drawn, the keyframes and which of their parts moves, and the film; read into settings. */
import { CreateSettings, type MorphKeyframe, MorphSettings } from '../../contract/drawing.ts';
import type { FilmEncoding } from '../../contract/filmWorker.ts';
import { KEYFRAME_COUNT } from '../../contract/settings/filmSettings.ts';
import { PICTURE_SETTINGS } from '../../contract/settings/pictureSettings.ts';
import { type Draft, type DraftErrors, draftOf, readDraft } from '../../kit/form/draft.ts';
import { t } from '../../kit/language/t.ts';
import { own } from '../../kit/records/own.ts';
import { type DrawingDraft, NATIVE_SIZE, withSize } from '../drawing/fields/drawing.ts';
import { MORPH_DEFAULTS } from './morphDefaults.ts';
import { frameCount } from './morphEstimate.ts';

/** What of a keyframe can be another than the one before. */
export const MOVES = ['noise', 'prompt', 'weight'] as const;
export type Move = (typeof MOVES)[number];

/** A keyframe as typed. Parts that don't move stay here meanwhile. */
export interface KeyframeForm {
  /** Tells it from the others while they change places. */
  id: string;
  seed: string;
  /** Empty for the prompt that all share. */
  prompt: string;
  /** Adapter → weight; left out, `usualWeight`. */
  weights: Readonly<Record<string, number>>;
  usualWeight: number;
  /** Whether it only holds the place of the next picture that is used as a keyframe. */
  standIn?: true;
}

const Timing = MorphSettings.pick({ duration: true, framesPerSecond: true });
type Timing = Pick<MorphSettings, 'duration' | 'framesPerSecond'>;
const TIMING: Timing = { duration: MORPH_DEFAULTS.duration, framesPerSecond: MORPH_DEFAULTS.framesPerSecond };

export interface MorphForm {
  drawing: DrawingDraft<CreateSettings>;
  timing: Draft<Timing>;
  moves: Readonly<Record<Move, boolean>>;
  /** How many keyframes, as typed; the list follows where it can be read. */
  count: string;
  keyframes: readonly KeyframeForm[];
  encoding: FilmEncoding;
}

/** What a field `must be`, to be put behind its label. */
export interface MorphErrors {
  drawing: DraftErrors<CreateSettings>;
  timing: DraftErrors<Timing>;
  moves?: string;
  count?: string;
  /** Keyframe's id → error of its seed or prompt. */
  keyframes: Readonly<Record<string, { seed?: string; prompt?: string }>>;
}

export interface MorphReading {
  /** Null while a field has an error. */
  settings: MorphSettings | null;
  errors: MorphErrors;
}

const { keyframes: defaultKeyframes, duration: _duration, framesPerSecond: _rate, ...DRAWING } = MORPH_DEFAULTS;

let lastKeyframe = 0;

/** A keyframe of this seed; weights swing between nothing and as trained from one to the next. */
export function newKeyframe(seed: number, place: number): KeyframeForm {
  return { id: `keyframe-${++lastKeyframe}`, seed: String(seed), prompt: '', weights: {}, usualWeight: place % 2 };
}

export const MORPH_FORM: MorphForm = {
  drawing: { ...draftOf(DRAWING), size: NATIVE_SIZE, adapters: [], adaptersBy: 'word' },
  timing: draftOf(TIMING),
  moves: { noise: true, prompt: false, weight: false },
  count: String(defaultKeyframes.length),
  keyframes: defaultKeyframes.map(({ seed }, place) => newKeyframe(seed, place)),
  encoding: { format: 'gif', palette: 'frame', dither: false },
};

/** The form with these keyframes. */
export function withKeyframes(form: MorphForm, keyframes: readonly KeyframeForm[]): MorphForm {
  return { ...form, keyframes, count: String(keyframes.length) };
}

/** The form with as many keyframes as the text says: the last ones go, or seeds that are not there yet are added. */
export function withCount(form: MorphForm, count: string): MorphForm {
  const wanted = count.trim() === '' ? Number.NaN : Number(count);
  const { min, max } = KEYFRAME_COUNT.limits;
  if (!Number.isInteger(wanted) || wanted < min || wanted > max) return { ...form, count };
  const keyframes = form.keyframes.slice(0, wanted);
  while (keyframes.length < wanted) keyframes.push(newKeyframe(nextSeeds(keyframes, 1)[0] ?? 0, keyframes.length));
  return { ...form, count, keyframes };
}

/** Seeds after the largest one that is there, round to 0 after the last of all. */
export function nextSeeds(keyframes: readonly Pick<KeyframeForm, 'seed'>[], count: number): number[] {
  const taken = new Set(keyframes.map(({ seed }) => Number(seed)));
  const seeds: number[] = [];
  let seed = Math.max(-1, ...[...taken].filter(Number.isSafeInteger));
  while (seeds.length < count) {
    seed = (seed + 1) % (PICTURE_SETTINGS.seed.limits.max + 1);
    if (!taken.has(seed)) seeds.push(seed);
  }
  return seeds;
}

const NONE: ReadonlySet<string> = new Set();

/**
 * @param native the model's own size in pixels, null until it is known
 * @param few ids of few-step adapters: a film would fall apart if their weights moved
 */
export function readMorph(form: MorphForm, native: number | null, few: ReadonlySet<string> = NONE): MorphReading {
  const { moves } = form;
  const shared = withSize(moves.noise ? { ...form.drawing, seed: '0' } : form.drawing, native, DRAWING.size);
  const drawing = readDraft(CreateSettings, DRAWING, shared);
  const timing = readDraft(Timing, TIMING, form.timing);
  const errors: MorphErrors = { drawing: drawing.errors, timing: timing.errors, keyframes: keyframeErrors(form) };
  const { min, max } = KEYFRAME_COUNT.limits;
  if (form.count !== String(form.keyframes.length))
    errors.count = t('must be a whole number from {min} to {max}', { min, max });
  if (!MOVES.some((move) => moves[move])) errors.moves = t('Choose something that moves.');
  if (moves.weight && form.drawing.adapters.every(({ id }) => few.has(id))) {
    errors.moves = t('An adapter’s weight moves, and no adapter is chosen.');
  }
  if (!drawing.settings || !timing.settings) return { settings: null, errors };

  const base = drawing.settings;
  const keyframes = form.keyframes.map((keyframe) => readKeyframe(keyframe, form, base, few));
  const settings = { ...base, seed: keyframes[0]?.seed ?? base.seed, ...timing.settings, keyframes };
  const frames = frameCount(settings);
  if (keyframes.length > frames) errors.count ??= t('must be no more than the film’s {frames} frames', { frames });
  if (new Set(keyframes.map((keyframe) => JSON.stringify(keyframe))).size < 2) {
    errors.moves ??= t('All keyframes are the same: nothing would move.');
  }
  const wrong = errors.count ?? errors.moves ?? Object.keys(errors.keyframes)[0];
  return { settings: wrong === undefined ? settings : null, errors };
}

/** The weight that an adapter has at a keyframe. */
export const weightAt = ({ weights, usualWeight }: KeyframeForm, adapter: string): number =>
  own(weights, adapter) ?? usualWeight;

function readKeyframe(
  keyframe: KeyframeForm,
  { moves, drawing }: MorphForm,
  base: CreateSettings,
  few: ReadonlySet<string>,
): MorphKeyframe {
  return {
    seed: moves.noise ? Number(keyframe.seed) : base.seed,
    prompt: moves.prompt && keyframe.prompt.trim() !== '' ? keyframe.prompt : base.prompt,
    ...(moves.weight && {
      adapterWeights: drawing.adapters.map(({ id, weight }) => (few.has(id) ? weight : weightAt(keyframe, id))),
    }),
  };
}

function keyframeErrors({ keyframes, moves }: MorphForm): MorphErrors['keyframes'] {
  const example = { seed: 0, prompt: '' };
  const schema = CreateSettings.pick({ seed: true, prompt: true });
  const found = keyframes.flatMap(({ id, seed, prompt }) => {
    const { errors } = readDraft(schema, example, {
      seed: moves.noise ? seed : '0',
      prompt: moves.prompt ? prompt : '',
    });
    return Object.keys(errors).length > 0 ? [[id, errors] as const] : [];
  });
  return Object.fromEntries(found);
}
