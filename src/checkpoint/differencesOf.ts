import type { Architecture } from '../architecture/architecture';
import { stateDictOf } from '../architecture/walk';
import type { Design } from '../design/design';
import type { Tensor } from '../tensor/tensor';
import type { CheckpointFile, GraphFile } from './checkpointFile';
import type { Difference } from './difference';
import { epsOf } from './fitCheckpoint';
import { type GraphProof, proveGraph } from './graphProof';
import { leftOutDifferences } from './leftOut';
import { proveLowered } from './loweredProof';
import type { NamedCheckpoint } from './namedCheckpoint';
import { identityTensor } from './shortcutNorm';

/** Where a file computes something else than a network: empty where both compute the same, or nothing says otherwise. */
export function differencesOf(
  file: CheckpointFile,
  named: NamedCheckpoint,
  architecture: Architecture,
): readonly Difference[] {
  return graphProofOf(file, named, architecture)?.differences ?? leftOutDifferences(named, architecture);
}

/** The proof that the graph of a file computes what a network would with its weights; null where the file holds no graph. */
export function graphProofOf(
  { graph }: CheckpointFile,
  named: NamedCheckpoint,
  architecture: Architecture,
): GraphProof | null {
  if (!graph) return null;
  const key = JSON.stringify(architecture.design);
  const before = proved.get(graph);
  if (before?.key === key) return before.proof;
  const weights = weightsOf(graph, named, architecture);
  const prove = graph.lowered ? proveLowered : proveGraph;
  const proof = prove(graph.graph, architecture, weights);
  proved.set(graph, { key, proof });
  return proof;
}

/** The last proof of each file: recognising asks first, and opening it again. */
const proved = new WeakMap<GraphFile, { readonly key: string; readonly proof: GraphProof }>();

/** What a network would be given of the file. */
function weightsOf(
  { tensors }: GraphFile,
  named: NamedCheckpoint,
  architecture: Architecture,
): ReadonlyMap<string, Tensor> {
  const stored = new Map(stateDictOf(architecture).map((tensor) => [tensor.key, tensor]));
  const weights = new Map<string, Tensor>();
  for (const { key, name, tensor } of named.tensors.values()) {
    const own = name === null ? identityTensor(key, tensor.shape[0] ?? 1, epsOf(stored.get(key))) : tensors.get(name);
    if (own) weights.set(key, { ...own, shape: tensor.shape } as Tensor);
  }
  return weights;
}

/**
 * The difference of a file without running mean and variance that is taken for a network without them: a norm may keep
 * none, but parameters saved alone (`named_parameters()`) lack them too, and what was computed with them is then lost.
 */
export function withoutStatistics({ reference: { norm_cfg } }: Design): readonly Difference[] {
  const batchNorm = norm_cfg?.type === 'BN3d' || norm_cfg?.type === 'SyncBN';
  if (!batchNorm || norm_cfg.track_running_stats !== false) return [];
  return [
    {
      at: 'running statistics',
      message:
        'the file holds no running mean and variance. Where they are missing, as from named_parameters(), its numbers cannot be computed: save model.state_dict(). Where the norms keep none, norm_cfg says so: {"type":"BN3d","track_running_stats":false}.',
      mayBeLeftOut: true,
    },
  ];
}
