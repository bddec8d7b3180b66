import type { TaskName } from '../../motion/tasks';
import type { Share } from '../../training/interval';
import type { OddJudgement } from '../../training/oddJudgement';
import type { WindowJudgement } from '../../training/windowJudgement';
import type { OpenFile } from '../files/checkpoint';

/** A network that comes with the app, as `npm run train:bundled` trained it. */
export interface TrainedNetwork {
  /** Of its files in `public/trained/`. */
  readonly name: string;
  readonly label: string;
  readonly sentence: string;
  /** What it was taught. */
  readonly task: TaskName;
}

/** What every one of them is. */
export const TRAINED_HERE = 'Trained here on made clips; not a published X3D.';

/** Balls that roll: what the first run shows. */
export const BALLS: TrainedNetwork = {
  name: 'eight-directions',
  label: 'Eight directions',
  sentence: 'Where a ball rolls on a plain ground.',
  task: 'directions',
};

/** Real pixels: what the camera and one's own classes begin with. */
export const MOTIONS: TrainedNetwork = {
  name: 'nine-motions',
  label: 'Nine motions',
  sentence: 'Four directions, approach and recede, turn left and right, still; also on real pixels.',
  task: 'nine',
};

/** The networks that come with the app. */
export const TRAINED: readonly TrainedNetwork[] = [BALLS, MOTIONS];

/** What such a network was tested on, and how well it did: `npm run train:bundled` writes it. */
export interface TrainedCard {
  readonly name: string;
  readonly label: string;
  readonly sentence: string;
  /** For which inputs it was tested, as the end of a sentence. */
  readonly inputs: string;
  readonly test: { readonly accuracy: Share; readonly perClass: Readonly<Record<string, Share>> };
  /** On straight strokes of a striped disc along the task's directions. */
  readonly strokes: Share;
  /** On windows moved over stills of videos that were not used in training. */
  readonly stills: Readonly<Record<string, WindowJudgement>>;
  /** Below which energy it gives no class, and how often that is right. */
  readonly odd: OddJudgement;
  readonly failures: readonly string[];
}

/** Address of a network's weights. */
export function weightsOf({ name }: TrainedNetwork): string {
  return `trained/${name}.safetensors`;
}

/** The network that comes with the app whose file stands open; null for any other file. */
export function trainedIn(file: Pick<OpenFile, 'address'> | null): TrainedNetwork | null {
  return TRAINED.find((network) => file?.address === weightsOf(network)) ?? null;
}

const cards = new Map<string, Promise<TrainedCard | null>>();

/** The card of a network that comes with the app; null where it cannot be read, which is tried again the next time. */
export function trainedCard({ name }: TrainedNetwork): Promise<TrainedCard | null> {
  const known = cards.get(name) ?? read(name);
  cards.set(name, known);
  return known;
}

async function read(name: string): Promise<TrainedCard | null> {
  try {
    const answer = await fetch(`trained/${name}.json`);
    if (!answer.ok) throw new Error(`${answer.status}`);
    return (await answer.json()) as TrainedCard;
  } catch {
    cards.delete(name);
    return null;
  }
}
