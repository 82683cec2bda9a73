/** What a comparison grid shows, as it is kept and as it stands inside an exported PNG. */
import * as z from 'zod';
import { AdapterRef } from '../../../contract/adapters.ts';
import { CreateSettings, PromptPart, SAMPLERS } from '../../../contract/drawing.ts';
import { demand } from '../../../contract/message.ts';
import { Prediction } from '../../../contract/models.ts';

/** Values of one axis; more could be told apart by nobody. */
export const MAX_AXIS_VALUES = 24;

/** Pictures of one grid. */
export const MAX_PICTURES = 100;

const { shape } = CreateSettings;
const { weight } = AdapterRef.shape;
/** A checkpoint of an adapter's run. */
const step = z
  .number()
  .int(demand('must be a whole number'))
  .nonnegative(demand('must be {min} or more', { min: 0 }));

const listOf = <T extends z.ZodType>(value: T) =>
  z
    .array(value)
    .min(1, demand('must not be empty'))
    .max(MAX_AXIS_VALUES, demand('must be {max} or fewer', { max: MAX_AXIS_VALUES }));

/** What learning a subject took, and how large it is; null where its origin doesn't tell. */
const SubjectFacts = z.object({
  /** Of its numbers. */
  bytes: z.number().nonnegative(),
  steps: z.number().nonnegative().nullable(),
  /** Of its whole run. */
  seconds: z.number().nonnegative().nullable(),
});
export type SubjectFacts = z.infer<typeof SubjectFacts>;

/**
 * The subject as one method learnt it: an adapter, which draws what the usual word means to it, or a word of its own in
 * that word's place; or no subject at all.
 */
const GridSubject = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('adapter'), name: z.string().min(1), facts: SubjectFacts }),
  z.object({ kind: z.literal('word'), name: z.string().min(1), token: z.string().min(1), facts: SubjectFacts }),
]);
export type GridSubject = z.infer<typeof GridSubject>;

/** A value that a sweep’s runs were learnt with, and what each run that had it has learnt. */
const TrainedValue = z.object({
  /** e.g. `rank 4` */
  label: z.string().min(1),
  subjects: z.array(GridSubject).min(1).max(100),
});
export type TrainedValue = z.infer<typeof TrainedValue>;

/** One setting and the values it takes from picture to picture. An adapter is its name, or null for none. */
export const GridAxis = z.discriminatedUnion('setting', [
  z.object({ setting: z.literal('guidanceScale'), values: listOf(shape.guidanceScale) }),
  z.object({ setting: z.literal('style'), values: listOf(PromptPart) }),
  z.object({ setting: z.literal('promptPart'), values: listOf(PromptPart) }),
  z.object({ setting: z.literal('negativePrompt'), values: listOf(PromptPart) }),
  z.object({ setting: z.literal('seed'), values: listOf(shape.seed) }),
  z.object({ setting: z.literal('adapter'), values: listOf(z.string().min(1).nullable()) }),
  z.object({ setting: z.literal('subject'), values: listOf(GridSubject) }),
  z.object({
    setting: z.literal('trained'),
    /** Which sweep, and which of its settings. */
    of: z.object({ sweep: z.string(), name: z.string(), setting: z.string() }),
    values: listOf(TrainedValue),
  }),
  z.object({ setting: z.literal('adapterWeight'), values: listOf(weight) }),
  z.object({ setting: z.literal('checkpoint'), values: listOf(step) }),
  z.object({ setting: z.literal('samplingSteps'), values: listOf(shape.samplingSteps) }),
  z.object({ setting: z.literal('sampler'), values: listOf(z.enum(SAMPLERS)) }),
  z.object({ setting: z.literal('size'), values: listOf(shape.size) }),
]);
export type GridAxis = z.infer<typeof GridAxis>;
/** An axis as it was typed, or what is wrong with it. */
export type AxisReading = { axis: GridAxis; error: null } | { axis: null; error: string };
export type AxisSetting = GridAxis['setting'];

/** A grid before it is drawn. Without rows its pictures follow one another like words on a page. */
export const GridSettings = z
  .object({
    /** What all pictures share; `{}` in its prompt marks where the prompt parts go. */
    base: CreateSettings,
    /** The adapters all pictures share, by their names. */
    adapters: z.array(
      z.object({
        name: z.string(),
        weight,
        step: step.optional(),
        /** Whether it is a few-step adapter: it stays as it is, whatever the axes do to the others. */
        fewSteps: z.literal(true).optional(),
      }),
    ),
    columns: GridAxis,
    rows: GridAxis.nullable(),
    /** What is known of the adapters named above, by which they are found again; grids of earlier versions have it not. */
    known: z.array(z.object({ name: z.string(), id: z.string(), fingerprint: z.string().optional() })).optional(),
  })
  .refine(({ columns, rows }) => columns.values.length * (rows?.values.length ?? 1) <= MAX_PICTURES, {
    message: demand('must be {most} pictures or fewer', { most: MAX_PICTURES }),
  });
export type GridSettings = z.infer<typeof GridSettings>;

/** A grid that was drawn, and by which model. */
export const DrawnGrid = GridSettings.safeExtend({
  model: z.string(),
  /** Where a person said what it predicts. */
  prediction: Prediction.optional(),
});
export type DrawnGrid = z.infer<typeof DrawnGrid>;
