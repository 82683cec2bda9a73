/** Morph: a looping film that wanders between keyframes of noise, of prompts, or of adapters' weights. */
import { Clapperboard, Pause } from 'lucide-react';
import { useEffect } from 'react';
import { Button } from '../../kit/buttons/Button.tsx';
import { ErrorNote } from '../../kit/components/ErrorNote.tsx';
import { PanelLayout } from '../../kit/components/PanelLayout.tsx';
import { t } from '../../kit/language/t.ts';
import { nativeSize, useStudio } from '../../session/studioStore.ts';
import { DrawingFields } from '../drawing/fields/DrawingFields.tsx';
import { useFewStepIds } from '../drawing/fields/fewSteps.ts';
import { framePresets } from '../drawing/settings/samplingPresets.ts';
import { FilmFields } from './FilmFields.tsx';
import { findFormats } from './films/filmFormats.ts';
import { useFilms } from './films/filmRepository.ts';
import { KeyframeFields } from './KeyframeFields.tsx';
import { MorphStage } from './MorphStage.tsx';
import { estimateText, filmBytes, sizeText } from './morphEstimate.ts';
import { readMorph } from './morphForm.ts';
import { isRendering } from './morphState.ts';
import { discardMorph, editMorph, pauseMorph, renderMorph, useMorph } from './morphStore.ts';

/** A film draws with finished adapters. */
const NO_CHECKPOINTS: ReadonlySet<string> = new Set(['checkpoint']);
const NOISE_SEEDS: ReadonlySet<string> = new Set(['checkpoint', 'seed']);

export function MorphPanel() {
  const form = useMorph((state) => state.form);
  const rendering = useMorph((state) => isRendering(state.run));
  const error = useMorph(({ run }) => (run.state === 'failed' ? run.error : null));
  const films = useFilms((state) => state.films);
  const model = useStudio(({ opening }) => (opening.state === 'ready' ? opening.model : null));
  const { settings, errors } = readMorph(form, nativeSize(), useFewStepIds());
  const side = settings?.size;
  useEffect(() => {
    if (side !== undefined) void findFormats(side);
  }, [side]);
  const submit = () => {
    if (settings) void renderMorph(settings);
    return settings !== null;
  };
  return (
    <PanelLayout
      title={t('Morph')}
      intro={t('A film that passes from one variation to the next and ends where it began.')}
      onSubmit={submit}
      controls={
        <DrawingFields
          draft={form.drawing}
          errors={errors.drawing}
          onEdit={(change) => editMorph({ drawing: { ...form.drawing, ...change } })}
          stepsHint={t('For each frame. 8 to 12 are enough for a film.')}
          presets={framePresets}
          error={error}
          without={form.moves.noise ? NOISE_SEEDS : NO_CHECKPOINTS}
          {...(form.moves.prompt && { texts: form.keyframes.map(({ prompt }) => prompt) })}
        >
          <KeyframeFields form={form} errors={errors} />
          <FilmFields form={form} errors={errors} />
        </DrawingFields>
      }
      actions={
        <>
          {error && <ErrorNote error={error} />}
          {rendering ? (
            <>
              <Button kind="main" onClick={pauseMorph}>
                <Pause aria-hidden size={18} />
                {t('Pause')}
              </Button>
              <Button onClick={discardMorph}>{t('Discard this film')}</Button>
            </>
          ) : (
            <>
              <p>
                {settings && model && `${estimateText(settings, model)} `}
                {settings && !model && t('The time it takes is told once the model is loaded. ')}
                {settings && sizeText(filmBytes(settings, form.encoding, films), form.encoding)}
              </p>
              <Button kind="main" type="submit">
                <Clapperboard aria-hidden size={18} />
                {t('Render morph')}
              </Button>
            </>
          )}
        </>
      }
    >
      <MorphStage />
    </PanelLayout>
  );
}
