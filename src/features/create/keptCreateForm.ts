/** Create's form over a reload. */

import type { CreateSettings } from '../../contract/drawing.ts';
import { msg } from '../../contract/message.ts';
import { t } from '../../kit/language/t.ts';
import { own } from '../../kit/records/own.ts';
import { followForm } from '../../session/forms/keptForm.ts';
import type { DrawingDraft } from '../drawing/fields/drawing.ts';
import { drawingFields, drawingLabel, keptDrawing } from '../drawing/fields/keptDrawing.ts';
import { VARIATIONS, type Variations } from './galleryState.ts';
import { chooseVariations, editCreate, useGallery } from './galleryStore.ts';

interface CreateForm {
  draft: DrawingDraft<CreateSettings>;
  variations: Variations;
}

export function loadCreateForm(): Promise<void> {
  let last: CreateForm = formOf(useGallery.getState());
  return followForm<CreateForm>({
    id: 'create',
    // The same object as long as nothing in it changed, by which a change is known.
    form: () => {
      const now = formOf(useGallery.getState());
      if (now.draft !== last.draft || now.variations !== last.variations) last = now;
      return last;
    },
    show: ({ draft, variations }) => {
      editCreate(draft);
      chooseVariations(variations);
    },
    subscribe: (changed) => useGallery.subscribe(changed),
    fieldsOf: ({ draft, variations }) => ({ ...drawingFields(draft), variations }),
    steps: {
      name: msg('Create'),
      where: '#/create',
      labelOf: (field) => (field === 'variations' ? t('Pictures at a press') : drawingLabel(field)),
    },
    restored: (fields, { draft, variations }) => ({
      draft: keptDrawing(fields, draft),
      variations: VARIATIONS.find((count) => count === own(fields, 'variations')) ?? variations,
    }),
  });
}

const formOf = ({ draft, variations }: CreateForm): CreateForm => ({ draft, variations });
