/** What a run takes: the page's memory as far as the browser tells, and what the studio keeps in its storage. */
import { useEffect, useState } from 'react';
import { sizeText } from '../../stores/sizeText.ts';
import styles from './TrainingStage.module.css';

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

async function measure(): Promise<Taken> {
  const { measureUserAgentSpecificMemory } = performance as MeasuringPerformance;
  const memory = crossOriginIsolated && measureUserAgentSpecificMemory?.call(performance);
  const [measured, estimate] = await Promise.all([
    Promise.resolve(memory).catch(() => null),
    navigator.storage?.estimate().catch(() => null),
  ]);
  return { memory: measured ? measured.bytes : null, storage: estimate?.usage ?? null };
}

export function RunMemory() {
  const [taken, setTaken] = useState<Taken>({ memory: null, storage: null });
  useEffect(() => {
    let shown = true;
    const look = () =>
      void measure().then((now) => {
        if (shown) setTaken(now);
      });
    look();
    const timer = setInterval(look, EVERY);
    return () => {
      shown = false;
      clearInterval(timer);
    };
  }, []);
  const parts = [
    taken.memory === null ? '' : `${sizeText(taken.memory)} of memory`,
    taken.storage === null ? '' : `${sizeText(taken.storage)} kept in the browser’s storage`,
  ].filter((part) => part !== '');
  return parts.length > 0 && <p className={styles.detail}>{parts.join(' · ')}</p>;
}
