/** Create: one picture after the other from prompts, with an adapter or without. */
import { Paintbrush } from 'lucide-react';
import { Button } from '../../components/Button.tsx';
import { FaultNote } from '../../components/FaultNote.tsx';
import { PanelLayout } from '../../components/PanelLayout.tsx';
import { editCreate, generate, readCreate, useGallery } from '../../stores/galleryStore.ts';
import { nativeSize, useStudio } from '../../stores/studioStore.ts';
import { DrawingFields } from '../drawing/DrawingFields.tsx';
import { Gallery } from './Gallery.tsx';

export function CreatePanel() {
  const draft = useGallery((state) => state.draft);
  const fault = useGallery((state) => state.fault);
  const loading = useStudio(({ opening }) => opening.state === 'loading');
  const { settings, errors } = readCreate(draft, nativeSize());
  const submit = () => {
    if (settings) void generate(settings);
    return settings !== null;
  };
  return (
    <PanelLayout
      title="Create"
      intro="Describe a picture and see it drawn in your fabric."
      onSubmit={submit}
      controls={
        <DrawingFields
          draft={draft}
          errors={errors}
          onEdit={editCreate}
          stepsHint="More steps draw more carefully and take longer."
          fault={fault}
        />
      }
      actions={
        <>
          {fault && <FaultNote fault={fault} onDismiss={() => useGallery.setState({ fault: null })} />}
          <Button kind="main" type="submit">
            <Paintbrush aria-hidden size={18} />
            Generate
          </Button>
          {loading && <p>It starts as soon as the model is loaded.</p>}
        </>
      }
    >
      <Gallery />
    </PanelLayout>
  );
}
