import { useEffect } from 'react';
import { type StoreApi, useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { type Convention, conventionNamed } from '../../analysis/conventions';
import type { Costs } from '../../analysis/costs';
import type { Architecture } from '../../architecture/architecture';
import type { Design, Problem } from '../../design/design';
import type { App } from '../../state/app';
import type { Pinned } from '../../state/document/comparison';
import { architectureOf, problemsOf, totalsOf } from '../../state/document/derived';
import type { DraftLists } from '../../state/document/drafts';
import type { Snapshot } from '../../state/document/snapshots';
import type { OfflineUse } from '../../state/run/offlineUse';
import type { OwnInput } from '../../state/run/openedInputs';
import { startFile } from '../../state/train/train';
import type { TrainingPlan } from '../../state/train/trainingPlan';
import type { FaceId } from '../../state/view/face';
import type { Notice } from '../../state/view/notices';
import { useApp } from './useApp';

/** A hook for a part of one store. A component renders again only when what it picks has changed. */
function hookOf<S>(storeOf: (app: App) => Pick<StoreApi<S>, 'getState' | 'getInitialState' | 'subscribe'>) {
  return function usePart<T>(pick: (state: S) => T): T {
    return useStore(storeOf(useApp()), pick);
  };
}

/** The document as it is now: for controls, and for what must change with them at once. */
export const useDocument = hookOf(({ document }) => document);

/** What can be undone and redone. */
export const useHistory = hookOf(({ document }) => document.history);

/** The document as the graph draws it: for what must change with the drawing. */
export const useDrawn = hookOf(({ graphDocument }) => graphDocument);

/** The document as it is shown: for everything that may follow a frame behind the graph. */
export const useShown = hookOf(({ panelDocument }) => panelDocument);

/** How the design is looked at: face, selection, folds, panels. */
export const useSession = hookOf(({ session }) => session);

/** The run store: settings, workers and results of runs. */
export const useRun = hookOf(({ runStore }) => runStore);

/** The opened checkpoint. */
export const useCheckpoint = hookOf(({ checkpoint }) => checkpoint);

/** What the explorer shows. */
export const useExplore = hookOf(({ explore }) => explore);

/** What was measured of networks and devices. */
export const useMeasurements = hookOf(({ measurements }) => measurements);

/** Parts of the graph that are lit or sought from elsewhere. */
export const usePointing = hookOf(({ pointing }) => pointing);

/** Training on made clips of motion. */
export const useTrain = hookOf(({ train }) => train);

/** One's own classes: the data set, the camera, and what was learnt. */
export const useClasses = hookOf(({ classes }) => classes);

/** The opened file that the next run of training starts from; null for none. */
export function useStartFile(): string | null {
  const open = useCheckpoint((checkpoint) => checkpoint);
  return useTrain((state) => startFile(state, open));
}

/** How one means to train. */
export function useTrainingPlan(): TrainingPlan {
  return useStore(useApp().trainingPlan);
}

/** The face of the app that is shown. */
export function useFace(): FaceId {
  return useSession(({ face }) => face);
}

/** Whether runs work without a network. */
export function useOfflineUse(): OfflineUse {
  return useStore(useApp().offlineUse);
}

/** Videos and folders of one's own that stand in the list of inputs. */
export function useOpenedInputs(): readonly OwnInput[] {
  return useStore(useApp().openedInputs, ({ opened }) => opened);
}

/** The sentences to be read now. */
export function useNotices(): readonly Notice[] {
  return useStore(useApp().notices, ({ notices }) => notices);
}

/** The design the one on the form is compared with; null where none is pinned. */
export function usePinned(): Pinned | null {
  return useStore(useApp().comparison, ({ pinned }) => pinned);
}

/** The snapshots of this browser, the newest first. */
export function useSnapshots(): readonly Snapshot[] {
  const app = useApp();
  useEffect(() => app.snapshots.follow(), [app]);
  return useStore(app.snapshots, ({ snapshots }) => snapshots);
}

/** The drafts of other tabs, the newest first, and those that were set aside. */
export function useDrafts(): DraftLists {
  const app = useApp();
  useEffect(() => app.drafts.follow(), [app]);
  return useStore(app.drafts);
}

/** False where this browser saves nothing. */
export function useSaves(): boolean {
  return useStore(useApp().autosave.saving, ({ saves }) => saves !== false);
}

/** The convention arithmetic is counted by, everywhere on the screen. */
export function useConvention(): Convention {
  return conventionNamed(useSession(({ convention }) => convention));
}

/** The design as it is now, legal or not. */
export function useDesign(): Design {
  return useDocument(({ design }) => design);
}

/** What the newest legal design builds, as the graph draws it. */
export function useDrawnArchitecture(): Architecture {
  return architectureOf(useDrawn(({ legal }) => legal));
}

/** What the newest legal design builds: the network on the screen. */
export function useArchitecture(): Architecture {
  return architectureOf(useShown(({ legal }) => legal));
}

/** Costs of the whole network as it is now. */
export function useTotals(): Costs {
  return totalsOf(architectureOf(useDocument(({ legal }) => legal)));
}

/** Costs of the whole network before the last edit; null where what is on the screen was not edited. */
export function useTotalsBefore(): Costs | null {
  const app = useApp();
  const legal = useDocument((document) => document.legal);
  const { from, to } = useStore(app.document.lastEdit);
  return from && to === legal ? totalsOf(architectureOf(from)) : null;
}

/** What is wrong with the design that is shown. */
export function useProblems(): readonly Problem[] {
  return problemsOf(useShown(({ design }) => design));
}

/** What is wrong with some fields of the form, by path; what lies below a path belongs to it. */
export function useProblemsAt(paths: readonly string[]): readonly Problem[] {
  return useShown(useShallow(({ design }) => problemsOf(design).filter(({ field }) => isAtAny(field, paths))));
}

function isAtAny(field: string, paths: readonly string[]): boolean {
  return paths.some((path) => field === path || field.startsWith(`${path}.`) || field.startsWith(`${path}[`));
}
