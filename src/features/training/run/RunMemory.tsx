/** What a run takes: the page's memory as far as the browser tells, and what the studio keeps in its storage. */
import { useEffect, useState } from 'react';
import { t } from '../../../kit/language/t.ts';
import { sizeText } from '../../../kit/text/sizeText.ts';
import styles from '../TrainingStage.module.css';

/** Milliseconds between two looks: the browser tidies up its memory for each. */
const EVERY = 30_000;

/** In browsers built on Chromium, where the page is cross-origin isolated; workers and wasm are counted too. */
interface MeasuringPerformance {
  measureUserAgentSpecificMemory?: () => Promise<{ bytes: number }>;
}

/** Bytes; null where the browser doesn't tell. */
interface Taken {
  memory: number | null;
  storage: number | null;
}

/** Takes its time, since the browser tidies up first. */
async function memoryTaken(): Promise<number | null> {
  const { measureUserAgentSpecificMemory } = performance as MeasuringPerformance;
  if (!crossOriginIsolated || !measureUserAgentSpecificMemory) return null;
  return (await measureUserAgentSpecificMemory.call(performance)).bytes;
}

export function RunMemory() {
  const [taken, setTaken] = useState<Taken>({ memory: null, storage: null });
  useEffect(() => {
    let shown = true;
    const tell = (change: Partial<Taken>) => shown && setTaken((before) => ({ ...before, ...change }));
    const statistics = () => {
      // Each is shown as it is known; where the browser refuses, there is nothing to show.
      navigator.storage?.estimate().then(
        ({ usage = null }) => tell({ storage: usage }),
        () => undefined,
      );
      memoryTaken().then(
        (memory) => tell({ memory }),
        () => undefined,
      );
    };
    statistics();
    const timer = setInterval(statistics, EVERY);
    return () => {
      shown = false;
      clearInterval(timer);
    };
  }, []);
  const parts = [
    taken.memory === null ? '' : t('{size} of memory', { size: sizeText(taken.memory) }),
    taken.storage === null ? '' : t('{size} kept in the browser’s storage', { size: sizeText(taken.storage) }),
  ].filter((part) => part !== '');
  return parts.length > 0 && <p className={styles.detail}>{parts.join(' · ')}</p>;
}
