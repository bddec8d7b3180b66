import { sameValue } from '../../design/sameValue';
import { around, type Diagram, diagramOf, opening, runId } from '../../diagram/diagram';
import { onPaper, partOf } from '../../diagram/paper';
import { svgOf } from '../../diagram/svg';
import type { Lesson, Question, Scene } from '../../lessons/lesson';
import { architectureOf } from '../../state/document/derived';
import { openedPaths } from '../../state/view/openedPaths';
import { PaperPicture } from '../kit/PaperPicture';
import { Words } from '../kit/Words';
import classes from './LessonHandout.module.css';
import { Paragraphs, Sentence } from './Sentence';

/** A whole lesson on paper, to be given out: every step's text, drawing and question, with room for the answer. */
export function LessonHandout({ lesson }: { lesson: Lesson }) {
  const { title, steps, sources } = lesson;
  const drawings = steps.map(({ scene }) => drawingOf(scene));
  return (
    <article className={classes.handout}>
      <h1>
        <Words text={title} />
      </h1>
      {steps.map((step, index) => {
        const drawing = drawings[index] ?? [];
        // A drawing that the step before shows already is not repeated.
        const isNew = index === 0 || !sameValue(drawing, drawings[index - 1]);
        return (
          <section key={step.title}>
            <h2>
              {index + 1}. {step.title}
            </h2>
            {isNew && <PaperPicture pieces={drawing} alt={`The network of step ${index + 1}`} />}
            <Paragraphs of={step.text} />
            <PrintedQuestion question={step.question} />
          </section>
        );
      })}
      <h2>Sources</h2>
      <ul>
        {sources.map((source) => (
          <li key={source}>{source}</li>
        ))}
      </ul>
    </article>
  );
}

/** A question before it is answered. */
function PrintedQuestion({ question }: { question: Question }) {
  return (
    <div className={classes.question}>
      <p>
        <strong>
          <Sentence pieces={question.ask} />
        </strong>
      </p>
      {question.kind === 'choice' ? (
        <ul className={classes.options}>
          {question.options.map(({ label }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: options never change places
            <li key={index}>
              <Sentence pieces={label} />
            </li>
          ))}
        </ul>
      ) : (
        <p className={classes.line}>My answer:</p>
      )}
    </div>
  );
}

/** The network as the step's scene shows it; under it the part that its text is about, opened. */
function drawingOf({ design, level, at }: Scene): readonly string[] {
  const architecture = architectureOf(design);
  const stages = openedPaths(architecture, { level, toggled: new Set() });
  const whole = diagramOf(architecture, opening(stages));
  if (at === null) return drawn(whole);
  const { groups, run, once } = around(architecture, at);
  // A run that shows the part in what stands for all is drawn once: paper is narrow.
  const runs = run === null ? {} : once ? { toggled: new Set([runId(run)]) } : { except: new Set([run]) };
  const part = partOf(diagramOf(architecture, opening([...stages, ...groups, at], runs)), at);
  return [...drawn(whole), ...(part ? drawn(part) : [])];
}

function drawn(diagram: Diagram): readonly string[] {
  return onPaper(diagram).map(({ layout, window }) => svgOf(layout, { title: '', legend: [], window }));
}
