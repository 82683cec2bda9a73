/** A palette: a strip of its colours, as wide as their shares; a press copies one. */
import { toast } from 'sonner';
import { hexOf, type PaletteColour } from '../../contract/pictures/palette.ts';
import { t } from '../language/t.ts';
import styles from './Swatches.module.css';

interface SwatchesProps {
  /** Whose colours they are. */
  label: string;
  colours: readonly PaletteColour[];
}

async function copy(hex: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(hex);
    toast(t('{hex} is copied.', { hex }));
  } catch {
    // The browser keeps its clipboard closed: the number can be read all the same.
    toast(hex);
  }
}

export function Swatches({ label, colours }: SwatchesProps) {
  return (
    <ul className={styles.swatches} aria-label={label}>
      {colours.map(({ rgb, share }) => {
        const hex = hexOf(rgb);
        const name = t('{hex}, {percent} %', { hex, percent: Math.max(1, Math.round(share * 100)) });
        return (
          <li key={hex} style={{ flexGrow: share }}>
            <button
              type="button"
              className={styles.swatch}
              style={{ background: hex }}
              aria-label={t('Copy {name}', { name })}
              title={name}
              onClick={() => void copy(hex)}
            />
          </li>
        );
      })}
    </ul>
  );
}
