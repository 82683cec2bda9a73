/** RGBA pixels on a canvas, scaled by the browser to the room there is. */
import { useEffect, useRef } from 'react';
import type { Picture } from '../../contract/drawing.ts';

interface PictureCanvasProps {
  picture: Picture;
  /** What it shows, for those who don't see it. */
  label: string;
  className?: string | undefined;
}

export function PictureCanvas({ picture, label, className }: PictureCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    context?.putImageData(new ImageData(picture.rgba, picture.width, picture.height), 0, 0);
  }, [picture]);
  return (
    <canvas
      ref={canvas}
      className={className}
      width={picture.width}
      height={picture.height}
      role="img"
      aria-label={label}
    />
  );
}
