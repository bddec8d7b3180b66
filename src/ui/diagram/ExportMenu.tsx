import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { useState } from 'react';
import type { DiagramNode } from '../../diagram/diagram';
import { FAMILIES } from '../../diagram/looks';
import { mermaidOf } from '../../diagram/mermaid';
import { svgOf } from '../../diagram/svg';
import { download } from '../kit/download';
import type { MeasureView } from '../kit/measures';
import { pngOf } from '../kit/png';
import { useMeasure } from '../kit/useMeasure';
import classes from './Toolbar.module.css';
import type { Picture } from './usePicture';

/** The whole picture as a file: everything that is open, not what happens to be in sight. */
export function ExportMenu({ picture }: { picture: Picture }) {
  const measure = useMeasure();
  const [failure, setFailure] = useState<string | null>(null);
  const svg = () =>
    svgOf(picture.layout, {
      title: 'X3D network',
      ...(measure.byKind ? {} : { colourOf: (node) => paperColour(node, measure) }),
    });
  const savePng = async () => {
    try {
      download('network.png', await pngOf(svg()));
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
  };
  const mermaid = () => mermaidOf(picture.diagram, picture.direction);
  return (
    <Menu position="bottom-end" withinPortal onOpen={() => setFailure(null)} closeOnItemClick={false}>
      <Menu.Target>
        <Tooltip label="Save the picture">
          <ActionIcon variant="subtle" color="gray" size={28} aria-label="Save the picture">
            <svg
              width="16"
              height="16"
              viewBox="0 0 16 16"
              fill="none"
              stroke="currentColor"
              strokeWidth="1.5"
              strokeLinecap="round"
              strokeLinejoin="round"
              aria-hidden
            >
              <path d="M8 2.5v7.5M5 7.25 8 10.25l3-3M3 13h10" />
            </svg>
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>The whole picture, as it is open now</Menu.Label>
        <Menu.Item onClick={() => download('network.svg', new Blob([svg()], { type: 'image/svg+xml' }))}>SVG</Menu.Item>
        <Menu.Item onClick={savePng}>PNG</Menu.Item>
        <Menu.Item onClick={() => download('network.mmd', new Blob([mermaid()], { type: 'text/plain' }))}>
          Mermaid
        </Menu.Item>
        {failure && (
          <p className={classes.failure} role="alert">
            {failure}
          </p>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** A node's colour on white paper. */
function paperColour(node: DiagramNode, measure: MeasureView): string {
  return (measure.step(node.covers) ?? FAMILIES.plain).light;
}
