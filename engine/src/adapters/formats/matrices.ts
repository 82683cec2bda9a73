/** Products of small matrices, row-major, as adapters' kinds need them. Sums are in double precision. */

/** left [rows, inner] · right [inner, columns] */
export function multiply(
  left: Float32Array,
  right: Float32Array,
  rows: number,
  inner: number,
  columns: number,
): Float32Array {
  const product = new Float32Array(rows * columns);
  const sums = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    sums.fill(0);
    for (let k = 0; k < inner; k++) {
      const factor = left[row * inner + k] as number;
      const from = k * columns;
      for (let column = 0; column < columns; column++) {
        sums[column] = (sums[column] as number) + factor * (right[from + column] as number);
      }
    }
    product.set(sums, row * columns);
  }
  return product;
}

/** The Khatri-Rao product: row by row the Kronecker product of left [rows, p] and right [rows, q], [rows, p·q]. */
export function khatriRao(left: Float32Array, right: Float32Array, rows: number, p: number, q: number): Float32Array {
  const product = new Float32Array(rows * p * q);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let i = 0; i < p; i++) {
      for (let j = 0; j < q; j++, at++) product[at] = (left[row * p + i] as number) * (right[row * q + j] as number);
    }
  }
  return product;
}

/** A kernel [rank, rank, cells] after a matrix [rank, columns]: [rank, columns, cells], as convolutions lie. */
export function withKernel(kernel: Float32Array, matrix: Float32Array, rank: number, cells: number): Float32Array {
  const columns = matrix.length / rank;
  const joined = new Float32Array(rank * columns * cells);
  for (let row = 0, at = 0; row < rank; row++) {
    for (let column = 0; column < columns; column++) {
      for (let cell = 0; cell < cells; cell++, at++) {
        let sum = 0;
        for (let k = 0; k < rank; k++) {
          sum += (kernel[(row * rank + k) * cells + cell] as number) * (matrix[k * columns + column] as number);
        }
        joined[at] = sum;
      }
    }
  }
  return joined;
}

/** A matrix with its sides. */
export interface Matrix {
  rows: number;
  columns: number;
  values: Float32Array;
}

/** scale · small ⊗ large, where each number of `large` may be a kernel of so many cells. */
export function kronecker(small: Matrix, large: Matrix, cells: number, scale: number): Float32Array {
  const rows = small.rows * large.rows;
  const columns = small.columns * large.columns;
  const product = new Float32Array(rows * columns * cells);
  for (let row = 0, at = 0; row < rows; row++) {
    const [outer, inner] = [Math.floor(row / large.rows), row % large.rows];
    for (let column = 0; column < columns; column++) {
      const factor = scale * (small.values[outer * small.columns + Math.floor(column / large.columns)] as number);
      const from = (inner * large.columns + (column % large.columns)) * cells;
      for (let cell = 0; cell < cells; cell++, at++) product[at] = factor * (large.values[from + cell] as number);
    }
  }
  return product;
}

/** [rows, columns] turned to [columns, rows]. */
export function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  const turned = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++)
      turned[column * rows + row] = values[row * columns + column] as number;
  }
  return turned;
}
