import type { LearningPhase, Learnt } from '../../../state/classes/classes';
import { startText, whyNotLearn, whyNotWith } from '../../../state/classes/learning';
import { ownClassesOf } from '../../../state/classes/ownClasses';
import { timeText } from '../../../text/numberText';
import { useApp } from '../../app/useApp';
import { useClasses, useDesign, useRun } from '../../app/useStudio';
import { Button } from '../../kit/controls/Button';
import { VERDICT_ID } from '../../kit/focusTargets';
import { Stack } from '../../kit/Stack';
import controls from '../Controls.module.css';

/** Learns the classes, pauses, forgets what was learnt; and how far it is. */
export function OwnControls() {
  const app = useApp();
  const { learning } = ownClassesOf(app);
  const phase = useClasses((state) => state.phase);
  const library = useClasses((state) => state.library);
  const learnt = useClasses((state) => state.learnt);
  const design = useDesign();
  // What is started from follows the weights of runs.
  useRun((run) => run.settings.weights);
  const from = startText(app);
  const problem =
    whyNotLearn(library) ?? (design.head ? whyNotWith(design) : 'The network has no head; give it one in Design.');
  const busy =
    phase.kind === 'opening' || phase.kind === 'features' || phase.kind === 'fitting' || phase.kind === 'tuning';
  const { done, total } = progressOf(phase);
  const buttonText = () => {
    if (phase.kind === 'paused') return 'Go on';
    if (!learnt) return 'Teach it';
    return learnt.from === from ? 'Teach it again' : 'Teach it anew';
  };
  return (
    <Stack as="section" row className={controls.bar} aria-label="Learning">
      {busy ? (
        <Button variant="filled" onClick={learning.pause}>
          Pause
        </Button>
      ) : (
        <Button variant="filled" disabled={problem !== null} onClick={() => void learning.start().then(showVerdict)}>
          {buttonText()}
        </Button>
      )}
      <Button disabled={busy || !learnt} onClick={() => void learning.forget()}>
        Forget
      </Button>
      <progress max={total} value={done} aria-label="Learning" />
      <p role={phase.kind === 'failed' ? 'alert' : 'status'}>
        {problem && !busy ? problem : phase.kind === 'none' && learnt ? learntText(learnt, from) : sentence(phase)}
      </p>
    </Stack>
  );
}

/** Brings how well it does into sight where it lies below, as on a phone, unless something else is being done meanwhile. */
function showVerdict(): void {
  const { activeElement } = document;
  if (activeElement !== document.body && !activeElement?.closest(`.${controls.bar}`)) return;
  document.getElementById(VERDICT_ID)?.scrollIntoView({ block: 'start' });
}

/** How well it does; and where teaching it anew would start from something else, as after a reload, that too. */
function learntText({ judged: { accuracy }, from }: Learnt, start: string): string {
  const right =
    accuracy.trials > 0 ? `learnt; ${accuracy.successes} of ${accuracy.trials} clips held out are right` : 'learnt';
  return from === start ? right : `${right}. It learnt from ${from}; taught anew it starts from ${start}`;
}

function progressOf(phase: LearningPhase): { readonly done: number; readonly total: number } {
  return 'done' in phase ? phase : { done: 0, total: 1 };
}

function sentence(phase: LearningPhase): string {
  switch (phase.kind) {
    case 'none':
      return '';
    case 'opening':
      return 'Opening the network …';
    case 'features':
      return `looking at clips: ${phase.done} of ${phase.total}${leftOf(phase)}`;
    case 'fitting':
      return `the head learns: fit ${phase.fit + 1} of ${phase.fits}`;
    case 'tuning':
      return `more of it learns: fit ${phase.fit + 1} of ${phase.fits}${leftOf(phase)}`;
    case 'paused':
      return 'paused; what was computed is kept';
    case 'failed':
      return phase.message;
  }
}

/** What is left of a piece of work, where its speed is known. */
function leftOf({ done, total, perSecond }: { done: number; total: number; perSecond: number }): string {
  return perSecond > 0 && done < total ? `, ${timeText((1000 * (total - done)) / perSecond)} left` : '';
}
