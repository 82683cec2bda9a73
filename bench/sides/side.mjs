/**
 * What is compared: a side does a piece of work some times and gives the seconds of each.
 *
 * @typedef {import('../workloads.ts').Workload} Workload
 *
 * @typedef {object} Side
 * @property {string} name
 * @property {(workload: Workload, times: number) => Promise<number[]>} time
 * @property {() => Promise<void>} close
 */

/** @type {readonly Workload[]} */
export const WORKLOADS = ['training step', 'denoising step', 'image'];
