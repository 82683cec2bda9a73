/** Create: one picture after the other from prompts, with an adapter or without. */
import { Paintbrush } from 'lucide-react';
import type { CreateSettings } from '../../contract/drawing.ts';
import { msg } from '../../contract/message.ts';
import { Button } from '../../kit/buttons/Button.tsx';
import { ErrorNote } from '../../kit/components/ErrorNote.tsx';
import { lazyPart } from '../../kit/components/lazyPart.tsx';
import { PanelLayout } from '../../kit/components/PanelLayout.tsx';
import { SegmentedField } from '../../kit/fields/SegmentedField.tsx';
import { t } from '../../kit/language/t.ts';
import { durationText } from '../../kit/text/durationText.ts';
import { nativeSize, useStudio } from '../../session/studioStore.ts';
import { DrawingFields } from '../drawing/fields/DrawingFields.tsx';
import { pictureSeconds } from '../drawing/settings/pictureEstimate.ts';
import { MemoryPlan } from '../memory/MemoryPlan.tsx';
import { useBeforeAfter } from './base/beforeAfterStore.ts';
import { DrawingSettingsFiles } from './files/DrawingSettingsFiles.tsx';
import { Gallery } from './gallery/Gallery.tsx';
import { VARIATIONS } from './galleryState.ts';
import { chooseVariations, dismissCreateError, editCreate, generate, readCreate, useGallery } from './galleryStore.ts';
import { usePalette } from './palette/paletteStore.ts';
import { useTile } from './tile/tileStore.ts';

export function CreatePanel() {
  const draft = useGallery((state) => state.draft);
  const variations = useGallery((state) => state.variations);
  const error = useGallery((state) => state.error);
  const loading = useStudio(({ opening }) => opening.state === 'loading');
  const { settings, errors } = readCreate(draft, nativeSize());
  const submit = () => {
    if (settings) void generate(settings);
    return settings !== null;
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
          />
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
          {settings && <LongPicture settings={settings} />}
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
