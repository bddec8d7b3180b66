import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { Architecture } from '../../architecture/architecture';
import type { Part } from '../../architecture/walk';
import type { Design } from '../../design/design';
import { sameValue } from '../../design/sameValue';
import { type Measured, type MeasureView, missing, viewOf } from '../../present/measures';
import { architectureOf, costsOf } from '../../state/document/derived';
import { differenceOf, receptiveFieldsOf } from '../../state/document/insights';
import { type LayersReport, layersFor } from '../../state/timing/measurements';
import { useApp } from './useApp';
import { useClasses, useConvention, usePinned, useSession, useShown, useTrain } from './useStudio';

/** The measure everything on the screen is coloured by, over a network. Changes with it and with the choice. */
export function useMeasure(architecture: Architecture): MeasureView {
  const measured = useMeasured(architecture);
  const measure = useSession((session) => session.measure);
  return useMemo(() => viewOf(measure, measured), [measure, measured]);
}

/** How a network differs from the pinned design, part by part. */
export function useDifferenceView(architecture: Architecture): MeasureView {
  const measured = useMeasured(architecture);
  return useMemo(() => viewOf('difference', measured), [measured]);
}

/** What must be done before each measure can be chosen; null where it can be. */
export function useMissing(): (measure: Parameters<typeof missing>[0]) => string | null {
  const app = useApp();
  const before = usePinned();
  const latest = useStore(app.measurements, ({ layers }) => layers);
  const times = useShown(({ legal }) => layersFor(latest, legal));
  const learning = useChanges(
    useShown(({ legal }) => legal),
    true,
  );
  const learnt = useOwnLearnt(useShown(({ legal }) => legal));
  return (measure) => missing(measure, { before, times, learning, learnt });
}

function useMeasured(architecture: Architecture): Measured {
  const app = useApp();
  const convention = useConvention();
  const pinned = usePinned();
  const latest = useStore(app.measurements, ({ layers }) => layers);
  const report = layersFor(latest, architecture.design);
  const learns = useSession((session) => session.measure === 'learning');
  const changes = useChanges(architecture.design, learns);
  return useMemo(() => {
    const [, , ...clip] = architecture.clip;
    return {
      clip,
      costs: costsOf(architecture),
      convention,
      fields: () => receptiveFieldsOf(architecture),
      before: pinned && {
        costs: costsOf(architectureOf(pinned.design)),
        changeOf: (path) => differenceOf(pinned.design, architecture).difference.byPath.get(path)?.change ?? 'same',
      },
      times: report && timesByPath(architecture, report),
      learning: changes && isTold(changes) ? changesByPath(architecture, changes) : null,
    };
  }, [architecture, convention, pinned, report, changes]);
}

type Changes = Readonly<Record<string, number>>;

const isTold = (changes: Changes): boolean => Object.keys(changes).length > 0;

/**
 * How much the weights of a network changed in training here, by block; {} while it begins, null where it did not learn.
 * @param asked whether anybody wants to know: they come with every report
 */
function useChanges(design: Design, asked: boolean): Changes | null {
  const ofMotion = useTrain(({ run }) => (asked && run && sameValue(run.design, design) ? run.changes : null));
  // While clips of one's own are learnt, the network on the screen is the one that learns them.
  const tuning = useClasses(({ phase, changes }) => (asked && phase.kind === 'tuning' ? changes : null));
  const learnt = useOwnLearnt(design) !== undefined;
  const ofOwn = useClasses(({ changes }) => (asked && learnt && isTold(changes) ? changes : null));
  return tuning ?? ofOwn ?? ofMotion;
}

/** What of a network learnt one's own classes: its head alone, or more. */
function useOwnLearnt(design: Design): 'head' | 'more' | undefined {
  return useClasses(({ learnt }) => {
    if (!learnt || !sameValue(learnt.design, design)) return undefined;
    return learnt.scope === 'head' ? 'head' : 'more';
  });
}

/** The largest change of weights under every part. They are known by the first two parts of paths: `layer1.0`, `head.fc1`. */
function changesByPath(architecture: Architecture, changes: Changes): ReadonlyMap<string, number> {
  const all = new Map<string, number>();
  const known = new Map(Object.entries(changes));
  const visit = (part: Part): number => {
    const own = known.get(part.path.split('.').slice(0, 2).join('.')) ?? 0;
    const largest = 'children' in part ? Math.max(own, ...part.children.map(visit)) : own;
    all.set(part.path, largest);
    return largest;
  };
  architecture.parts.forEach(visit);
  return all;
}

/** Measured ms of every layer and group, and of all kernels together under ''. */
function timesByPath(architecture: Architecture, { times }: LayersReport): ReadonlyMap<string, number> {
  const all = new Map<string, number>();
  const add = (part: Part): number => {
    const own = 'children' in part ? 0 : (times.layers.get(part.path)?.ms ?? 0);
    const ms = 'children' in part ? part.children.reduce((sum, child) => sum + add(child), 0) : own;
    all.set(part.path, ms);
    return ms;
  };
  architecture.parts.forEach(add);
  return all.set('', times.kernelMs);
}
