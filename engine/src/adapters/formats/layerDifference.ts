/**
 * What an adapter of any kind adds to one layer, as a product of two factors: that is the one form in which adapters are
 * mixed, drawn with and stored. A LoRA is such a product; LoHa, LoKr, whole differences and DoRA are brought to one,
 * exactly, at whatever rank that takes.
 *
 * | kind | ΔW | source |
 * | --- | --- | --- |
 * | LoRA | (α/r)·B·A | Hu et al., arXiv 2106.09685 |
 * | LoCon with a kernel between | (α/r)·B·(mid ∘ A) | LyCORIS, arXiv 2309.14859 |
 * | LoHa | (α/r)·(w1a·w1b) ⊙ (w2a·w2b) | Hyeon-Woo et al., arXiv 2108.06098 |
 * | LoKr | (α/r)·(w1 ⊗ w2) | LyCORIS |
 * | difference | as it is | LyCORIS |
 * | DoRA | m·(W + ΔW)/‖W + ΔW‖ − W | Liu et al., arXiv 2402.09353 |
 */
import type { WeightTensor } from '../../weights/safetensors.ts';
import { scalarOf } from '../../weights/tensorValues.ts';
import { AdapterError } from '../adapterError.ts';
import { fanIn, type LoraModule } from '../loraLayout.ts';
import { tensorNumbers as numbers, requireShape, SAVE_AGAIN } from './layerTensors.ts';
import type { LoraPart } from './loraKeys.ts';
import { khatriRao, kronecker, multiply, transposed, withKernel } from './matrices.ts';

/** A layer's tensors by what they are to it. */
export type LayerParts = Partial<Record<LoraPart, WeightTensor>>;

/** A product of factors: alpha / rank · B·A, A [rank, fanIn], B [outFeatures, rank]. */
export interface LayerDifference {
  module: LoraModule;
  rank: number;
  alpha: number;
  a: Float32Array;
  b: Float32Array;
}

/** What settings say of a layer where its tensors don't. */
export interface LayerSettings {
  /** The alpha for a rank; the rank itself where nothing says. */
  alphaOf: (rank: number) => number;
}

/** ΔW as it is, [outFeatures, fanIn], which no lower rank is known of. */
interface Dense {
  rank: null;
  delta: Float32Array;
}

/**
 * What the tensors of one layer add to it.
 * @param base the layer's own weights [outFeatures, fanIn], which DoRA needs
 * @throws AdapterError where tensors are missing, fit neither each other nor the layer, or are no numbers
 */
export function layerDifference(
  module: LoraModule,
  parts: LayerParts,
  settings: LayerSettings,
  base: Float32Array | undefined,
): LayerDifference {
  const plain = differenceOf(module, parts, settings);
  const { magnitude } = parts;
  if (magnitude === undefined) return plain.rank === null ? fullRank(module, plain.delta) : plain;
  if (base === undefined) {
    throw new AdapterError(
      `The adapter is a DoRA, which needs the model's own weights at ${module.name}.`,
      'Open the model that it was made for.',
    );
  }
  return fullRank(module, decomposed(module, magnitude, base, dense(plain)));
}

function differenceOf(module: LoraModule, parts: LayerParts, settings: LayerSettings): LayerDifference | Dense {
  if (parts.diff) {
    requireShape(module, 'difference', parts.diff, [module.outFeatures, module.inFeatures], module.kernel ?? 1);
    return { rank: null, delta: numbers(module, parts.diff) };
  }
  if (parts.hada_w1_a || parts.hada_w1_b) return hadamard(module, parts, settings);
  if (parts.lokr_w1 || parts.lokr_w1_a || parts.lokr_w2 || parts.lokr_w2_a) return kroneckerOf(module, parts, settings);
  return lowRank(module, parts, settings);
}

function lowRank(module: LoraModule, { A, B, mid, alpha }: LayerParts, settings: LayerSettings): LayerDifference {
  const { name, kernel = 1 } = module;
  if (!A || !B) throw new AdapterError(`The adapter lacks one of the two factors of ${name}.`, SAVE_AGAIN);
  const [rank = 0] = A.shape;
  const [, columns = 0] = B.shape;
  if (rank < 1 || rank !== columns) {
    throw new AdapterError(
      `The adapter's two factors of ${name} don't go together (ranks ${rank} and ${columns}).`,
      SAVE_AGAIN,
    );
  }
  requireShape(module, 'factor A', A, [rank, module.inFeatures], mid ? 1 : kernel);
  requireShape(module, 'factor B', B, [module.outFeatures, rank], 1);
  const scaled = { module, rank, alpha: alphaOf(module, alpha, rank, settings), b: numbers(module, B) };
  if (!mid) return { ...scaled, a: numbers(module, A) };
  requireShape(module, 'kernel between the factors', mid, [rank, rank], kernel);
  return { ...scaled, a: withKernel(numbers(module, mid), numbers(module, A), rank, kernel * kernel) };
}

/** LoHa; its kernels are small where a convolution was decomposed with `hada_t1` and `hada_t2`. */
function hadamard(module: LoraModule, parts: LayerParts, settings: LayerSettings): LayerDifference | Dense {
  const { name, outFeatures: rows, kernel = 1 } = module;
  const { hada_w1_a: a1, hada_w1_b: b1, hada_w2_a: a2, hada_w2_b: b2, hada_t1: t1, hada_t2: t2 } = parts;
  if (!a1 || !b1 || !a2 || !b2 || (t1 === undefined) !== (t2 === undefined)) {
    throw new AdapterError(`The adapter lacks a part of the LoHa of ${name}.`, SAVE_AGAIN);
  }
  const [rank = 0] = b1.shape;
  const [rank2 = 0] = b2.shape;
  const scale = alphaOf(module, parts.alpha, rank, settings) / rank;
  const columns = fanIn(module);
  if (t1 && t2) {
    const side = (t: WeightTensor, a: WeightTensor, b: WeightTensor) => {
      requireShape(module, 'kernel of its LoHa', t, [rank, rank], kernel);
      requireShape(module, 'part of its LoHa', a, [rank, rows], 1);
      requireShape(module, 'part of its LoHa', b, [rank, module.inFeatures], 1);
      const inner = withKernel(numbers(module, t), numbers(module, b), rank, kernel * kernel);
      return multiply(transposed(numbers(module, a), rank, rows), inner, rows, rank, columns);
    };
    return { rank: null, delta: product(side(t1, a1, b1), side(t2, a2, b2), scale) };
  }
  for (const [a, b, own] of [
    [a1, b1, rank],
    [a2, b2, rank2],
  ] as const) {
    requireShape(module, 'part of its LoHa', a, [rows, own], 1);
    requireMatrix(module, b, own, columns);
  }
  const [w1a, w1b, w2a, w2b] = [a1, b1, a2, b2].map((tensor) => numbers(module, tensor)) as FourOf<Float32Array>;
  const joint = rank * rank2;
  if (joint < Math.min(rows, columns)) {
    // (w1a·w1b) ⊙ (w2a·w2b) is itself a product, of the factors' rows multiplied pair by pair.
    return {
      module,
      rank: joint,
      alpha: scale * joint,
      b: khatriRao(w1a, w2a, rows, rank, rank2),
      a: transposed(
        khatriRao(transposed(w1b, rank, columns), transposed(w2b, rank2, columns), columns, rank, rank2),
        columns,
        joint,
      ),
    };
  }
  const [left, right] = [multiply(w1a, w1b, rows, rank, columns), multiply(w2a, w2b, rows, rank2, columns)];
  return { rank: null, delta: product(left, right, scale) };
}

/** LoKr: a Kronecker product of a small matrix and a larger one, each whole or in factors of its own. */
function kroneckerOf(module: LoraModule, parts: LayerParts, settings: LayerSettings): Dense {
  const { name, outFeatures, inFeatures, kernel = 1 } = module;
  const { lokr_w1, lokr_w1_a, lokr_w1_b, lokr_w2, lokr_w2_a, lokr_w2_b, lokr_t2 } = parts;
  const cells = kernel * kernel;
  const missing = () => new AdapterError(`The adapter lacks a part of the LoKr of ${name}.`, SAVE_AGAIN);
  const whole = (tensor: WeightTensor) => {
    const [rows = 0, columns = 0] = tensor.shape;
    return { rows, columns, values: numbers(module, tensor) };
  };
  const joined = (a: WeightTensor, b: WeightTensor) => {
    const [rows = 0, rank = 0] = a.shape;
    const [inner = 0, columns = 0] = b.shape;
    if (rank !== inner) throw missing();
    return { rows, columns, values: multiply(numbers(module, a), numbers(module, b), rows, rank, columns) };
  };
  const small = lokr_w1 ? whole(lokr_w1) : lokr_w1_a && lokr_w1_b ? joined(lokr_w1_a, lokr_w1_b) : null;
  let large: { rows: number; columns: number; values: Float32Array } | null = null;
  if (lokr_w2) large = whole(lokr_w2);
  else if (lokr_w2_a && lokr_w2_b && lokr_t2) {
    // Both factors lie with the rank first there.
    const [rank = 0, rows = 0] = lokr_w2_a.shape;
    const [, columns = 0] = lokr_w2_b.shape;
    requireShape(module, 'kernel of its LoKr', lokr_t2, [rank, rank], kernel);
    const inner = withKernel(numbers(module, lokr_t2), numbers(module, lokr_w2_b), rank, cells);
    const outer = transposed(numbers(module, lokr_w2_a), rank, rows);
    large = { rows, columns, values: multiply(outer, inner, rows, rank, columns * cells) };
  } else if (lokr_w2_a && lokr_w2_b) {
    const flat = joined(lokr_w2_a, lokr_w2_b);
    large = { ...flat, columns: flat.columns / cells };
  }
  if (!small || !large) throw missing();
  if (small.rows * large.rows !== outFeatures || small.columns * large.columns !== inFeatures) {
    throw new AdapterError(
      `The adapter's LoKr of ${name} makes a matrix of ${small.rows * large.rows} × ${small.columns * large.columns}, ` +
        `where this model's layer has ${outFeatures} × ${inFeatures}.`,
      'Open the model that the adapter was made for.',
    );
  }
  // Where neither is in factors there is no rank, and LyCORIS takes the product as it is.
  const rank = lokr_w2_b?.shape[0] ?? lokr_w1_b?.shape[0];
  const scale = rank === undefined ? 1 : alphaOf(module, parts.alpha, rank, settings) / rank;
  return { rank: null, delta: kronecker(small, large, cells, scale) };
}

/** DoRA: the sum's rows, or its columns of input channels, brought to the magnitudes that were learnt. */
function decomposed(
  module: LoraModule,
  magnitude: WeightTensor,
  base: Float32Array,
  delta: Float32Array,
): Float32Array {
  const { name, outFeatures: rows, inFeatures, kernel = 1 } = module;
  const cells = kernel * kernel;
  const [first = 1, ...rest] = magnitude.shape;
  const others = rest.reduce((all, side) => all * side, 1);
  const byOutput = first === rows && others === 1;
  if (!byOutput && !(first === 1 && others === inFeatures)) {
    throw new AdapterError(
      `The adapter's magnitudes of ${name} are [${magnitude.shape.join(', ')}], which fits neither side of the layer.`,
      SAVE_AGAIN,
    );
  }
  const wanted = numbers(module, magnitude);
  const groupOf = (row: number, column: number) => (byOutput ? row : Math.floor(column / cells));
  const columns = inFeatures * cells;
  const squares = new Float64Array(wanted.length);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      const sum = (base[at] as number) + (delta[at] as number);
      const group = groupOf(row, column);
      squares[group] = (squares[group] as number) + sum * sum;
    }
  }
  const changed = new Float32Array(delta.length);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      const group = groupOf(row, column);
      // The smallest float32 step, as LyCORIS has it, keeps a row of zeros from being divided by zero.
      const factor = (wanted[group] as number) / (Math.sqrt(squares[group] as number) + 2 ** -23);
      changed[at] = factor * ((base[at] as number) + (delta[at] as number)) - (base[at] as number);
    }
  }
  return changed;
}

/** A difference as two factors, one of which changes nothing: exact, at the smaller of the layer's two sides. */
function fullRank(module: LoraModule, delta: Float32Array): LayerDifference {
  const { outFeatures: rows } = module;
  const columns = fanIn(module);
  const rank = Math.min(rows, columns);
  const identity = new Float32Array(rank * rank);
  for (let i = 0; i < rank; i++) identity[i * rank + i] = 1;
  return rank === rows
    ? { module, rank, alpha: rank, a: delta, b: identity }
    : { module, rank, alpha: rank, a: identity, b: delta };
}

function dense(found: LayerDifference | Dense): Float32Array {
  if (found.rank === null) return found.delta;
  const { module, rank, alpha, a, b } = found;
  const delta = multiply(b, a, module.outFeatures, rank, fanIn(module));
  return delta.map((value) => (value * alpha) / rank);
}

function alphaOf(module: LoraModule, alpha: WeightTensor | undefined, rank: number, settings: LayerSettings): number {
  const own = alpha === undefined ? settings.alphaOf(rank) : scalarOf(alpha);
  if (Number.isFinite(own) && own > 0) return own;
  throw new AdapterError(`The adapter's alpha of ${module.name} is ${own}.`, SAVE_AGAIN);
}

type FourOf<T> = [T, T, T, T];

function product(left: Float32Array, right: Float32Array, scale: number): Float32Array {
  return left.map((value, index) => value * (right[index] as number) * scale);
}

function requireMatrix(module: LoraModule, tensor: WeightTensor, rows: number, columns: number): void {
  const [first = 0, ...rest] = tensor.shape;
  if (first === rows && rest.reduce((all, side) => all * side, 1) === columns) return;
  throw new AdapterError(
    `The adapter's part of the LoHa of ${module.name} is [${tensor.shape.join(', ')}], where this model's layer needs [${rows}, ${columns}].`,
    'Open the model that the adapter was made for.',
  );
}
