/** Train's settings in plain words: what each does to the pictures that are drawn afterwards. */
import { asIs, msg } from '../../contract/message.ts';
import type { InversionSettings, LoraSettings } from '../../contract/training.ts';
import type { SettingWords } from '../../kit/fields/describedSetting.ts';
import type { Explanation } from '../../kit/help/explanation.ts';
import { DREAMBOOTH_LOSS, FORWARD_NOISING, LORA_UPDATE } from '../../kit/help/formulas.tsx';
import { LORA_STEP_HELP } from './loraStepHelp.ts';

/** What every method has. */
const RUN_HELP = {
  method: {
    does: msg(
      'A LoRA changes the model a little everywhere, and catches your fabric most closely. A learnt word changes nothing but what one new word means: it is tiny, mixes freely, and comes less close.',
    ),
    usual: asIs('LoRA'),
  },
  adapterName: {
    hint: msg('Under this name it is kept in the library.'),
    does: msg(
      'What the adapter is called in the library, in the other panels and in its file. It changes nothing in a picture: the word in the instance prompt does.',
    ),
  },
  steps: {
    does: msg(
      'In each step a photograph is mixed with noise, and what is learnt is corrected by how badly the noise was guessed. After too few, pictures show only a hint of your fabric; after too many, they repeat your photographs whatever the prompt says.',
    ),
    usual: msg('500 on the starter model, 800 for Stable Diffusion 1.5'),
    formula: FORWARD_NOISING,
  },
  learningRate: {
    does: msg(
      'How far each step moves. Too much, and pictures break into blotches or noise; too little, and nothing of your fabric shows when the steps are over.',
    ),
    usual: msg('0.002 on the starter model, 0.0001 for Stable Diffusion 1.5'),
  },
  resolution: {
    hint: msg('Side of the images it learns from. Half as many pixels a side take a quarter of the memory and time.'),
    does: msg(
      'The size that your photographs are brought to before the model learns from them, and that sample and class pictures are drawn at. Smaller learns colours and broad marks but no fine threads, and pictures drawn larger afterwards repeat the pattern; it takes far less time and memory.',
    ),
    usual: msg('As the model was trained: 512 px for Stable Diffusion 1.5; 384 or 256 px where memory is small'),
  },
  segments: {
    hint: msg('Parts in which the model learns one after the other: more take less memory and a little more time.'),
    does: msg(
      'Cuts the model into parts, whose inner workings are computed again when their turn to learn comes, instead of all being kept. Pictures come out the same; with more parts a run needs less of the device’s memory, and up to half as much time again.',
    ),
    usual: msg('As many as are needed'),
  },
  seed: {
    hint: msg('The same seed, images and settings learn the same.'),
    does: msg(
      'Chooses the noises that your photographs are mixed with. Another seed learns the same fabric with small differences in the pictures.',
    ),
    usual: asIs('42'),
  },
  checkpointEvery: {
    hint: msg('Steps. After a reload or a crash the run goes on from the last one; 0 makes none.'),
    does: msg(
      'How often what has been learnt is written into the browser’s storage. It changes nothing in the pictures; a small number loses less when the page closes, and each writing takes a moment.',
    ),
    usual: asIs('50'),
  },
  evalEvery: {
    hint: msg(
      'Steps. It is measured on the same noises each time, so it shows what single losses hide; 0 measures none.',
    ),
    does: msg(
      'A single step’s loss jumps with the noise it happened to meet; the steady one moves only with what was learnt. It changes nothing in the pictures, and each measurement takes some seconds.',
    ),
    usual: asIs('50'),
    formula: FORWARD_NOISING,
  },
  holdOut: {
    hint: msg(
      'Images. Those set aside are not learnt from: while the steady loss on them falls, it learns, not copies. 0 sets none aside.',
    ),
    does: msg(
      'Photographs that are set aside show whether the run learns your fabric or only repeats the photographs it sees: then pictures come out as copies, and the loss on those set aside rises. Setting some aside leaves fewer to learn from.',
    ),
    usual: msg('0 with ten photographs; 5 with twenty'),
  },
  patience: {
    hint: msg(
      'Measurements of the steady loss on held-out images that were no better; the best is kept. 0 never does.',
    ),
    does: msg(
      'Ends the run when it no longer gets better on photographs it has never learnt from, and takes what it was at its best. Later pictures would look more and more like copies of your photographs.',
    ),
    usual: msg('0; 2 or 3 where photographs are set aside'),
  },
  sampleEvery: {
    hint: msg('Steps. Drawn from the same seeds each time; 0 draws none.'),
    does: msg(
      'Draws the same two pictures again and again while the run learns, so that you see your fabric come in, and when it starts to harden. It changes nothing in what is learnt, only how long the run takes.',
    ),
    usual: asIs('100'),
  },
  samplePrompt: {
    does: msg(
      'What those pictures show. A thing made of your fabric, such as a dress, shows earlier than the cloth itself whether it still obeys the rest of the prompt.',
    ),
  },
} satisfies Partial<Record<keyof LoraSettings & keyof InversionSettings, SettingWords>>;

export const PRESET_HELP: Explanation = {
  does: msg(
    'Fills the form with settings that go together, and leaves your name and your prompts as they are. Settings made for one model break the pictures of another, or hardly change them.',
  ),
  usual: msg('That of the model that is open'),
};

/** By the fields of a sweep. */
export const SWEEP_HELP = {
  setting: {
    does: msg(
      'Which setting differs from run to run. What it does to the picture shows best where all else stays the same, so that one or two at a time tell most.',
    ),
    usual: msg('Rank against learning rate'),
  },
  values: {
    does: msg(
      'A run for each value, and with a second setting for each pair of values. Far apart they show where learning breaks; near to each other, where it is best.',
    ),
    usual: msg('Two to four values, each twice the one before'),
  },
} as const satisfies Record<string, Explanation>;

/** By the names of a LoRA run's settings. */
export const LORA_HELP: Readonly<Record<keyof LoraSettings, SettingWords>> = {
  ...RUN_HELP,
  ownClassImages: {
    hint: msg('In place of drawn ones, all that are here: photographs of other fabrics, say.'),
    does: msg(
      'Holds the model to pictures that you choose, in place of those that it draws itself. Photographs of many other fabrics keep the class wider than a small model’s own drawings do.',
    ),
    usual: msg('off'),
  },
  quickClassImages: {
    does: msg(
      'Draws the class images in four steps with the library’s few-step adapter instead of twelve without: the run begins to learn several times sooner. They are a little plainer, which holds the class in place as well.',
    ),
    usual: msg('on, where there is such an adapter'),
  },
  showForgetting: {
    hint: msg('Draws the class prompt before the first step, with the sample pictures, and at the end.'),
    does: msg(
      'Draws the class prompt, without the word of your fabric, from the same noise before and after. If other fabrics have turned into yours, the model has forgotten them; class images keep that from happening.',
    ),
    usual: msg('off'),
  },
  keepCheckpoints: {
    hint: msg('Each can be tried, compared and kept as an adapter. They take as much room as the adapter, each.'),
    does: msg(
      'Keeps what had been learnt at every checkpoint beside the finished adapter, so that you can go back to the step at which pictures pleased you most.',
    ),
    usual: msg('on'),
  },
  ...LORA_STEP_HELP,
  instancePrompt: {
    hint: msg('Describes your photographs; sks is the rare word that comes to mean your fabric.'),
    does: msg(
      'Says what your photographs show. The rare word in it comes to mean what is special about your fabric; the common words beside it keep their meaning, so that prompts can put the fabric on other things.',
    ),
    usual: asIs('a sks african fabric pattern'),
  },
  classPrompt: {
    hint: msg('The kind of thing your fabric is one of.'),
    does: msg(
      'The instance prompt without its rare word. The model is held to what it draws for it, so that other fabrics don’t all turn into yours.',
    ),
    usual: asIs('a fabric pattern'),
  },
  rank: {
    does: msg(
      'How much room the adapter has. A low rank learns the colours and the broad pattern; a higher one holds finer threads, makes a larger file and learns photographs by heart sooner.',
    ),
    usual: msg('4 on the starter model; 8 to 32 for Stable Diffusion 1.5'),
    formula: LORA_UPDATE,
  },
  classImages: {
    does: msg(
      'Pictures that the model draws for the class prompt before it learns, and must still be able to draw while it does. With many, other fabrics stay as varied as they were; with none, all of them drift towards yours.',
    ),
    usual: msg('16 on the starter model, 100 or 200 for Stable Diffusion 1.5'),
    formula: DREAMBOOTH_LOSS,
  },
  priorFrom: {
    hint: msg('What keeps other fabrics as they are while yours is learnt.'),
    does: msg(
      'Class images are drawn before the run, or chosen by you, and learnt beside your photographs. Held to its own prediction, the model must go on saying of each noised photograph, under the class prompt, what it said before it learnt: no image is drawn, and steps are a little longer. That holds the class near your photographs; class images hold all that they show.',
    ),
    usual: msg('Class images, as in the course'),
    formula: DREAMBOOTH_LOSS,
  },
  priorWeight: {
    hint: msg('How much the class counts beside your photographs.'),
    does: msg(
      'The λ of the loss. More of it keeps other fabrics as they were and lets yours come through more slowly; at 0 nothing holds them.',
    ),
    usual: asIs('1'),
    formula: DREAMBOOTH_LOSS,
  },
  loraAlpha: {
    hint: msg('What was learnt is scaled by alpha / rank. Empty follows the rank.'),
    does: msg(
      'How loudly the adapter speaks. A larger alpha works like a larger learning rate: the fabric shows sooner and stronger, and pictures break sooner too.',
    ),
    usual: msg('As the rank; 32 in the course for Stable Diffusion 1.5'),
    formula: LORA_UPDATE,
  },
};

/** By the names of the settings of textual inversion. */
export const INVERSION_HELP: Readonly<Record<keyof InversionSettings, SettingWords>> = {
  ...RUN_HELP,
  placeholder: {
    hint: msg(
      'The new word, which will mean your fabric in every prompt. Angle brackets keep it apart from words that there are.',
    ),
    does: msg(
      'The new word, which comes to mean your fabric and stands in prompts for it. How it is spelt changes nothing in the picture, as long as the model doesn’t know it yet.',
    ),
    usual: asIs('<african-fabric>'),
  },
  initializer: {
    hint: msg('A word that the model knows and that comes close: the new one starts with its meaning.'),
    does: msg(
      'The word that the new one means at first. From a near meaning the first pictures already show cloth, and fewer steps are needed; from a far one it may never arrive.',
    ),
    usual: asIs('pattern'),
  },
  vectors: {
    does: msg(
      'How many places the word takes in a prompt. With more of them it can say more about your fabric; the rest of the prompt is heard less, and photographs are learnt by heart sooner.',
    ),
    usual: msg('4 on the starter model, 1 for Stable Diffusion 1.5'),
  },
  templates: {
    hint: msg(
      "One a line, with '{}' for the word; each step draws one of them. They say nothing about the fabric, so that the word has to.",
    ),
    does: msg(
      'Each noised photograph is shown with one of these prompts. They name nothing but the word, so that all that the photographs have in common must come to lie in it; what a prompt does say, such as “dark”, the word need not learn.',
    ),
    usual: msg('these fifteen'),
  },
  steps: {
    does: msg(
      'How often the word’s meaning is corrected. It is slower to learn than a LoRA: stopped early, pictures show the initial word with a tint of your fabric.',
    ),
    usual: msg('300 on the starter model, 3000 for Stable Diffusion 1.5'),
    formula: FORWARD_NOISING,
  },
  learningRate: {
    does: msg(
      'How far each step moves the word’s meaning. Too far, and it leaves all that the model knows: pictures turn into coloured noise. Too little, and it stays the initial word.',
    ),
    usual: msg('0.005 on the starter model, 0.0005 for Stable Diffusion 1.5'),
  },
  batchSize: {
    does: msg(
      'How many noised photographs each step looks at. With more, steps wander less and the word settles more surely; each takes that much longer.',
    ),
    usual: msg('1 on the starter model'),
  },
  mirror: {
    hint: msg(
      'Each step flips its photograph or not, by chance. Turn it off where left and right matter, as with writing.',
    ),
    does: msg(
      'Learns from mirror images too, as if you had twice the photographs. Leave it off where left and right matter: writing, or a motif that always turns one way.',
    ),
    usual: msg('On'),
  },
};
