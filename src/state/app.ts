import type { StoreApi } from 'zustand/vanilla';
import { type ClassesStore, createClasses } from './classes/classes';
import { type Autosave, createAutosave } from './document/autosave';
import { createComparison } from './document/comparison';
import { createDocument, type Document } from './document/document';
import { createDraftLists, type DraftListStore } from './document/drafts';
import { atOnce, createFollower, type Schedule } from './document/follower';
import type { Screen } from './document/screen';
import { createSnapshots, type SnapshotStore } from './document/snapshots';
import { createExplore } from './explore/explore';
import { type CheckpointState, createCheckpointStore } from './files/checkpoint';
import { createLessons } from './learn/lessons';
import { createLabels, type LabelStore } from './run/labels';
import { createOfflineUse, type OfflineUseStore } from './run/offlineUse';
import { createOpenedInputs, type OpenedInputs } from './run/openedInputs';
import { createRunStore } from './run/runStore';
import { createMeasurements, type Measurements } from './timing/measurements';
import { createTimeView, type TimeView } from './timing/timeView';
import { createTrain } from './train/train';
import { createTrainingPlan, type TrainingPlan } from './train/trainingPlan';
import { createGraphView, type GraphOnScreen } from './view/graphView';
import { createNotices } from './view/notices';
import { createPointing, type PointingStore } from './view/pointing';
import { createSession } from './view/session';

/** What an app is given of the page it stands on. */
interface Parts {
  /** When a copy of the document follows the one before it: each gets a schedule of its own. */
  readonly schedule: () => Schedule;
}

/** Every store and service of the app: what a person is doing, and what works for it. */
export interface App extends Screen {
  readonly pointing: PointingStore;
  readonly graphView: StoreApi<GraphOnScreen>;
  /** The document as the graph draws it. */
  readonly graphDocument: StoreApi<Document>;
  /** The document as everything else shows it. */
  readonly panelDocument: StoreApi<Document>;
  readonly autosave: Autosave;
  readonly drafts: DraftListStore;
  readonly snapshots: SnapshotStore;
  readonly openedInputs: OpenedInputs;
  readonly labels: LabelStore;
  readonly offlineUse: OfflineUseStore;
  readonly measurements: StoreApi<Measurements>;
  readonly timeView: StoreApi<TimeView>;
  readonly checkpoint: StoreApi<CheckpointState>;
  readonly classes: ClassesStore;
  /** What a training step on a card is counted for. */
  readonly trainingPlan: StoreApi<TrainingPlan>;
}

/** Makes an app that knows nothing of any other: the page has one, every test its own. Services are made when asked for. */
export function createApp({ schedule = () => atOnce }: Partial<Parts> = {}): App {
  const notices = createNotices();
  const session = createSession();
  const pointing = createPointing();
  const train = createTrain();
  const document = createDocument(train);
  const graphDocument = createFollower(document, schedule());
  const comparison = createComparison(document);
  const explore = createExplore(document);
  const lessons = createLessons({ document, session, pointing });
  const runStore = createRunStore();
  const screen: Screen = { document, session, comparison, explore, lessons, train, runStore, notices };
  const autosave = createAutosave(screen);
  return {
    ...screen,
    ...{ pointing, graphView: createGraphView() },
    ...{ graphDocument, panelDocument: createFollower(graphDocument, schedule()) },
    ...{ autosave, drafts: createDraftLists(screen, autosave.ownId), snapshots: createSnapshots(document, notices) },
    ...{ openedInputs: createOpenedInputs(runStore), labels: createLabels(), offlineUse: createOfflineUse() },
    ...{ measurements: createMeasurements(), timeView: createTimeView() },
    ...{ checkpoint: createCheckpointStore() },
    ...{ classes: createClasses(), trainingPlan: createTrainingPlan() },
  };
}
