/** What adding a model asks for, in plain words. */
import { asIs, msg } from '../../contract/message.ts';
import type { Explanation } from '../../kit/help/explanation.ts';

export const MODEL_HELP = {
  storage: {
    does: msg(
      'Models lie in this browser’s own storage on this device, where no other site and no other program sees them. A browser gives each site a share of the free disk; when that is used up, a model has to go before another can come.',
    ),
  },
  from: {
    does: msg(
      'The hub is a site from which most published models can be downloaded. A folder is such a model that you have already, in diffusers’ layout: subfolders named unet, text_encoder, vae, tokenizer and scheduler. A file is a whole model in one .safetensors, as the web UIs take it; choose the .yaml that came with it along with it.',
    ),
    usual: msg('The hub, unless you have the model already'),
  },
  repository: {
    does: msg(
      'Names the model on the hub by its owner and its name, as its address does. Stable Diffusion 1 and 2 and what others made of them draw here; other architectures are told before anything is downloaded.',
    ),
    usual: asIs('stable-diffusion-v1-5/stable-diffusion-v1-5'),
  },
  token: {
    does: msg(
      'Some models can be downloaded only by those who accepted their terms, and private ones only by their owners; the token proves it. It is sent to huggingface.co, to another hub only after you have confirmed it, and never without encryption; it is forgotten when the page is closed.',
    ),
    usual: msg('Empty'),
  },
  prediction: {
    does: msg(
      'A model is trained to tell of a noisy picture either its noise, or a mixture of noise and picture called the velocity, as Stable Diffusion 2 at 768 pixels and many models made later do. Told wrongly it draws grey mud or glaring noise. Single files seldom say which it is.',
    ),
    usual: msg('What its files say'),
  },
} as const satisfies Record<string, Explanation>;
