import { useEffect, useState } from 'react';
import { partsByPath } from '../../architecture/walk';
import { firstOfRun } from '../../diagram/diagram';
import { labelOf } from '../../diagram/looks';
import type { PointedPart, PointQuestion } from '../../lessons/lesson';
import { verdictOf } from '../../lessons/verdict';
import { useApp } from '../app/useApp';
import { useArchitecture, useSession } from '../app/useStudio';
import { Choice } from '../kit/Choice';
import type { AnswerProps } from './answerProps';
import { Bars } from './Bars';
import { GuessForm } from './GuessForm';
import classes from './PointAnswer.module.css';
import { VerdictText } from './VerdictText';

/** Most parts that are listed with the answer. */
const MOST_BARS = 6;

/** A part pointed at on the graph, or chosen by its name; then the parts with their numbers. */
export function PointAnswer({ question, guess, onGuess }: AnswerProps<PointQuestion, number>) {
  return guess === undefined ? (
    <Pointing question={question} onGuess={onGuess} />
  ) : (
    <Pointed question={question} guess={guess} />
  );
}

function Pointing({ question, onGuess }: Pick<AnswerProps<PointQuestion, number>, 'question' | 'onGuess'>) {
  const app = useApp();
  const parts = question.parts();
  const architecture = useArchitecture();
  const selected = useSession((session) => session.selected);
  // What the scene has selected beforehand is no answer; what is selected from now on is.
  const [before] = useState(selected);
  const chosen = selected === before ? -1 : meantBy(parts, selected);
  const part = parts[chosen];
  return (
    <GuessForm
      ready={part !== undefined}
      onSubmit={() => onGuess(chosen)}
      beside={
        <Choice
          label="By name"
          value={String(chosen)}
          options={[
            ...(part ? [] : [{ value: '-1', label: '–' }]),
            ...parts.map(({ path }, index) => ({ value: String(index), label: path })),
          ]}
          onChange={(index) => app.session.setState({ selected: parts[Number(index)]?.path ?? null })}
        />
      }
    >
      <p className={classes.pointed} role="status">
        {part ? (
          <>
            You point at <code>{part.path}</code>
            {nameOf(architecture, part.path)}
          </>
        ) : (
          'Point at it on the graph, or choose it by its name.'
        )}
      </p>
    </GuessForm>
  );
}

function Pointed({ question, guess }: { question: PointQuestion; guess: number }) {
  const app = useApp();
  const parts = question.parts();
  const right = question.right();
  useEffect(() => app.pointing.seek(right.flatMap((index) => parts[index]?.path ?? [])), [app, right, parts]);
  return (
    <>
      <Bars
        rows={listed(parts, right, guess).map((index) => ({
          key: index,
          label: <code>{parts[index]?.path}</code>,
          claim: parts[index]?.claim,
          right: right.includes(index),
          guess: index === guess,
        }))}
      />
      <VerdictText verdict={verdictOf(question, guess)} answer={null} />
    </>
  );
}

/** The right parts, the one guessed, and what stands around the right one, in forward order. */
function listed(parts: readonly PointedPart[], right: readonly number[], guess: number): readonly number[] {
  const wanted = new Set([...right, guess]);
  const [first = 0] = right;
  const byDistance = parts.map((_, index) => index).toSorted((a, b) => Math.abs(a - first) - Math.abs(b - first));
  for (const index of byDistance) if (wanted.size < MOST_BARS) wanted.add(index);
  return [...wanted].toSorted((a, b) => a - b);
}

/** The part that a selection lies in; −1 for none. */
function meantBy(parts: readonly PointedPart[], selected: string | null): number {
  if (selected === null) return -1;
  const path = firstOfRun(selected) ?? selected;
  return parts.findIndex((part) => path === part.path || path.startsWith(`${part.path}.`));
}

function nameOf(architecture: ReturnType<typeof useArchitecture>, path: string): string {
  const part = partsByPath(architecture).get(path);
  return part ? `, ${labelOf(part)}` : '';
}
