/** The canvas on which a mask is painted: by pointer or finger, or by the arrow keys and the space bar. */
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { t } from '../../../kit/language/t.ts';
import { maskFile, showMask } from './maskPixels.ts';
import styles from './OverFields.module.css';

/** Of the side, by one press of an arrow key. */
const KEY_STEP = 1 / 32;
const ARROWS: Readonly<Record<string, Place>> = {
  ArrowLeft: [-KEY_STEP, 0],
  ArrowRight: [KEY_STEP, 0],
  ArrowUp: [0, -KEY_STEP],
  ArrowDown: [0, KEY_STEP],
};

/** From the left and from the top, 0 to 1. */
type Place = readonly [number, number];

interface MaskCanvasProps {
  /** Pixels a side. */
  size: number;
  mask: Blob | null;
  /** Diameter, as a share of the side. */
  brush: number;
  erases: boolean;
  /** After each stroke; null where nothing is painted any more. */
  onPaint: (mask: Blob | null) => void;
}

export function MaskCanvas({ size, mask, brush, erases, onPaint }: MaskCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  /** What was painted here last, which need not be shown again. */
  const own = useRef<Blob | null>(null);
  const last = useRef<Place | null>(null);
  const [cursor, setCursor] = useState<Place | null>(null);
  useEffect(() => {
    const drawing = canvas.current?.getContext('2d', { willReadFrequently: true });
    if (!drawing || (mask !== null && mask === own.current && drawing.canvas.dataset.shown === String(size))) return;
    drawing.canvas.dataset.shown = String(size);
    drawing.fillStyle = PAINT;
    void showMask(drawing, mask);
  }, [mask, size]);

  const stroke = (to: Place) => {
    const drawing = canvas.current?.getContext('2d');
    if (!drawing) return;
    const [x, y] = to.map((place) => place * size) as [number, number];
    const [fromX, fromY] = (last.current ?? to).map((place) => place * size) as [number, number];
    drawing.globalCompositeOperation = erases ? 'destination-out' : 'source-over';
    drawing.fillStyle = PAINT;
    drawing.strokeStyle = PAINT;
    drawing.lineCap = 'round';
    drawing.lineWidth = brush * size;
    // A line of no length is none: where a stroke begins, it is a dot.
    drawing.beginPath();
    drawing.arc(x, y, (brush * size) / 2, 0, 2 * Math.PI);
    drawing.fill();
    drawing.beginPath();
    drawing.moveTo(fromX, fromY);
    drawing.lineTo(x, y);
    drawing.stroke();
    last.current = to;
  };
  const end = async () => {
    if (!last.current || !canvas.current) return;
    last.current = null;
    const drawing = canvas.current.getContext('2d');
    if (!drawing) return;
    own.current = await maskFile(drawing);
    onPaint(own.current);
  };
  const placeOf = ({ clientX, clientY, currentTarget }: PointerEvent<HTMLButtonElement>): Place => {
    const { left, top, width, height } = currentTarget.getBoundingClientRect();
    return [(clientX - left) / width, (clientY - top) / height];
  };
  const press = (event: KeyboardEvent) => {
    const step = ARROWS[event.key];
    const at = cursor ?? [0.5, 0.5];
    if (step) setCursor([within(at[0] + step[0]), within(at[1] + step[1])]);
    else if (event.key === ' ') {
      stroke(at);
      void end();
    } else return;
    event.preventDefault();
  };
  return (
    <>
      <button
        type="button"
        className={styles.mask}
        aria-label={t('The mask: paint what is drawn anew; with the arrow keys and the space bar too')}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          stroke(placeOf(event));
        }}
        onPointerMove={(event) => {
          setCursor(placeOf(event));
          if (last.current) stroke(placeOf(event));
        }}
        onPointerUp={() => void end()}
        onPointerCancel={() => void end()}
        onPointerLeave={() => setCursor(null)}
        onKeyDown={press}
        onFocus={() => setCursor((at) => at ?? [0.5, 0.5])}
        onBlur={() => setCursor(null)}
      >
        <canvas ref={canvas} width={size} height={size} />
      </button>
      {cursor && (
        <span
          aria-hidden
          className={styles.cursor}
          style={{
            insetInlineStart: `${100 * cursor[0]}%`,
            insetBlockStart: `${100 * cursor[1]}%`,
            inlineSize: `${100 * brush}%`,
          }}
        />
      )}
    </>
  );
}

/** Seen on dark cloths and on bright ones. */
const PAINT = '#e0218a';

const within = (place: number) => Math.min(Math.max(place, 0), 1);
