import { useEffect, useMemo, useRef } from 'react';
import { firstOfRun } from '../../diagram/diagram';
import { entryNamed } from '../../lessons/glossary';
import type { Claim, Light, Paragraph, Piece, Term } from '../../lessons/lesson';
import { claimText, exactClaimText } from '../../present/claimText';
import { useApp } from '../app/useApp';
import { useArchitecture, useSession } from '../app/useStudio';
import { Popover } from '../kit/controls/Popover';
import { Words } from '../kit/Words';
import classes from './Sentence.module.css';
import { TermCard } from './TermCard';

/** Paragraphs of a lesson, one below the other. */
export function Paragraphs({ of, className }: { of: readonly Paragraph[]; className?: string | undefined }) {
  return of.map((pieces, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs never change places
    <p key={index} className={className}>
      <Sentence pieces={pieces} />
    </p>
  ));
}

/** Sentences of a lesson: words, numbers worked out now, and words that light the graph. */
export function Sentence({ pieces }: { pieces: Paragraph }) {
  // A piece has no name of its own; a paragraph never changes its order.
  return pieces.map((piece, index) => <PieceOf key={keyOf(piece, index)} piece={piece} />);
}

function keyOf(piece: Piece, index: number): string {
  return `${index} ${typeof piece === 'string' ? piece : piece.kind}`;
}

function PieceOf({ piece }: { piece: Piece }) {
  if (typeof piece === 'string') return <Words text={piece} />;
  switch (piece.kind) {
    case 'claim':
      return <ClaimText claim={piece} />;
    case 'fact':
      return <span className={classes.fact}>{piece.text()}</span>;
    case 'light':
      return <LightText light={piece} />;
    case 'term':
      return <TermText term={piece} />;
  }
}

function ClaimText({ claim }: { claim: Claim }) {
  return (
    <span className={classes.claim} data-tip={exactClaimText(claim)}>
      {claimText(claim)}
    </span>
  );
}

/** Words under the marker: they light their part of the graph, and answer when that is selected. */
function LightText({ light: { words, paths: find } }: { light: Light }) {
  const app = useApp();
  const architecture = useArchitecture();
  const paths = useMemo(() => find(architecture), [find, architecture]);
  const selected = useSession((session) => session.selected);
  const answers = selected !== null && paths.some((path) => belongs(path, firstOfRun(selected) ?? selected));
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (answers) button.current?.scrollIntoView({ block: 'nearest' });
  }, [answers]);
  const [only] = paths;
  return (
    <button
      ref={button}
      type="button"
      className={classes.light}
      data-answers={answers || undefined}
      onMouseEnter={() => app.pointing.light(paths)}
      onFocus={() => app.pointing.light(paths)}
      onClick={() => {
        app.pointing.seek(paths);
        if (only !== undefined && paths.length === 1) app.session.goTo(architecture, only);
      }}
    >
      <Words text={words} />
    </button>
  );
}

/** True where one part is the other, or holds it. */
function belongs(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}

/** Words that the glossary explains, in place. */
function TermText({ term: { words, term } }: { term: Term }) {
  return (
    <Popover
      button={(button) => (
        <button {...button} type="button" className={classes.term}>
          <Words text={words} />
        </button>
      )}
      width={300}
    >
      <TermCard entry={entryNamed(term)} />
    </Popover>
  );
}
