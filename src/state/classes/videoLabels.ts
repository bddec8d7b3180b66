import { thresholdOf } from '../../dataset/oddRule';
import { type Answer, stretchesOf } from '../../dataset/steadyLabel';
import { rowsOf } from '../../tensor/rows';
import { harmless } from '../../text/harmless';
import { sentenceOf } from '../../text/sentence';
import { logitsOf } from '../run/results';
import { createTaskSlot } from '../task';
import type { LabelledVideo } from './classes';
import { recognisedFrom } from './learntNetwork';
import type { OwnParts } from './ownParts';

/** Windows overlap by half; read together so many, which bounds memory. */
const STEP = 0.5;
const TOGETHER = 8;
/** Windows of one video at most; a longer one is looked at in larger steps. */
const MOST_WINDOWS = 2000;

/** What labelling needs. */
type VideoLabelsPlace = Pick<OwnParts, 'classes' | 'studio' | 'network'>;

/** Reads a video with the learnt network, window after window. */
export function createVideoLabels({ classes, studio, network }: VideoLabelsPlace) {
  const slot = createTaskSlot();
  const tell = (change: Partial<LabelledVideo>): void =>
    classes.setState(({ labelled }) => ({ labelled: labelled && { ...labelled, ...change } }));

  return {
    async label(file: File): Promise<void> {
      const { learnt } = classes.getState();
      if (!learnt) return;
      const name = harmless(file.name, 60);
      classes.setState({
        labelled: { name, video: file, duration: 0, done: 0, total: 1, stretches: [], fault: null },
      });
      const outcome = await slot.start(async (signal) => {
        const { facts } = await studio().request('readStrip', { file, name, range: null }, { signal });
        const { duration } = facts;
        const { window, design } = learnt;
        const step = Math.max(STEP * window, duration / MOST_WINDOWS);
        const count = Math.max(1, Math.floor(Math.max(0, duration - window) / step) + 1);
        tell({ duration, total: count });
        const model = await network.open(learnt, signal);
        const answers: Answer[] = [];
        for (let first = 0; first < count; first += TOGETHER) {
          const starts = Array.from({ length: Math.min(TOGETHER, count - first) }, (_, at) => (first + at) * step);
          const views = starts.map((start) => ({ start, across: 0.5, down: 0.5, mirrored: false, still: false }));
          const channels = design.reference.in_channels === 1 ? 1 : 3;
          const asked = { file, name, views, window, clip: design.clip, channels } as const;
          const clips = await studio().request('readViews', asked, { signal });
          for (const [at, start] of starts.entries()) {
            const scores = logitsOf((await model.run(rowsOf(clips, [at]), { signal })).outputs);
            if (scores) answers.push({ time: start + window / 2, ...recognisedFrom(scores) });
          }
          tell({ done: answers.length, stretches: stretchesOf(answers, duration, thresholdOf(learnt.odd)) });
        }
      });
      if (outcome?.kind === 'failed') tell({ fault: sentenceOf(outcome.error) });
    },
    cancel: slot.cancel,
  };
}
