/** A number between two bounds that is found by trying rather than typed. */
import { Slider } from 'radix-ui';
import type { NumberSetting } from '../../contract/settings/setting.ts';
import { Field, type FieldTexts } from './Field.tsx';
import styles from './SliderField.module.css';

interface SliderFieldProps extends FieldTexts {
  value: number;
  onChange: (value: number) => void;
  min: number;
  max: number;
  step: number;
}

export function SliderField({ value, onChange, min, max, step, ...texts }: SliderFieldProps) {
  const change = ([next]: number[]) => {
    if (next !== undefined) onChange(next);
  };
  return (
    <Field {...texts} aside={<output className={styles.value}>{value}</output>}>
      {(control, labelId) => (
        <Slider.Root className={styles.root} value={[value]} onValueChange={change} min={min} max={max} step={step}>
          <Slider.Track className={styles.track}>
            <Slider.Range className={styles.range} />
          </Slider.Track>
          <Slider.Thumb {...control} className={styles.thumb} aria-labelledby={labelId} />
        </Slider.Root>
      )}
    </Field>
  );
}

/** Where a slider for a setting begins and ends, and how far it moves at once. */
export function sliderBounds({ limits, step }: NumberSetting): { min: number; max: number; step: number } {
  return { ...limits, step: step === 'any' ? (limits.max - limits.min) / 100 : step };
}
