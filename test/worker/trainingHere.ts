import * as ort from 'onnxruntime-web';
import type { Client } from '../../src/worker/channel';
import type { KeptRuns, StoredRun } from '../../src/worker/keptRuns';
import { createMotion } from '../../src/worker/motion';
import type { MotionProtocol } from '../../src/worker/motionProtocol';
import { createTrainer } from '../../src/worker/trainer';
import type { TrainerProtocol } from '../../src/worker/trainerProtocol';
import { createTraining } from '../../src/worker/training';
import { overChannel, WASM_ONLY } from './workers';

/** What a browser's store does: it holds copies. */
export function storeInMemory(): KeptRuns {
  const stored = new Map<string, StoredRun>();
  return {
    read: async (id) => structuredClone(stored.get(id) ?? null),
    write: async (id, run) => {
      stored.set(id, structuredClone(run));
      return true;
    },
    forget: async (id) => {
      stored.delete(id);
    },
    ids: async () => [...stored.keys()],
  };
}

/** The real handlers, channels and data worker; only the threads and IndexedDB are missing. */
export function trainingHere(runs = storeInMemory(), capabilities = WASM_ONLY) {
  const builds = {
    load: async () => {
      ort.env.wasm.numThreads = 1;
      return ort;
    },
    missing: async () => null,
  };
  const trainers: ReturnType<typeof overChannel<TrainerProtocol>>[] = [];
  const motions: Client<MotionProtocol>[] = [];
  const starters = {
    trainer: () => {
      const trainer = overChannel(createTrainer(builds, runs));
      trainers.push(trainer);
      return trainer;
    },
    motion: () => {
      const motion = overChannel<MotionProtocol>(createMotion());
      motions.push(motion);
      return motion;
    },
  };
  return { training: createTraining(starters, async () => capabilities), trainers, motions, runs };
}
