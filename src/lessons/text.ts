import type { Architecture } from '../architecture/architecture';
import { lazily } from '../memo/lazily';
import type { TermName } from './glossary';
import type { Claim, Fact, Lesson, LessonStep, Light, Paragraph, Piece, Term, Unit } from './lesson';

/** A text as lessons write it: one paragraph, or several in a list. */
export type Prose = Paragraph | readonly Paragraph[];

/** A lesson as its file writes it. */
interface WrittenLesson extends Omit<Lesson, 'steps'> {
  readonly steps: readonly (Omit<LessonStep, 'text'> & { readonly text: Prose })[];
}

/** A lesson from what its file writes: texts of one paragraph become lists of one. */
export function lesson({ steps, ...about }: WrittenLesson): Lesson {
  return { ...about, steps: steps.map((step) => ({ ...step, text: paragraphsOf(step.text) })) };
}

/** The paragraphs of a text, in a list. */
export function paragraphsOf(text: Prose): readonly Paragraph[] {
  return isParagraph(text) ? [text] : text;
}

const isParagraph = (text: Prose): text is Paragraph => !Array.isArray(text[0]);

/** Sentences as a template: say`X3D-S takes ${macs} for one clip.` */
export function say(words: TemplateStringsArray, ...pieces: readonly Piece[]): Paragraph {
  return words.flatMap((word, index): readonly Piece[] => {
    const piece = pieces[index];
    return piece === undefined ? [word] : [word, piece];
  });
}

/** A number that is worked out when it is first shown. */
export function claim(unit: Unit, value: () => number): Claim {
  return { kind: 'claim', unit, value: lazily(value) };
}

/** `value` over `base`. */
export function ratio(value: Claim, base: Claim): Claim {
  return claim('times', () => value.value() / base.value());
}

/** `part` of `whole`, from 0 to 1. */
export function share(part: Claim, whole: Claim): Claim {
  return claim('share', () => part.value() / whole.value());
}

/** A share in per cent, as sliders ask for it. */
export function percent(share: Claim): Claim {
  return claim('per cent', () => 100 * share.value());
}

/** Words that are worked out when they are shown. */
export function fact(text: () => string): Fact {
  return { kind: 'fact', text };
}

/** Words that light a part of the graph by its path, or every part that `paths` finds. */
export function lit(words: string, paths: string | ((architecture: Architecture) => readonly string[])): Light {
  return { kind: 'light', words, paths: typeof paths === 'string' ? () => [paths] : paths };
}

/** Words the glossary explains. */
export function term(words: string, name: TermName): Term {
  return { kind: 'term', words, term: name };
}
