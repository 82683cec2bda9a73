/** One square of a photograph, moved, zoomed and turned by hand, or with the keys. */
import { RotateCcwSquare, RotateCwSquare } from 'lucide-react';
import { useState } from 'react';
import Cropper from 'react-easy-crop';
import 'react-easy-crop/react-easy-crop.css';
import type { Crop } from '../../../contract/pictures/crop.ts';
import { Button } from '../../../kit/buttons/Button.tsx';
import parts from '../../../kit/dialogs/DialogParts.module.css';
import { SliderField } from '../../../kit/fields/SliderField.tsx';
import { t } from '../../../kit/language/t.ts';
import styles from './CropDialog.module.css';
import { areaOfCrop, cropOfArea, turnedBy } from './cropGeometry.ts';
import type { ShownPhotograph } from './usePhotograph.ts';

/** Pixels a side of the smallest square that can be chosen by zooming in. */
const SMALLEST = 64;
const MOST_ZOOM = 20;
/** Pixels on the screen by which an arrow key moves; a fifth of it with the shift key. */
const KEY_STEP = 5;

interface HandCropProps {
  photograph: ShownPhotograph;
  /** Its address. */
  url: string;
  name: string;
  /** What it begins with. */
  first: Crop;
  /** What is chosen; null before it is shown. */
  crop: Crop | null;
  onCrop: (crop: Crop) => void;
}

export function HandCrop({ photograph, url, name, first, crop, onCrop }: HandCropProps) {
  const [at, setAt] = useState({ x: 0, y: 0 });
  const [zoom, setZoom] = useState(1);
  const [turns, setTurns] = useState(first.turns);
  const [area] = useState(() => areaOfCrop(first, photograph));
  const shorter = Math.min(photograph.width, photograph.height);
  const most = Math.min(MOST_ZOOM, Math.max(1, shorter / SMALLEST));
  // What lies in the middle stays there.
  const turn = (by: 1 | -1) => {
    setTurns(turnedBy(turns, by));
    setAt(by === 1 ? { x: -at.y, y: at.x } : { x: at.y, y: -at.x });
  };
  const reset = () => {
    setTurns(0);
    setZoom(1);
    setAt({ x: 0, y: 0 });
  };
  return (
    <div className={parts.parts}>
      <div className={styles.stage}>
        <Cropper
          image={url}
          aspect={1}
          crop={at}
          zoom={zoom}
          maxZoom={most}
          rotation={90 * turns}
          initialCroppedAreaPercentages={area}
          keyboardStep={KEY_STEP}
          disableAutomaticStylesInjection
          mediaProps={{ alt: t('The photograph {name}', { name }) }}
          cropperProps={{ role: 'group', 'aria-label': t('What is kept of it: moved by the arrow keys') }}
          onCropChange={setAt}
          onZoomChange={setZoom}
          onCropAreaChange={(shown) => onCrop(cropOfArea(shown, photograph, turns))}
        />
      </div>
      <div className={parts.fields}>
        <p role="status">
          {crop &&
            t('{side} × {side} of {width} × {height} pixels are kept.', {
              side: crop.side,
              width: photograph.width,
              height: photograph.height,
            })}
        </p>
        <SliderField
          label={t('Zoom')}
          hint={t('The wheel and two fingers zoom too. Dragging or the arrow keys move the photograph.')}
          min={1}
          max={most}
          step={0.05}
          value={Math.round(zoom * 100) / 100}
          onChange={setZoom}
        />
        <div className={styles.buttons}>
          <Button onClick={() => turn(-1)}>
            <RotateCcwSquare aria-hidden size={18} />
            {t('Turn left')}
          </Button>
          <Button onClick={() => turn(1)}>
            <RotateCwSquare aria-hidden size={18} />
            {t('Turn right')}
          </Button>
          <Button kind="quiet" onClick={reset}>
            {t('The middle square again')}
          </Button>
        </div>
      </div>
    </div>
  );
}
