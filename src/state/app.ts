import { createClasses } from './classes/classes';
import { createAutosave } from './document/autosave';
import { createComparison } from './document/comparison';
import { createDocument } from './document/document';
import { createDraftLists } from './document/drafts';
import { atOnce, createFollower, type Schedule } from './document/follower';
import type { Screen } from './document/screen';
import { createSnapshots } from './document/snapshots';
import { createExplore } from './explore/explore';
import { createCheckpointStore } from './files/checkpoint';
import { createLessons } from './learn/lessons';
import { createLabels } from './run/labels';
import { createOfflineUse } from './run/offlineUse';
import { createOpenedInputs } from './run/openedInputs';
import { createRunStore } from './run/runStore';
import { createMeasurements } from './timing/measurements';
import { createTimeView } from './timing/timeView';
import { createTrain } from './train/train';
import { createTrainingPlan } from './train/trainingPlan';
import { createGraphView } from './view/graphView';
import { createNotices } from './view/notices';
import { createPointing } from './view/pointing';
import { createSession } from './view/session';

/** Every store and service of the app: what a person is doing, and what works for it. */
export type App = ReturnType<typeof createApp>;

/**
 * Makes an app that knows nothing of any other: the page has one, every test its own. Services are made when asked for.
 * @param page.schedule when a copy of the document follows the one before it: each gets a schedule of its own
 */
export function createApp({ schedule = () => atOnce }: { readonly schedule?: () => Schedule } = {}) {
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
    /** The document as the graph draws it. */
    graphDocument,
    /** The document as everything but the graph shows it. */
    panelDocument: createFollower(graphDocument, schedule()),
    pointing,
    graphView: createGraphView(),
    autosave,
    drafts: createDraftLists(screen, autosave.ownId),
    snapshots: createSnapshots(document, notices),
    openedInputs: createOpenedInputs(runStore),
    labels: createLabels(),
    offlineUse: createOfflineUse(),
    measurements: createMeasurements(),
    timeView: createTimeView(),
    checkpoint: createCheckpointStore(),
    classes: createClasses(),
    /** What the memory of a training step is counted for: optimiser, precision and batch. */
    trainingPlan: createTrainingPlan(),
  };
}
