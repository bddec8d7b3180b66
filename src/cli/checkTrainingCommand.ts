import { SessionError } from '../runtime/sessionError';
import { harmless, MOST_IN_SENTENCE } from '../text/harmless';
import { answerCase, answerTrajectory, QuestionError } from '../training/answerGolden';
import { caseDeviations, type Deviation, hasAnswers, trajectoryDeviations } from '../training/goldenDeviations';
import { readGoldenFile } from '../training/readGoldenFile';
import { UntrainableError } from '../training/refuseUntrainable';
import type { Values } from './option';
import { jsonReport, type Printed } from './printed';
import { progressLine } from './progressLine';
import { readText } from './unreadable';
import { CommandError } from './usage';

/**
 * Answers a file of gradient cases and training steps here. With --json the answers in the file's own form; without it,
 * how far they lie from those that stand in the file, and exit code 1 where that is too far.
 * @throws CommandError for a file that cannot be read
 */
export async function checkTrainingCommand(path: string, values: Values): Promise<Printed> {
  const file = fileOf(path);
  const { openInNode } = await import('../runtime/nodeSession');
  const { cases = [], trajectories = [] } = file;
  const line = progressLine(cases.length + trajectories.length);
  const deviations: Deviation[] = [];
  const refused: string[] = [];
  let done = 0;
  const all = async <Q extends { readonly name: string }, A extends object>(
    questions: readonly Q[],
    answerTo: (question: Q) => Promise<A>,
    deviationsOf: (question: Q, answer: A) => readonly Deviation[],
  ) => {
    const answers = [];
    for (const question of questions) {
      const answer = await answered(() => answerTo(question));
      answers.push({ name: question.name, ...answer });
      if ('error' in answer) refused.push(answer.error);
      else deviations.push(...deviationsOf(question, answer));
      done += 1;
      line.show(done, () => `${done} of ${cases.length + trajectories.length} answered`);
    }
    return answers;
  };
  const answers = {
    cases: await all(cases, (question) => answerCase(question, openInNode), caseDeviations),
    trajectories: await all(trajectories, (question) => answerTrajectory(question, openInNode), trajectoryDeviations),
  };
  line.end();
  const failed = refused.length > 0 ? 1 : 0;
  if (values.json) return { text: jsonReport(answers), exitCode: failed };
  const wrong = deviations.filter(({ share }) => !(share <= 1));
  const lines = [...table(deviations), ...refused.map((sentence) => `refused  ${sentence}`), ''];
  const count = `${cases.length} cases and ${trajectories.length} trajectories${failed ? `, ${refused.length} of them refused` : ''}`;
  const verdict = () => {
    if (!hasAnswers(file)) return ' answered; the file holds no answers to compare with, --json prints ours.';
    if (deviations.length === 0) return ': nothing is left to compare.';
    if (wrong.length > 0) return `: ${wrong.length} beyond their bounds.`;
    return `: all${failed ? ' others' : ''} within their bounds.`;
  };
  return { text: [...lines, `${count}${verdict()}`].join('\n'), exitCode: wrong.length > 0 ? 1 : failed };
}

function fileOf(path: string) {
  const text = readText(path);
  try {
    return readGoldenFile(text);
  } catch (error) {
    if (error instanceof QuestionError) throw new CommandError(`${path}: ${error.message}`);
    throw error;
  }
}

/** An answer, or why there is none: a network that cannot be built, a label that is no class, a graph that was refused. */
async function answered<T extends object>(answer: () => Promise<T>): Promise<T | { readonly error: string }> {
  try {
    return await answer();
  } catch (error) {
    const known = [QuestionError, SessionError, UntrainableError].some((kind) => error instanceof kind);
    if (!known) throw error;
    return { error: harmless((error as Error).message) };
  }
}

function table(deviations: readonly Deviation[]): readonly string[] {
  const width = deviations.reduce((most, { what }) => Math.max(most, harmless(what).length), 0);
  return deviations.map(({ what, where, share }) => {
    const verdict = share <= 1 ? 'right' : 'WRONG';
    const place = where ? `, worst at ${harmless(where, MOST_IN_SENTENCE)}` : '';
    return `${verdict}  ${harmless(what).padEnd(width)}  ${shareText(share)}${place}`;
  });
}

function shareText(share: number): string {
  if (!Number.isFinite(share)) return 'not to be compared: missing, of another shape, or beyond all numbers';
  const percent = share === 0 ? '0' : share < 1e-4 ? '< 0.01' : `${(100 * share).toPrecision(3)}`;
  return `${percent.padStart(8)} % of what is allowed`;
}
