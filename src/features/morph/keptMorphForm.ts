/** Morph's form over a reload, every keyframe with what it keeps for the parts that don't move. */

import * as z from 'zod';
import { msg } from '../../contract/message.ts';
import { FILM_FILE_SETTINGS, KEYFRAME_COUNT, TIMING_SETTINGS } from '../../contract/settings/filmSettings.ts';
import { ADAPTER_WEIGHT } from '../../contract/settings/pictureSettings.ts';
import type { Settings } from '../../contract/settings/setting.ts';
import { draftOf } from '../../kit/form/draft.ts';
import { fieldsOfPart, type KeptFields, keptDraft, keptText, partFields } from '../../kit/form/keptDraft.ts';
import { t } from '../../kit/language/t.ts';
import { own } from '../../kit/records/own.ts';
import { followForm } from '../../session/forms/keptForm.ts';
import { drawingFields, drawingLabel, keptDrawing } from '../drawing/fields/keptDrawing.ts';
import { type KeyframeForm, MOVES, type MorphForm, newKeyframe } from './morphForm.ts';
import { editMorph, useMorph } from './morphStore.ts';

/** Characters of a number as typed. */
const LONGEST_NUMBER = 100;
/** Of a prompt as typed, which may be too long still. */
const LONGEST_PROMPT = 20_000;

const KeptKeyframe = z.object({
  seed: z.string().max(LONGEST_NUMBER),
  prompt: z.string().max(LONGEST_PROMPT).catch(''),
  /** Adapter → weight. */
  weights: z.record(z.string(), z.unknown()).catch({}),
  usualWeight: z.number().min(0).max(1).catch(1),
  standIn: z.literal(true).optional().catch(undefined),
});

export function morphFields({ drawing, timing, moves, count, keyframes, encoding }: MorphForm): KeptFields {
  return {
    ...partFields('drawing', drawingFields(drawing)),
    ...partFields('timing', timing),
    ...partFields('moves', moves),
    ...partFields('encoding', encoding),
    // As one: how many there are is typed, and told by the list.
    keyframes: { count, list: keyframes.map(({ id: _, ...keyframe }) => keyframe) },
  };
}

export function keptMorphForm(fields: KeptFields, first: MorphForm): MorphForm {
  const moves = fieldsOfPart('moves', fields);
  const encoding = keptDraft(
    FILM_FILE_SETTINGS,
    draftOf(first.encoding),
    fieldsAsTexts(fieldsOfPart('encoding', fields)),
  );
  return {
    drawing: keptDrawing(fieldsOfPart('drawing', fields), first.drawing),
    timing: keptDraft(TIMING_SETTINGS, first.timing, fieldsOfPart('timing', fields)),
    moves: Object.fromEntries(
      MOVES.map((move) => [move, typeof own(moves, move) === 'boolean' ? own(moves, move) : first.moves[move]]),
    ) as MorphForm['moves'],
    ...keptKeyframes(own(fields, 'keyframes'), first),
    encoding: { ...encoding, dither: encoding.dither === 'true' } as MorphForm['encoding'],
  };
}

/** The film's file is no draft: its choices and its switch are kept as they are. */
function fieldsAsTexts(fields: KeptFields): KeptFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === 'boolean' ? String(value) : value]),
  );
}

function keptKeyframes(kept: unknown, { count, keyframes }: MorphForm): Pick<MorphForm, 'count' | 'keyframes'> {
  const { min, max } = KEYFRAME_COUNT.limits;
  const { list, count: typed } =
    z.object({ list: z.array(z.unknown()), count: z.unknown() }).safeParse(kept).data ?? {};
  const read = list?.slice(0, max).flatMap((one) => KeptKeyframe.safeParse(one).data ?? []);
  if (!read || read.length < min) return { count, keyframes };
  const restored = read.map((keyframe, place) => keyframeOf(keyframe, place));
  const text = keptText(typed, '', LONGEST_NUMBER);
  // A number that the list doesn't hold would be no mistake of typing.
  const isCount = KEYFRAME_COUNT.schema.safeParse(text.trim() === '' ? Number.NaN : Number(text)).success;
  return { count: isCount ? String(restored.length) : text, keyframes: restored };
}

function keyframeOf(
  { seed, prompt, weights, usualWeight, standIn }: z.infer<typeof KeptKeyframe>,
  place: number,
): KeyframeForm {
  const read = Object.entries(weights).flatMap(([adapter, weight]) => {
    const { data } = ADAPTER_WEIGHT.schema.safeParse(weight);
    return data === undefined ? [] : [[adapter, data] as const];
  });
  return {
    ...newKeyframe(0, place),
    seed,
    prompt,
    weights: Object.fromEntries(read),
    usualWeight,
    ...(standIn && { standIn }),
  };
}

function labelOf(field: string): string | null {
  const [part, name = ''] = field.split('.');
  switch (part) {
    case 'keyframes':
      return t(KEYFRAME_COUNT.label);
    case 'moves':
      return t('What moves');
    case 'drawing':
      return drawingLabel(name);
    default: {
      const settings: Settings = { ...TIMING_SETTINGS, ...FILM_FILE_SETTINGS };
      const setting = own(settings, name);
      return setting ? t(setting.label) : null;
    }
  }
}

export function loadMorphForm(): Promise<void> {
  return followForm<MorphForm>({
    id: 'morph',
    form: () => useMorph.getState().form,
    show: editMorph,
    subscribe: (changed) => useMorph.subscribe(changed),
    fieldsOf: morphFields,
    restored: keptMorphForm,
    steps: { name: msg('Morph'), where: '#/morph', labelOf },
  });
}
