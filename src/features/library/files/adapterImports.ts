/** Files on their way into the library: what is being read, what could not be, and what has to be asked. */

import { create } from 'zustand';
import type { ImportedAdapter } from '../../../contract/adapterFiles.ts';
import type { ErrorInfo } from '../../../contract/errors.ts';
import { StudioError } from '../../../contract/errors.ts';
import { newRecordId } from '../../../kit/records/recordId.ts';
import { errorInfoOf } from '../../../kit/worker/outcome.ts';
import { importAdapter } from '../../../session/studioClient.ts';
import { openStudio } from '../../../session/studioStore.ts';
import { drawThumbnailIfQuick } from '../adapterPicture.ts';
import { keepLora } from '../keepLora.ts';
import { embeddingRepository, type KeptEmbedding, useLibrary } from '../libraryStore.ts';
import { type AdapterFiles, adapterNameOf, groupAdapterFiles } from './groupAdapterFiles.ts';

/** Files that did not come into the library, and why. */
export interface ImportError {
  id: string;
  name: string;
  error: ErrorInfo;
}

/** An adapter of which the model lacks some layers: are the others to be used? */
export interface ImportQuestion {
  name: string;
  /** Number of layers that fit. */
  fitting: number;
  /** Names of those that don't. */
  unknown: string[];
  answer: (use: boolean) => void;
}

interface ImportState {
  /** Names of what is being read or waits for it, in order. */
  reading: string[];
  errors: ImportError[];
  question: ImportQuestion | null;
}

export const useImports = create<ImportState>(() => ({ reading: [], errors: [], question: null }));

/** The files that were chosen before: one question at a time. */
let last: Promise<void> = Promise.resolve();

/** Takes adapters and words one after the other; files that belong together are one. */
export function importFiles(files: readonly File[]): void {
  const groups = groupAdapterFiles(files);
  useImports.setState(({ reading }) => ({ reading: [...reading, ...groups.map(({ name }) => name)] }));
  last = last.then(() => importAll(groups));
}

async function importAll(groups: readonly AdapterFiles[]): Promise<void> {
  for (const group of groups) {
    try {
      await importOne(group);
    } catch (error) {
      addError(group.name, errorInfoOf(error));
    } finally {
      useImports.setState(({ reading }) => {
        const place = reading.indexOf(group.name);
        return { reading: reading.filter((_, index) => index !== place) };
      });
    }
  }
}

export function dismissImportError(id: string): void {
  useImports.setState(({ errors }) => ({ errors: errors.filter((error) => error.id !== id) }));
}

async function importOne(group: AdapterFiles): Promise<void> {
  const { name, files } = group;
  const id = newRecordId();
  // Whether an adapter fits can be told once there is a model to hold it against.
  await openStudio();
  const first = await importAdapter({ id, files, leaveOut: false });
  if (first.whole) return keepImported(id, group, first.imported);
  if (first.question === 'word') throw new Error('unasked');
  if (!(await ask(name, first.fitting, first.unknown))) return;
  const second = await importAdapter({ id, files, leaveOut: true });
  if (second.whole) await keepImported(id, group, second.imported);
}

function ask(name: string, fitting: number, unknown: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const answer = (use: boolean) => {
      useImports.setState({ question: null });
      resolve(use);
    };
    useImports.setState({ question: { name, fitting, unknown, answer } });
  });
}

async function keepImported(
  id: string,
  group: AdapterFiles,
  { item, origin, thumbnail, ...told }: ImportedAdapter,
): Promise<void> {
  const about = {
    id,
    createdAt: told.createdAt ?? Date.now(),
    origin,
    file: group.name,
    ...(thumbnail && { thumbnail }),
  };
  const { record } =
    item.method === 'lora'
      ? await keepLora({ ...about, name: told.name ?? adapterNameOf(group) }, item)
      : await keepWord({ ...about, ...item, name: told.name ?? item.embedding.token });
  if (!thumbnail) drawThumbnailIfQuick(record);
}

/** A word's token means one thing: a second of the same token would never be used. */
async function keepWord(word: KeptEmbedding) {
  const { token } = word.embedding;
  const { embeddings } = useLibrary.getState();
  const same = embeddings.find(({ embedding }) => embedding.token.toLowerCase() === token.toLowerCase());
  if (!same) return embeddingRepository.keep(word);
  throw new StudioError({
    code: 'adapter-mismatch',
    message: `The library already has the word ${token} (“${same.name}”).`,
    advice: 'Delete that one first; it can be exported before.',
  });
}

function addError(name: string, error: ErrorInfo): void {
  useImports.setState(({ errors }) => ({ errors: [...errors, { id: newRecordId(), name, error }] }));
}
