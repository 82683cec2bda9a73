/** How long the film is, and what file it becomes. */
import { FILM_FORMATS, type FilmEncoding } from '../../contract/filmWorker.ts';
import type { Message } from '../../contract/message.ts';
import { msg } from '../../contract/message.ts';
import choices from '../../kit/fields/Choices.module.css';
import fieldStyles from '../../kit/fields/Field.module.css';
import { optionsOf, SettingField } from '../../kit/fields/SettingField.tsx';
import { About } from '../../kit/help/About.tsx';
import { t } from '../../kit/language/t.ts';
import { listText } from '../../kit/text/listText.ts';
import { useFormats } from './films/filmFormats.ts';
import styles from './MorphPanel.module.css';
import type { MorphErrors, MorphForm } from './morphForm.ts';
import { FILM } from './morphHelp.ts';
import { editMorph } from './morphStore.ts';

const PALETTE_HINTS: Record<FilmEncoding['palette'], Message> = {
  frame: msg('Each frame has the 256 colours that suit it best.'),
  common: msg('All frames share 256 colours: a smaller file that never flickers in its colours.'),
};

export function FilmFields({ form, errors }: { form: MorphForm; errors: MorphErrors }) {
  const { timing, encoding } = form;
  const formats = useFormats((state) => state.formats);
  const missing = formats ? FILM_FORMATS.filter((format) => !formats.includes(format)) : [];
  const edit = (change: Partial<FilmEncoding>) => editMorph({ encoding: { ...encoding, ...change } });
  return (
    <>
      <div className={styles.pair}>
        <SettingField
          setting={FILM.duration}
          value={timing.duration}
          onChange={(duration) => editMorph({ timing: { ...timing, duration } })}
          error={errors.timing.duration}
        />
        <SettingField
          setting={FILM.framesPerSecond}
          value={timing.framesPerSecond}
          onChange={(framesPerSecond) => editMorph({ timing: { ...timing, framesPerSecond } })}
          error={errors.timing.framesPerSecond}
        />
      </div>
      <SettingField
        setting={FILM.format}
        value={encoding.format}
        onChange={(format) => edit({ format: format as FilmEncoding['format'] })}
        options={optionsOf({
          ...FILM.format,
          values: FILM_FORMATS.filter((format) => format === encoding.format || !missing.includes(format)),
        })}
        error={missing.includes(encoding.format) ? t('is not available in this browser at this size') : undefined}
        hint={
          missing.length > 0
            ? t('{formats} {count, plural, one {is} other {are}} not available in this browser.', {
                formats: listText(missing.map((format) => t(FILM.format.names[format]))),
                count: missing.length,
              })
            : t('Videos are much smaller and have all colours; a GIF plays anywhere without a player.')
        }
      />
      {encoding.format === 'gif' && (
        <>
          <SettingField
            setting={FILM.palette}
            value={encoding.palette}
            onChange={(palette) => edit({ palette: palette as FilmEncoding['palette'] })}
            hint={t(PALETTE_HINTS[encoding.palette])}
          />
          <div className={fieldStyles.name}>
            <label className={choices.choice}>
              <input
                type="checkbox"
                checked={encoding.dither}
                onChange={(event) => edit({ dither: event.currentTarget.checked })}
              />
              {t('{label}: smoother shades, a grain, and a larger file', { label: t(FILM.dither.label) })}
            </label>
            <About label={t(FILM.dither.label)} words={FILM.dither.about} />
          </div>
        </>
      )}
    </>
  );
}
