/** How well a run learnt, in three figures: measured on request, with models that are fetched for it. */
import { Gauge } from 'lucide-react';
import { useEffect, useState } from 'react';
import { SCORE_MODELS } from '../../../contract/scoreWorker.ts';
import { Button } from '../../../kit/buttons/Button.tsx';
import { ErrorNote } from '../../../kit/components/ErrorNote.tsx';
import { Fold } from '../../../kit/components/Fold.tsx';
import { ProgressBar } from '../../../kit/components/ProgressBar.tsx';
import { SegmentedField } from '../../../kit/fields/SegmentedField.tsx';
import { t } from '../../../kit/language/t.ts';
import { own } from '../../../kit/records/own.ts';
import { durationText } from '../../../kit/text/durationText.ts';
import { sizeText } from '../../../kit/text/sizeText.ts';
import { useStudio } from '../../../session/studioStore.ts';
import type { LibraryItem } from '../libraryState.ts';
import styles from './Scores.module.css';
import { PICTURES_EACH, type PicturesEach, scoringSeconds } from './scoredSubjects.ts';
import { SCORE_HELP } from './scoreHelp.ts';
import { deleteScoreModels, findScoreModels, useScoreModels } from './scoreModels.ts';
import { protocolText, scoreRows, scoringFraction, scoringText } from './scoreTexts.ts';
import { measureScores, useScoring } from './scoring.ts';
import type { Scoring } from './scoringState.ts';

export function Scores({ item }: { item: LibraryItem }) {
  const scoring = useScoring(({ items }) => own(items, item.id));
  const [each, setEach] = useState<PicturesEach>('2');
  const running = scoring !== undefined && scoring.state !== 'failed';
  useEffect(() => void findScoreModels(), []);
  return (
    <Fold title={t('Scores')}>
      {item.scores && (
        <>
          <table className={styles.scores}>
            <caption className="visuallyHidden">{t('Scores of {name}', { name: item.name })}</caption>
            <thead>
              <tr>
                <th scope="col">{t('Score')}</th>
                <th scope="col">{t('Pictures')}</th>
                <th scope="col">{t('Photographs among themselves')}</th>
              </tr>
            </thead>
            <tbody>
              {scoreRows(item.scores.scores).map(({ name, note, value, among }) => (
                <tr key={name}>
                  <th scope="row">
                    {name} <span className={styles.note}>{note}</span>
                  </th>
                  <td>{value}</td>
                  <td>{among}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className={styles.facts}>{protocolText(item.scores)}</p>
        </>
      )}
      {running ? (
        <Progress scoring={scoring} onCancel={scoring.cancel} />
      ) : (
        <Start item={item} each={each} onEach={setEach} />
      )}
      {scoring?.state === 'failed' && <ErrorNote error={scoring.error} />}
    </Fold>
  );
}

function Progress({ scoring, onCancel }: { scoring: Scoring; onCancel: (() => void) | undefined }) {
  const text = scoringText(scoring);
  return (
    <>
      <ProgressBar label={t('Scoring progress')} fraction={scoringFraction(scoring)} text={text} />
      <p className={styles.facts} role="status">
        {text}
      </p>
      <Button className={styles.action} onClick={onCancel}>
        {t('Cancel')}
      </Button>
    </>
  );
}

interface StartProps {
  item: LibraryItem;
  each: PicturesEach;
  onEach: (each: PicturesEach) => void;
}

function Start({ item, each, onEach }: StartProps) {
  const model = useStudio(({ opening }) => (opening.state === 'ready' ? opening.model : null));
  const kept = useScoreModels((state) => state.kept);
  const size = sizeText(SCORE_MODELS.bytes);
  return (
    <>
      <SegmentedField
        label={t('Pictures for each prompt')}
        about={SCORE_HELP.picturesEach}
        value={each}
        onChange={onEach}
        options={PICTURES_EACH.map((value) => ({ value, name: value }))}
      />
      <p className={styles.facts}>
        {t('Nine prompts are drawn')}
        {model && t(', in {duration}', { duration: durationText(scoringSeconds(each, model)) })}
        {t(', and held against the photographs in the dataset and against their prompts. {models}', {
          models: kept
            ? t('The models that judge them are kept in this browser ({size}).', { size })
            : t(
                'The models that judge them, CLIP and DINO, are fetched from huggingface.co first: {size}, kept for the next time. Nothing of yours is sent anywhere.',
                { size },
              ),
        })}
      </p>
      <Button className={styles.action} onClick={() => void measureScores(item, each)}>
        <Gauge aria-hidden size={16} />
        {t('Measure scores')}
      </Button>
      {kept && (
        <Button className={styles.action} kind="quiet" onClick={() => void deleteScoreModels()}>
          {t('Delete the scoring models')}
        </Button>
      )}
    </>
  );
}
