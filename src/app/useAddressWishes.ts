/** What the address names beside its panel, such as an adapter to draw with, is taken into that panel's form. */
import { useEffect } from 'react';
import { compareAdapters, compareCheckpoints, compareSweep } from '../features/compare/compareStore.ts';
import { editCreate } from '../features/create/galleryStore.ts';
import { askPrediction } from '../features/models/modelStore.ts';
import { readPanel } from './address.ts';
import { useHash } from './useRoute.ts';

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
    if (checkpoints !== null) compareCheckpoints(checkpoints);
  }, [checkpoints]);
  useEffect(() => {
    if (adapters !== '') compareAdapters(adapters.split(','));
  }, [adapters]);
  useEffect(() => {
    if (sweep !== null) void compareSweep(sweep);
  }, [sweep]);
  useEffect(() => {
    if (predict !== null) askPrediction(predict);
  }, [predict]);
}
