import type { StoreApi } from 'zustand/vanilla';
import type { ExploreStore } from '../explore/explore';
import type { LessonStore } from '../learn/lessons';
import type { RunState } from '../run/runStore';
import type { TrainStore } from '../train/train';
import type { Notices } from '../view/notices';
import type { SessionStore } from '../view/session';
import type { ComparisonStore } from './comparison';
import type { DocumentStore } from './document';

/** What is on the screen: the stores that links, the browser's history and drafts are read from and put back into. */
export interface Screen {
  readonly document: DocumentStore;
  readonly session: SessionStore;
  readonly comparison: ComparisonStore;
  readonly explore: ExploreStore;
  readonly lessons: LessonStore;
  readonly train: TrainStore;
  readonly runStore: StoreApi<RunState>;
  readonly notices: Notices;
}
