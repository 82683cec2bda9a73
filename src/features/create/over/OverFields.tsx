/** “Start from a picture”: which one, how far it is given up, and what of it. */
import { ImagePlus, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button } from '../../../kit/buttons/Button.tsx';
import { FileButton } from '../../../kit/buttons/FileButton.tsx';
import { DropArea, useFileDrop } from '../../../kit/components/DropArea.tsx';
import { ErrorNote } from '../../../kit/components/ErrorNote.tsx';
import { SettingField } from '../../../kit/fields/SettingField.tsx';
import { t } from '../../../kit/language/t.ts';
import { BrushField } from './BrushField.tsx';
import styles from './OverFields.module.css';
import { OVER } from './overHelp.ts';
import { editStrength, takeAway, takeFile } from './overSource.ts';
import { readOver, useOver } from './overState.ts';
import { usePastedPicture } from './usePastedPicture.ts';

interface OverFieldsProps {
  /** That is drawn, in pixels. */
  size: number;
  samplingSteps: number;
  seamless: boolean;
}

export function OverFields({ size, samplingSteps, seamless }: OverFieldsProps) {
  const { source, draft, error } = useOver();
  const part = useRef<HTMLDivElement>(null);
  const { area, input } = useFileDrop(([file]) => file && void takeFile(file), { multiple: false });
  usePastedPicture(part, (file) => void takeFile(file));
  const { errors } = readOver(draft, samplingSteps);
  const brought = useRef<HTMLDivElement>(null);
  // Where a picture was sent from the gallery, its person looks at the gallery.
  useEffect(() => {
    if (source) brought.current?.scrollIntoView?.({ block: 'nearest' });
  }, [source]);
  return (
    <div ref={part}>
      <DropArea {...area} kind="framed" className={styles.parts}>
        {source ? (
          <div ref={brought} className={styles.parts}>
            <BrushField key={source.digest} source={source} size={size}>
              <SettingField
                slider
                setting={OVER.strength}
                value={draft.strength}
                error={errors.strength}
                hint={
                  seamless
                    ? t(
                        'Edges are made to meet as far as this goes: a picture that is no tile keeps a seam at little strength.',
                      )
                    : undefined
                }
                onChange={editStrength}
              />
            </BrushField>
            <div className={styles.actions}>
              <FileButton {...input} label={t('Another picture')} icon={ImagePlus} accept="image/*" />
              <Button onClick={takeAway}>
                <X aria-hidden size={16} />
                {t('Start from noise again')}
              </Button>
            </div>
          </div>
        ) : (
          <>
            <p>
              {t(
                'Drop or paste a picture here, or choose “Draw over this” in the menu of one in the gallery. It is drawn over in your fabric.',
              )}
            </p>
            <FileButton {...input} label={t('Choose a picture')} icon={ImagePlus} accept="image/*" />
          </>
        )}
        {error && <ErrorNote error={error} onDismiss={() => useOver.setState({ error: null })} />}
      </DropArea>
    </div>
  );
}
