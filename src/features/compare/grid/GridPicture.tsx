/** One picture of the grid: a button that opens it, or its place while it isn't drawn. */

import { ErrorBoundary } from '../../../kit/components/ErrorBoundary.tsx';
import { t } from '../../../kit/language/t.ts';
import styles from '../Compare.module.css';
import { cellFraction, type GridCell } from '../compareState.ts';
import { useCompare } from '../compareStore.ts';

interface GridPictureProps {
  cell: GridCell;
  index: number;
  onOpen: (index: number) => void;
  /** Shows its label below it. */
  captioned: boolean;
}

export function GridPicture(props: GridPictureProps) {
  return (
    <ErrorBoundary what={`“${props.cell.label}”`}>
      <CellPicture {...props} />
    </ErrorBoundary>
  );
}

function CellPicture({ cell, index, onOpen, captioned }: GridPictureProps) {
  const fraction = useCompare(({ run }) => cellFraction(run, index));
  const { label, picture, settings } = cell;
  const caption = captioned && <span className={styles.caption}>{label}</span>;
  if (picture) {
    return (
      <button type="button" className={styles.picture} aria-label={label} onClick={() => onOpen(index)}>
        <img src={picture.url} alt="" width={settings.size} height={settings.size} decoding="async" />
        {caption}
      </button>
    );
  }
  return (
    <div className={styles.picture}>
      <div className={styles.undrawn} data-drawing={fraction === null ? undefined : true}>
        {fraction !== null && (
          <div className={styles.done} style={{ transform: `translateY(${100 - fraction * 100}%)` }} />
        )}
        <span className="visuallyHidden">
          {label}:{' '}
          {cell.absent
            ? t('no run of these values is in the library')
            : fraction === null
              ? t('not drawn yet')
              : t('being drawn')}
        </span>
      </div>
      {caption && <span aria-hidden>{caption}</span>}
    </div>
  );
}
