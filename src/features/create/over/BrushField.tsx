/** The picture as it will be drawn over, cropped to its middle square, and a brush for the part of it that is drawn anew. */
import { Eraser, Undo2, Upload } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { ErrorInfo } from '../../../contract/errors.ts';
import { Button } from '../../../kit/buttons/Button.tsx';
import { FileButton } from '../../../kit/buttons/FileButton.tsx';
import { ErrorNote } from '../../../kit/components/ErrorNote.tsx';
import { SegmentedField } from '../../../kit/fields/SegmentedField.tsx';
import { SliderField } from '../../../kit/fields/SliderField.tsx';
import { pngBlob } from '../../../kit/images/storedPng.ts';
import { useImageUrl } from '../../../kit/images/useImageUrl.ts';
import { t } from '../../../kit/language/t.ts';
import { errorInfoOf } from '../../../kit/worker/outcome.ts';
import { squareAt } from '../../../session/imageClient.ts';
import { MaskCanvas } from './MaskCanvas.tsx';
import styles from './OverFields.module.css';
import { BRUSH_HELP } from './overHelp.ts';
import { setMask, takeMaskFile, undoMask } from './overSource.ts';
import { type OverSource, useOver } from './overState.ts';

/** Of the picture's side, in per cent. */
const BRUSH = { min: 2, max: 50, step: 1 } as const;

interface Cropped {
  png: Blob;
  sourceWidth: number;
  sourceHeight: number;
}

interface BrushFieldProps {
  source: OverSource;
  /** Pixels a side that are drawn. */
  size: number;
  /** Stands between the picture and the brush. */
  children: ReactNode;
}

export function BrushField({ source, size, children }: BrushFieldProps) {
  const mask = useOver((state) => state.mask);
  const canUndo = useOver(({ earlier }) => earlier.length > 0);
  const [brush, setBrush] = useState(15);
  const [tool, setTool] = useState<'paint' | 'erase'>('paint');
  const [cropped, error] = useCropped(source.file, size);
  const url = useImageUrl(cropped?.png);
  return (
    <>
      <div className={styles.stage}>
        {url && <img src={url} alt={t('The picture that is drawn over: {name}', { name: source.name })} />}
        {cropped && (
          <MaskCanvas size={size} mask={mask} brush={brush / 100} erases={tool === 'erase'} onPaint={setMask} />
        )}
      </div>
      {error && <ErrorNote error={error} />}
      {cropped && <p className={styles.told}>{croppedText(cropped, size)}</p>}
      {children}
      <SegmentedField
        label={t('Only a part of it')}
        value={tool}
        onChange={setTool}
        options={[
          { value: 'paint', name: t('Paint') },
          { value: 'erase', name: t('Erase') },
        ]}
        hint={
          mask
            ? t('What is painted is drawn anew, the rest stays as it is.')
            : t('Nothing is painted: all of it is drawn over.')
        }
        about={BRUSH_HELP}
      />
      <SliderField label={t('Size of the brush (% of the side)')} value={brush} onChange={setBrush} {...BRUSH} />
      <div className={styles.actions}>
        <Button disabled={!canUndo} onClick={undoMask}>
          <Undo2 aria-hidden size={16} />
          {t('Undo a stroke')}
        </Button>
        <Button disabled={!mask} onClick={() => setMask(null)}>
          <Eraser aria-hidden size={16} />
          {t('Clear the mask')}
        </Button>
        <FileButton
          label={t('Mask from a file')}
          icon={Upload}
          accept="image/*"
          title={t('White is drawn anew, black stays.')}
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            currentTarget.value = '';
            if (file) void takeMaskFile(file, size);
          }}
        />
      </div>
    </>
  );
}

function croppedText({ sourceWidth, sourceHeight }: Cropped, size: number): string {
  const values = { width: sourceWidth, height: sourceHeight, size };
  return sourceWidth === sourceHeight
    ? t('{width} × {height} pixels, drawn over at {size} × {size}.', values)
    : t('{width} × {height} pixels; its middle square is drawn over, at {size} × {size}.', values);
}

/** The file at the size that is drawn, as soon as it is there. */
function useCropped(file: Blob, size: number): [Cropped | null, ErrorInfo | null] {
  const [cropped, setCropped] = useState<Cropped | null>(null);
  const [error, setError] = useState<ErrorInfo | null>(null);
  useEffect(() => {
    let isWanted = true;
    squareAt(file, size).then(
      ({ png, ...sizes }) => isWanted && setCropped({ ...sizes, png: pngBlob(png) }),
      (reason: unknown) => isWanted && setError(errorInfoOf(reason)),
    );
    return () => {
      isWanted = false;
    };
  }, [file, size]);
  return [cropped, error];
}
