/** What of the library a grid can name: adapters and learnt words, each with what learning it took. */

import type { SweepMark } from '../../../contract/runs/runs.ts';
import { t } from '../../../kit/language/t.ts';
import { measuredTimeText } from '../../../kit/text/durationText.ts';
import { sizeText } from '../../../kit/text/sizeText.ts';
import { SUBJECT_TOKEN } from '../../drawing/settings/drawingDefaults.ts';
import type { LibraryItem } from '../../library/libraryState.ts';
import { useLibrary } from '../../library/libraryStore.ts';
import { markOf } from '../../library/sweeps/sweepMarks.ts';
import type { GridSubject, SubjectFacts } from './gridSettings.ts';

/** Something of the library under the name that a grid knows it by. */
export interface GridItem {
  id: string;
  name: string;
  /** A learnt word's own token; an adapter has none. */
  token?: string;
  facts: SubjectFacts;
  /** Of an adapter's numbers. */
  fingerprint?: string;
  /** Whether it is an adapter that makes a few steps enough, and knows no subject. */
  fewSteps?: true;
  /** The sweep that its run was of, and what it had otherwise than the others. */
  sweep?: SweepMark;
  /** Whether its run was held to the class by class images; not known of what wasn't trained here. */
  heldToClass?: boolean;
}

/** Adapters first, each kind with the newest first. */
export function gridItems(items: readonly LibraryItem[]): GridItem[] {
  return items.map((item) => ({
    id: item.id,
    name: item.name,
    ...(item.method === 'embedding' && { token: item.embedding.token }),
    facts: factsOf(item),
    ...(item.method === 'lora' && item.fewSteps && { fewSteps: true }),
    ...(item.method === 'lora' && item.adapter.fingerprint !== undefined && { fingerprint: item.adapter.fingerprint }),
    ...heldToClass(item),
    ...sweepOf(item),
  }));
}

/** The library as grids name it, now and whenever it changes. */
export function useGridItems(): GridItem[] {
  const { adapters, embeddings } = useLibrary();
  return gridItems([...adapters, ...embeddings]);
}

export const isAdapter = ({ token }: GridItem): boolean => token === undefined;

function factsOf(item: LibraryItem): SubjectFacts {
  const { origin } = item;
  const bytes = item.method === 'lora' ? item.adapter.bytes : item.embedding.vectors.byteLength;
  const trained = origin.kind === 'trained' ? origin : null;
  return { bytes, steps: trained?.stepsDone ?? null, seconds: trained?.seconds ?? null };
}

function heldToClass({ origin }: LibraryItem): Pick<GridItem, 'heldToClass'> {
  if (origin.kind !== 'trained') return {};
  const { priorFrom, classImages, priorWeight } = origin.settings;
  const byItself = priorFrom === 'own-prediction';
  return { heldToClass: (byItself || Number(classImages) > 0) && Number(priorWeight) > 0 };
}

function sweepOf(item: LibraryItem): Pick<GridItem, 'sweep'> {
  const sweep = markOf(item);
  return sweep ? { sweep } : {};
}

/** An item as an axis holds it. */
export function subjectOf({ name, token, facts }: GridItem): GridSubject {
  return token === undefined ? { kind: 'adapter', name, facts } : { kind: 'word', name, token, facts };
}

/** Whether an axis means this item by its value. */
export function isSubject(item: GridItem, subject: GridSubject): boolean {
  if (subject.kind === 'none') return false;
  return item.name === subject.name && isAdapter(item) === (subject.kind === 'adapter');
}

/** The word that stands for the subject in a prompt; empty for none. */
export function subjectWord(subject: GridSubject): string {
  if (subject.kind === 'word') return subject.token;
  return subject.kind === 'adapter' ? SUBJECT_TOKEN : '';
}

/** What it took to learn a subject, e.g. `LoRA · 300 steps · 1 min 11 s · 68 KB`; empty for none. */
export function subjectNote(subject: GridSubject): string {
  if (subject.kind === 'none') return '';
  const { steps, seconds, bytes } = subject.facts;
  return [
    subject.kind === 'adapter' ? 'LoRA' : t('learnt word'),
    ...(steps === null ? [] : [steps === 1 ? t('1 step') : t('{steps} steps', { steps })]),
    ...(seconds === null ? [] : [measuredTimeText(seconds)]),
    sizeText(bytes),
  ].join(' · ');
}
