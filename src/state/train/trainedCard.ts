import type { Share } from '../../training/interval';
import type { OddJudgement } from '../../training/oddJudgement';
import type { WindowJudgement } from '../../training/windowJudgement';

/** What a network that comes with the app was tested on, and how well it did: `npm run train:bundled` writes it. */
export interface TrainedCard {
  readonly name: string;
  readonly label: string;
  readonly sentence: string;
  readonly test: { readonly accuracy: Share; readonly perClass: Readonly<Record<string, Share>> };
  /** On windows moved over stills of videos that were not used in training. */
  readonly stills: Readonly<Record<string, WindowJudgement>>;
  /** Below which energy it gives no class, and how often that is right. */
  readonly odd: OddJudgement;
  readonly failures: readonly string[];
}

/** The trained network that comes with the app, by the name that its files have in `public/trained/`. */
export const BUNDLED = 'nine-motions';
/** Address of its weights. */
export const BUNDLED_WEIGHTS = `trained/${BUNDLED}.safetensors`;

/** True where the file that stands open is that network. */
export function isTrained(file: { readonly name: string } | null): boolean {
  return file?.name === `${BUNDLED}.safetensors`;
}

const cards = new Map<string, Promise<TrainedCard | null>>();

/** The card of a network that comes with the app; null where it cannot be read, which is tried again the next time. */
export function trainedCard(name: string): Promise<TrainedCard | null> {
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
