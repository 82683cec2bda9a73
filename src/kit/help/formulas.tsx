/** The formulas behind the controls, each with its letters named. */
import { msg } from '../../contract/message.ts';
import type { Formula } from './explanation.ts';

/** A bar over a letter, as in ᾱ. */
const Bar = ({ letter }: { letter: string }) => (
  <mover>
    <mi>{letter}</mi>
    <mo stretchy="false">¯</mo>
  </mover>
);

const Sub = ({ letter, index }: { letter: string; index: string }) => (
  <msub>
    <mi>{letter}</mi>
    <mi mathvariant="normal">{index}</mi>
  </msub>
);

const Snr = () => (
  <msub>
    <mi mathvariant="normal">SNR</mi>
    <mi>t</mi>
  </msub>
);

const AlphaBar = () => (
  <msub>
    <Bar letter="α" />
    <mi>t</mi>
  </msub>
);

/** Ho et al., arXiv 2006.11239, equation 4. */
export const FORWARD_NOISING: Formula = {
  Notation: () => (
    <math display="block">
      <msub>
        <mi>x</mi>
        <mi>t</mi>
      </msub>
      <mo>=</mo>
      <msqrt>
        <AlphaBar />
      </msqrt>
      <msub>
        <mi>x</mi>
        <mn>0</mn>
      </msub>
      <mo>+</mo>
      <msqrt>
        <mrow>
          <mn>1</mn>
          <mo>−</mo>
          <AlphaBar />
        </mrow>
      </msqrt>
      <mi>ε</mi>
    </math>
  ),
  where: msg(
    'x with 0 is the picture, ε is noise, and x with t their mixture at time t: alpha-bar falls from nearly 1, all picture, to nearly 0, all noise.',
  ),
};

/** Ho and Salimans, arXiv 2207.12598, written as diffusers computes it. */
export const GUIDANCE: Formula = {
  Notation: () => (
    <math display="block">
      <mi>ε</mi>
      <mo>=</mo>
      <Sub letter="ε" index="uncond" />
      <mo>+</mo>
      <mi>s</mi>
      <mo>·</mo>
      <mrow>
        <mo>(</mo>
        <Sub letter="ε" index="cond" />
        <mo>−</mo>
        <Sub letter="ε" index="uncond" />
        <mo>)</mo>
      </mrow>
    </math>
  ),
  where: msg(
    's is the guidance scale; “cond” is the noise predicted with the prompt, “uncond” without it, or with the negative prompt where there is one.',
  ),
};

/** Ruiz et al., arXiv 2208.12242, equation 2. */
export const DREAMBOOTH_LOSS: Formula = {
  Notation: () => (
    <math display="block">
      <mi>L</mi>
      <mo>=</mo>
      <Sub letter="L" index="instance" />
      <mo>+</mo>
      <mi>λ</mi>
      <mo>·</mo>
      <Sub letter="L" index="prior" />
    </math>
  ),
  where: msg(
    'the instance loss is the error on your photographs, the prior loss that on the class, and λ the prior weight. Each is the squared distance between the noise that was added and the noise that was guessed.',
  ),
};

/** Hu et al., arXiv 2106.09685, section 4.1, with the weight of a mix. */
export const LORA_UPDATE: Formula = {
  Notation: () => (
    <math display="block">
      <msup>
        <mi>W</mi>
        <mo>′</mo>
      </msup>
      <mo>=</mo>
      <mi>W</mi>
      <mo>+</mo>
      <mi>w</mi>
      <mo>·</mo>
      <mfrac>
        <mi>α</mi>
        <mi>r</mi>
      </mfrac>
      <mo>·</mo>
      <mi>B</mi>
      <mi>A</mi>
    </math>
  ),
  where: msg(
    'W is a layer of the model, A and B are what was learnt, r is the rank, α is alpha, and w the weight chosen when drawing.',
  ),
};

/** Hang et al., arXiv 2303.09556, for models that predict the noise. */
export const MIN_SNR: Formula = {
  Notation: () => (
    <math display="block">
      <msub>
        <mi>w</mi>
        <mi>t</mi>
      </msub>
      <mo>=</mo>
      <mfrac>
        <mrow>
          <mi>min</mi>
          <mrow>
            <mo>(</mo>
            <Snr />
            <mo>,</mo>
            <mi>γ</mi>
            <mo>)</mo>
          </mrow>
        </mrow>
        <Snr />
      </mfrac>
      <mo>,</mo>
      <Snr />
      <mo>=</mo>
      <mfrac>
        <AlphaBar />
        <mrow>
          <mn>1</mn>
          <mo>−</mo>
          <AlphaBar />
        </mrow>
      </mfrac>
    </math>
  ),
  where: msg(
    'w is how much a sample at time t counts, SNR how much picture it holds for its noise, and γ the value set here.',
  ),
};

/** Shoemake, “Animating rotation with quaternion curves”, 1985. */
export const SLERP: Formula = {
  Notation: () => (
    <math display="block">
      <mi>x</mi>
      <mo>=</mo>
      <mfrac>
        <mrow>
          <mi>sin</mi>
          <mrow>
            <mo>(</mo>
            <mrow>
              <mo>(</mo>
              <mn>1</mn>
              <mo>−</mo>
              <mi>u</mi>
              <mo>)</mo>
            </mrow>
            <mi>Ω</mi>
            <mo>)</mo>
          </mrow>
        </mrow>
        <mrow>
          <mi>sin</mi>
          <mi>Ω</mi>
        </mrow>
      </mfrac>
      <mi>a</mi>
      <mo>+</mo>
      <mfrac>
        <mrow>
          <mi>sin</mi>
          <mrow>
            <mo>(</mo>
            <mi>u</mi>
            <mi>Ω</mi>
            <mo>)</mo>
          </mrow>
        </mrow>
        <mrow>
          <mi>sin</mi>
          <mi>Ω</mi>
        </mrow>
      </mfrac>
      <mi>b</mi>
    </math>
  ),
  where: msg(
    'a and b are the noises of two keyframes, Ω the angle between them, and u the way from one to the other, 0 to 1.',
  ),
};

/** Ruiz et al., arXiv 2208.12242, section 4.2. */
export const MEAN_COSINE: Formula = {
  Notation: () => (
    <math display="block">
      <mi>s</mi>
      <mo>=</mo>
      <mfrac>
        <mn>1</mn>
        <mrow>
          <mi>n</mi>
          <mi>m</mi>
        </mrow>
      </mfrac>
      <munder>
        <mo>∑</mo>
        <mrow>
          <mi>i</mi>
          <mo>,</mo>
          <mi>j</mi>
        </mrow>
      </munder>
      <mfrac>
        <mrow>
          <Sub letter="g" index="i" />
          <mo>·</mo>
          <Sub letter="r" index="j" />
        </mrow>
        <mrow>
          <mo>‖</mo>
          <Sub letter="g" index="i" />
          <mo>‖</mo>
          <mo>‖</mo>
          <Sub letter="r" index="j" />
          <mo>‖</mo>
        </mrow>
      </mfrac>
    </math>
  ),
  where: msg(
    's is the score, g are the model’s vectors of the n drawn pictures, and r those of the m photographs; for CLIP-T, each picture meets the vector of its own prompt.',
  ),
};
