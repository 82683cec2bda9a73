/** One picture of the grid, as large as the page allows, with its settings. */
import { ChevronLeft, ChevronRight, Download, Paintbrush } from 'lucide-react';
import { useEffect } from 'react';
import { Button, buttonClass } from '../../../kit/buttons/Button.tsx';
import { IconButton } from '../../../kit/buttons/IconButton.tsx';
import { Dialog } from '../../../kit/dialogs/Dialog.tsx';
import { t } from '../../../kit/language/t.ts';
import { measuredTimeText } from '../../../kit/text/durationText.ts';
import { PictureMenu } from '../../drawing/fields/PictureMenu.tsx';
import { fileName, settingsLine } from '../../drawing/settings/settingsText.ts';
import styles from '../Compare.module.css';
import type { CellPicture, GridCell } from '../compareState.ts';

/** What it takes to draw a picture again. */
export type ReusablePicture = Pick<GridCell, 'settings' | 'adapters'>;

interface PictureDialogProps {
  cell: GridCell & { picture: CellPicture };
  /** Takes the picture's settings to Create. */
  onReuse: (picture: ReusablePicture) => void;
  onClose: () => void;
  /** Goes to the picture before (−1) or after (1) this one. */
  onStep: (by: -1 | 1) => void;
}

export function PictureDialog({ cell, onReuse, onClose, onStep }: PictureDialogProps) {
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent) => {
      if (key === 'ArrowLeft') onStep(-1);
      if (key === 'ArrowRight') onStep(1);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [onStep]);
  const { label, picture, settings, adapters } = cell;
  const facts = `${settingsLine(settings, cell)} · ${measuredTimeText(picture.seconds)}`;
  const actions = (
    <>
      <Button kind="main" onClick={() => onReuse({ settings, adapters })}>
        <Paintbrush aria-hidden size={18} />
        {t('Use in Create')}
      </Button>
      <a className={buttonClass('plain')} href={picture.url} download={fileName(settings.prompt, settings.seed, 'png')}>
        <Download aria-hidden size={16} />
        {t('Download PNG')}
      </a>
      <PictureMenu picture={{ settings, adapters }} />
      <Button onClick={onClose}>{t('Close')}</Button>
      <span className={styles.steps}>
        <IconButton name={t('Picture before')} onClick={() => onStep(-1)}>
          <ChevronLeft aria-hidden size={16} />
        </IconButton>
        <IconButton name={t('Picture after')} onClick={() => onStep(1)}>
          <ChevronRight aria-hidden size={16} />
        </IconButton>
      </span>
    </>
  );
  return (
    <Dialog
      wide
      title={label}
      description={
        <>
          <p>{settings.prompt}</p>
          {settings.negativePrompt !== '' && (
            <p>{t('without {negativePrompt}', { negativePrompt: settings.negativePrompt })}</p>
          )}
          <p>{facts}</p>
        </>
      }
      onClose={onClose}
      actions={actions}
    >
      <img
        className={styles.large}
        src={picture.url}
        alt={settings.prompt}
        width={settings.size}
        height={settings.size}
      />
    </Dialog>
  );
}
