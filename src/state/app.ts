import type { StoreApi } from 'zustand/vanilla';
import { type ClassesStore, createClasses } from './classes/classes';
import { type ComparisonStore, createComparison } from './document/comparison';
import { createDocument, type Document, type DocumentStore } from './document/document';
import { atOnce, createFollower, type Schedule } from './document/follower';
import { createSnapshots, type SnapshotStore } from './document/snapshots';
import { createExplore, type ExploreStore } from './explore/explore';
import { type CheckpointState, createCheckpointStore } from './files/checkpoint';
import { createLessons, type LessonStore } from './learn/lessons';
import { createLabels, type LabelStore } from './run/labels';
import { createRunStore, type Live } from './run/live';
import { createOfflineUse, type OfflineUseStore } from './run/offlineUse';
import { createOpenedInputs, type OpenedInputs } from './run/openedInputs';
import { createMeasurements, type Measurements } from './timing/measurements';
import { createTimeView, type TimeView } from './timing/timeView';
import { createTrain, type TrainStore } from './train/train';
import { createTrainingPlan, type TrainingPlan } from './train/trainingSetup';
import { createGraphView, type GraphOnScreen } from './view/graphView';
import { createNotices, type Notices } from './view/notices';
import { createPointing, type PointingStore } from './view/pointing';
import { createSession, type SessionStore } from './view/session';

/** What an app is given of the page it stands on. */
interface Parts {
  /** When a copy of the document follows the one before it: each gets a schedule of its own. */
  readonly schedule: () => Schedule;
}

/** Every store and service of the app: what a person is doing, and what works for it. */
export interface App {
  readonly notices: Notices;
  readonly session: SessionStore;
  readonly pointing: PointingStore;
  readonly graphView: StoreApi<GraphOnScreen>;
  readonly document: DocumentStore;
  /** The document as the graph draws it. */
  readonly graphDocument: StoreApi<Document>;
  /** The document as everything else shows it. */
  readonly panelDocument: StoreApi<Document>;
  readonly comparison: ComparisonStore;
  readonly snapshots: SnapshotStore;
  readonly explore: ExploreStore;
  readonly lessons: LessonStore;
  /** What runs are at, and what they gave. */
  readonly runStore: StoreApi<Live>;
  readonly openedInputs: OpenedInputs;
  readonly labels: LabelStore;
  readonly offlineUse: OfflineUseStore;
  readonly measurements: StoreApi<Measurements>;
  readonly timeView: StoreApi<TimeView>;
  readonly checkpoint: StoreApi<CheckpointState>;
  readonly train: TrainStore;
  readonly classes: ClassesStore;
  /** What a training step on a card is counted for. */
  readonly trainingPlan: StoreApi<TrainingPlan>;
}

/** Makes an app that knows nothing of any other: the page has one, every test its own. */
export function createApp({ schedule = () => atOnce }: Partial<Parts> = {}): App {
  const notices = createNotices();
  const session = createSession();
  const pointing = createPointing();
  const graphView = createGraphView();
  const document = createDocument();
  const graphDocument = createFollower(document, schedule());
  const panelDocument = createFollower(graphDocument, schedule());
  const comparison = createComparison(document);
  const snapshots = createSnapshots(document, notices);
  const runStore = createRunStore();
  return {
    ...{ notices, session, pointing, graphView },
    ...{ document, graphDocument, panelDocument, comparison, snapshots },
    explore: createExplore(document),
    lessons: createLessons({ document, session, pointing }),
    runStore,
    openedInputs: createOpenedInputs(runStore),
    labels: createLabels(),
    offlineUse: createOfflineUse(),
    measurements: createMeasurements(),
    timeView: createTimeView(),
    checkpoint: createCheckpointStore(),
    train: createTrain(),
    classes: createClasses(),
    trainingPlan: createTrainingPlan(),
  };
}
