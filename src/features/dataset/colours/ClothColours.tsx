/** The main colours of the dataset's cloth, once all of its images are read. */
import { useEffect, useState } from 'react';
import type { Palette } from '../../../contract/pictures/palette.ts';
import { Swatches } from '../../../kit/colours/Swatches.tsx';
import { About } from '../../../kit/help/About.tsx';
import { t } from '../../../kit/language/t.ts';
import { DATASET_HELP } from '../datasetHelp.ts';
import { useDataset } from '../datasetStore.ts';
import styles from './ClothColours.module.css';
import { clothColours } from './clothColours.ts';

/** Milliseconds without a change of the images before they are looked at. */
const REST = 600;

function usePalette(): Palette | null {
  const images = useDataset((state) => (state.loaded && state.reading.length === 0 ? state.images : null));
  const [palette, setPalette] = useState<Palette | null>(null);
  useEffect(() => {
    let current = true;
    const timer = setTimeout(async () => {
      // What can't be decoded is told where it is used.
      const found = images && (await clothColours().catch(() => null));
      if (current && images) setPalette(found);
    }, REST);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [images]);
  return palette;
}

export function ClothColours() {
  const palette = usePalette();
  if (!palette || palette.colours.length === 0) return null;
  return (
    <section className={styles.colours} aria-label={t('Colours of the cloth')}>
      <div className={styles.title}>
        <h2>{t('Colours of the cloth')}</h2>
        <About label={t('Colours of the cloth')} words={DATASET_HELP.colours} />
      </div>
      <Swatches label={t('Main colours of the images')} colours={palette.colours} />
    </section>
  );
}
