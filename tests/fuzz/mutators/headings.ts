/**
 * Changes a list of tensors by what a weight file's header says of them, as one model's file differs from another's: nets that
 * are wider, deeper or under other names, parts that lack or come twice, marks that trainers leave. Only what changes is made
 * anew, so that lists of hundreds cost next to nothing.
 */
import type { WeightTensor } from '@weft/engine/internal';
import type { Random } from '../run/random.ts';
import { TEXTS } from './interesting.ts';
import { mutateJson, treeOf } from './json.ts';

/** What a header says of one tensor. */
export type Heading = Pick<WeightTensor, 'name' | 'dtype' | 'shape'>;

const DTYPES = ['F32', 'F16', 'BF16', 'F64', 'I64'] as const;
/** Under which the nets stand in one program's files or another's. */
const PREFIXES = [
  'model.diffusion_model.',
  'diffusion_model.',
  'model_ema.',
  'cond_stage_model.transformer.',
  'cond_stage_model.transformer.text_model.',
  'cond_stage_model.model.',
  'conditioner.embedders.0.transformer.',
  'conditioner.embedders.1.model.',
  'first_stage_model.',
  'vae.',
  '',
] as const;
const MARKS = [
  'v_pred',
  'ztsnr',
  'model_ema.decay',
  'edm_vpred.sigma_max',
  'model.diffusion_model.label_emb.0.0.weight',
];
/** What a header says beside tensors, by keys that some reader takes. */
const TOLD: readonly (readonly [key: string, values: readonly string[]])[] = [
  ['modelspec.prediction_type', ['v', 'epsilon', 'v_prediction']],
  ['modelspec.resolution', ['512x512', '768x768', '0x0', '9999x9999', '99999x1']],
  ['modelspec.architecture', ['stable-diffusion-xl-v1-base', 'stable-diffusion-v1']],
];

/** The beginning of a name, up to one of its dots. */
function stemOf(random: Random, name: string): string {
  const dots = [...name.matchAll(/\./g)].map(({ index }) => index + 1);
  return dots.length === 0 ? name : name.slice(0, random.pick(dots));
}

type Change = (random: Random, list: Heading[], others: readonly (readonly Heading[])[]) => Heading[];

const at = (random: Random, list: readonly Heading[]) => random.below(list.length);

function withName(list: Heading[], place: number, name: string): Heading[] {
  list[place] = { ...(list[place] as Heading), name };
  return list;
}

const CHANGES: readonly Change[] = [
  function lack(random, list) {
    list.splice(at(random, list), 1);
    return list;
  },
  function lackPart(random, list) {
    const stem = stemOf(random, random.pick(list).name);
    return list.filter(({ name }) => !name.startsWith(stem));
  },
  function keepPart(random, list) {
    const stem = stemOf(random, random.pick(list).name);
    return list.filter(({ name }) => name.startsWith(stem));
  },
  function otherName(random, list, others) {
    const { name } = random.pick(random.pick(others));
    return withName(list, at(random, list), random.chance(0.2) ? random.pick([...MARKS, ...TEXTS]) : name);
  },
  function otherNumber(random, list) {
    // Of a block or a layer: one of its tensors, or all of them.
    const numbered = list.filter(({ name }) => /\.\d+\./.test(name));
    if (numbered.length === 0) return list;
    const { name } = random.pick(numbered);
    const [, stem = '', number = '0'] = /^(.*?\.)(\d+)\./.exec(name) ?? [];
    const other = random.pick([String(Number(number) + 1), '0', '23', '99', '-1', '4294967296', '007']);
    const from = `${stem}${number}.`;
    const whole = random.chance(0.6);
    const copied = random.chance(0.4);
    const renamed = list.flatMap((heading) => {
      if (whole ? !heading.name.startsWith(from) : heading.name !== name) return [heading];
      const moved = { ...heading, name: `${stem}${other}.${heading.name.slice(from.length)}` };
      return copied ? [heading, moved] : [moved];
    });
    return renamed;
  },
  function otherPrefix(random, list) {
    const from = random.pick(PREFIXES.filter((prefix) => list.some(({ name }) => name.startsWith(prefix))));
    const to = random.pick(PREFIXES);
    return list.map((heading) =>
      heading.name.startsWith(from) ? { ...heading, name: to + heading.name.slice(from.length) } : heading,
    );
  },
  function otherSide(random, list) {
    const place = at(random, list);
    const heading = list[place] as Heading;
    const shape = [...heading.shape];
    const side = random.below(shape.length);
    const old = shape[side] ?? 1;
    if (random.chance(0.3)) shape.splice(side, random.below(2), 1);
    else shape[side] = random.pick([0, 1, old + 1, Math.max(0, old - 1), 2 * old, 65536, 2 ** 20 - 1]);
    list[place] = { ...heading, shape };
    return list;
  },
  function otherWidth(random, list) {
    // A net that is wider throughout is whole still.
    const old = random.pick(list).shape[0] ?? 1;
    const wide = random.pick([1, 2, 3, 32, 48, 96, 320, 768, 1024, 1280, 2048, 2 * old, old + 1]);
    const stem = random.chance(0.7) ? stemOf(random, random.pick(list).name) : '';
    return list.map((heading) =>
      heading.name.startsWith(stem) && heading.shape.includes(old)
        ? { ...heading, shape: heading.shape.map((side) => (side === old ? wide : side)) }
        : heading,
    );
  },
  function otherType(random, list) {
    const dtype = random.pick(DTYPES);
    const one = random.chance(0.5) ? at(random, list) : null;
    return list.map((heading, place) => (one === null || one === place ? { ...heading, dtype } : heading));
  },
  function twice(random, list) {
    const heading = random.pick(list);
    list.push(
      random.chance(0.5) ? heading : { ...heading, name: `${heading.name}${random.pick(['.1', '_', '.alpha'])}` },
    );
    return list;
  },
  function mark(random, list) {
    list.push({ name: random.pick(MARKS), dtype: random.pick(DTYPES), shape: random.pick([[], [0], [1], [4]]) });
    return list;
  },
  function ofAnother(random, list, others) {
    const other = random.pick(others);
    const stem = stemOf(random, random.pick(other).name);
    const theirs = other.filter(({ name }) => name.startsWith(stem));
    const kept = random.chance(0.5) ? list.filter(({ name }) => !name.startsWith(stem)) : list;
    return [...kept, ...theirs];
  },
  function otherOrder(random, list) {
    const from = at(random, list);
    return random.chance(0.5) ? list.reverse() : [...list.slice(from), ...list.slice(0, from)];
  },
];

/** Texts of those that were never changed. */
const texts = new WeakMap<Heading, string>();

function textOf(heading: Heading): string {
  const text = texts.get(heading) ?? JSON.stringify(heading);
  texts.set(heading, text);
  return text;
}

/** A list as JSON, with a few changes; with `{"metadata": …}` among it where the header says something beside. */
export function mutateHeadings(random: Random, lists: readonly (readonly Heading[])[]): string {
  let list = [...random.pick(lists)];
  const times = random.few();
  for (let time = 0; time < times && list.length > 0; time++) list = random.pick(CHANGES)(random, list, lists);
  const written = list.map(textOf);
  if (random.chance(0.15)) {
    const [key, values] = random.pick(TOLD);
    const value = random.pick(random.chance(0.7) ? values : TEXTS);
    written.push(JSON.stringify({ metadata: { [key]: value } }));
  }
  if (random.chance(0.05) && list.length > 0) {
    const place = at(random, list);
    const tree = treeOf(list[place]);
    written[place] = mutateJson(random, tree, [tree]);
  }
  return `[${written.join(',')}]`;
}
