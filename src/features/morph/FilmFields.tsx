/** How long the film is, and what file it becomes. */
import { FILM_FORMATS, type FilmEncoding, GIF_PALETTES } from '../../contract/filmWorker.ts';
import { NumberField } from '../../kit/fields/NumberField.tsx';
import { SelectField } from '../../kit/fields/SelectField.tsx';
import { About } from '../../kit/help/About.tsx';
import { useFormats } from './films/filmFormats.ts';
import styles from './MorphPanel.module.css';
import { FORMAT_NAMES } from './morphEstimate.ts';
import type { MorphErrors, MorphForm } from './morphForm.ts';
import { MORPH_HELP } from './morphHelp.ts';
import { editMorph } from './morphStore.ts';

const PALETTE_NAMES: Record<FilmEncoding['palette'], string> = {
  frame: 'One for each frame',
  common: 'One for the whole film',
};
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
        <NumberField
          label="Duration (s)"
          about={MORPH_HELP.duration}
          value={timing.duration}
          onChange={(duration) => editMorph({ timing: { ...timing, duration } })}
          error={errors.timing.duration}
          step={0.5}
        />
        <NumberField
          label="Frames per second"
          about={MORPH_HELP.framesPerSecond}
          value={timing.framesPerSecond}
          onChange={(framesPerSecond) => editMorph({ timing: { ...timing, framesPerSecond } })}
          error={errors.timing.framesPerSecond}
        />
      </div>
      <SelectField
        label="Format"
        about={MORPH_HELP.format}
        value={encoding.format}
        onChange={(format) => edit({ format: format as FilmEncoding['format'] })}
        options={FILM_FORMATS.filter((format) => format === encoding.format || !missing.includes(format)).map(
          (format) => ({ value: format, name: FORMAT_NAMES[format] }),
        )}
        error={missing.includes(encoding.format) ? 'is not available in this browser at this size' : undefined}
        hint={
          missing.length > 0
            ? `${missing.map((format) => FORMAT_NAMES[format]).join(' and ')} ${missing.length > 1 ? 'are' : 'is'} not available in this browser.`
            : 'Videos are much smaller and have all colours; a GIF plays anywhere without a player.'
        }
      />
      {encoding.format === 'gif' && (
        <>
          <SelectField
            label="Palette"
            about={MORPH_HELP.palette}
            value={encoding.palette}
            onChange={(palette) => edit({ palette: palette as FilmEncoding['palette'] })}
            options={GIF_PALETTES.map((palette) => ({ value: palette, name: PALETTE_NAMES[palette] }))}
            hint={PALETTE_HINTS[encoding.palette]}
          />
          <div className={styles.withAbout}>
            <label className={styles.choice}>
              <input
                type="checkbox"
                checked={encoding.dither}
                onChange={(event) => edit({ dither: event.currentTarget.checked })}
              />
              Dither: smoother shades, a grain, and a larger file
            </label>
            <About label="Dither" words={MORPH_HELP.dither} />
          </div>
        </>
      )}
    </>
  );
}
