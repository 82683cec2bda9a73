/** Create: one picture after the other from prompts, with an adapter or without. */
import { stepsTaken } from '@weft/engine';
import { Paintbrush } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { CreateSettings } from '../../contract/drawing.ts';
import { msg } from '../../contract/message.ts';
import { OVER_SETTINGS } from '../../contract/settings/overSettings.ts';
import { PICTURE_SETTINGS } from '../../contract/settings/pictureSettings.ts';
import { Button } from '../../kit/buttons/Button.tsx';
import { ErrorNote } from '../../kit/components/ErrorNote.tsx';
import { Fold } from '../../kit/components/Fold.tsx';
import { lazyPart } from '../../kit/components/lazyPart.tsx';
import { PanelLayout } from '../../kit/components/PanelLayout.tsx';
import { SegmentedField } from '../../kit/fields/SegmentedField.tsx';
import { demandSentence, t } from '../../kit/language/t.ts';
import { durationText } from '../../kit/text/durationText.ts';
import { nativeSize, useStudio } from '../../session/studioStore.ts';
import { DrawingFields } from '../drawing/fields/DrawingFields.tsx';
import { type DrawingDraft, withSize } from '../drawing/fields/drawing.ts';
import { CREATE_DEFAULTS } from '../drawing/settings/drawingDefaults.ts';
import { pictureSeconds } from '../drawing/settings/pictureEstimate.ts';
import { MemoryPlan } from '../memory/MemoryPlan.tsx';
import { useBeforeAfter } from './base/beforeAfterStore.ts';
import { DrawingSettingsFiles } from './files/DrawingSettingsFiles.tsx';
import { Gallery } from './gallery/Gallery.tsx';
import { VARIATIONS } from './galleryState.ts';
import { chooseVariations, dismissCreateError, editCreate, generate, readCreate, useGallery } from './galleryStore.ts';
import { readOver, useOver } from './over/overState.ts';
import { usePalette } from './palette/paletteStore.ts';
import { useTile } from './tile/tileStore.ts';

export function CreatePanel() {
  const draft = useGallery((state) => state.draft);
  const variations = useGallery((state) => state.variations);
  const error = useGallery((state) => state.error);
  const loading = useStudio(({ opening }) => opening.state === 'loading');
  const { settings, errors } = readCreate(draft, nativeSize());
  const over = useOverReading(settings);
  const submit = () => {
    const canDraw = settings !== null && !over?.error;
    if (canDraw) void generate(settings);
    return canDraw;
  };
  return (
    <PanelLayout
      title={t('Create')}
      intro={t('Describe a picture and see it drawn in your fabric.')}
      onSubmit={submit}
      controls={
        <>
          <DrawingFields
            draft={draft}
            errors={errors}
            onEdit={editCreate}
            stepsHint={t('More steps draw more carefully and take longer.')}
            error={error}
          >
            <StartPicture draft={draft} />
          </DrawingFields>
          <SegmentedField
            label={t('Pictures at a press')}
            value={String(variations)}
            onChange={(value) => chooseVariations(VARIATIONS.find((count) => String(count) === value) ?? 1)}
            options={VARIATIONS.map((count) => ({ value: String(count), name: String(count) }))}
            hint={t('More than one are drawn with the seeds that follow.')}
            about={VARIATIONS_HELP}
          />
          <DrawingSettingsFiles settings={settings} />
        </>
      }
      actions={
        <>
          {error && <ErrorNote error={error} onDismiss={dismissCreateError} />}
          {settings && (
            <MemoryPlan
              work={{ work: 'drawing', size: settings.size, guided: settings.guidanceScale > 1 }}
              onChange={({ size }) => size && editCreate({ size: String(size) })}
            />
          )}
          <Button kind="main" type="submit">
            <Paintbrush aria-hidden size={18} />
            {t('Generate')}
          </Button>
          {over?.error && <p role="alert">{over.error}</p>}
          {settings && <LongPicture settings={{ ...settings, samplingSteps: over?.steps ?? settings.samplingSteps }} />}
          {loading && <p>{t('It starts as soon as the model is loaded.')}</p>}
        </>
      }
    >
      <Gallery />
      <Comparison />
      <Tile />
      <Colours />
    </PanelLayout>
  );
}

const OverFields = lazyPart(
  msg('The picture to start from'),
  async () => (await import('./over/OverFields.tsx')).OverFields,
);

/** What is drawn over: unfolded where there is something, and fetched when it is first unfolded. */
function StartPicture({ draft }: { draft: DrawingDraft<CreateSettings> }) {
  const hasSource = useOver(({ source }) => source !== null);
  const [open, setOpen] = useState(hasSource);
  useEffect(() => {
    if (hasSource) setOpen(true);
  }, [hasSource]);
  const { size, samplingSteps, seamless } = withSize(draft, nativeSize(), CREATE_DEFAULTS.size);
  const side = PICTURE_SETTINGS.size.schema.safeParse(Number(size)).data ?? CREATE_DEFAULTS.size;
  return (
    <Fold title={t('Start from a picture')} open={open} onToggle={setOpen}>
      {(hasSource || open) && (
        <OverFields size={side} samplingSteps={Number(samplingSteps)} seamless={seamless !== 'none'} />
      )}
    </Fold>
  );
}

const BeforeAfterDialog = lazyPart(
  msg('The comparison with the base'),
  async () => (await import('./base/BeforeAfterDialog.tsx')).BeforeAfterDialog,
);

function Comparison() {
  return useBeforeAfter(({ picture }) => picture !== null) ? <BeforeAfterDialog /> : null;
}

const TileDialog = lazyPart(msg('The repeat'), async () => (await import('./tile/TileDialog.tsx')).TileDialog);

function Tile() {
  return useTile(({ picture }) => picture !== null) ? <TileDialog /> : null;
}

const PaletteDialog = lazyPart(
  msg('The colours'),
  async () => (await import('./palette/PaletteDialog.tsx')).PaletteDialog,
);

function Colours() {
  return usePalette(({ picture }) => picture !== null) ? <PaletteDialog /> : null;
}

const VARIATIONS_HELP = {
  does: msg(
    'One press draws so many pictures, one after the other: the first with the seed above, each further one with the next. A prompt is judged better by four pictures than by one, and any of them comes again by its own seed.',
  ),
  usual: msg('1 while you try settings; 4 or 9 to choose from'),
};

/** What is to be said of drawing over a picture: its steps, or why none can be taken; null where there is none. */
function useOverReading(settings: CreateSettings | null): { steps?: number; error?: string } | null {
  const { source, draft } = useOver();
  if (!source || !settings) return null;
  const { samplingSteps } = settings;
  const { settings: over, errors } = readOver(draft, samplingSteps);
  if (over) return { steps: stepsTaken(samplingSteps, over.strength) };
  return { error: demandSentence(t(OVER_SETTINGS.strength.label), errors.strength ?? '') };
}

/** Seconds from which on the time is told before a picture is drawn: shorter ones are there before it is read. */
const LONG_SECONDS = 60;

/** How long a picture takes where that is long. */
function LongPicture({ settings }: { settings: CreateSettings }) {
  const opening = useStudio((state) => state.opening);
  if (opening.state !== 'ready') return null;
  const { model } = opening;
  const seconds = pictureSeconds(settings, model);
  if (seconds < LONG_SECONDS) return null;
  return (
    <p>
      {t('Time on this device: about {duration}.', { duration: durationText(seconds) })}
      {model.device.kind === 'wasm' &&
        t(' Without a GPU a model of this size draws slowly; fewer steps and a smaller size help.')}
    </p>
  );
}
