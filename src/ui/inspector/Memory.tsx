import type { LiveStep } from '../../analysis/memory';
import { QUANTITIES } from '../../analysis/quantities';
import { layersOf } from '../../architecture/walk';
import type { Subject } from '../../present/subject';
import { inferenceMemoryOf, trainingMemoryOf } from '../../state/document/insights';
import { amountText } from '../../text/numberText';
import { useApp } from '../app/useApp';
import { useArchitecture } from '../app/useStudio';
import { ExplainPopover } from '../kit/ExplainPopover';
import { FactList } from '../kit/FactList';
import { LinkButton } from '../kit/LinkButton';
import { Section } from '../kit/Section';
import { useRested } from '../kit/useRested';
import classes from './Memory.module.css';
import { TrainingStep } from './TrainingStep';

/** How long something must stay the same to be at rest, in milliseconds. */
const REST = 150;

/** Size of the timeline's drawing, in its own units. */
const SIZE = { width: 288, height: 64 };

/** Memory while the network runs and trains: of the whole network, with the subject's layers marked on the timeline. */
export function Memory({ subject }: { subject: Subject }) {
  return (
    <Section title="Memory" aside="of the network, float32">
      <Content subject={subject} />
    </Section>
  );
}

/** The content of the section: a component of its own, so that a folded section computes nothing. It waits for a drag to rest. */
function Content({ subject }: { subject: Subject }) {
  const app = useApp();
  const architecture = useRested(useArchitecture(), REST);
  const { steps, peakBytes, peakAt, weightBytes } = inferenceMemoryOf(architecture);
  const { plain, checkpointed } = trainingMemoryOf(architecture);
  const bytes = (value: number) => amountText(value, 'B');
  const { with_cp } = architecture.design.reference;
  const [trained, other] = with_cp ? [checkpointed, plain] : [plain, checkpointed];
  return (
    <>
      <Timeline steps={steps} peak={peakBytes} marked={subject.path} />
      <div className={classes.parts} aria-hidden>
        {architecture.parts.map((part) => (
          <span key={part.path} style={{ flexGrow: layersOf(part).length }}>
            <span>{part.path}</span>
          </span>
        ))}
      </div>
      <FactList
        weight={400}
        facts={[
          [
            QUANTITIES.peakLive.label,
            <ExplainPopover key="peak" subject={`the peak is ${bytes(peakBytes)}`} shown={bytes(peakBytes)}>
              <p>{QUANTITIES.peakLive.sentence}</p>
              <p>
                It is reached at{' '}
                <LinkButton onClick={() => app.session.setState({ selected: peakAt })}>{peakAt}</LinkButton>, where
                these must exist together:
              </p>
              {steps
                .find(({ path }) => path === peakAt)
                ?.live.map((buffer) => (
                  <p key={buffer}>{buffer}</p>
                ))}
            </ExplainPopover>,
          ],
          [
            QUANTITIES.weights.label,
            <ExplainPopover key="weights" subject={`the weights are ${bytes(weightBytes)}`} shown={bytes(weightBytes)}>
              <p>{QUANTITIES.weights.sentence}</p>
            </ExplainPopover>,
          ],
          [
            QUANTITIES.trainingMemory.label,
            <ExplainPopover
              key="kept"
              subject={`training keeps ${bytes(trained.peakBytes)}`}
              shown={bytes(trained.peakBytes)}
            >
              <p>{QUANTITIES.trainingMemory.sentence}</p>
              <p>This design has checkpointing (with_cp) {with_cp ? 'on' : 'off'}.</p>
            </ExplainPopover>,
          ],
          [
            `… with checkpointing ${with_cp ? 'off' : 'on'}`,
            <ExplainPopover
              key="other"
              subject={`training would keep ${bytes(other.peakBytes)}`}
              shown={bytes(other.peakBytes)}
            >
              <p>
                With checkpointing (with_cp) each block keeps only its input, and the backward pass computes the rest
                again: {amountText(checkpointed.macs.recomputed, 'MACs')} more.
              </p>
            </ExplainPopover>,
          ],
        ]}
      />
      <TrainingStep architecture={architecture} />
    </>
  );
}

/** Live activation bytes, layer by layer; the layers of one part are marked. */
function Timeline({ steps, peak, marked }: { steps: readonly LiveStep[]; peak: number; marked: string }) {
  const step = SIZE.width / Math.max(1, steps.length);
  const bars = (shown: (path: string) => boolean): string =>
    steps
      .map(({ path, bytes }, index) => {
        if (!shown(path)) return '';
        const height = (bytes / peak) * SIZE.height;
        return `M${index * step} ${SIZE.height}v${-height}h${step}v${height}z`;
      })
      .join('');
  const isMarked = (path: string) => marked !== '' && (path === marked || path.startsWith(`${marked}.`));
  return (
    <svg
      className={classes.timeline}
      viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`Live activation bytes of ${steps.length} layers in forward order, at most ${amountText(peak, 'B')}`}
    >
      <path className={classes.bars} d={bars((path) => !isMarked(path))} />
      <path className={classes.marked} d={bars(isMarked)} />
    </svg>
  );
}
