/** A picture's colours beside the cloth's, and pulled onto them; the picture itself stays as it is. */
import type { ReactNode } from 'react';
import { Button, buttonClass } from '../../../kit/buttons/Button.tsx';
import { Swatches } from '../../../kit/colours/Swatches.tsx';
import { ErrorNote } from '../../../kit/components/ErrorNote.tsx';
import { Dialog } from '../../../kit/dialogs/Dialog.tsx';
import parts from '../../../kit/dialogs/DialogParts.module.css';
import { SettingField } from '../../../kit/fields/SettingField.tsx';
import { BeforeAfter } from '../../../kit/images/BeforeAfter.tsx';
import { useImageUrl } from '../../../kit/images/useImageUrl.ts';
import { t } from '../../../kit/language/t.ts';
import { pictureName } from '../../drawing/settings/settingsText.ts';
import styles from './PaletteDialog.module.css';
import { PULL } from './paletteHelp.ts';
import { closePalette, editPull, keepPulled, readPull, usePalette } from './paletteStore.ts';
import { nearnessText } from './paletteText.ts';

export function PaletteDialog() {
  const { picture, draft, cloth, drawn, pulled, error } = usePalette();
  const before = useImageUrl(picture?.png);
  const after = useImageUrl(pulled?.png);
  if (!picture) return null;
  const { settings } = picture;
  const { errors } = readPull(draft);
  return (
    <Dialog
      wide
      title={t('Colours of the cloth')}
      description={
        <p role="status">{cloth && drawn ? nearnessText(drawn, cloth) : error ? '' : t('Its colours are measured.')}</p>
      }
      onClose={closePalette}
      actions={
        <>
          <Button kind="main" disabled={!pulled} onClick={() => pulled && void keepPulled(picture, pulled)}>
            {t('Keep it beside the original')}
          </Button>
          {after && (
            <a
              className={buttonClass('plain')}
              href={after}
              download={`${pictureName(settings.prompt, settings.seed)}-colours.png`}
            >
              {t('Download PNG')}
            </a>
          )}
          <Button onClick={closePalette}>{t('Close')}</Button>
        </>
      }
    >
      {cloth && drawn && (
        <div className={parts.parts}>
          {before && after ? (
            <BeforeAfter
              before={{ url: before, alt: t('As drawn: {prompt}', { prompt: settings.prompt }), name: t('As drawn') }}
              after={{ url: after, alt: t('Pulled: {prompt}', { prompt: settings.prompt }), name: t('Pulled') }}
              size={settings.size}
            />
          ) : (
            <p>{t('The picture with the cloth’s colours is made.')}</p>
          )}
          <div className={parts.fields}>
            <Named name={t('The cloth')}>
              <Swatches label={t('Colours of the cloth')} colours={cloth.colours} />
            </Named>
            <Named name={t('The picture as drawn')}>
              <Swatches label={t('Colours as drawn')} colours={drawn.colours} />
            </Named>
            <SettingField
              slider
              setting={PULL.strength}
              value={draft.strength}
              error={errors.strength}
              onChange={(strength) => editPull({ strength })}
            />
            {pulled && (
              <Named name={t('The picture pulled')}>
                <Swatches label={t('Colours once pulled')} colours={pulled.palette.colours} />
                <p role="status">{nearnessText(pulled.palette, cloth)}</p>
              </Named>
            )}
          </div>
        </div>
      )}
      {error && <ErrorNote error={error} />}
    </Dialog>
  );
}

function Named({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.named}>
      <p>{name}</p>
      {children}
    </div>
  );
}
