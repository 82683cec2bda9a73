/** The sweeps whose runs are in the library, each with these side by side. */
import { useMemo } from 'react';
import { t } from '../../../kit/language/t.ts';
import type { LibraryItem } from '../libraryState.ts';
import { useLibrary } from '../libraryStore.ts';
import styles from './Sweeps.module.css';
import { SweepTable } from './SweepTable.tsx';
import { markOf, type Sweep, sweepsOf, sweptLabel } from './sweepMarks.ts';

/** The sweeps of the library, now and whenever it changes. */
export function useSweeps(): Sweep<LibraryItem>[] {
  const adapters = useLibrary((state) => state.adapters);
  const embeddings = useLibrary((state) => state.embeddings);
  return useMemo(() => sweepsOf<LibraryItem>([...adapters, ...embeddings], markOf), [adapters, embeddings]);
}

/** @param only the id of the sweep that is shown; all are where it is left out */
export function SweepsSection({ only }: { only?: string }) {
  const sweeps = useSweeps().filter(({ id }) => only === undefined || id === only);
  return sweeps.map((sweep) => (
    <section key={sweep.id} className={styles.sweep} aria-label={t('Sweep “{name}”', { name: sweep.name })}>
      <h2>{t('Sweep “{name}”', { name: sweep.name })}</h2>
      <p className={styles.facts}>
        {sweep.runs.length === 1 ? t('1 run') : t('{count} runs', { count: sweep.runs.length })}:{' '}
        {sweep.axes.map(({ setting }) => sweptLabel(setting)).join(' × ')}
      </p>
      <SweepTable sweep={sweep} />
    </section>
  ));
}
