/** A picture as a tile: repeated on the screen, measured at its seams, and saved for print. */

import type { TileSettings } from '../../../contract/settings/tileSettings.ts';
import { Button } from '../../../kit/buttons/Button.tsx';
import { ErrorNote } from '../../../kit/components/ErrorNote.tsx';
import { Dialog } from '../../../kit/dialogs/Dialog.tsx';
import parts from '../../../kit/dialogs/DialogParts.module.css';
import { SettingField } from '../../../kit/fields/SettingField.tsx';
import { useImageUrl } from '../../../kit/images/useImageUrl.ts';
import { t } from '../../../kit/language/t.ts';
import { useGallery } from '../galleryStore.ts';
import { TilePreview } from './TilePreview.tsx';
import { TILE } from './tileHelp.ts';
import { closeTile, editTile, readTile, saveTiles, useTile } from './tileStore.ts';
import { printText, seamsText } from './tileText.ts';

export function TileDialog() {
  const { picture: id, draft, seams, saving, error } = useTile();
  const picture = useGallery(({ pictures }) => pictures.find((other) => other.id === id));
  const url = useImageUrl(picture?.png);
  if (!picture) return null;
  const { settings, errors } = readTile(draft);
  const repeat = TILE.repeat.values.find((value) => value === draft.repeat) ?? 'straight';
  const field = (name: keyof TileSettings) => ({
    setting: TILE[name],
    value: draft[name],
    error: errors[name],
    onChange: (value: string) => editTile({ [name]: value }),
  });
  return (
    <Dialog
      wide
      title={t('Repeat as a tile')}
      description={
        <p role="status">
          {seams ? seamsText(seams[repeat], repeat, picture.settings.seamless) : t('Its edges are measured.')}
        </p>
      }
      onClose={closeTile}
      actions={
        <>
          <Button
            kind="main"
            disabled={!settings || saving}
            onClick={() => settings && void saveTiles(picture, settings)}
          >
            {t('Download the repeat')}
          </Button>
          <Button
            disabled={!settings || saving}
            onClick={() => settings && void saveTiles(picture, { ...settings, across: 1, down: 1 })}
          >
            {t('Download one tile')}
          </Button>
          <Button onClick={closeTile}>{t('Close')}</Button>
        </>
      }
    >
      <div className={parts.parts}>
        {url && (
          <TilePreview
            url={url}
            repeat={repeat}
            label={t('Three by three tiles of {prompt}. Drag it, or press the arrow keys, to look at its seams.', {
              prompt: picture.settings.prompt,
            })}
          />
        )}
        <div className={parts.fields}>
          <SettingField {...field('repeat')} />
          <SettingField {...field('tileWidth')} />
          <SettingField {...field('resolution')} />
          <SettingField {...field('across')} />
          <SettingField {...field('down')} />
          {settings && <p>{printText(settings, 1)}</p>}
        </div>
      </div>
      {error && <ErrorNote error={error} />}
    </Dialog>
  );
}
