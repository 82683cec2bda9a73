/** Counted arithmetic against what is known of Stable Diffusion 1.5 at 512 pixels. */

import { countFlops, declareUNetInputs, decoder, Graph, NetBuilder, unet, VaeConfig } from '@weft/engine/internal';
import { expect, it } from 'vitest';
import { STABLE_DIFFUSION_15 } from '../../parity/stableDiffusion15.ts';

const TERA = 1e12;

it('counts a U-Net pass of one sample as 0.8 teraflop, and a decoding as 2.5', () => {
  const graph = new Graph();
  const { unet: config } = STABLE_DIFFUSION_15;
  const inputs = declareUNetInputs(graph, config, { batch: 1, height: 64, width: 64, textLength: 77 });
  graph.output('prediction', unet(new NetBuilder(graph), config, inputs));
  expect(countFlops(graph) / TERA).toBeCloseTo(0.8, 1);

  const pixels = new Graph();
  const vae = VaeConfig.parse({
    in_channels: 3,
    out_channels: 3,
    latent_channels: 4,
    block_out_channels: [128, 256, 512, 512],
    layers_per_block: 2,
  });
  pixels.output('pixels', decoder(new NetBuilder(pixels), vae, pixels.input('latents', [1, 4, 64, 64])));
  expect(countFlops(pixels) / TERA).toBeCloseTo(2.5, 1);
});
