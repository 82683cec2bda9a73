/** What the address names beside its panel, such as an adapter to draw with, is taken into that panel's form. */
import { useEffect } from 'react';
import { editCreate } from '../features/create/galleryStore.ts';
import { askPrediction } from '../features/models/modelStore.ts';
import { notifyError } from '../session/noticesStore.ts';
import { readPanel } from './address.ts';
import { useHash } from './useRoute.ts';

/** Its form is fetched behind the first panel. */
function withCompare(use: (compare: typeof import('../features/compare/compareStore.ts')) => void): void {
  import('../features/compare/compareStore.ts').then(use, notifyError);
}

export function useAddressWishes(): void {
  const { adapter, step, prompt, checkpoints, adapters, sweep, predict } = readPanel(useHash());
  useEffect(() => {
    if (adapter === null) return;
    editCreate({ adapters: [{ id: adapter, weight: 1, step: step ?? undefined }], adaptersBy: 'person' });
  }, [adapter, step]);
  useEffect(() => {
    if (prompt !== null) editCreate({ prompt });
  }, [prompt]);
  useEffect(() => {
    if (checkpoints !== null) withCompare(({ compareCheckpoints }) => compareCheckpoints(checkpoints));
  }, [checkpoints]);
  useEffect(() => {
    if (adapters !== '') withCompare(({ compareAdapters }) => compareAdapters(adapters.split(',')));
  }, [adapters]);
  useEffect(() => {
    if (sweep !== null) withCompare(({ compareSweep }) => void compareSweep(sweep));
  }, [sweep]);
  useEffect(() => {
    if (predict !== null) askPrediction(predict);
  }, [predict]);
}
