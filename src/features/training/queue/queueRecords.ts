/**
 * Runs that wait for their turn, as they outlive a reload: each with its settings and with which pictures it is of, as they
 * were when it was added. The pictures lie beside them, each once however many runs learn from it.
 */
import * as z from 'zod';
import type { ErrorInfo } from '../../../contract/errors.ts';
import { msg } from '../../../contract/message.ts';
import { SweepMark } from '../../../contract/runs/runs.ts';
import { TrainSettings } from '../../../contract/training.ts';
import { StoredPng } from '../../../kit/images/storedPng.ts';
import { RecordStore } from '../../../kit/records/RecordStore.ts';

const WHAT = msg('the queue of runs');

/** A picture that a run learns from. */
const QueuedImage = z.object({
  /** Of its bytes: its id among the queue’s pictures. */
  fingerprint: z.string(),
  /** As its file was called. */
  name: z.string(),
  caption: z.string(),
});
export type QueuedImage = z.infer<typeof QueuedImage>;

/** Why a run failed: what a person reads of it. */
const KeptError = z.object({ message: z.string(), advice: z.string() });
export type KeptError = Pick<ErrorInfo, 'message' | 'advice'>;

export const QueueItem = z.object({
  kind: z.literal('run'),
  /** The run’s own, and that of the adapter that it leaves. */
  id: z.string(),
  /** Runs have their turns in ascending order. */
  place: z.number(),
  /** Milliseconds since 1970. */
  addedAt: z.number(),
  settings: TrainSettings,
  images: z.array(QueuedImage).min(1),
  /** The dataset that they were in; null before datasets had names. */
  dataset: z.object({ id: z.string(), name: z.string() }).nullable().default(null),
  /** Ids of its class images where they are a person’s own. */
  ownClassImages: z.array(z.string()).default([]),
  /** The model that it is to be learnt on. */
  model: z.object({ fingerprint: z.string(), name: z.string() }),
  sweep: SweepMark.nullable().default(null),
  /** Why it failed; it waits until its person says what becomes of it. */
  error: KeptError.nullable().default(null),
});
export type QueueItem = z.infer<typeof QueueItem>;

/** What is known of the queue as a whole, under an id that no run has. */
export const QueueHead = z.object({
  kind: z.literal('head'),
  id: z.literal('head'),
  /** Whether its person paused it: no further run begins. */
  held: z.boolean(),
  /** The run that was begun last and is not known to have ended, of the queue or not: the queue goes on after it. */
  after: z.string().nullable(),
  /** What that run’s adapter is to be called. */
  afterName: z.string().default(''),
});
export type QueueHead = z.infer<typeof QueueHead>;

export const HEAD_AT_FIRST: QueueHead = { kind: 'head', id: 'head', held: false, after: null, afterName: '' };

export const QueueRecord = z.discriminatedUnion('kind', [QueueItem, QueueHead]);
export type QueueRecord = z.infer<typeof QueueRecord>;

/** PNG as the dataset had it, under its fingerprint. */
export const QueuedPicture = z.object({ id: z.string(), bytes: StoredPng });
export type QueuedPicture = z.infer<typeof QueuedPicture>;

export const queueRecords = new RecordStore('weft-queue', WHAT, QueueRecord);
export const queuedPictures = new RecordStore('weft-queue-pictures', WHAT, QueuedPicture);
