import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { type Convention, conventionNamed } from '../../analysis/conventions';
import type { Costs } from '../../analysis/costs';
import type { Architecture } from '../../architecture/architecture';
import type { Design, Problem } from '../../design/design';
import type { Pinned } from '../../state/document/comparison';
import { architectureOf, problemsOf, totalsOf } from '../../state/document/derived';
import type { Document } from '../../state/document/document';
import type { DraftLists } from '../../state/document/drafts';
import type { Snapshot } from '../../state/document/snapshots';
import type { RunState } from '../../state/run/runStore';
import type { Notice } from '../../state/view/notices';
import type { Session } from '../../state/view/session';
import { useApp } from './useApp';

/** A part of the document as it is now: for controls, and for what must change with them at once. */
export function useDocument<T>(pick: (document: Document) => T): T {
  const app = useApp();
  return useStore(app.document, pick);
}

/** A part of the document as the graph draws it: for what must change with the drawing. */
export function useDrawn<T>(pick: (document: Document) => T): T {
  const app = useApp();
  return useStore(app.graphDocument, pick);
}

/** A part of the document as it is shown: for everything that may follow a frame behind the graph. */
export function useShown<T>(pick: (document: Document) => T): T {
  const app = useApp();
  return useStore(app.panelDocument, pick);
}

export function useSession<T>(pick: (session: Session) => T): T {
  const app = useApp();
  return useStore(app.session, pick);
}

/** A part of the live state: workers and results. */
export function useRun<T>(pick: (live: RunState) => T): T {
  const app = useApp();
  return useStore(app.runStore, pick);
}

/** The sentences to be read now. */
export function useNotices(): readonly Notice[] {
  const app = useApp();
  return useStore(app.notices, ({ notices }) => notices);
}

/** The design the one on the form is compared with; null where none is pinned. */
export function usePinned(): Pinned | null {
  const app = useApp();
  return useStore(app.comparison, ({ pinned }) => pinned);
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
  const app = useApp();
  return useStore(app.autosave.saving, ({ saves }) => saves !== false);
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

/** How many steps can be undone and redone. */
export function useHistory(): { readonly behind: number; readonly ahead: number } {
  const app = useApp();
  const behind = useStore(app.document.history, ({ past }) => past.length);
  const ahead = useStore(app.document.history, ({ future }) => future.length);
  return { behind, ahead };
}
