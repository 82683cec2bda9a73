/** How long the film is, and what file it becomes. */
import { FILM_FORMATS, type FilmEncoding } from '../../contract/filmWorker.ts';
import choices from '../../kit/fields/Choices.module.css';
import fieldStyles from '../../kit/fields/Field.module.css';
import { optionsOf, SettingField } from '../../kit/fields/SettingField.tsx';
import { About } from '../../kit/help/About.tsx';
import { useFormats } from './films/filmFormats.ts';
import styles from './MorphPanel.module.css';
import type { MorphErrors, MorphForm } from './morphForm.ts';
import { FILM } from './morphHelp.ts';
import { editMorph } from './morphStore.ts';

const PALETTE_HINTS: Record<FilmEncoding['palette'], string> = {
  frame: 'Each frame has the 256 colours that suit it best.',
  common: 'All frames share 256 colours: a smaller file that never flickers in its colours.',
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
        error={missing.includes(encoding.format) ? 'is not available in this browser at this size' : undefined}
        hint={
          missing.length > 0
            ? `${missing.map((format) => FILM.format.names[format]).join(' and ')} ${missing.length > 1 ? 'are' : 'is'} not available in this browser.`
            : 'Videos are much smaller and have all colours; a GIF plays anywhere without a player.'
        }
      />
      {encoding.format === 'gif' && (
        <>
          <SettingField
            setting={FILM.palette}
            value={encoding.palette}
            onChange={(palette) => edit({ palette: palette as FilmEncoding['palette'] })}
            hint={PALETTE_HINTS[encoding.palette]}
          />
          <div className={fieldStyles.name}>
            <label className={choices.choice}>
              <input
                type="checkbox"
                checked={encoding.dither}
                onChange={(event) => edit({ dither: event.currentTarget.checked })}
              />
              {FILM.dither.label}: smoother shades, a grain, and a larger file
            </label>
            <About label={FILM.dither.label} words={FILM.dither.about} />
          </div>
        </>
      )}
    </>
  );
}
