import { useMemo } from 'react';
import type { Plane } from '../../analysis/activations/mosaic';
import type { ShownTensor } from '../../state/files/opener';
import { type Shape, shapeText } from '../../tensor/shape';
import { PlaneCanvas } from '../kit/PlaneCanvas';
import classes from './TensorImage.module.css';

type Picture = NonNullable<ShownTensor['picture']>;

/**
 * A tensor one can look at: each kernel as its time steps beside each other (3×3×3 as three 3×3), a matrix as it stands.
 * Blue is positive, orange negative, grey 0; the strongest value of the picture is the full colour.
 */
export function TensorImage({ picture, shape }: { picture: Picture; shape: Shape }) {
  const [outputs = 0, inputs = 1] = shape;
  const strongest = picture.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const planes = useMemo(() => planesOf(picture), [picture]);
  return (
    <figure className={classes.figure}>
      <div className={picture.kind === 'matrix' ? classes.matrix : classes.kernels}>
        {planes.map((plane, filter) => (
          <PlaneCanvas
            // biome-ignore lint/suspicious/noArrayIndexKey: a filter is its number.
            key={filter}
            plane={plane}
            strongest={strongest}
            isLinear
            label={picture.kind === 'matrix' ? 'The matrix' : `Filter ${filter}, ${shapeText(picture.kernel)}`}
          />
        ))}
      </div>
      {picture.kind === 'matrix' ? (
        <figcaption>
          {picture.rows} × {picture.columns} cells, outputs by inputs
          {picture.rows * picture.columns < outputs * inputs && ', each the mean of a block'}
        </figcaption>
      ) : (
        <figcaption>
          {picture.count < outputs ? `The first ${picture.count} of ${outputs} filters` : `${picture.count} filters`},{' '}
          {shapeText(picture.kernel)}, time from left to right
          {inputs > 1 && '; first input channel'}
        </figcaption>
      )}
    </figure>
  );
}

/** A matrix as one plane; of kernels one each, in which the time steps stand side by side, a column of NaN apart. */
function planesOf(picture: Picture): readonly Plane[] {
  const { values } = picture;
  if (picture.kind === 'matrix') return [{ width: picture.columns, height: picture.rows, values }];
  const [time = 1, height = 1, width = 1] = picture.kernel;
  return Array.from({ length: picture.count }, (_, filter) => {
    const wide = time * (width + 1) - 1;
    const plane = new Float32Array(height * wide).fill(Number.NaN);
    for (let row = 0; row < time * height; row++) {
      const start = (filter * time * height + row) * width;
      plane.set(values.subarray(start, start + width), (row % height) * wide + Math.floor(row / height) * (width + 1));
    }
    return { width: wide, height, values: plane };
  });
}
