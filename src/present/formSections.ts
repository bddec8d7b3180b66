import type { Section } from '../design/parameters';

/** The parts of the design form, in order. */
export const SECTIONS: readonly {
  readonly section: Section;
  readonly title: string;
  readonly startsFolded: boolean;
}[] = [
  { section: 'expansion', title: 'Expansion', startsFolded: false },
  { section: 'clip', title: 'Clip', startsFolded: false },
  { section: 'stages', title: 'Stages', startsFolded: false },
  { section: 'squeeze', title: 'Squeeze and excitation', startsFolded: false },
  { section: 'block', title: 'Layers', startsFolded: true },
  { section: 'training', title: 'Training', startsFolded: true },
  { section: 'head', title: 'Head', startsFolded: true },
];
