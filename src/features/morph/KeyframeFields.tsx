/** The keyframes: what moves from one to the next, how many there are, and each of them. */

import type { Message } from '../../contract/message.ts';
import { msg } from '../../contract/message.ts';
import choices from '../../kit/fields/Choices.module.css';
import fieldStyles from '../../kit/fields/Field.module.css';
import { SettingField } from '../../kit/fields/SettingField.tsx';
import { About } from '../../kit/help/About.tsx';
import { t } from '../../kit/language/t.ts';
import { KeyframeCard } from './KeyframeCard.tsx';
import styles from './MorphPanel.module.css';
import { MOVES, type MorphErrors, type MorphForm, type Move, withCount } from './morphForm.ts';
import { FILM, MORPH_HELP } from './morphHelp.ts';
import { editMorph } from './morphStore.ts';
import { SeedPicker } from './seeds/SeedPicker.tsx';

const MOVE_NAMES: Record<Move, Message> = {
  noise: msg('Noise: every keyframe has a seed of its own'),
  prompt: msg('Prompt: the film passes from one description to the next'),
  weight: msg('Adapters’ weights: what was learnt comes and goes'),
};

export function KeyframeFields({ form, errors }: { form: MorphForm; errors: MorphErrors }) {
  const { moves, keyframes } = form;
  return (
    <>
      <fieldset className={choices.group} aria-labelledby="what-moves" aria-describedby="what-moves-error">
        <div className={fieldStyles.name}>
          <span id="what-moves" className={fieldStyles.label}>
            {t('What moves')}
          </span>
          <About label={t('What moves')} words={MORPH_HELP.moves} />
        </div>
        {MOVES.map((move) => (
          <label key={move} className={choices.choice}>
            <input
              type="checkbox"
              checked={moves[move]}
              aria-invalid={errors.moves !== undefined}
              onChange={(event) => editMorph({ moves: { ...moves, [move]: event.currentTarget.checked } })}
            />
            {t(MOVE_NAMES[move])}
          </label>
        ))}
        <p id="what-moves-error" className={styles.error}>
          {errors.moves}
        </p>
      </fieldset>
      <SettingField
        setting={FILM.keyframes}
        value={form.count}
        onChange={(count) => editMorph(withCount(form, count))}
        error={errors.count}
      />
      <ol className={styles.keyframes} aria-label={t('Chosen keyframes')}>
        {keyframes.map((keyframe, place) => (
          <KeyframeCard
            key={keyframe.id}
            keyframe={keyframe}
            place={place}
            form={form}
            error={errors.keyframes[keyframe.id]}
          />
        ))}
      </ol>
      {moves.noise && <SeedPicker form={form} />}
    </>
  );
}
