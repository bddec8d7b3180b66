import { faultOf } from '../fault';
import { troubleOf } from './frameSource';
import { isOwnInput, ownInputName } from './openedInputs';
import type { RunJob, RunPlace } from './runJob';
import { type Input, type RunStatus, SAMPLES, type StoredInput, type ViewIndex } from './runStore';

/**
 * The strip of frames that shows what a network will see, and the way back from an input that cannot be opened; of the
 * input that is chosen now.
 */
export function createPreview({ document, runStore, reader }: RunPlace) {
  /** The last input that could be used, and how it was looked at. */
  let usable: { readonly input: Input; readonly shown: ViewIndex } | null = null;
  let chosen = runStore.getState().settings.input;
  let refusal: RunStatus | null = null;
  return {
    /** Reads the frames of the shown clip for the network on the screen; a camera has none. */
    async read(job: RunJob): Promise<void> {
      const { input } = runStore.getState().settings;
      if (input.kind === 'camera') return;
      const { legal } = document.getState();
      try {
        await reader.readShown(legal, job);
      } catch (error) {
        // That a part of the app is missing is no fault of the file.
        const isRefused = isStored(input) && !reader.holds(input) && troubleOf(error) !== 'reader-missing';
        if (job.signal.aborted || !usable || usable.input === input || !isRefused) throw error;
        if (error instanceof Error) error.message += ` ${inputText(usable.input)} stays.`;
        refusal = { kind: 'failed', purpose: 'preview', fault: faultOf(error) };
        const { shown } = usable;
        chosen = usable.input;
        runStore.setState(({ settings }) => ({ settings: { ...settings, input: chosen }, shown }));
        // The reading of the one before may have been cut short, even where its file is open.
        if (isStored(chosen)) await reader.readShown(legal, job).catch(() => {});
      }
    },
    /** Takes another input that was chosen in place of one before it; where it cannot be opened, that one comes back. */
    choose(input: Input, before: { readonly input: Input; readonly shown: ViewIndex }): void {
      chosen = input;
      // A sample is there, whether its frames were read yet or not.
      if (!isStored(before.input) || before.input.kind === 'sample' || reader.holds(before.input)) usable = before;
    },
    /** True for the input that was chosen here last; another one came back with the browser's history. */
    isChosen: (input: Input): boolean => input === chosen,
    /** What is said of the last input that could not be opened; null once something else was asked for. */
    refusal: (): RunStatus | null => refusal,
    forgetRefusal(): void {
      refusal = null;
    },
  };
}

function isStored(input: Input): input is StoredInput {
  return input.kind !== 'camera' && input.kind !== 'noise' && input.kind !== 'array';
}

/** What an input is called at the beginning of a sentence. */
function inputText(input: Input): string {
  if (isOwnInput(input)) return ownInputName(input);
  if (input.kind === 'sample') return SAMPLES.find(({ name }) => name === input.name)?.label ?? input.name;
  return input.kind === 'camera' ? 'The camera' : 'Noise';
}
