import type { Pass } from './pass';
import { rewrite } from './rewrite';

/** Dropout in eval mode passes its input on. An Identity stays where it gives an output its name. */
export const dropIdentities: Pass = {
  name: 'identities disappear',
  guarantees: 'an Identity writes an output, or is gone',
  run: (graph) =>
    rewrite(graph, (node, view) => {
      const passesOn = node.op === 'Identity' && !view.isOutput(node.outputs[0] ?? '');
      return passesOn ? (node.inputs[0] ?? null) : null;
    }),
};
