import type { Design } from '../../design/design';
import { sameValue } from '../../design/sameValue';
import { rowsOf } from '../../tensor/rows';
import type { Tensor } from '../../tensor/tensor';
import { type ClipPlan, onlyClip, planClips } from '../../video/clipPlan';
import { cropOnSource } from '../../video/geometry';
import type { ReadClip } from '../../video/readClip';
import { clipSpan, DEFAULT_SAMPLING, type Sampling, shortfall } from '../../video/sampling';
import type { SourceFacts } from '../../video/source';
import type { Studio } from '../../worker/client';
import type { SourceParams } from '../../worker/studioProtocol';
import type { App } from '../app';
import { readClipArray } from './clipArray';
import { checkClip } from './clipSize';
import { type FrameSource, openFrameSource } from './frameSource';
import { noiseFor } from './noiseSource';
import type { Pipeline, ReadFrames, StoredInput, ViewIndex } from './runStore';

interface ReadingPlace extends Pick<App, 'runStore'> {
  studio(): Studio;
  /** The bytes of a sample clip, by file name. */
  fetchSample(name: string, signal: AbortSignal): Promise<Blob>;
}

/** How one piece of reading is stopped and watched. */
interface ReadTask {
  readonly signal: AbortSignal;
  report(step: 'open' | 'read', done?: number): void;
}

/** The views that a design and the settings ask for, ready to be read one clip at a time. */
interface Views {
  readonly clips: number;
  readonly crops: number;
  /** All crops of one clip, `[1, C, T, H, W]` each. Memory is one clip through all of its crops. */
  read(clip: number, task: ReadTask): Promise<readonly Tensor<'float32'>[]>;
}

/** Frames of the chosen input, cut into clips. It keeps one source open, and the clip that is shown. */
export type ClipReader = ReturnType<typeof createClipReader>;

/** A reader with nothing open. */
export function createClipReader({ runStore, studio, fetchSample }: ReadingPlace) {
  let open: { readonly input: StoredInput; readonly source: FrameSource } | null = null;
  let kept: { readonly plan: ClipPlan; readonly source: FrameSource; readonly clip: Tensor<'float32'> } | null = null;

  const showFrames = (frames: ReadFrames | null): void => {
    for (const { image } of runStore.getState().frames?.thumbnails ?? []) image.close();
    runStore.setState({ frames });
  };

  /** Closes what stands open: its frames are no longer those of the input. */
  const putAway = async (): Promise<void> => {
    const before = open;
    [open, kept] = [null, null];
    showFrames(null);
    runStore.setState({ source: null });
    await before?.source.close();
  };

  const paramsOf = async (input: StoredInput, signal: AbortSignal): Promise<SourceParams> => {
    switch (input.kind) {
      case 'images':
        return { kind: 'images', files: input.folder.files, name: input.folder.name };
      case 'file':
        return { kind: 'video', file: input.file, name: input.file.name };
      case 'sample':
        return { kind: 'video', file: await fetchSample(input.name, signal), name: input.name };
    }
  };

  const sourceOf = async (input: StoredInput, task: ReadTask): Promise<FrameSource> => {
    if (open && sameInput(open.input, input)) return open.source;
    task.report('open');
    // The one before is put away only now: it stays where this one cannot be opened.
    const source = await openFrameSource(studio(), await paramsOf(input, task.signal), task.signal);
    await putAway();
    open = { input, source };
    return source;
  };

  /** The clip `[crops, C, T, H, W]` with this number. The one that is shown is kept, and its frames with it. */
  const read = async (source: FrameSource, plan: ClipPlan, clip: number, task: ReadTask) => {
    const only = onlyClip(plan, clip);
    if (kept?.source === source && sameValue(kept.plan, only)) return kept.clip;
    checkClip(only.shape, source.facts.name);
    task.report('read', 0);
    const read = await source.read(only, { signal: task.signal, onProgress: (done) => task.report('read', done) });
    if (clip === runStore.getState().shown.clip) {
      kept = { plan: only, source, clip: read.clip };
      showFrames(framesOf(source.facts, only, clip, read));
    } else {
      for (const { image } of read.thumbnails) image.close();
    }
    return read.clip;
  };

  const reader = {
    /**
     * Plans the views of the chosen input; the plan goes to the run store, and so do the frames of the shown clip when it
     * is read.
     * @throws VideoError, or a RequestError that says it is one; Error for a live camera; the signal's reason
     */
    async plan(design: Design, task: ReadTask): Promise<Views> {
      const { input, pipeline } = runStore.getState().settings;
      if (input.kind === 'camera') {
        throw new Error('A camera has no clip that stays. Choose a sample, a video, images or noise to look at.');
      }
      if (input.kind === 'noise') {
        await putAway();
        return {
          clips: 1,
          crops: 1,
          read: async (_, { signal }) => [await noiseFor(studio(), design, input.seed, signal)],
        };
      }
      if (input.kind === 'array') {
        await putAway();
        const { array } = input;
        return {
          clips: array.shape[0] ?? 1,
          crops: 1,
          read: async (clip) => [await readClipArray(array, design, clip)],
        };
      }
      const source = await sourceOf(input, task);
      const { facts } = source;
      const sampling = samplingOf(design, pipeline);
      const seen = { facts, span: clipSpan(sampling, facts), short: shortfall(sampling, facts) };
      runStore.setState({ source: { ...seen, plan: null } });
      const { clip, reference } = design;
      const { shortSide, crops } = pipeline;
      const plan = planClips(facts, {
        sampling,
        geometry: { crop: { width: clip.w, height: clip.h }, shortSide, crops },
        channels: reference.in_channels,
      });
      runStore.setState(({ shown }) => ({ source: { ...seen, plan }, shown: within(shown, plan) }));
      return {
        clips: plan.clips.length,
        crops: plan.crops.length,
        read: async (number, reading) => {
          const all = await read(source, plan, number, reading);
          return plan.crops.map((_, crop) => rowsOf(all, [crop]));
        },
      };
    },
    /** The shown view's clip, `[1, C, T, H, W]`. @throws as `plan` does */
    async readShown(design: Design, task: ReadTask): Promise<Tensor<'float32'>> {
      const views = await reader.plan(design, task);
      const { shown } = runStore.getState();
      const crops = await views.read(Math.min(shown.clip, views.clips - 1), task);
      const view = crops[shown.crop] ?? crops[0];
      if (!view) throw new Error('The plan of a clip has no crop.');
      return view;
    },
    /** True where frames stand open that follow the design. */
    isOpen: (): boolean => open !== null,
    /** True where the source of this input stands open. */
    holds: (input: StoredInput): boolean => open !== null && sameInput(open.input, input),
  };
  return reader;
}

/** mmaction2's `SampleFrames` for a design: γ_t frames, every 1/γ_τ. */
function samplingOf({ clip }: Design, { clips, mode, seed, targetFps, tooShort }: Pipeline): Sampling {
  return {
    ...DEFAULT_SAMPLING,
    clips,
    mode,
    seed,
    targetFps,
    tooShort,
    clipLength: clip.t,
    interval: clip.interval,
  };
}

/** The nearest view that a plan has. */
function within({ clip, crop }: ViewIndex, plan: ClipPlan): ViewIndex {
  return { clip: Math.min(clip, plan.clips.length - 1), crop: Math.min(crop, plan.crops.length - 1) };
}

function framesOf(facts: SourceFacts, plan: ClipPlan, clip: number, { thumbnails }: ReadClip): ReadFrames {
  const [, , , height = 0, width = 0] = plan.shape;
  return {
    facts,
    clip,
    thumbnails,
    indices: plan.clips[0] ?? [],
    resized: plan.resized,
    crop: { width, height },
    seen: plan.crops.map((crop) => cropOnSource(crop, plan.resized, facts)),
  };
}

function sameInput(a: StoredInput, b: StoredInput): boolean {
  if (a.kind === 'file') return b.kind === 'file' && a.file === b.file;
  if (a.kind === 'images') return b.kind === 'images' && a.folder === b.folder;
  return sameValue(a, b);
}
