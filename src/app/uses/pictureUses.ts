/** What a drawn picture can be used for in the panels that it was not drawn in. */
import { Film, Grid3x3 } from 'lucide-react';
import { msg } from '../../contract/message.ts';
import type { PictureUse } from '../../features/drawing/fields/pictureUses.ts';
import { notifyError } from '../../session/noticesStore.ts';

/** Fetched when it is asked for. */
const uses = () => import('./usePicture.ts');

export const PICTURE_USES: readonly PictureUse[] = [
  {
    name: msg('Use as keyframe'),
    icon: Film,
    use: (picture) => void uses().then(({ toKeyframe }) => toKeyframe(picture), notifyError),
  },
  {
    name: msg('Use in a grid'),
    icon: Grid3x3,
    use: (picture) => void uses().then(({ toGrid }) => toGrid(picture), notifyError),
  },
];
