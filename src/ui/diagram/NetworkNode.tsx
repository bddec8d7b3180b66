import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { Box } from './Box';
import { Frame } from './Frame';
import type { StudioNode } from './nodes';
import { useShownNode } from './useShownNode';

/**
 * A part of the network: a box, or where it is open, a frame. One type for React Flow, which would otherwise measure a
 * node that opens, one by one, and have the page laid out for each.
 */
export const NetworkNode = memo(function NetworkNode({ id }: NodeProps<StudioNode>) {
  const shown = useShownNode(id);
  if (!shown) return null;
  return shown.open ? <Frame shown={shown} /> : <Box shown={shown} />;
});
